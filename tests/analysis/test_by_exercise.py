"""Tests splitting a session by exercise, each part with its own comparison of the legs."""

from dataclasses import replace

import pytest

from evenstride.analysis.comparing.by_exercise import by_exercise, summarize
from evenstride.analysis.model.exercises import any_exercise, builtin
from evenstride.analysis.model.reps import Attempt, AttemptWhy, ExerciseSet
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.sensors.samples import Leg
from tests.analysis.made import leg_of, rep

CURL, RAISE = builtin()["hamstring-curl"], builtin()["straight-leg-raise"]
BOTH = {CURL.id: CURL, RAISE.id: RAISE}


def leg(curls_deg: float, raises_deg: float) -> LegSummary:
    """Eight curls from 10 s on and eight raises from 200 s on, as two sets."""
    reps = [rep(n, start_s=10.0 * n, rom_deg=curls_deg + n % 2) for n in range(1, 9)]
    reps += [
        rep(8 + n, set_number=2, start_s=200.0 + 10.0 * n, rom_deg=raises_deg + n % 2)
        for n in range(1, 9)
    ]
    made = leg_of(reps)
    curls, raises = made.sets
    sets = (replace(curls, exercise=CURL.id), replace(raises, exercise=RAISE.id))
    return replace(made, sets=sets)


def mixed() -> Summary:
    legs = {Leg.LEFT: leg(20.0, 50.0), Leg.RIGHT: leg(40.0, 50.0)}
    return summarize(legs, BOTH, CURL)


def test_each_exercise_is_compared_by_its_own_reps() -> None:
    curls, raises = by_exercise(mixed())
    assert (curls.exercise, raises.exercise) == (CURL.id, RAISE.id)
    assert curls.comparison.weaker_leg is Leg.LEFT
    assert raises.comparison.weaker_leg is None


def test_the_whole_compares_the_first_exercise_that_was_trained() -> None:
    whole = mixed()
    assert whole.exercise == CURL.id
    assert whole.comparison == by_exercise(whole)[0].comparison
    assert whole.legs[Leg.LEFT].count == 16


def test_an_exercise_that_was_begun_with_and_never_trained_is_not_named() -> None:
    legs = {name: leg_of([]) for name in Leg}
    trained = {Leg.LEFT: replace(leg(20.0, 50.0), sets=leg(20.0, 50.0).sets[1:])}
    assert summarize(legs, BOTH, CURL).exercise == CURL.id
    assert summarize(trained, BOTH, CURL).exercise == RAISE.id


def test_reps_keep_their_numbers_and_every_rep_is_in_one_part() -> None:
    whole = mixed()
    parts = by_exercise(whole)
    for name in Leg:
        reps = [one for part in parts for one in part.legs[name].reps]
        assert tuple(reps) == whole.legs[name].reps


def test_an_attempt_is_of_the_exercise_whose_set_is_nearest() -> None:
    near = [
        Attempt(start_s=at_s, end_s=at_s + 1.0, rom_deg=9.0, why=AttemptWhy.TOO_SMALL)
        for at_s in (2.0, 92.0, 190.0, 400.0)
    ]
    legs = {Leg.LEFT: replace(leg(20.0, 50.0), attempts=tuple(near))}
    curls, raises = by_exercise(summarize(legs, BOTH, CURL))
    assert curls.legs[Leg.LEFT].attempts == tuple(near[:2])
    assert raises.legs[Leg.LEFT].attempts == tuple(near[2:])


def test_reps_added_by_hand_are_counted_in_one_part_each() -> None:
    made = leg(20.0, 50.0)
    curls, raises = made.sets
    # Two by hand in the second set, and one before there was any set.
    legs = {Leg.LEFT: replace(made, sets=(curls, replace(raises, count=10)), by_hand=3)}
    parts = by_exercise(summarize(legs, BOTH, CURL))
    assert [part.legs[Leg.LEFT].count for part in parts] == [9, 10]


def test_a_session_of_one_exercise_is_its_only_part() -> None:
    one = leg_of([rep(n, start_s=10.0 * n) for n in range(1, 4)])
    legs = {Leg.LEFT: replace(one, sets=(replace(one.sets[0], exercise=RAISE.id),))}
    whole = summarize(legs, BOTH, RAISE)
    assert by_exercise(whole) == (whole,)
    assert whole.parts == ()


@pytest.mark.parametrize("named_later", [True, False])
def test_movements_that_nobody_named_are_an_exercise_without_a_name(named_later: bool) -> None:
    sets = (ExerciseSet(number=1, start_s=1.0, end_s=9.0, count=1),)
    later = (ExerciseSet(number=2, start_s=20.0, end_s=29.0, count=1, exercise=RAISE.id),)
    reps = (rep(1, start_s=1.0), rep(2, set_number=2, start_s=20.0))
    legs = {Leg.LEFT: LegSummary(sets=sets + later * named_later, reps=reps)}
    free = any_exercise()
    whole = summarize(legs, {free.id: free, RAISE.id: RAISE}, free)
    assert whole.exercise == (RAISE.id if named_later else None)
    assert [part.exercise for part in by_exercise(whole)] == [None, RAISE.id][: 1 + named_later]


def test_the_json_has_each_exercise_with_its_counts_and_comparison() -> None:
    shown = summary_as_json(mixed(), None)["exercises"]
    assert isinstance(shown, list)
    assert [one["exercise"] for one in shown] == [CURL.id, RAISE.id]
    assert [one["counts"] for one in shown] == [{"left": 8, "right": 8}] * 2
    assert [one["comparison"]["weaker_leg"] for one in shown] == ["left", None]
