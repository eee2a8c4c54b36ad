"""Measures how good the counting is: what was announced for many legs against what they did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.analysis.evaluating.outcomes import LegOutcome, misses

ON_TIME_S: Final = 0.3
"""A rep is on time if announced within this time of its end, and a hold within this time of its
start: later, the announcement falls into the next movement."""

# Times are sums of ticks, so an announcement that is late by less than this is on time.
_ROUNDING_S = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of some legs.

    Attributes:
        working_legs: Legs that did reps.
        exact: Those of them that were counted exactly.
        within_one: Those that were counted exactly or one off.
        true_reps: Reps that they did.
        missed: Reps that they did but that were not counted.
        invented: Reps that were counted but that they did not do.
        resting_legs: Legs that did none while the other leg trained.
        resting_reps: Reps that were counted on those.
        idle_files: Recordings with nothing to count.
        idle_files_counted: Those in which something was counted nevertheless.
        idle_reps: Reps that were counted there.
        announced: Reps that were announced, on any leg.
        on_time: Those announced within ``ON_TIME_S`` of their end.
        delay_median_s: Median time from a rep's end to its announcement; None without reps.
        delay_p95_s: 95th percentile of that time; None without reps.
        holds: Holds that were announced.
        holds_on_time: Those announced within ``ON_TIME_S`` of their start.
        recounts: Corrections of a count.
    """

    working_legs: int
    exact: int
    within_one: int
    true_reps: int
    missed: int
    invented: int
    resting_legs: int
    resting_reps: int
    idle_files: int
    idle_files_counted: int
    idle_reps: int
    announced: int
    on_time: int
    delay_median_s: float | None
    delay_p95_s: float | None
    holds: int
    holds_on_time: int
    recounts: int

    @property
    def recounts_per_100(self) -> float | None:
        """Corrections of the count for every 100 reps announced; None without reps."""
        return 100.0 * self.recounts / self.announced if self.announced else None


def figures(outcomes: Sequence[LegOutcome]) -> Figures:
    """Compute the figures of these legs together."""
    working = [one for one in outcomes if one.true_count > 0]
    resting = [one for one in outcomes if one.true_count == 0 and one.is_resting]
    idle = [one for one in outcomes if one.true_count == 0 and not one.is_resting]
    faults = [misses(one) for one in working]
    delays_s = [delay for one in outcomes for delay in one.announced.delays_s]
    hold_delays_s = [delay for one in outcomes for delay in one.announced.hold_delays_s]
    return Figures(
        working_legs=len(working),
        exact=sum(one.count == one.true_count for one in working),
        within_one=sum(abs(one.count - one.true_count) <= 1 for one in working),
        true_reps=sum(one.true_count for one in working),
        missed=sum(fault.missed for fault in faults),
        invented=sum(fault.invented for fault in faults),
        resting_legs=len(resting),
        resting_reps=sum(one.count for one in resting),
        idle_files=len({one.file for one in idle}),
        idle_files_counted=len({one.file for one in idle if one.count}),
        idle_reps=sum(one.count for one in idle),
        announced=len(delays_s),
        on_time=_on_time(delays_s),
        delay_median_s=float(np.median(delays_s)) if delays_s else None,
        delay_p95_s=float(np.percentile(delays_s, 95)) if delays_s else None,
        holds=len(hold_delays_s),
        holds_on_time=_on_time(hold_delays_s),
        recounts=sum(one.announced.recounts for one in outcomes),
    )


def worst_counts(outcomes: Sequence[LegOutcome]) -> list[LegOutcome]:
    """Return the legs that were counted wrongly, worst first."""
    faults = [(misses(one), one) for one in outcomes]
    wrong = [(fault.missed + fault.invented, one) for fault, one in faults]
    return [one for size, one in sorted(wrong, key=lambda pair: -pair[0]) if size]


def _on_time(delays_s: Iterable[float]) -> int:
    return sum(delay <= ON_TIME_S + _ROUNDING_S for delay in delays_s)
