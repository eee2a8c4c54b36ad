"""Which way up the first reps of a set of dips were seen: the body sinks on the way out, not up.

A leg that was held in another pose, while the other one trained, may have been taken to rest there;
then the way up from each dip is seen as the way out, and the rest between two dips as their top.
One rep's lever is uncertain; those of a set together are not: in all sets of real dips and squats
they sank the sensor by 0.06 to 0.25 m per radian, 5 to 14 times the error of that. What raises it
by as much as a leg that is raised as a whole is left as it was seen: it may be just that.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from evenstride.analysis.counting.lever import lever
from evenstride.analysis.counting.movements import Excursion
from evenstride.analysis.counting.tuning import COUNTING, CountingTuning
from evenstride.analysis.signal.recent_motion import RecentMotion

_LEAST_REPS: Final = 2
"""One movement alone may be anything: a leg that is lifted to be put elsewhere."""

_MOST_REPS: Final = 4
"""Later the set has long been announced."""

_ERRORS: Final = 4.0
"""So many standard errors above none the sensor rises for sure."""


def sinks_on_way_back(
    recent: RecentMotion,
    reps: Sequence[Excursion],
    now: int,
    *,
    tuning: CountingTuning = COUNTING,
) -> bool:
    """Whether reps that should lower the sensor raise it a little: they were seen upside down.

    Args:
        recent: The leg's motion.
        reps: The reps of the set in progress.
        now: The tick by which they were found.
        tuning: The constants to go by.
    """
    if not _LEAST_REPS <= len(reps) <= _MOST_REPS:
        return False
    levers = [one for rep in reps if (one := lever(recent, rep, now, tuning=tuning))]
    weights = [1.0 / max(one.error_m, 1e-6) ** 2 for one in levers]
    if len(levers) < _LEAST_REPS:
        return False
    rise_m = sum(w * one.rise_m for w, one in zip(weights, levers, strict=True)) / sum(weights)
    error_m = math.sqrt(1.0 / sum(weights))
    least_m = max(tuning.lever_phase_m, _ERRORS * error_m)
    return least_m < rise_m < tuning.lever_rise_m


def turned_over(reps: Sequence[Excursion]) -> list[Excursion]:
    """The same ways paired the other way round: each way back with the next way out."""
    return [
        Excursion(
            (-later.axis[0], -later.axis[1], -later.axis[2]),
            later.range_deg,
            rep.leave,
            rep.end,
            later.start,
            later.top,
        )
        for rep, later in pairwise(reps)
    ]
