"""The difference between two legs' means, with an interval from the variation of reps and sets.

A leg's mean is uncertain for three reasons, and their variances are added:

* Reps vary. They resemble their neighbours, so there are fewer independent ones than were counted
  (Bayley & Hammersley 1946, for a series in which each value resembles the one before). A drift
  over the set that repeats from set to set is not chance and is removed first.
* Sets vary as a whole, as with another posture or rhythm. The variance between sets is estimated as
  in a one-way layout with random effects (Searle, Casella & McCulloch 1992, chapter 3). Two to four
  sets say little about it, so the estimate is drawn towards the usual value, as if that had been
  seen before (Smyth 2004, Stat Appl Genet Mol Biol 3:3). With one set for each leg, only a
  plausible value remains: what was particular about the set cannot be separated from the leg.
* If sets of different length are compared, a drift has different weight in them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np

from evenstride.analysis.comparing.student import student_quantile
from evenstride.sensors.samples import FloatArray

Sets: TypeAlias = Sequence[Sequence[float]]
"""One leg's values, set by set, in the order of the reps."""

MIN_REPS: Final = 5
"""Reps that a leg needs for an interval: with fewer, the variation between them is a guess."""

USUAL_SET_VARIATION: Final = 0.03
"""How much whole sets usually differ, as a part of the mean: straight leg raises measured twice
agree to 2.2-2.6° (SEM of 102 people, Neto 2015, J Sport Rehabil), 3-4 % of a raise by 70°, and part
of that is due to the single rep. Nothing was found about holds; they are assumed to be alike."""

LONE_SET_VARIATION: Final = 0.05
"""The value assumed if each leg did one set, so that this person's variation is unknown: the most
that is plausible. With the usual value, equal legs of somebody whose sets vary by 5 % would be
called different in one comparison of six."""

USUAL_SET_FREEDOM: Final = 2.0
"""How many sets' worth of evidence the usual variation is: about as much as a session brings."""

USUAL_AUTOCORRELATION: Final = 0.2
"""Correlation between neighbouring reps beside a drift: 0.2 in 46 sets of ten slow reps (range and
hold of three people, Yurtman & Barshan 2014), after correction for the sets' shortness."""

USUAL_AUTOCORRELATION_PAIRS: Final = 20.0
"""How many pairs of neighbours that counts for. Sets of ten differ in it by no more than chance, so
a session's own correlation is weighted by its number of reps."""

