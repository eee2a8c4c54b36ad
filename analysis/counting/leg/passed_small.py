"""Looks for small reps if the exercise has none, because a set passed over must be reported."""

from collections.abc import Iterator
from typing import Final

from evenstride.analysis.counting.leg.leg import LegAnalyzer
from evenstride.analysis.counting.small.finder import SmallFinder
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.exercises import ANY_ID
from evenstride.analysis.model.reps import AttemptWhy
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tuning import TICK_S

LOOKED_AT_S: Final = 180.0
"""How much of the end of a session is examined: a set or two, in about a second of computing."""

A_SERIES: Final = 5
"""This many are reported: arm exercises of a standing person showed 4, a bridge 9."""


def passed_small(
    analyzer: LegAnalyzer,
    last: int,
    other: LegAnalyzer | None,
    *,
    tuning: CountingTuning = COUNTING,
) -> Iterator[str]:
    """Yield a sentence about movements too small for the exercise, if almost nothing counted.

    Args:
        last: The number of its last tick.
        other: The other leg; None if it wears no sensor.
    """
    exercise, is_none_chosen = analyzer.exercise, analyzer.exercise.id == ANY_ID
    reps = len(analyzer.tally.reps) + (len(other.tally.reps) if other else 0)
    if analyzer.finds_small or reps > 1:
        return
    if any(one.why is AttemptWhy.WALKING for one in analyzer.tally.attempts):
        return
    least_deg = exercise.min_range_deg
    found = small_reps(analyzer.recent, last, least_deg, tuning=tuning)
    is_series = found >= A_SERIES
    if is_series and other and not (is_none_chosen or exercise.both_legs):
        # Where one leg trains, series of both are a trunk that bends.
        is_series = small_reps(other.recent, last, least_deg, tuning=tuning) < A_SERIES
    if is_series:
        where = "where no exercise is chosen" if is_none_chosen else "in this exercise"
        yield (
            f"{found} movements of a few degrees followed each other and were passed over: {where},"
            f" only those of {least_deg:g}° and more count. If they were reps, choose"
            " what was trained, such as inner-range-quads."
        )


def small_reps(
    recent: RecentMotion, last: int, below_deg: float, *, tuning: CountingTuning = COUNTING
) -> int:
    """Return how many small reps the series at the end of a session has.

    Args:
        last: The number of the last tick.
        below_deg: Only those of less than this are small.
    """
    kept = recent.first
    if kept is None or kept > last:
        return 0  # there is no motion to examine: no samples came, or a hole ends the session
    finder = SmallFinder(recent.ups, tuning.small, recent.forces)
    every = tuning.small.fan.look_ticks
    first = max(last - round(LOOKED_AT_S / TICK_S), kept)
    count = 0
    for tick in range(-(-first // every) * every, last + 1, every):
        told = finder.step(tick)
        count = 0 if told.anew else count
        count += sum(not one.is_under_half and one.move.net_deg < below_deg for one in told.moves)
    return count
