"""What real people do, one thing at a time, on limbs that do as they are told."""

from dataclasses import replace
from itertools import groupby

import numpy as np
import pytest

from evenstride.analysis.model.events import (
    AttemptSeen,
    Event,
    HoldReached,
    HoldStarted,
    LegState,
    Phase,
    Recounted,
    RepCounted,
    SetEnded,
    SetStarted,
)
from evenstride.analysis.model.reps import AttemptWhy, Flag
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.analysis.session import SessionAnalyzer
from evenstride.sensors.samples import Leg, Placement, SensorInfo
from tests.analysis.made import known
from tests.analysis.moving import (
    MINIMUM_JERK_END,
    QUIET,
    SMALL_MOVES,
    Limb,
    analyzed,
    announced,
    counts,
    exercise_of,
    in_step,
    leg_of,
)

RAISE = "straight-leg-raise"
CURL = "hamstring-curl"
DIP = "single-leg-dip"
ABDUCTION = "hip-abduction"


def lying() -> Limb:
    return Limb(pitch_deg=2.0).wait(3.0)


def set_counts(limb: Limb, exercise: str) -> list[int]:
    return [one.count for one in leg_of(limb.wait(2.0), exercise).sets]


def both(
    right: Limb, left: Limb, exercise: str, end_s: float | None = None
) -> tuple[list[Event], Summary]:
    end_s = max(right.now_s, left.now_s) + 2.0 if end_s is None else end_s
    streams = [
        right.samples(Leg.RIGHT, end_s=end_s, seed=1),
        left.samples(Leg.LEFT, end_s=end_s, seed=2),
    ]
    return analyzed(in_step(streams), exercise)


def events_of(limb: Limb, exercise: str) -> list[Event]:
    return analyzed(in_step([limb.wait(2.0).samples()]), exercise)[0]


# One thing after the other.


@pytest.mark.parametrize("exercise", [RAISE, CURL, ABDUCTION])
@pytest.mark.parametrize("hold_s", [0.0, 0.5, 2.0])
def test_ten_clean_reps_are_ten(exercise: str, hold_s: float) -> None:
    assert set_counts(lying().reps(10, hold_s=hold_s), exercise) == [10]


def test_reps_without_any_pause_between_them_are_counted() -> None:
    limb = lying().reps(10, 40.0, raise_s=0.9, hold_s=0.0, lower_s=0.9, pause_s=0.0)
    assert set_counts(limb, CURL) == [10]


def test_nothing_is_nothing() -> None:
    found = leg_of(Limb(pitch_deg=30.0).wait(20.0), CURL)
    assert found.reps == ()
    assert found.sets == ()
    assert found.attempts == ()


def test_a_single_rep_counts() -> None:
    assert set_counts(lying().rep(), CURL) == [1]


def test_a_rep_is_announced_within_0_3_s_of_its_end() -> None:
    events = events_of(lying().reps(8, pause_s=1.0), CURL)
    late_s = [at_s - known(rep.end_s) for at_s, rep in announced(events)]
    assert len(late_s) == 8
    assert max(late_s) <= 0.3
    assert min(late_s) > 0.0


def test_the_first_rep_of_a_set_is_announced_in_time_as_well() -> None:
    events = events_of(lying().rep(), RAISE)
    ((at_s, rep),) = announced(events)
    assert at_s - known(rep.end_s) <= 0.3


def test_a_hold_is_announced_within_0_3_s_of_its_begin_and_when_it_is_long_enough() -> None:
    limb = lying().reps(4, hold_s=2.6)
    events = events_of(limb, RAISE)
    begins = [event for event in events if isinstance(event, HoldStarted)]
    reached = [event for event in events if isinstance(event, HoldReached)]
    assert len(begins) == len(reached) == 4
    for step, begin, target in zip(limb.steps[::2], begins, reached, strict=True):
        top_s = step.end_s - MINIMUM_JERK_END * step.duration_s
        assert begin.since_s == pytest.approx(top_s, abs=0.06)
        assert begin.at_s - top_s <= 0.3
        assert target.at_s == pytest.approx(top_s + 2.0, abs=0.3)


def test_a_pose_that_was_no_rep_of_the_set_is_no_hold_once_the_set_is_over() -> None:
    limb = lying().reps(2, 20.0, hold_s=2.0).wait(6.0).turn(45.0, 2.0).wait(12.0)
    events = events_of(limb, RAISE)
    (ended,) = [event for event in events if isinstance(event, SetEnded)]
    begins = [event for event in events if isinstance(event, HoldStarted)]
    assert ended.at_s < limb.now_s - 1.0
    assert max(event.at_s - event.since_s for event in begins) <= 0.3


def test_a_hold_that_is_too_short_is_flagged_and_never_said_to_be_reached() -> None:
    limb = lying().reps(3, hold_s=1.2)
    events = events_of(limb, RAISE)
    assert not [event for event in events if isinstance(event, HoldReached)]
    assert [rep.flags for _, rep in announced(events)] == [(Flag.SHORT_HOLD,)] * 3


