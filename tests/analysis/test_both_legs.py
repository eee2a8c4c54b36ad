"""Tests both legs together: in turn, at the same time, and one swaying along."""

import pytest

from evenstride.analysis.model.reps import AttemptWhy
from evenstride.sensors.samples import Leg
from tests.analysis.limbs import ABDUCTION, DIP, RAISE, both, lying
from tests.analysis.moving import Limb, counts


def test_changing_legs_counts_each_leg_alone() -> None:
    right, left = lying(), lying()
    right.reps(5, 40.0)
    left.until(right.now_s + 6.0).reps(4, 40.0)
    right.until(left.now_s + 6.0).reps(3, 40.0)
    _, summary = both(right, left, RAISE)
    assert sum(counts(summary.legs)["right"]) == 8
    assert sum(counts(summary.legs)["left"]) == 4


@pytest.mark.parametrize("part", [0.2, 0.4, 0.5])
@pytest.mark.parametrize("exercise", [RAISE, ABDUCTION])
def test_a_resting_leg_that_sways_along_is_not_counted(part: float, exercise: str) -> None:
    right = lying().reps(10, 60.0, hold_s=1.0)
    left = Limb(pitch_deg=5.0, sways=[right], sway_part=part)
    _, summary = both(right, left, exercise)
    assert counts(summary.legs) == {"left": [], "right": [10]}
    assert {one.why for one in summary.legs[Leg.LEFT].attempts} <= {AttemptWhy.BOTH_LEGS}
    assert summary.legs[Leg.LEFT].data.warnings == ()


def test_both_legs_that_move_alike_are_listed_and_it_is_said_what_to_choose() -> None:
    legs = [lying().reps(6, 60.0), lying().reps(6, 60.0)]
    _, summary = both(legs[0], legs[1], RAISE)
    for of_leg in summary.legs.values():
        assert [one.why for one in of_leg.attempts] == [AttemptWhy.BOTH_LEGS] * 6
        assert "squat or bridge" in of_leg.data.warnings[0]


def test_each_leg_sways_along_with_the_other_in_its_turn() -> None:
    right, left = lying().reps(5, 50.0), lying()
    left.until(right.now_s + 6.0).reps(5, 50.0)
    right.sways, left.sways = [Limb(steps=list(left.steps))], [Limb(steps=list(right.steps))]
    right.sway_part = left.sway_part = 0.4
    _, summary = both(right, left, RAISE)
    assert counts(summary.legs) == {"left": [5], "right": [5]}


def test_the_other_leg_held_out_in_front_for_a_dip_and_set_down_40_s_later_is_no_rep() -> None:
    standing = Limb(pitch_deg=-88.0).wait(3.0)
    resting = Limb(pitch_deg=-88.0).wait(3.0)
    resting.turn(34.0, 1.0)
    standing.until(resting.now_s + 1.0).reps(12, 40.0, hold_s=0.2)
    resting.until(standing.now_s + 1.0).turn(-34.0, 0.9).wait(3.0)
    _, summary = both(standing, resting, DIP)
    assert counts(summary.legs) == {"left": [], "right": [12]}


def test_the_other_leg_held_out_only_briefly_is_no_rep_either() -> None:
    standing = Limb(pitch_deg=-88.0).wait(3.0)
    resting = Limb(pitch_deg=-88.0).wait(3.0)
    resting.turn(34.0, 1.0)
    standing.until(resting.now_s + 1.0).reps(3, 40.0, hold_s=0.2)
    resting.until(standing.now_s + 1.0).turn(-34.0, 0.9).wait(3.0)
    _, summary = both(standing, resting, DIP)
    assert counts(summary.legs) == {"left": [], "right": [3]}


def test_legs_that_take_turns_rep_by_rep_are_counted_both() -> None:
    right, left = lying(), lying()
    for _ in range(6):
        left.until(right.rep(40.0, pause_s=0.4).now_s)
        right.until(left.rep(40.0, pause_s=0.4).now_s)
    _, summary = both(right, left, RAISE)
    assert {leg: sum(found) for leg, found in counts(summary.legs).items()} == {
        "left": 6,
        "right": 6,
    }


def test_both_legs_of_a_squat_are_counted() -> None:
    right = Limb(pitch_deg=-88.0).wait(3.0).reps(6, 60.0)
    left = Limb(pitch_deg=-88.0).wait(3.0).reps(6, 55.0)
    _, summary = both(right, left, "squat")
    assert counts(summary.legs) == {"left": [6], "right": [6]}
