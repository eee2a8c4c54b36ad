"""Looks for small reps if no exercise is chosen, because a set passed over must be reported."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from evenstride.analysis.counting.leg.leg import LegAnalyzer
from evenstride.analysis.counting.sentences.passed_over import A_SET
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
    other_reps: int,
    *,
    tuning: CountingTuning = COUNTING,
) -> Iterator[str]:
    """Yield a sentence about small movements, if no exercise is chosen and almost nothing counted.

    Args:
        analyzer: The leg.
        last: The number of its last tick.
        other_reps: The other leg's number of reps.
        tuning: The constants to go by.
    """
    tally, exercise = analyzer.tally, analyzer.exercise
    if exercise.id != ANY_ID or len(tally.reps) + other_reps > 1:
        return
    seen = Counter(one.why for one in tally.attempts)
    if seen[AttemptWhy.WALKING] or seen[AttemptWhy.BOTH_LEGS] >= A_SET:
        return
    found = small_reps(analyzer.recent, last, tuning=tuning)
    if found >= A_SERIES:
        yield (
            f"{found} movements of a few degrees followed each other and were passed over: where"
            f" no exercise is chosen, only those of {exercise.min_range_deg:g}° and more count. If"
            " they were reps, choose what was trained, such as inner-range-quads."
        )


def small_reps(recent: RecentMotion, last: int, *, tuning: CountingTuning = COUNTING) -> int:
    """Return how many small reps the series at the end of a session has.

    Args:
        recent: The leg's motion.
        last: The number of the last tick.
        tuning: The constants to go by.
    """
    if not recent.reaches(last):
        return 0  # there is no motion to examine: no samples came, or a hole ends the session
    finder = SmallFinder(recent.ups, tuning.small, recent.forces)
    every = tuning.small.fan.look_ticks
    first = max(last - round(LOOKED_AT_S / TICK_S), 0)
    count = 0
    for tick in range(-(-first // every) * every, last + 1, every):
        told = finder.step(tick)
        count = 0 if told.anew else count
        count += sum(not one.is_under_half for one in told.moves)
    return count