def test_sets_begin_with_their_first_rep_and_end_when_none_follows() -> None:
    limb = lying().reps(3).wait(30.0).reps(4)
    events = events_of(limb, CURL)
    kinds = [type(event) for event in events if not isinstance(event, AttemptSeen)]
    rep = RepCounted
    assert kinds == [SetStarted, rep, rep, rep, SetEnded, SetStarted, rep, rep, rep, rep, SetEnded]
    ended = [event for event in events if isinstance(event, SetEnded)]
    assert [(event.number, event.count) for event in ended] == [(1, 3), (2, 4)]


def test_reps_are_numbered_through_the_session_and_know_their_set() -> None:
    reps = leg_of(lying().reps(3).wait(30.0).reps(2).wait(2.0), CURL).reps
    assert [(rep.number, rep.set) for rep in reps] == [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2)]


def test_slow_reps_with_a_rest_between_them_are_one_set() -> None:
    assert set_counts(lying().reps(5, raise_s=2.0, lower_s=2.0, pause_s=5.0), RAISE) == [5]


# People are not sines.


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


@pytest.mark.parametrize("before", [1, 2, 5])
def test_one_rep_at_under_half_of_the_range_is_an_attempt(before: int) -> None:
    limb = lying().reps(before, 40.0).rep(16.0).reps(5, 40.0)
    found = leg_of(limb.wait(2.0), CURL)
    assert found.count == before + 5
    assert [round(known(attempt.rom_deg)) for attempt in found.attempts] == [16]
    assert found.attempts[0].why is AttemptWhy.TOO_SMALL


def test_a_first_movement_that_was_an_attempt_is_settled_when_more_is_known() -> None:
    events, summary = analyzed(in_step([lying().rep(15.0).reps(5, 40.0).wait(2.0).samples()]), CURL)
    assert summary.legs[Leg.RIGHT].count == 5
    recounts = [event for event in events if isinstance(event, Recounted)]
    assert [event.count for event in recounts] == [0]
    assert [rep.number for _, rep in announced(events)] == [1, 1, 2, 3, 4, 5]


def test_a_rep_at_six_tenths_of_the_range_counts_and_is_flagged() -> None:
    found = leg_of(lying().reps(4, 40.0).rep(24.0).reps(2, 40.0).wait(2.0), CURL)
    assert [Flag.SMALL_RANGE in rep.flags for rep in found.reps] == [False] * 4 + [True] + [
        False
    ] * 2


@pytest.mark.parametrize("small_deg", [10.0, 14.0])
def test_a_whole_set_at_small_range_counts(small_deg: float) -> None:
    limb = lying().reps(10, 40.0).wait(20.0).reps(10, small_deg)
    assert set_counts(limb, CURL) == [10, 10]


def test_small_reps_from_the_start_are_reps() -> None:
    assert set_counts(lying().reps(10, 10.0), CURL) == [10]


def test_full_reps_after_a_set_at_small_range_count() -> None:
    assert set_counts(lying().reps(10, 14.0).wait(20.0).reps(10, 40.0), CURL) == [10, 10]


def test_small_reps_that_follow_full_ones_without_a_rest_are_listed_one_way_or_the_other() -> None:
    found = leg_of(lying().reps(5, 40.0).reps(5, 14.0).wait(2.0), CURL)
    assert found.count + len(found.attempts) == 10
    assert found.count in (5, 10)


@pytest.mark.parametrize("pause_s", [0.3, 20.0])
def test_fast_reps_after_slow_ones_count(pause_s: float) -> None:
    limb = lying().reps(10, 40.0, raise_s=2.0, hold_s=1.0, lower_s=2.0).wait(pause_s)
    limb.reps(10, 40.0, raise_s=0.6, hold_s=0.1, lower_s=0.6, pause_s=0.2)
    assert sum(set_counts(limb, CURL)) == 20


def test_people_who_tire_are_followed_down_to_a_third_of_their_range() -> None:
    limb = lying()
    for number in range(15):
        limb.rep(40.0 * 0.93**number, raise_s=1.0 + 0.05 * number)
    assert set_counts(limb, CURL) == [15]


# Before, between and after the sets.


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


# Two legs.


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


# What the sensor adds.


def test_a_faulty_accelerometer_that_shows_a_third_of_the_tilt_loses_no_rep() -> None:
    samples = lying().reps(8, 40.0, hold_s=1.0).wait(2.0).samples()
    acc = samples.acc_m_s2.copy()
    acc[:, 0] *= 0.33
    _, summary = analyzed(in_step([replace(samples, acc_m_s2=acc)]), RAISE)
    assert counts(summary.legs) == {"right": [8]}


