"""Makes a finished rep: what was measured of it, and flags that compare it with its set."""

from collections.abc import Iterator

from evenstride.analysis.counting.tuning.measuring import MEASURING, MeasuringTuning
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.reps import HOLD_TOLERANCE_S, Flag, Measured, Rep, as_rep


def finished_rep(
    measured: Measured,
    exercise: Exercise,
    *,
    number: int,
    set_number: int,
    part_of_usual: float,
    tuning: MeasuringTuning = MEASURING,
) -> Rep:
    """Turn a measured movement into a rep.

    Args:
        measured: What was measured.
        number: The number of the rep on its leg.
        part_of_usual: Its range as a part of the set's usual range; 1 for the first.
    """
    flags = (*_flags_in_set(measured, exercise, part_of_usual, tuning), *measured.flags)
    return as_rep(measured, number=number, set_number=set_number, flags=flags)


def _flags_in_set(
    measured: Measured, exercise: Exercise, part_of_usual: float, tuning: MeasuringTuning
) -> Iterator[Flag]:
    target_s, hold_s = exercise.hold_target_s, measured.hold_s
    if target_s is not None and hold_s is not None and hold_s < target_s - HOLD_TOLERANCE_S:
        yield Flag.SHORT_HOLD
    if part_of_usual < tuning.small_range_fraction:
        yield Flag.SMALL_RANGE
