"""Checks whether confidence is calibrated: nine in ten reps counted with 0.9 should be reps.

Guo et al. 2017 (On calibration of modern neural networks, ICML) draw this as a reliability curve:
predictions are put in bins, and in each bin the true share is compared with the mean confidence.
The calibration fitted here is theirs and Platt's (1999), with two parameters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from evenstride.analysis.evaluating.outcomes import LegOutcome, match
from evenstride.sensors.samples import FloatArray

BINS: Final = 10

# The 97.5th percentile of a normal distribution.
_Z: Final = 1.96

# Nothing is certain: a confidence of 1 is taken as one error in two hundred.
_CERTAIN: Final = 0.995

# How strongly the two parameters are held at no change, in reps: a few reps do not move them far.
_HELD_BY: Final = 5.0


@dataclass(frozen=True, slots=True)
class Said:
    """A rep that was counted.

    Attributes:
        confidence: Its stated confidence.
        is_rep: Whether it really was a rep.
    """

    confidence: float
    is_rep: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The reps that were counted with a confidence between two limits.

    Attributes:
        low: The lower limit, inclusive.
        high: The upper limit, inclusive in the last bin only.
        said: How many were counted.
        true: How many of them were reps.
        mean: Their mean confidence.
    """

    low: float
    high: float
    said: int
    true: int
    mean: float

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the true share (Wilson 1927)."""
        share, n = self.true / self.said, self.said
        middle = share + _Z**2 / (2 * n)
        half = _Z * sqrt(share * (1.0 - share) / n + (_Z / (2 * n)) ** 2)
        return (middle - half) / (1 + _Z**2 / n), (middle + half) / (1 + _Z**2 / n)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Maps a confidence to the share that was true, by a line between their log odds.

    Attributes:
        slope: 1 if differences of confidence are right.
        offset: 0 if confidences are right on the whole.
    """

    slope: float = 1.0
    offset: float = 0.0

    def of(self, confidence: float) -> float:
        """Return the calibrated confidence."""
        return float(_probability(self.slope * _log_odds(confidence) + self.offset))


def said(outcomes: Iterable[LegOutcome]) -> tuple[list[Said], int]:
    """Return the counted reps that are known to be right or wrong, and the number of all others.

    That is known if the true reps have times, if there were none, and if the count is exact. If a
    count is off and there are no times, it is unknown which of its reps is wrong.
    """
    found: list[Said] = []
    unknown = 0
    for one in outcomes:
        if one.true_reps and len(one.true_reps) == one.true_count:
            true = {rep.number for rep, _ in match(one.reps, one.true_reps)}
            found += [Said(rep.confidence, rep.number in true) for rep in one.reps]
        elif one.true_count in (0, one.count):
            found += [Said(rep.confidence, one.true_count > 0) for rep in one.reps]
        else:
            unknown += one.count
    return found, unknown


def curve(found: Sequence[Said]) -> list[Bin]:
    """Return the bins that contain reps, in order."""
    bins = []
    for at in range(BINS):
        low, high = at / BINS, (at + 1) / BINS
        inside = [one for one in found if min(int(one.confidence * BINS), BINS - 1) == at]
        if inside:
            mean = float(np.mean([one.confidence for one in inside]))
            bins.append(Bin(low, high, len(inside), sum(one.is_rep for one in inside), mean))
    return bins


def brier(found: Sequence[Said], calibration: Calibration = Calibration()) -> float | None:
    """Return the Brier score (1950), the mean square error; 0 is best, None without reps."""
    if not found:
        return None
    misses = [calibration.of(one.confidence) - one.is_rep for one in found]
    return float(np.mean(np.square(misses)))


def fitted(found: Sequence[Said]) -> Calibration:
    """Fit the calibration that makes these reps likeliest, held a little at no change."""
    if not found:
        return Calibration()
    x = np.array([_log_odds(one.confidence) for one in found])
    y = np.array([float(one.is_rep) for one in found])
    design: FloatArray = np.column_stack((x, np.ones(len(x))))
    start = np.array([1.0, 0.0])
    weights = start.copy()
    for _ in range(50):  # Newton's steps; they end where they no longer move
        p = np.asarray(_probability(design @ weights))
        gradient = design.T @ (y - p) - _HELD_BY * (weights - start)
        curvature = (design * (p * (1.0 - p))[:, None]).T @ design + _HELD_BY * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-9:
            break
    return Calibration(float(weights[0]), float(weights[1]))


def _log_odds(confidence: float) -> float:
    p = min(max(confidence, 1.0 - _CERTAIN), _CERTAIN)
    return float(np.log(p / (1.0 - p)))


def _probability(log_odds: FloatArray | float) -> FloatArray | float:
    return 1.0 / (1.0 + np.exp(-log_odds))
