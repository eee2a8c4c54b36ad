"""Tests that the reps, holds and sets of one leg are counted and announced in time."""

from dataclasses import replace
from itertools import groupby

import pytest

from evenstride.analysis.model.events import (
    AttemptSeen,
    HoldReached,
    HoldStarted,
    LegState,
    Phase,
    RepCounted,
    SetEnded,
    SetStarted,
)
from evenstride.analysis.model.reps import Flag
from evenstride.analysis.session import SessionAnalyzer
from evenstride.sensors.samples import Leg, Placement, SensorInfo
from tests.analysis.limbs import ABDUCTION, CURL, RAISE, events_of, lying, set_counts
from tests.analysis.made import known
from tests.analysis.moving import (
    MINIMUM_JERK_END,
    QUIET,
    Limb,
    analyzed,
    announced,
    counts,
    exercise_of,
    in_step,
    leg_of,
)


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


def test_dips_that_an_accelerometer_alone_cannot_tell_are_told() -> None:
    limb = Limb(pitch_deg=-90.0).wait(3.0)
    limb = limb.reps(5, 12.0, hold_s=0.2)
    found = leg_of(limb.wait(2.0), "single-leg-dip", replace(QUIET, has_gyro=False))
    assert not found.count
    assert found.data.warnings[0].startswith("5 movements were not counted: a sensor without")


@pytest.mark.parametrize("hold_s", [0.3, 2.0])
def test_a_sensor_without_gyroscope_counts(hold_s: float) -> None:
    limb = lying().reps(8, 40.0, hold_s=hold_s)
    found = leg_of(limb.wait(2.0), RAISE, replace(QUIET, has_gyro=False))
    assert [one.count for one in found.sets] == [8]
    assert all(Flag.NO_GYRO in rep.flags for rep in found.reps)


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
