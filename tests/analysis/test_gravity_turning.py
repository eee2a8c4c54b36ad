"""Tests that the sums of gravity's turning do not depend on how ticks are cut into calls."""

from dataclasses import astuple

import numpy as np
import pytest

from evenstride.analysis.signal.doubts.gravity_turning import (
    CHUNK_TICKS,
    GravityTurning,
    in_quarters,
)
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray


def swinging(chunks: int) -> FloatArray:
    """A limb that swings about x and is shaken a little: force, rate, whether unknown."""
    random = np.random.default_rng(3)
    ticks = np.arange(chunks * CHUNK_TICKS)
    angle = 0.6 * np.sin(0.03 * ticks)
    rows = np.zeros((len(ticks), 7))
    rows[:, 1], rows[:, 2] = GRAVITY_M_S2 * np.sin(angle), GRAVITY_M_S2 * np.cos(angle)
    rows[:, 3] = np.gradient(angle) / 0.02
    rows[:, :6] += 0.01 * random.normal(size=(len(ticks), 6))
    rows[500:505, 6] = 1.0
    return rows


@pytest.mark.parametrize("chunks_a_call", [1, 7, 45])
def test_how_ticks_are_cut_into_calls_changes_nothing(chunks_a_call: int) -> None:
    rows, at_once, bit_by_bit = swinging(400), GravityTurning(), GravityTurning()
    at_once.update(in_quarters(rows))
    step = chunks_a_call * CHUNK_TICKS
    for start in range(0, len(rows), step):
        bit_by_bit.update(in_quarters(rows[start : start + step]))
    for one, other in zip(
        (at_once.so_far, *at_once.by_time, *at_once.in_parts(4, 20.0)),
        (bit_by_bit.so_far, *bit_by_bit.by_time, *bit_by_bit.in_parts(4, 20.0)),
        strict=True,
    ):
        assert all(np.array_equal(a, b) for a, b in zip(astuple(one), astuple(other), strict=True))
    assert len(at_once.by_time) > 2
    assert at_once.so_far.moments > 300
