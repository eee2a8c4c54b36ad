"""Splits a session by exercise, each part with its own comparison of the legs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evenstride.analysis.comparing.comparison import compare
from evenstride.analysis.model.exercises import ANY_ID, Exercise
from evenstride.analysis.model.feeling import Feeling
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.analysis.model.reps import Attempt, ExerciseSet
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.sensors.samples import Leg


def summarize(
    legs: Mapping[Leg, LegSummary],
    exercises: Mapping[str, Exercise],
    begun: Exercise,
    planned: Mapping[str, PlannedExercise] | None = None,
    felt: Sequence[Feeling] = (),
) -> Summary:
    """Return the result of a session, with one part for each exercise if there were several.

    Args:
        legs: What each leg did.
        exercises: The exercises that were named, by id.
        begun: The one that was named first, for a session without a set.
        planned: What was planned for them, by id, as far as that is known.
        felt: Pain and effort as reported, in order.

    Returns:
        The result. If there are several exercises, it names and compares the first one trained.
    """
    trained = trained_exercises(legs)
    named = [exercises[name] for name in trained if name != ANY_ID]
    main = named[0] if named else begun
    planned = planned or {}
    parts = [
        replace(
            _result(exercises[name], legs_in(name, legs), planned.get(name)),
            felt=felt_in(name, felt, legs),
        )
        for name in trained
    ]
    return replace(
        _result(main, legs_in(main.id, legs), planned.get(main.id)),
        legs=legs,
        parts=tuple(parts) if len(parts) > 1 else (),
        felt=tuple(felt),
    )


def by_exercise(summary: Summary) -> tuple[Summary, ...]:
    """Return the session's exercises as results of their own, in the order of their first sets.

    Sets, reps and attempts keep their numbers and times in the session. The data quality is the
    whole session's. An attempt belongs to the exercise of the set that is nearest in time.
    """
    return summary.parts or (summary,)


def trained_exercises(legs: Mapping[Leg, LegSummary]) -> tuple[str, ...]:
    """Return the ids of the exercises that have a set, in the order of their first sets."""
    sets = sorted((one for leg in legs.values() for one in leg.sets), key=lambda one: one.start_s)
    return tuple(dict.fromkeys(one.exercise or ANY_ID for one in sets))


def legs_in(exercise_id: str, legs: Mapping[Leg, LegSummary]) -> Mapping[Leg, LegSummary]:
    """Return what the legs did of one exercise; everything if no other was trained."""
    trained = trained_exercises(legs)
    if set(trained) <= {exercise_id}:
        return legs
    first = trained[0] == exercise_id
    return {leg: _leg_in(exercise_id, result, first=first) for leg, result in legs.items()}


def felt_in(
    exercise_id: str, felt: Sequence[Feeling], legs: Mapping[Leg, LegSummary]
) -> tuple[Feeling, ...]:
    """Return the pain and effort of one exercise; everything if no other was trained."""
    if set(trained_exercises(legs)) <= {exercise_id}:
        return tuple(felt)
    return tuple(one for one in felt if (one.exercise or ANY_ID) == exercise_id)


def _result(
    exercise: Exercise, legs: Mapping[Leg, LegSummary], planned: PlannedExercise | None
) -> Summary:
    return Summary(
        exercise=None if exercise.id == ANY_ID else exercise.id,
        legs=legs,
        comparison=compare(legs.get(Leg.LEFT), legs.get(Leg.RIGHT), exercise),
        planned=planned,
    )


def _leg_in(exercise_id: str, leg: LegSummary, *, first: bool) -> LegSummary:
    sets = tuple(one for one in leg.sets if (one.exercise or ANY_ID) == exercise_id)
    numbers = {one.number for one in sets}
    reps = tuple(rep for rep in leg.reps if rep.set in numbers)
    by_hand = sum(one.count for one in sets) - len(reps)
    if first:
        # Reps added by hand before the first set belong to no exercise, so the first one gets them.
        by_hand += leg.count - sum(one.count for one in leg.sets)
    attempts = tuple(one for one in leg.attempts if _nearest(one, leg.sets) in numbers)
    return replace(leg, sets=sets, reps=reps, attempts=attempts, by_hand=by_hand)


def _nearest(attempt: Attempt, sets: tuple[ExerciseSet, ...]) -> int | None:
    """Return the number of the set nearest in time to an attempt; None without sets."""
    away_s = {
        one.number: max(one.start_s - attempt.end_s, attempt.start_s - one.end_s, 0.0)
        for one in sets
    }
    return min(away_s, key=away_s.__getitem__, default=None)
