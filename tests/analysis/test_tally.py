"""Tests the count of a leg: the effects of verdicts, and reps that are taken back."""

from collections.abc import Iterable
from dataclasses import replace
from math import inf

import numpy as np
import pytest

from evenstride.analysis.counting.count.tally import Tally
from evenstride.analysis.counting.everyday.gait import Posture
from evenstride.analysis.counting.measuring.measured_movement import Movement
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.verdict.verdict_types import (
    AsAttempt,
    AsRep,
    Refused,
    Waiting,
    Why,
)
from evenstride.analysis.model.events import NO_TRACE, AttemptSeen, Event, Recounted, SetEnded
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.reps import AttemptWhy, Measured
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray, Leg

CHAIR, FITTING = np.array([[0.0, 0.0, 1.0]]), np.array([[1.0, 0.0, 0.0]])


def movement(
    start_s: float,
    poses: FloatArray = FITTING,
    climb_m: float = 0.01,
    *,
    range_deg: float = 40.0,
    is_lifted: bool = False,
) -> Movement:
    """A raise of 40° that takes four seconds."""
    start = round(start_s / TICK_S)
    found = Excursion((1.0, 0.0, 0.0), range_deg, start, start + 50, start + 150, start + 200)
    measured = Measured(
        start_s=start_s,
        top_s=start_s + 1.0,
        leave_s=start_s + 3.0,
        end_s=start_s + 4.0,
        rom_deg=40.0,
        peak_speed_deg_s=60.0,
        smoothness=None,
        tilt_deg=None,
        roll_deg=None,
        tremor_deg=None,
        sag_deg=None,
        confidence=1.0,
    )
    return Movement(
        found=found,
        measured=measured,
        curve=NO_TRACE,
        poses=poses,
        climb_m=climb_m,
        is_lifted=is_lifted,
    )


def tally() -> Tally:
    return Tally(Leg.LEFT, find("straight-leg-raise"))


def counted(to: Tally, movements: Iterable[Movement], *, ended: bool = False) -> Tally:
    for one in movements:
        list(to.count(AsRep(), one, one.measured.last_s))
    if ended:
        to.end_set(one.measured.last_s)
    return to


def posture(poses: FloatArray) -> Posture:
    return Posture.CHAIR if poses[0, 2] else Posture.FITS


def attempts(found: Tally) -> list[AttemptWhy]:
    return [one.why for one in found.attempts]


def seen(events: Iterable[Event]) -> list[type[Event]]:
    return [type(event) for event in events]


def test_strides_right_after_a_few_reps_take_them_back_into_the_bout() -> None:
    found = counted(tally(), [movement(10.0), movement(15.0)])
    assert seen(found.take_back.strides(19.5, 24.0)) == [Recounted, SetEnded]
    assert found.reps == []
    assert not found.now
    list(found.refuse(Refused(Why.WALKING), movement(19.5).found, 24.0))
    (bout,) = [
        event for event in found.listing.add_bout(40.0, 40.0) if isinstance(event, AttemptSeen)
    ]
    assert (bout.attempt.start_s, bout.attempt.why) == (10.0, AttemptWhy.WALKING)


def test_a_bout_that_goes_on_to_the_end_is_told_at_the_end() -> None:
    found = tally()
    list(found.refuse(Refused(Why.WALKING), movement(10.0).found, 14.0))
    assert seen(found.listing.add_bout(14.5, 14.5)) == []
    assert [event.at_s for event in found.listing.add_bout(inf, 14.5)] == [14.5]


def test_a_bout_that_ended_in_a_hole_is_announced_when_samples_return() -> None:
    found = tally()
    list(found.refuse(Refused(Why.WALKING), movement(10.0).found, 14.0))
    assert [event.at_s for event in found.listing.add_bout(20.0, 25.3)] == [25.3]
    list(found.refuse(Refused(Why.WALKING), movement(30.0).found, 34.0))
    told = found.refuse(Refused(Why.WALKING), movement(50.0).found, 54.0)
    assert [event.at_s for event in told] == [54.0]


def test_strides_long_after_reps_or_after_a_whole_set_take_nothing_back() -> None:
    few = counted(tally(), [movement(10.0)])
    assert seen(few.take_back.strides(17.0, 20.0)) == []
    whole = counted(tally(), [movement(10.0), movement(15.0), movement(20.0)])
    assert seen(whole.take_back.strides(24.5, 28.0)) == []
    assert len(whole.reps) == 3


