"""Tests uneven reps: they waver, stop on the way, sag at the top, or do not quite return."""

import pytest

from evenstride.analysis.counting.tuning.counting import COUNTING
from evenstride.analysis.model.events import AttemptSeen
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.reps import AttemptWhy, Flag
from evenstride.sensors.samples import Leg
from tests.analysis.limbs import ABDUCTION, CURL, RAISE, lying, set_counts
from tests.analysis.moving import MINIMUM_JERK_END, Limb, analyzed, in_step, leg_of


def test_slow_reps_with_a_rest_between_them_are_one_set() -> None:
    assert set_counts(lying().reps(5, raise_s=2.0, lower_s=2.0, pause_s=5.0), RAISE) == [5]


@pytest.mark.parametrize("back", [0.8, 1.2])
def test_reps_that_do_not_return_to_the_start_pose_are_counted(back: float) -> None:
    limb = lying()
    for _ in range(3):
        limb.reps(2, 40.0, back=back).reps(2, 40.0, back=2.0 - back)
    assert set_counts(limb, CURL) == [12]


def test_a_start_pose_that_wanders_over_a_set_is_followed() -> None:
    assert set_counts(lying().reps(10, 40.0, back=0.9), CURL) == [10]


@pytest.mark.parametrize("sag_deg", [4.0, 8.0])
def test_a_sag_at_the_top_is_part_of_the_hold(sag_deg: float) -> None:
    limb = lying()
    for _ in range(6):
        limb.turn(40.0, 1.2).turn(-sag_deg, 2.0).turn(sag_deg - 40.0, 1.2).wait(0.8)
    assert set_counts(limb, RAISE) == [6]


@pytest.mark.parametrize("sag_deg", [4.0, 8.0, 12.0])
@pytest.mark.parametrize("wait_s", [0.0, 0.5])
def test_a_sag_and_a_relift_at_the_top_are_part_of_the_hold(sag_deg: float, wait_s: float) -> None:
    limb = lying()
    for _ in range(6):
        limb.turn(40.0, 1.2).wait(wait_s).turn(-sag_deg, 0.8).wait(wait_s).turn(sag_deg, 0.4)
        limb.wait(0.5).turn(-40.0, 1.2).wait(0.8)
    found = leg_of(limb.wait(2.0), RAISE)
    assert [one.count for one in found.sets] == [6]
    hold_s = 1.7 + 2 * wait_s + 2 * MINIMUM_JERK_END * 1.2
    assert [rep.hold_s for rep in found.reps] == pytest.approx([hold_s] * 6, abs=0.15)
    assert not found.attempts or sag_deg >= COUNTING.listed_ranges * find(RAISE).min_range_deg


@pytest.mark.parametrize("pulse_deg", [15.0, 20.0, 25.0])
def test_pulses_at_the_top_are_listed_and_the_rep_counts_once(pulse_deg: float) -> None:
    limb, starts_s = lying(), []
    for _ in range(3):
        limb.turn(50.0, 1.0).wait(0.5)
        for _ in range(3):
            starts_s.append(limb.now_s)
            limb.turn(-pulse_deg, 0.5).wait(0.1).turn(pulse_deg, 0.5).wait(0.2)
        limb.turn(-50.0, 1.0).wait(1.0)
    events, summary = analyzed(in_step([limb.wait(2.0).samples()]), RAISE)
    found = summary.legs[Leg.RIGHT]
    assert [rep.rom_deg for rep in found.reps] == pytest.approx([50.0] * 3, abs=0.5)
    hold_s = 4.4 + 2 * MINIMUM_JERK_END
    assert [rep.hold_s for rep in found.reps] == pytest.approx([hold_s] * 3, abs=0.1)
    assert {one.why for one in found.attempts} == {AttemptWhy.TOO_SMALL}
    assert [one.start_s for one in found.attempts] == pytest.approx(starts_s, abs=0.15)
    assert [one.rom_deg for one in found.attempts] == pytest.approx([pulse_deg] * 9, abs=0.6)
    live = [event.attempt.start_s for event in events if isinstance(event, AttemptSeen)]
    assert live == pytest.approx(starts_s, abs=0.15)


def test_trembling_at_the_top_changes_nothing() -> None:
    limb = lying().reps(6, hold_s=2.0)
    limb.shake_deg = 0.15
    assert set_counts(limb, RAISE) == [6]


