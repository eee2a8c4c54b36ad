"""Makes the parts of a leg's analysis for an exercise."""

from collections.abc import Callable

from evenstride.analysis.counting.moves.excursions import ExcursionFinder
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.exercise_values import ThighAtRest
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.sensors.samples import Placement


def as_seen(exercise: Exercise, placement: Placement) -> Exercise:
    """Return the exercise with the postures and ranges that a sensor in that place sees."""
    return exercise.seen_from_shank() if placement is Placement.SHANK else exercise


def stands(exercise: Exercise) -> bool:
    """Return whether the person stands between reps."""
    return exercise.thigh_at_rest is ThighAtRest.UPRIGHT


def new_recent(exercise: Exercise, tuning: CountingTuning = COUNTING) -> RecentMotion:
    """Return a memory that reaches back over the longest rep of an exercise."""
    length_s = (
        exercise.max_rep_s
        + tuning.longest_hold_s
        + 2 * tuning.measuring.look_back_s
        + tuning.history_spare_s
    )
    return RecentMotion(length_s, tuning.signal)


def new_finder(
    exercise: Exercise,
    goes_out: Callable[[Excursion], bool | None],
    tuning: CountingTuning = COUNTING,
) -> ExcursionFinder:
    """Return a finder of an exercise's movements.

    Args:
        exercise: The exercise, as the sensor sees it.
        goes_out: Returns whether the first way of a movement is the exercise's way out; None if
            unknown.
    """
    return ExcursionFinder(
        exercise.min_range_deg,
        exercise.max_rep_s,
        holds=exercise.hold_target_s is not None,
        goes_out=goes_out,
        tuning=tuning,
    )