def test_a_walk_takes_back_what_was_done_getting_up_from_a_chair() -> None:
    found = tally()
    counted(found, [movement(10.0, CHAIR)], ended=True)
    counted(found, [movement(40.0), movement(45.0), movement(50.0)], ended=True)
    counted(found, [movement(at, CHAIR) for at in (80.0, 85.0, 90.0, 95.0)])
    assert seen(found.take_back.posture(posture, 120.0)) == [Recounted, SetEnded]
    assert [(rep.number, rep.set, rep.first_s) for rep in found.reps] == [
        (1, 1, 40.0),
        (2, 1, 45.0),
        (3, 1, 50.0),
    ]
    assert [(one.number, one.count) for one in found.sets] == [(1, 3)]
    assert not found.now
    assert attempts(found) == [AttemptWhy.WRONG_WAY] * 5


def test_a_hole_and_the_movement_that_it_cut_are_listed_once() -> None:
    found = Tally(Leg.RIGHT, find("straight-leg-raise"))
    cut = AsAttempt(Waiting.UNLIKE, AttemptWhy.GAP, anew=True)
    (told,) = [*found.listing.add_hole(20.0, 25.0, 25.2), *found.attempt(cut, movement(19.8), 25.4)]
    assert isinstance(told, AttemptSeen)
    assert [(one.start_s, one.end_s) for one in found.attempts] == [(19.8, 25.0)]
    assert (
        len([*found.attempt(cut, movement(14.0), 25.4), *found.listing.add_hole(30.0, 33.0, 33.2)])
        == 2
    )
    assert len(found.attempts) == 3


def test_the_set_in_progress_goes_on_under_its_new_number() -> None:
    found = counted(tally(), [movement(10.0, CHAIR)], ended=True)
    counted(found, [movement(40.0), movement(45.0)])
    list(found.take_back.posture(posture, 60.0))
    counted(found, [movement(50.0)])
    assert [(rep.number, rep.set) for rep in found.reps] == [(1, 1), (2, 1), (3, 1)]
    found.end_set(70.0)
    assert [(one.number, one.count) for one in found.sets] == [(1, 3)]


@pytest.mark.parametrize("before", [0, 3])
def test_a_single_movement_that_was_taken_back_is_not_taken_back_again(before: int) -> None:
    found = tally()
    if before:
        counted(found, [movement(10.0 + 5.0 * at) for at in range(before)], ended=True)
    counted(found, [movement(60.0, CHAIR)], ended=True)
    counted(found, [movement(90.0, range_deg=100.0)])
    list(found.take_back.posture(posture, 94.5))
    # Neither is the set before it in its place.
    counted(found, [movement(95.0, range_deg=100.0)])
    assert [one.count for one in found.sets] == [before] * bool(before)
    assert len(found.now) == 2


def test_a_walk_after_another_exercise_takes_nothing_of_it_back() -> None:
    found = counted(tally(), [movement(10.0, CHAIR)], ended=True)
    found.begin(find("hamstring-curl"))
    assert seen(found.take_back.posture(posture, 60.0)) == []
    assert len(found.reps) == 1


def test_what_the_body_did_is_taken_back_where_it_was_a_few_movements_alike() -> None:
    found = counted(tally(), [movement(10.0)], ended=True)
    counted(found, [movement(at) for at in (40.0, 45.0, 50.0)], ended=True)
    counted(found, [movement(80.0)], ended=True)
    counted(found, [movement(110.0)])
    late = round(30.0 / TICK_S)
    assert seen(found.take_back.carried(lambda one: one.start < late, 115.0)) == [
        Recounted,
        SetEnded,
    ]
    assert [rep.first_s for rep in found.reps] == [40.0, 45.0, 50.0, 80.0]
    assert attempts(found) == [AttemptWhy.UNLIKE] * 2
    assert not found.now
    assert seen(found.take_back.carried(lambda one: one.start < late, 120.0)) == []


def test_a_set_of_which_little_was_in_another_posture_stays() -> None:
    poses = [FITTING, CHAIR, FITTING, FITTING]
    found = counted(tally(), [movement(10.0 + 5.0 * i, one) for i, one in enumerate(poses)])
    assert seen(found.take_back.posture(posture, 60.0)) == []


