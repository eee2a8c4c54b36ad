"""Means and spread of the reps of a set, and how they change from the first to the last.

A drift is the slope of a straight line through the reps. Its interval is that of least squares,
widened because reps resemble their neighbours (Bayley & Hammersley 1946). An odd rep widens the
interval, and does not make the drift clear. Clear drifts are selected among all of a set by the
rule of Benjamini & Hochberg (J R Stat Soc B 57:289, 1995): with seven of them, one set in four
without any fatigue has one whose own 95 % interval excludes zero.

In simulations (partly in ``tests/analysis``) reps vary by 10 % and resemble their neighbours no
more than in recordings. In one kind of set nothing changes; in the other, range and hold fall and
both ways get slower by a quarter:

    reps in the set                           8      10      12      15
    nothing changes, a drift is called      4 %     3 %     3 %     4 %
    ... neighbours correlated by 0.3       14 %    16 %    14 %    14 %
    a quarter, at least one is called      49 %    65 %    78 %    92 %
    ... each of the four                   20 %    32 %    43 %    57 %

If all four change by 40 %, at least one is called in 97 % of the sets of 8 reps.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean, stdev
from typing import Final

import numpy as np

from evenstride.analysis.comparing.student import student_cdf, student_quantile
from evenstride.analysis.model.quantities import FALLING, OF_A_KNEE, OF_A_REP
from evenstride.analysis.model.reps import Rep
from evenstride.sensors.samples import FloatArray

MIN_REPS: Final = 6
"""Reps that a drift needs: with fewer, at most three degrees of freedom are left for how much reps
vary anyway."""

USUAL_AUTOCORRELATION: Final = 0.1
"""Correlation of neighbouring reps, apart from their drift, that is assumed beforehand. In 43 sets
of recordings of real people (Yurtman & Barshan 2014, MEx) it is 0.1 on average in the range and 0
in everything else."""

AUTOCORRELATION_REPS: Final = 10
"""How many reps ``USUAL_AUTOCORRELATION`` counts for: one set's own is a poor guess."""

MAX_AUTOCORRELATION: Final = 0.6
"""Largest correlation between neighbours that is believed; it makes four reps count as one."""

FALSE_DRIFTS: Final = 0.05
"""Expected part of the drifts called clear that are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How one quantity changes over the reps of a set.

    Attributes:
        per_rep: Change from one rep to the next, in the quantity's unit.
        ci95: 95 % interval of that.
        first: The quantity at the first rep, on the line through all of them.
        last: The same at the last rep.
        clear: Whether it is more than chance among all of the set's drifts, and worth telling.
    """

    per_rep: float
    ci95: tuple[float, float]
    first: float
    last: float
    clear: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMeasures:
    """Means, spread and drift of a set's reps, by the names that the quantities have in a rep.

    Attributes:
        means: Mean over the reps that have the quantity; None if none has it.
        spread: Their standard deviation; None for fewer than two.
        drift: How it changes; None for fewer than ``MIN_REPS``.
    """

    means: Mapping[str, float | None]
    spread: Mapping[str, float | None]
    drift: Mapping[str, Drift | None]

    @property
    def falls_off(self) -> bool:
        """Whether range or hold clearly got less from the first rep to the last."""
        drifts = (self.drift.get(one.name) for one in FALLING)
        return any(drift and drift.clear and drift.per_rep < 0.0 for drift in drifts)


@dataclass(frozen=True, slots=True)
class _Line:
    slope: float
    error: float
    freedom: int
    first: float
    last: float

    @property
    def chance(self) -> float:
        """How often a slope at least as steep would come about by chance."""
        if self.error == 0.0:
            return float(self.slope == 0.0)
        return 2.0 * student_cdf(self.freedom, -abs(self.slope) / self.error)

    @property
    def ci95(self) -> tuple[float, float]:
        half = student_quantile(self.freedom, 0.975) * self.error
        return self.slope - half, self.slope + half


