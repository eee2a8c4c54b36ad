"""Tests that movements before, between and after the sets are no reps."""

import numpy as np
import pytest

from evenstride.analysis.model.summary import LegSummary
from tests.analysis.limbs import CURL, RAISE, lying, set_counts
from tests.analysis.moving import Limb, leg_of


def test_lying_down_and_rolling_over_before_the_set_is_no_rep() -> None:
    limb = Limb(pitch_deg=-88.0).wait(2.0)
    limb.turn(70.0, 1.5).wait(1.0).turn(20.0, 1.0, side=15.0).wait(0.8)
    limb.turn(0.0, 1.5, roll=170.0).wait(2.0).turn(0.0, 1.4, roll=-165.0).wait(0.5)
    limb.turn(8.0, 0.7).wait(2.0).reps(8, 40.0)
    assert set_counts(limb, RAISE) == [8]


def test_sitting_down_and_standing_up_again_is_one_movement_at_most_and_never_in_the_set() -> None:
    limb = Limb(pitch_deg=-88.0).wait(2.0).turn(86.0, 1.5).wait(8.0)
    limb.reps(8, 30.0).wait(6.0).turn(-86.0, 1.5).wait(2.0)
    assert set_counts(limb, CURL) == [8]


def test_getting_up_at_once_after_the_last_rep_is_not_one_more() -> None:
    limb = lying().reps(8, 40.0, pause_s=0.6).turn(50.0, 1.0, side=20.0).wait(0.5)
    limb.turn(-140.0, 1.5, side=-20.0).wait(3.0)
    assert set_counts(limb, RAISE) == [8]


def test_adjusting_the_strap_between_sets_is_no_rep() -> None:
    limb = lying().reps(6, 40.0).wait(16.0)
    for slip_deg in (25.0, -18.0, 9.0):
        limb.slip((slip_deg, 4.0, -3.0), 0.4).turn(2.0, 0.4).turn(-2.0, 0.4).wait(0.3)
    limb.wait(6.0).reps(6, 40.0)
    assert set_counts(limb, RAISE) == [6, 6]


@pytest.mark.parametrize("during", ["rest", "way"])
@pytest.mark.parametrize("axis", range(3))
def test_a_strap_that_slips_by_20_degrees_in_mid_set_loses_no_rep(during: str, axis: int) -> None:
    slip = [0.0, 0.0, 0.0]
    slip[axis] = 20.0
    limb = lying().reps(5, 40.0)
    if during == "way":
        limb.wait(0.3)
    limb.slip((slip[0], slip[1], slip[2]), 0.3)
    if during == "rest":
        limb.wait(0.8)
    limb.reps(5, 40.0)
    assert set_counts(limb, RAISE) == [10]


def fidgeting(seed: int) -> LegSummary:
    rng = np.random.default_rng(seed)
    limb = lying()
    for _ in range(12):
        lift, side, roll = rng.normal(0.0, [1.5, 1.5, 3.0])
        limb.turn(lift, 0.5, side=side, roll=roll).turn(-lift, 0.5, side=-side, roll=-roll)
        limb.wait(float(rng.uniform(1.0, 6.0)))
    return leg_of(limb.wait(2.0), RAISE)


@pytest.mark.parametrize("seed", range(3))
def test_fidgeting_is_no_exercise(seed: int) -> None:
    assert fidgeting(seed).reps == ()


def test_a_limb_that_stays_where_it_went_is_no_rep_when_it_comes_back_much_later() -> None:
    limb = lying().turn(40.0, 1.2).wait(45.0).turn(-40.0, 1.2).wait(3.0)
    assert leg_of(limb, RAISE).reps == ()