def test_a_movement_of_another_way_is_listed_where_it_is_large_enough() -> None:
    found = tally()
    list(found.refuse(Refused(Why.WRONG_WAY), movement(10.0).found, 15.0))
    list(found.refuse(Refused(Why.NOISE), movement(20.0).found, 25.0))
    small = Excursion((1.0, 0.0, 0.0), 9.0, 1500, 1550, 1600, 1650)
    list(found.refuse(Refused(Why.WRONG_WAY), small, 34.0))
    assert attempts(found) == [AttemptWhy.WRONG_WAY]


def test_an_attempt_is_listed_as_what_it_is() -> None:
    found = tally()
    list(found.attempt(AsAttempt(why=AttemptWhy.TOO_SMALL, anew=True), movement(10.0), 15.0))
    assert attempts(found) == [AttemptWhy.TOO_SMALL]


def stepping(climbs_m: list[float], exercise: str = "squat") -> Tally:
    stands = exercise == "squat"
    found = Tally(Leg.LEFT, find(exercise), stands=stands)
    return counted(
        found, [movement(10.0 + 5 * at, FITTING, one) for at, one in enumerate(climbs_m)]
    )


def test_steps_onto_a_platform_before_squats_are_none_of_them() -> None:
    found = stepping([0.19, 0.15, 0.01, -0.02, 0.01, 0.03])
    assert [(rep.number, rep.set, rep.first_s) for rep in found.reps] == [
        (1, 1, 20.0),
        (2, 1, 25.0),
        (3, 1, 30.0),
        (4, 1, 35.0),
    ]
    assert len(found.now) == 4
    assert attempts(found) == [AttemptWhy.UNLIKE] * 2


def test_a_step_off_it_after_them_is_none_either() -> None:
    found = stepping([0.01, 0.02, -0.01, 0.01, -0.2])
    assert len(found.reps) == 5
    assert seen(found.take_back.at_set_end(60.0)) == [Recounted]
    assert [rep.number for rep in found.reps] == [1, 2, 3, 4]


def test_where_all_movements_seem_to_climb_the_sensor_can_not_tell() -> None:
    assert len(stepping([0.19, 0.15, 0.1, -0.12, 0.1, 0.2]).reps) == 6


@pytest.mark.parametrize(
    ("facts", "is_step"),
    [
        ({"range_deg": 22.0}, True),
        ({"climb_m": 0.07}, True),
        ({"range_deg": 30.0, "climb_m": 0.03}, False),
    ],
)
def test_what_comes_long_before_a_set_and_is_unlike_it_was_a_step(
    facts: dict[str, float], *, is_step: bool
) -> None:
    set_in_step = [movement(25.0 + 4.5 * at) for at in range(4)]
    stands = Tally(Leg.LEFT, find("squat"), stands=True)
    counted(stands, [movement(10.0, **facts), *set_in_step])  # type: ignore[arg-type]
    assert len(stands.reps) == 5 - is_step
    soon = Tally(Leg.LEFT, find("squat"), stands=True)
    counted(soon, [movement(20.5, **facts), *set_in_step])  # type: ignore[arg-type]
    assert len(soon.reps) == 5


def test_what_lasts_far_longer_than_the_others_and_began_in_sway_is_no_step() -> None:
    first, *others = [movement(10.0 + 12 * at) for at in range(6)]
    slow = replace(first, found=replace(first.found, end=first.found.start + 500), climb_m=0.19)
    found = counted(Tally(Leg.LEFT, find("squat"), stands=True), [slow, *others])
    assert len(found.reps) == 6


def one_by_one(*movements: Movement) -> Tally:
    """Movements, each of which is a set that is over, until the data end."""
    found = tally()
    for one in movements:
        counted(found, [one], ended=True)
    assert not seen(found.take_back.at_set_end(one.measured.last_s + 20.0))
    list(found.take_back.at_end(200.0))
    return found


@pytest.mark.parametrize(
    "movements",
    [
        [movement(10.0)],
        [movement(10.0), movement(22.5)],  # like the first, but long after it
        [movement(10.0), movement(16.0, range_deg=20.0)],
        [movement(10.0), movement(16.0, CHAIR)],  # from another pose
    ],
)
def test_single_movements_that_none_like_them_follows_are_no_set(
    movements: list[Movement],
) -> None:
    found = counted(tally(), movements)
    assert not seen(found.take_back.at_set_end(40.0))  # one may follow yet
    assert seen(found.take_back.at_set_end(80.0)) == [Recounted, SetEnded]
    assert not found.reps
    assert attempts(found) == [AttemptWhy.UNLIKE] * len(movements)