def measures_of_set(reps: Sequence[Rep]) -> SetMeasures:
    """Sum up the reps of one set, which are in order; the latest sets are cached.

    A session's result, its advice and its table ask for all sets one after another.
    """
    return _kept(tuple(reps))


@lru_cache(maxsize=256)
def _kept(reps: tuple[Rep, ...]) -> SetMeasures:
    return measured_set(reps)


def measured_set(reps: Sequence[Rep]) -> SetMeasures:
    """Sum up the reps of one set without caching: a screen would fill the cache for hours."""
    means: dict[str, float | None] = {}
    spread: dict[str, float | None] = {}
    lines: dict[str, _Line | None] = {}
    worth: dict[str, bool] = {}
    has_knee = any(rep.knee_rom_deg is not None for rep in reps)
    for quantity in (*OF_A_REP, *OF_A_KNEE) if has_knee else OF_A_REP:
        name = quantity.name
        all_values = [quantity.of(rep) for rep in reps]
        known = [(number, value) for number, value in enumerate(all_values) if value is not None]
        values = [value for _, value in known]
        means[name] = fmean(values) if values else None
        spread[name] = stdev(values) if len(values) > 1 else None
        if quantity.drift_floor is None:
            continue
        line = lines[name] = _line(known, len(reps)) if len(known) >= MIN_REPS else None
        if line is not None:
            worth[name] = abs(line.last - line.first) >= quantity.worth_telling(fmean(values))
    clear = _more_than_chance({name: line.chance for name, line in lines.items() if line})
    drift = {
        name: Drift(
            per_rep=line.slope,
            ci95=line.ci95,
            first=line.first,
            last=line.last,
            clear=name in clear and worth[name],
        )
        if line
        else None
        for name, line in lines.items()
    }
    return SetMeasures(means=means, spread=spread, drift=drift)


def _line(known: Sequence[tuple[int, float]], count: int) -> _Line:
    """Fit the line of least squares through (number of the rep, value)."""
    numbers, values = (np.array(column, dtype=np.float64) for column in zip(*known, strict=True))
    from_mean = numbers - numbers.mean()
    width = float(from_mean @ from_mean)
    slope = float(from_mean @ values) / width
    rest = values - values.mean() - slope * from_mean
    freedom = len(known) - 2
    variance = float(rest @ rest) / freedom
    # Equal values, or values on a line, leave only rounding errors, which are no variance.
    if variance <= (1e-12 * float(np.abs(values).max())) ** 2:
        variance = 0.0
    alike = _autocorrelation(rest) if variance else 0.0
    error = math.sqrt(variance / width * (1.0 + alike) / (1.0 - alike))
    first = float(values.mean() - slope * numbers.mean())
    return _Line(slope, error, freedom, first, first + slope * (count - 1))


def _autocorrelation(rest: FloatArray) -> float:
    """Return the correlation of neighbouring reps apart from their drift (lag 1), at least 0."""
    found = float(rest[1:] @ rest[:-1] / (rest @ rest))
    size = len(rest)
    # Removing a line makes neighbours look less alike by about (1 + 4r)/n.
    found = max(found + (1.0 + 4.0 * max(found, 0.0)) / size, -USUAL_AUTOCORRELATION)
    guess = (size * found + AUTOCORRELATION_REPS * USUAL_AUTOCORRELATION) / (
        size + AUTOCORRELATION_REPS
    )
    return min(MAX_AUTOCORRELATION, max(0.0, guess))


def _more_than_chance(chances: Mapping[str, float]) -> set[str]:
    """Select findings so that only the part ``FALSE_DRIFTS`` of them is expected to be false."""
    ranked = sorted(chances, key=lambda name: chances[name])
    kept = 0
    for rank, name in enumerate(ranked, start=1):
        if chances[name] <= FALSE_DRIFTS * rank / len(ranked):
            kept = rank
    return set(ranked[:kept])