@pytest.mark.parametrize("wait_s", [0.15, 0.3, 0.6, 1.0])
def test_a_stop_halfway_up_is_no_top(wait_s: float) -> None:
    limb = lying()
    for _ in range(6):
        limb.turn(20.0, 0.8).wait(wait_s).turn(20.0, 0.8).wait(1.5).turn(-40.0, 1.2).wait(0.8)
    found = leg_of(limb.wait(2.0), RAISE)
    assert [one.count for one in found.sets] == [6]
    assert [rep.rom_deg for rep in found.reps] == pytest.approx([40.0] * 6, abs=1.0)
    assert [rep.hold_s for rep in found.reps] == pytest.approx([1.7] * 6, abs=0.15)


@pytest.mark.parametrize("wait_s", [0.15, 0.3, 0.6, 1.0])
def test_a_stop_halfway_down_is_no_rest(wait_s: float) -> None:
    limb = lying()
    for _ in range(6):
        limb.turn(40.0, 1.2).wait(1.5).turn(-20.0, 0.8).wait(wait_s).turn(-20.0, 0.8).wait(0.8)
    found = leg_of(limb.wait(2.0), RAISE)
    assert [one.count for one in found.sets] == [6]
    down_s = 1.6 * (1 - MINIMUM_JERK_END) + wait_s
    assert [rep.lower_s for rep in found.reps] == pytest.approx([down_s] * 6, abs=0.15)


@pytest.mark.parametrize("share", [0.4, 0.48])
def test_a_stop_on_the_way_down_makes_no_rep_smaller(share: float) -> None:
    limb = lying().reps(4, 40.0)
    limb.turn(40.0, 1.2).wait(1.0).turn(-share * 40.0, 0.8).wait(0.5)
    limb.turn((share - 1.0) * 40.0, 0.8).wait(0.8).reps(2, 40.0)
    found = leg_of(limb.wait(2.0), CURL)
    assert found.count == 7
    assert not [rep for rep in found.reps if Flag.SMALL_RANGE in rep.flags]


@pytest.mark.parametrize(("first_deg", "wait_s"), [(33.0, 1.0), (36.0, 2.5)])
def test_the_rest_of_a_way_down_after_a_stop_is_no_rep(first_deg: float, wait_s: float) -> None:
    limb = lying()
    for _ in range(6):
        limb.turn(60.0, 1.2).wait(1.5).turn(-first_deg, 0.8)
        limb.wait(wait_s).turn(first_deg - 60.0, 0.8).wait(1.0)
    found = leg_of(limb.wait(2.0), RAISE)
    assert [one.count for one in found.sets] == [6]
    assert [rep.rom_deg for rep in found.reps] == pytest.approx([60.0] * 6, abs=1.0)
    assert found.attempts == ()


@pytest.mark.parametrize(("range_deg", "shake_deg"), [(3.0, 0.1), (15.0, 0.7)])
def test_a_leg_that_trembles_is_no_noise(range_deg: float, shake_deg: float) -> None:
    limb = Limb(2.0, shake_deg=shake_deg).wait(3.0)
    limb.reps(6, range_deg, raise_s=1.0, hold_s=2.5, pause_s=2.0)
    exercise = "inner-range-quads" if range_deg < 5.0 else "straight-leg-raise"
    assert len(leg_of(limb.wait(2.0), exercise).reps) == 6


def test_very_slow_reps_are_one_set() -> None:
    limb = lying().reps(4, 40.0, raise_s=4.0, hold_s=5.0, lower_s=4.0, pause_s=2.0)
    assert set_counts(limb, ABDUCTION) == [4]


@pytest.mark.parametrize("wait_s", [0.6, 1.0])
def test_a_first_rep_soon_after_lying_down_is_counted(wait_s: float) -> None:
    limb = Limb(pitch_deg=-88.0).wait(2.0).turn(86.0, 1.5).wait(wait_s).reps(6, 40.0, hold_s=2.0)
    assert set_counts(limb, RAISE) == [6]


def test_bending_the_knee_in_a_raise_turns_the_path_and_it_is_one_rep() -> None:
    limb = lying()
    for _ in range(6):
        limb.turn(30.0, 1.0).turn(4.0, 0.8, side=12.0, roll=10.0).wait(1.0)
        limb.turn(-34.0, 1.2, side=-12.0, roll=-10.0).wait(0.8)
    assert set_counts(limb, RAISE) == [6]


@pytest.mark.parametrize("exercise", ["straight-leg-raise", "seated-knee-extension"])
def test_a_movement_far_larger_than_the_set_is_listed_and_none_of_it(exercise: str) -> None:
    limb = Limb().wait(2.0).reps(4, 20.0).rep(50.0, 1.5, 0.5, 1.5).reps(4, 20.0).wait(3.0)
    found = leg_of(limb, exercise)
    assert [one.count for one in found.sets] == [8]
    assert [one.why for one in found.attempts] == [AttemptWhy.UNLIKE]