@pytest.mark.parametrize(
    "movements",
    [
        [movement(10.0), movement(20.0)],
        [movement(10.0), movement(22.5), movement(35.0)],
        [movement(10.0, is_lifted=True), movement(22.5, is_lifted=True)],
    ],
)
def test_a_set_of_alike_reps_is_one(movements: list[Movement]) -> None:
    found = counted(tally(), movements)
    assert not seen(found.take_back.at_end(100.0))
    assert len(found.reps) == len(movements)


def test_who_does_one_rep_at_a_time_keeps_them() -> None:
    assert len(one_by_one(movement(10.0), movement(30.0), movement(50.0)).reps) == 3
    assert not one_by_one(movement(10.0), movement(30.0)).reps
    lifted = [movement(at_s, is_lifted=True) for at_s in (10.0, 30.0)]
    assert len(one_by_one(*lifted).reps) == 2


def test_a_single_lifted_rep_is_one_where_nothing_else_moved() -> None:
    lifted = [movement(at_s, is_lifted=True) for at_s in (10.0, 100.0)]
    assert len(one_by_one(*lifted).reps) == 2
    restless = [movement(50.0, range_deg=20.0), movement(62.0, CHAIR, is_lifted=True)]
    assert not one_by_one(*restless).reps
    found = counted(tally(), [movement(10.0, is_lifted=True)], ended=True)
    list(found.refuse(Refused(Why.WRONG_WAY), movement(30.0).found, 35.0))
    list(found.take_back.at_end(200.0))
    assert not found.reps


@pytest.mark.parametrize(("range_deg", "left"), [(35.0, 4), (15.0, 3)])
def test_a_rep_after_a_sure_set_may_be_alone_if_it_is_like_those(
    range_deg: float, left: int
) -> None:
    found = counted(tally(), [movement(10.0 + 5 * at) for at in range(3)], ended=True)
    counted(found, [movement(60.0, range_deg=range_deg)])
    list(found.take_back.at_end(90.0))
    assert len(found.reps) == left


def test_a_leg_that_lies_steps_onto_nothing() -> None:
    assert len(stepping([0.19, 0.15, 0.01, 0.02, 0.01], "straight-leg-raise").reps) == 5


def dips(poses: FloatArray, first_s: float, range_deg: float) -> list[Movement]:
    return [movement(first_s + 5 * at, poses, range_deg=range_deg) for at in range(3)]


@pytest.mark.parametrize(
    ("exercise", "held_deg", "left"),
    [
        ("single-leg-dip", 12.0, [50.0, 55.0, 60.0]),
        ("single-leg-dip", 38.0, [10.0, 15.0, 20.0, 50.0, 55.0, 60.0]),  # a strap that was turned
        ("squat", 12.0, [10.0, 15.0, 20.0, 50.0, 55.0, 60.0]),  # no leg is held up
    ],
)
def test_a_set_that_rests_elsewhere_and_goes_less_far_was_the_held_leg_s(
    exercise: str, held_deg: float, left: list[float]
) -> None:
    held = np.array([[0.6, 0.0, 0.8]])
    found = Tally(Leg.LEFT, find(exercise), stands=True)
    counted(found, dips(held, 10.0, held_deg), ended=True)
    counted(found, dips(FITTING, 50.0, 40.0))
    assert [rep.first_s for rep in found.reps] == left


def test_attempts_that_turn_out_to_be_reps_are_recounted_in_words() -> None:
    count = tally()
    fast = AsAttempt(Waiting.FAST, AttemptWhy.TOO_FAST)
    for start_s in (1.0, 6.0):
        list(count.attempt(fast, movement(start_s), start_s + 4.1))
    assert len(count.attempts) == 2
    events = list(count.count(AsRep(Waiting.FAST), movement(11.0), 15.1))
    (recount,) = (one for one in events if isinstance(one, Recounted))
    assert recount.count == 2
    assert "what came before was the exercise" in recount.why
    assert (len(count.reps), count.attempts) == (3, [])
