"""Tests that wrong readings of a plausible size are recognised."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from evenstride.analysis.counting.sentences.sensor_warnings import warnings_of
from evenstride.analysis.signal.doubts.sensor_watch import SensorWatch
from evenstride.analysis.signal.screening.grid import Ticks, UniformGrid
from evenstride.sensors.samples import FloatArray, Leg, Samples
from tests.analysis.moving import QUIET, Limb, analyzed, in_step, rows
from tests.analysis.wrong_sensors import clean


def later(values: FloatArray, samples: int) -> FloatArray:
    return np.concatenate((np.repeat(values[:1], samples, axis=0), values[:-samples]))


def _scattered(samples: Samples) -> Samples:
    noise = np.random.default_rng(1).normal(0.0, 1.5, samples.acc_m_s2.shape)
    return replace(samples, acc_m_s2=samples.acc_m_s2 + noise)


def _normed(samples: Samples) -> Samples:
    force = samples.acc_m_s2
    return replace(samples, acc_m_s2=9.81 * force / np.linalg.norm(force, axis=1, keepdims=True))


def _changed(samples: Samples, change: Callable[[Samples], Samples]) -> Samples:
    """Return samples that are changed from the middle on."""
    is_late, changed = samples.t_s[:, None] > 45.0, change(samples)
    return replace(
        samples,
        acc_m_s2=np.where(is_late, changed.acc_m_s2, samples.acc_m_s2),
        gyr_rad_s=np.where(is_late, changed.gyr_rad_s, samples.gyr_rad_s),
    )


def _turned(samples: Samples) -> Samples:
    return replace(
        samples,
        acc_m_s2=samples.acc_m_s2[:, [1, 2, 0]],
        gyr_rad_s=samples.gyr_rad_s[:, [1, 2, 0]],
    )


def _dead(samples: Samples, axis: int) -> Samples:
    values = samples.gyr_rad_s.copy()
    values[:, axis] = 0.01
    return replace(samples, gyr_rad_s=values)


WRONG: list[tuple[Callable[[Samples], Samples], str]] = [
    (
        lambda one: replace(one, gyr_rad_s=later(one.gyr_rad_s, 15)),
        "The gyroscope shows each movement 0.1",
    ),
    (
        lambda one: replace(one, acc_m_s2=later(one.acc_m_s2, 15)),
        "The accelerometer shows each movement 0.1",
    ),
    (
        lambda one: _changed(one, lambda half: replace(half, gyr_rad_s=half.gyr_rad_s * 3.0)),
        "For a part of the session the gyroscope turned",
    ),
    (lambda one: _changed(one, _turned), "At 45 s from the start the vertical turned by"),
    (
        lambda one: _changed(one, lambda half: _dead(half, 0)),
        "The gyroscope reads the same along x",
    ),
    (_scattered, "While the gyroscope is at rest the accelerometer's readings scatter by"),
    (_normed, "The accelerometer reads 9.81 m/s² in every movement"),
    (
        lambda one: replace(one, gyr_rad_s=np.round(one.gyr_rad_s, 1)),
        "The gyroscope reads in steps of 5.7 °/s",
    ),
    (
        lambda one: replace(one, acc_m_s2=np.round(one.acc_m_s2)),
        "The accelerometer reads in steps of 1 m/s²",
    ),
    (
        lambda one: replace(one, gyr_rad_s=np.clip(one.gyr_rad_s, -0.5, 0.5)),
        "The gyroscope stays at 29 °/s again and again",
    ),
    (
        lambda one: replace(one, gyr_rad_s=one.gyr_rad_s + np.deg2rad(0.2) * one.t_s[:, None]),
        "For a part of the session the gyroscope reads",
    ),
]


@cache
def moving_gently() -> Samples:
    limb = Limb(pitch_deg=2.0).wait(4.0).reps(12, 40.0, raise_s=1.6, lower_s=1.6).wait(12.0)
    return limb.samples(sensor=QUIET)


def said_of(samples: Samples) -> list[str]:
    """Return the warnings about a sensor's readings, whatever is counted."""
    grid, watch = UniformGrid(100.0), SensorWatch(100.0)
    for part in grid.update(samples):
        if isinstance(part, Ticks):
            watch.update(part)
    return list(warnings_of(grid.counter, 100.0, (), watch))


@pytest.mark.parametrize(("change", "said"), WRONG)
def test_readings_that_look_sound_and_are_not_are_named(
    change: Callable[[Samples], Samples], said: str
) -> None:
    found = said_of(change(moving_gently()))
    assert any(one.startswith(said) for one in found), found


def test_nothing_is_said_of_a_limb_that_moves_gently() -> None:
    assert said_of(moving_gently()) == []


def test_a_slow_limb_that_adds_nothing_to_gravity_is_no_fault_of_its_accelerometer() -> None:
    slow = Limb(pitch_deg=2.0).wait(4.0).reps(2, 40.0, raise_s=8.0, lower_s=8.0).wait(4.0)
    assert said_of(slow.samples(sensor=QUIET)) == []


def test_samples_of_both_legs_that_are_the_same_values_are_named() -> None:
    left = rows(clean(), slice(0, 1500))
    right = replace(left, leg=Leg.RIGHT, t_s=left.t_s + 2.0)
    for one, said in (
        (right, "2.0 s apart"),
        (replace(right, t_s=left.t_s), "are the same values"),
    ):
        _, summary = analyzed(in_step([replace(left, leg=Leg.LEFT), one]), rate_hz=100.0)
        for leg in summary.legs.values():
            assert any(said in warning for warning in leg.data.warnings), leg.data.warnings
