"""Tests lean and roll of a limb on turns with known angles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from evenstride.analysis.counting.measuring.tilt import aside
from evenstride.sensors.samples import FloatArray

STEP_S = 0.02
DOWN = np.array([0.0, 0.0, -1.0])
FORWARD = np.array([0.0, -1.0, 0.0])
"""The axis that tips a hanging limb to the front (x) where y is the left."""


def turned(*parts: tuple[FloatArray, float]) -> FloatArray:
    """Rates of turns about axes in the sensor's frame, one after the other, 50 ticks each."""
    return np.concatenate([np.tile(axis * deg / (50 * STEP_S), (50, 1)) for axis, deg in parts])


def test_a_hinge_neither_leans_nor_rolls() -> None:
    found = aside(turned((FORWARD, 40.0)), DOWN, STEP_S)
    assert found is not None
    assert (found.lean_deg, found.roll_deg) == pytest.approx((0.0, 0.0), abs=1e-9)


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_a_limb_that_turns_aside_leans_positively_to_the_right(side: float) -> None:
    # 10° to the front, and then about the limb's own front, which x is, to the right.
    found = aside(turned((FORWARD, 10.0), (np.array([-side, 0.0, 0.0]), 40.0)), DOWN, STEP_S)
    assert found is not None
    # It is 20° deep where cos 20° = cos 10° cos(lean).
    lean_deg = np.degrees(np.arccos(np.cos(np.radians(20.0)) / np.cos(np.radians(10.0))))
    assert found.lean_deg == pytest.approx(side * lean_deg, abs=0.05)


@pytest.mark.parametrize("roll_deg", [25.0, -7.0])
def test_a_turn_about_the_limb_is_a_roll(roll_deg: float) -> None:
    found = aside(turned((DOWN, roll_deg), (FORWARD, 40.0)), DOWN, STEP_S)
    assert found is not None
    assert found.roll_deg == pytest.approx(roll_deg, abs=1e-6)
    assert found.lean_deg == pytest.approx(0.0, abs=1e-6)


@given(st.integers(0, 2**32 - 1))
def test_the_sensor_may_sit_any_way_round(seed: int) -> None:
    rates = turned((FORWARD, 12.0), (np.array([0.3, -0.9, 0.3]), 30.0))
    turn = Rotation.random(rng=np.random.default_rng(seed))
    plain = aside(rates, DOWN, STEP_S)
    other = aside(turn.apply(rates), turn.apply(DOWN), STEP_S)
    assert plain is not None
    assert other is not None
    assert (other.lean_deg, other.roll_deg) == pytest.approx((plain.lean_deg, plain.roll_deg))


@pytest.mark.parametrize(
    "rates",
    [np.zeros((0, 3)), np.zeros((50, 3)), turned((FORWARD, 19.0)), turned((DOWN, 90.0))],
    ids=["nothing", "still", "not deep", "about itself"],
)
def test_what_does_not_reach_the_depth_says_nothing(rates: FloatArray) -> None:
    assert aside(rates, DOWN, STEP_S) is None