def test_an_accelerometer_that_saturates_loses_no_rep() -> None:
    limb = lying().reps(8, 40.0, hold_s=1.0)
    found = leg_of(limb.wait(2.0), RAISE, replace(QUIET, acc_range_g=0.9))
    assert [one.count for one in found.sets] == [8]


def test_a_gyroscope_with_a_bias_of_4_degrees_per_second_loses_no_rep() -> None:
    limb = lying().reps(8, 40.0, hold_s=1.0)
    found = leg_of(limb.wait(2.0), RAISE, replace(QUIET, gyr_bias_deg_s=(4.0, -4.0, 4.0)))
    assert [one.count for one in found.sets] == [8]


@pytest.mark.parametrize("hold_s", [0.3, 2.0])
def test_a_sensor_without_gyroscope_counts(hold_s: float) -> None:
    limb = lying().reps(8, 40.0, hold_s=hold_s)
    found = leg_of(limb.wait(2.0), RAISE, replace(QUIET, has_gyro=False))
    assert [one.count for one in found.sets] == [8]
    assert all(Flag.NO_GYRO in rep.flags for rep in found.reps)


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


def test_a_movement_under_the_smallest_range_of_the_exercise_is_nothing() -> None:
    assert leg_of(lying().reps(6, 0.8 * 8.0).wait(2.0), CURL).reps == ()
    assert leg_of(lying().reps(6, 0.8 * 8.0).wait(2.0), SMALL_MOVES).count == 6


def test_a_movement_under_the_shortest_time_of_the_exercise_is_nothing() -> None:
    limb = lying().reps(6, 20.0, raise_s=0.2, hold_s=0.0, lower_s=0.2, pause_s=1.0)
    assert leg_of(limb.wait(2.0), CURL).reps == ()


def test_fast_reps_count_once_the_exercise_is_known() -> None:
    limb = lying().reps(2, 30.0, raise_s=0.8, hold_s=0.0, lower_s=0.8, pause_s=1.0)
    limb.reps(6, 30.0, raise_s=0.45, hold_s=0.0, lower_s=0.45, pause_s=1.0)
    assert len(leg_of(limb.wait(2.0), CURL).reps) == 8


def test_a_limb_that_stays_where_it_went_is_no_rep_when_it_comes_back_much_later() -> None:
    limb = lying().turn(40.0, 1.2).wait(45.0).turn(-40.0, 1.2).wait(3.0)
    assert leg_of(limb, RAISE).reps == ()


def states_of(limb: Limb, exercise: str) -> list[LegState]:
    session = SessionAnalyzer(
        exercise_of(exercise), {Leg.RIGHT: SensorInfo("scripted", 100.0, Placement.THIGH)}
    )
    blocks = in_step([limb.samples()], 0.05)
    return [session.update([block]).legs[Leg.RIGHT] for block in blocks]


def test_the_hold_follows_a_rep() -> None:
    states = states_of(lying().rep(40.0, hold_s=2.6).wait(1.0), RAISE)
    holds_s = [state.hold_s for state in states if state.hold_s is not None]
    assert holds_s == sorted(holds_s)
    assert holds_s[-1] == pytest.approx(2.6 + 2 * MINIMUM_JERK_END, abs=0.15)
    assert {state.phase for state in states if state.hold_s is not None} == {Phase.HOLD}
    assert {state.hold_target_s for state in states} == {2.0}


def test_the_state_knows_the_count_and_the_set() -> None:
    states = states_of(lying().reps(2, 40.0).wait(20.0).reps(1, 40.0).wait(1.0), CURL)
    seen = {(state.count, state.set_number, state.set_count) for state in states}
    assert seen == {(0, 0, 0), (1, 1, 1), (2, 1, 2), (3, 2, 1)}


def test_the_state_goes_from_rest_through_lift_hold_and_lower_to_rest() -> None:
    states = states_of(lying().rep(40.0, hold_s=2.6).wait(1.0), RAISE)
    phases = [phase for phase, _ in groupby(state.phase for state in states)]
    assert phases == [Phase.REST, Phase.LIFT, Phase.HOLD, Phase.LOWER, Phase.REST]


def test_a_resting_leg_that_is_shaken_before_the_first_rep_does_not_lift() -> None:
    sways = lying().wait(0.3).turn(2.6, 0.4).wait(3.0)
    works = lying().rep(40.0, hold_s=1.0).wait(1.0)
    sensors = {leg: SensorInfo("scripted", 100.0, Placement.THIGH) for leg in Leg}
    session = SessionAnalyzer(exercise_of(RAISE), sensors)
    seen: dict[Leg, set[Phase]] = {leg: set() for leg in Leg}
    for block in in_step([sways.samples(Leg.LEFT), works.samples(Leg.RIGHT)], 0.05):
        for leg, state in session.update([block]).legs.items():
            seen[leg].add(state.phase)
    assert seen == {Leg.LEFT: {Phase.REST}, Leg.RIGHT: set(Phase) - {Phase.WALKING}}
