"""Sentences about reps that may be slow strides or turns of pedals, if nothing tells them apart."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from evenstride.analysis.counting.sentences.sensor_warnings import counted
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.reps import Attempt, AttemptWhy, Flag, Rep

_FEW: Final = 2
"""A single rep may lie beside getting up, whatever the sensor."""

_PEDALS: Final = 20
"""The longest set that is prescribed has 15 reps."""


def perhaps_strides(reps: Sequence[Rep], *, tuning: CountingTuning = COUNTING) -> Iterator[str]:
    """The sentence about reps that followed each other as the strides of slow walkers do.

    Args:
        reps: Reps that count, in order.
    """
    longest = _longest(reps, _goes_on, tuning)
    if longest >= tuning.gait.series_sure:
        yield (
            f"{counted(longest, 'rep')} followed each other without a hold and without a rest, as"
            " slow steps do, which a sensor without a gyroscope does not tell from them. If that"
            " was walking, take them back; pause the session while you walk."
        )


def beside_strides(
    reps: Sequence[Rep], attempts: Sequence[Attempt], *, tuning: CountingTuning = COUNTING
) -> Iterator[str]:
    """The sentence about reps that lie right beside a walk, seen without a gyroscope.

    Args:
        reps: Reps that count, in order.
        attempts: What was listed besides them.
    """
    near_s = tuning.gait.bout_pause_s
    walks = [one for one in attempts if one.why is AttemptWhy.WALKING]
    beside = sum(
        Flag.NO_GYRO in rep.flags
        and any(
            one.start_s - near_s < rep.last_s and rep.first_s < one.end_s + near_s for one in walks
        )
        for rep in reps
    )
    if beside >= _FEW:
        yield (
            f"{beside} reps lie right before, between or after steps. A sensor without a gyroscope"
            " does not tell slow steps from reps. If you walked then, take them back; pause the"
            " session while you walk."
        )


def perhaps_pedals(reps: Sequence[Rep], *, tuning: CountingTuning = COUNTING) -> Iterator[str]:
    """The sentence about reps that went on and on as fast as pedals turn.

    Args:
        reps: Reps that count, in order.
    """
    longest = _longest(reps, _turns_on, tuning)
    if longest >= _PEDALS:
        yield (
            f"{counted(longest, 'rep')} in a row took {tuning.lone.pedal_s} s or less each, as the"
            " turns of pedals do. If that was no exercise, take them back; pause the session"
            " meanwhile."
        )


def _longest(
    reps: Sequence[Rep],
    goes_on: Callable[[Rep, Rep, CountingTuning], bool],
    tuning: CountingTuning,
) -> int:
    """The length of the longest run of reps that follow each other."""
    chain = longest = 1
    for before, after in pairwise(reps):
        chain = chain + 1 if goes_on(before, after, tuning) else 1
        longest = max(longest, chain)
    return longest


def _turns_on(before: Rep, after: Rep, tuning: CountingTuning) -> bool:
    is_soon = after.first_s - before.last_s < tuning.gait.step_rest_s
    return (
        is_soon and after.set == before.set and after.last_s - after.first_s < tuning.lone.pedal_s
    )


def _goes_on(before: Rep, after: Rep, tuning: CountingTuning) -> bool:
    """Whether a rep follows another one as a stride does, both seen without a gyroscope."""
    if Flag.NO_GYRO not in before.flags or Flag.NO_GYRO not in after.flags:
        return False
    rest_s = tuning.gait.step_rest_s
    holds_s = (before.hold_s or 0.0, after.hold_s or 0.0)
    is_soon = after.first_s - before.last_s < rest_s and after.set == before.set
    lasts_s = after.last_s - after.first_s
    return is_soon and max(holds_s) < rest_s and lasts_s < tuning.gait.series_stride_s