MAX_AUTOCORRELATION: Final = 0.6
"""Largest correlation that is believed; more is a drift. It makes four reps count as one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of means, left minus right.

    Attributes:
        value: The difference.
        error: Its standard error; 0 only where all values are 0.
        freedom: Degrees of freedom of that error.
    """

    value: float
    error: float
    freedom: float

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Return the interval that contains the true difference with this probability."""
        if self.error == 0.0:
            return self.value, self.value
        half = student_quantile(self.freedom, 0.5 + level / 2.0) * self.error
        return self.value - half, self.value + half

    def is_clear(self, level: float = 0.95) -> bool:
        """Whether the interval excludes zero."""
        low, high = self.interval(level)
        return low > 0.0 or high < 0.0


def difference_of_means(left: Sets, right: Sets) -> Difference | None:
    """Return the difference of the means over all reps; all values must be finite.

    Returns:
        Left minus right; None if a side has under ``MIN_REPS`` values.
    """
    if min(sum(map(len, side)) for side in (left, right)) < MIN_REPS:
        return None
    sides = [_Side.of(side) for side in (left, right)]
    autocorrelation = _autocorrelation(sides)
    spread = (1.0 + autocorrelation) / (1.0 - autocorrelation)
    parts = [spread * side.variance / side.size for side in sides]
    between, freedom = _between_sets(sides, spread)
    error = sum(parts) + between * sum(side.clumping / side.size for side in sides)
    if freedom == 0.0 and error > 0.0:
        # One set each: the variation between sets is assumed, that of reps is estimated (Welch).
        weighed = sum(
            part**2 * spread / side.freedom
            for part, side in zip(parts, sides, strict=True)
            if side.freedom > 0
        )
        freedom = error**2 / weighed if weighed > 0.0 else math.inf
    apart = _slope(sides) * (sides[0].place - sides[1].place)
    return Difference(sides[0].mean - sides[1].mean, math.sqrt(error + apart**2), freedom)


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """One leg's values, decomposed.

    Attributes:
        size: How many reps.
        mean: Their mean.
        sets: How many sets.
        clumping: Reps in the set of a rep, on average over the reps.
        scatter: Sum of squares of the sets' means about the mean, over the reps.
        rest: Per set, the residuals of the reps without the set's mean and the drift.
        freedom: Degrees of freedom of these residuals.
        place: Mean place of the reps in their sets, from 0.
        products, squares: Sums for the drift, of places and values about their sets' means.
    """

    size: int
    mean: float
    sets: int
    clumping: float
    scatter: float
    rest: tuple[FloatArray, ...]
    freedom: int
    place: float
    products: float
    squares: float

    @classmethod
    def of(cls, sets: Sets) -> "_Side":
        values = [np.asarray(one, dtype=np.float64) for one in sets if len(one)]
        sizes = np.array([len(one) for one in values], dtype=np.float64)
        size = int(sizes.sum())
        mean = math.fsum(float(value) for one in values for value in one) / size
        means = np.array([float(one.mean()) for one in values])
        places = [np.arange(len(one)) - (len(one) - 1) / 2.0 for one in values]
        about = [one - one_mean for one, one_mean in zip(values, means, strict=True)]
        products = sum(float(x @ y) for x, y in zip(places, about, strict=True))
        squares = sum(float(x @ x) for x in places)
        freedom = size - len(values)
        # The drift takes one more degree of freedom, and one must be left.
        fits = freedom >= 2
        slope = products / squares if fits else 0.0
        return cls(
            size=size,
            mean=mean,
            sets=len(values),
            clumping=float((sizes**2).sum()) / size,
            scatter=float((sizes * (means - mean) ** 2).sum()),
            rest=tuple(y - slope * x for x, y in zip(places, about, strict=True)),
            freedom=freedom - fits,
            place=float((sizes * (sizes - 1.0)).sum()) / 2.0 / size,
            products=products,
            squares=squares,
        )

    @property
    def variance(self) -> float:
        """Variance of the reps in a set about its drift."""
        return sum(float(y @ y) for y in self.rest) / self.freedom if self.freedom else 0.0


def _autocorrelation(sides: Sequence[_Side]) -> float:
    """Return the correlation of neighbouring reps (lag 1) over both legs, at least 0."""
    products, pairs, lost = 0.0, 0, 0.0
    for side in sides:
        if side.variance > 0.0:
            along = sum(float(b * a) for y in side.rest for a, b in pairwise(y))
            products += along / side.variance
            pairs += side.size - side.sets
            # Removing means and drift makes neighbours look less alike than they are: with
            # independent reps the products then add up to minus this.
            lost += sum((len(y) - 1) / len(y) for y in side.rest) + 1.0
    if pairs == 0:
        return USUAL_AUTOCORRELATION
    found = products / pairs
    # With similar reps the bias is larger (Marriott & Pope 1954).
    found += lost / pairs * (1.0 + 2.0 * min(MAX_AUTOCORRELATION, max(0.0, found)))
    known = USUAL_AUTOCORRELATION_PAIRS
    together = (pairs * found + known * USUAL_AUTOCORRELATION) / (pairs + known)
    return min(MAX_AUTOCORRELATION, max(0.0, together))


def _between_sets(sides: Sequence[_Side], spread: float) -> tuple[float, float]:
    """Return the variance between sets and its degrees of freedom (0 with one set each)."""
    size = max(abs(side.mean) for side in sides)
    seen, freedom = 0.0, 0
    for side in sides:
        if side.sets > 1:
            reps_in_set = side.size - side.clumping
            seen += (side.sets - 1) * (
                (side.scatter - (side.sets - 1) * spread * side.variance) / reps_in_set
            )
            freedom += side.sets - 1
    if freedom == 0:
        return (LONE_SET_VARIATION * size) ** 2, 0.0
    usual = (USUAL_SET_VARIATION * size) ** 2
    together = (seen + USUAL_SET_FREEDOM * usual) / (freedom + USUAL_SET_FREEDOM)
    return max(0.0, together), freedom + USUAL_SET_FREEDOM


def _slope(sides: Sequence[_Side]) -> float:
    """Return the drift from rep to rep that both legs have in common."""
    squares = sum(side.squares for side in sides)
    return sum(side.products for side in sides) / squares if squares > 0.0 else 0.0
