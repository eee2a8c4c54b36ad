"""The difference between two legs' means, with its interval from the variation between reps.

Welch's interval (Biometrika 34:28, 1947), on the effective number of reps: reps resemble their
neighbours, so there are fewer independent ones than were counted (Bayley & Hammersley 1946, for
a series in which each value resembles the one before). Plain Welch, in
simulated sessions, calls equal legs different twice as often as it says where neighbours resemble
each other; a bootstrap counts neighbours as independent just as well. What no statistics
can see: with one set for each leg, what was particular about that set is taken to be the leg's.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

import numpy as np
from scipy.special import stdtrit

from sensors.samples import FloatArray

MIN_REPS: Final = 5
"""Reps that a leg needs for an interval: with fewer, the variation between them is a guess."""

MIN_REPS_FOR_LIKENESS: Final = 8
"""Reps that each leg needs before it is worth estimating how much neighbours are alike."""

MAX_LIKENESS: Final = 0.6
"""Largest correlation between neighbouring reps that is believed; more is a trend, which the
variation between reps holds already. It counts four reps as one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of means, left minus right.

    Attributes:
        value: The difference.
        error: Its standard error; 0 where no leg varies.
        freedom: Degrees of freedom of that error.
    """

    value: float
    error: float
    freedom: float

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The interval that holds the true difference with this probability."""
        if self.error == 0.0:
            return self.value, self.value
        half = float(stdtrit(self.freedom, 0.5 + level / 2.0)) * self.error
        return self.value - half, self.value + half

    def is_clear(self, level: float = 0.95) -> bool:
        """Whether the interval excludes zero."""
        low, high = self.interval(level)
        return low > 0.0 or high < 0.0


def difference_of_means(left: Sequence[float], right: Sequence[float]) -> Difference | None:
    """The difference of the means of finite values, in the order of the reps.

    Returns:
        Left minus right; None where a side has under ``MIN_REPS`` values.
    """
    if min(len(left), len(right)) < MIN_REPS:
        return None
    value = fmean(left) - fmean(right)
    sides: list[FloatArray] = [np.asarray(side, dtype=np.float64) for side in (left, right)]
    likeness = _likeness(sides)
    shrink = (1.0 - likeness) / (1.0 + likeness)
    # Freedom is taken from the shrunk sizes too, so they have to stay above one.
    sizes = [max(2.0, len(side) * shrink) for side in sides]
    parts = [float(side.var(ddof=1)) / size for side, size in zip(sides, sizes, strict=True)]
    total = sum(parts)
    # Equal values leave a variance of rounding errors; it is none.
    scale = max(float(np.abs(side).max()) for side in sides)
    if total <= (1e-12 * scale) ** 2:
        return Difference(value, 0.0, math.inf)
    freedom = total**2 / sum(
        part**2 / (size - 1.0) for part, size in zip(parts, sizes, strict=True)
    )
    return Difference(value, math.sqrt(total), freedom)


def _likeness(sides: Sequence[FloatArray]) -> float:
    """How alike neighbouring reps are: the correlation at lag 1 over both legs, at least 0."""
    if min(len(side) for side in sides) < MIN_REPS_FOR_LIKENESS:
        return 0.0
    products, pairs = 0.0, 0
    for side in sides:
        apart = side - side.mean()
        variance = float(side.var(ddof=1))
        if variance > 0.0:
            products += float(apart[1:] @ apart[:-1]) / variance
            pairs += len(side) - 1
    if pairs == 0:
        return 0.0
    found = products / pairs
    # Taking off the mean makes neighbours look less alike by (1 + 3r)/n (Marriott & Pope 1954).
    size = sum(len(side) for side in sides) / len(sides)
    return min(MAX_LIKENESS, max(0.0, found + (1.0 + 3.0 * max(0.0, found)) / size))
