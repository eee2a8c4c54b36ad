"""Finds the knee's axis in both sensors from its movement, and how well a hinge fits.

It needs no calibration pose and no magnetometer, and works with any strap (the idea of Seel, Raisch
and Schauer 2014, Sensors 14(4) 6891). The result is the pair of axes that agrees best over all
windows, each with its own difference of headings. For given headings it is the first pair of
singular vectors of the summed matrix; for given axes each heading has a closed form. The two steps
alternate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.analysis.knee.tuning import KNEE, KneeTuning
from evenstride.analysis.knee.windows import Window
from evenstride.sensors.samples import FloatArray

_HEADINGS = 8
_ROUNDS = 60
_STEPS = 4
_SMALL = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class Hinge:
    """A knee's axis in the frames of both sensors.

    Attributes:
        thigh_axis: The axis in the thigh's sensor, a unit vector, shape (3,).
        shank_axis: The axis in the shank's sensor, with the same direction, shape (3,).
        misfit_deg: RMS angle in space between the two over the movement, degrees.
        doubt_deg: Standard error of the axes, degrees.
        weight: How much movement it was found from, the sum of the ticks' weights.
    """

    thigh_axis: FloatArray
    shank_axis: FloatArray
    misfit_deg: float
    doubt_deg: float
    weight: float

    def is_good(self, tuning: KneeTuning = KNEE) -> bool:
        """Return whether angles about it are reliable."""
        return (
            self.weight >= tuning.least_weight
            and self.misfit_deg <= tuning.largest_misfit_deg
            and self.doubt_deg <= tuning.largest_doubt_deg
        )

    def turned_round(self) -> "Hinge":
        """Return this hinge with its axes pointing the other way."""
        return Hinge(
            -self.thigh_axis, -self.shank_axis, self.misfit_deg, self.doubt_deg, self.weight
        )


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The hinge that fits best, and the best one with one axis pointing the other way."""

    best: Hinge
    mirrored: Hinge

    def ratio(self, tuning: KneeTuning = KNEE) -> float:
        """Return how many times worse the mirrored hinge fits, beyond the sensors' error."""
        floor = tuning.sensor_misfit_deg**2
        return (self.mirrored.misfit_deg**2 + floor) / (self.best.misfit_deg**2 + floor)


def fit_hinge(windows: Sequence[Window], tuning: KneeTuning = KNEE) -> Fit | None:
    """Find the hinge that fits the windows of a knee; None if nothing moved."""
    sums = _Sums.of(windows, tuning)
    if sums is None:
        return None
    found = [
        sums.improved(*_first_pair(sums.matrix(np.full(len(windows), heading))))
        for heading in np.linspace(0.0, 2 * np.pi, _HEADINGS, endpoint=False)
    ]
    best = max(found, key=lambda pair: sums.value(*pair))
    mirrored = sums.improved(best[0], -best[1])
    return Fit(sums.hinge(*best), sums.hinge(*mirrored))


def misfit_deg(window: Window, hinge: Hinge) -> float:
    """Return the RMS angle by which a known hinge is off in one window, degrees."""
    level, quarter, vertical = np.einsum(
        "i,mij,j->m", hinge.thigh_axis, window.agreement, hinge.shank_axis
    ).tolist()
    cosine = (float(np.hypot(level, quarter)) + vertical) / max(window.weight, 1e-9)
    return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """The sums of all windows together."""

    agreement: FloatArray  # (windows, 3, 3, 3)
    thigh_habit: FloatArray
    shank_habit: FloatArray
    weight: float
    tuning: KneeTuning

    @staticmethod
    def of(windows: Sequence[Window], tuning: KneeTuning) -> "_Sums | None":
        weight = sum(one.weight for one in windows)
        if weight <= 0:
            return None
        thigh = np.sum([one.thigh_turning for one in windows], axis=0)
        shank = np.sum([one.shank_turning for one in windows], axis=0)
        habit = tuning.habit * weight
        return _Sums(
            np.stack([one.agreement for one in windows]),
            habit * thigh / max(float(np.trace(thigh)), 1e-9),
            habit * shank / max(float(np.trace(shank)), 1e-9),
            weight,
            tuning,
        )

    def matrix(self, headings: FloatArray) -> FloatArray:
        factors = np.stack([np.cos(headings), np.sin(headings), np.ones(len(headings))], axis=1)
        return np.asarray(np.einsum("km,kmij->ij", factors, self.agreement))

    def best_matrix(self, thigh: FloatArray, shank: FloatArray) -> FloatArray:
        """Return the summed matrix with the best headings for these axes."""
        level, quarter, _ = np.einsum("i,kmij,j->mk", thigh, self.agreement, shank)
        return self.matrix(np.arctan2(quarter, level))

    def improved(self, thigh: FloatArray, shank: FloatArray) -> tuple[FloatArray, FloatArray]:
        for _ in range(_ROUNDS):
            matrix = self.best_matrix(thigh, shank)
            before = thigh, shank
            for _ in range(_STEPS):
                thigh = _unit(matrix @ shank + self.thigh_habit @ thigh)
                shank = _unit(matrix.T @ thigh + self.shank_habit @ shank)
            if np.abs(thigh - before[0]).max() + np.abs(shank - before[1]).max() < _SMALL:
                break
        return thigh, shank

    def value(self, thigh: FloatArray, shank: FloatArray) -> float:
        agreed = thigh @ self.best_matrix(thigh, shank) @ shank
        return float(agreed + 0.5 * (thigh @ self.thigh_habit @ thigh + self._shank_habit(shank)))

    def _shank_habit(self, shank: FloatArray) -> float:
        return float(shank @ self.shank_habit @ shank)

    def hinge(self, thigh: FloatArray, shank: FloatArray) -> Hinge:
        matrix = self.best_matrix(thigh, shank)
        cosine = float(np.clip(thigh @ matrix @ shank / self.weight, -1.0, 1.0))
        misfit = float(np.arccos(cosine))
        values = np.linalg.svd(matrix, compute_uv=False) / self.weight
        # How quickly the agreement falls as the axes turn away; more if the knee has bent more.
        falls = max(float(values[0] - values[1]), 1e-6)
        independent = max(self.weight / self.tuning.independent_ticks, 1.0)
        # Over a few ticks the fit may be better than the sensors' accuracy.
        error = np.hypot(misfit, np.radians(self.tuning.sensor_misfit_deg))
        doubt = float(np.degrees(error / np.sqrt(2 * falls * independent)))
        if self._is_habit_clear:
            doubt = float(1 / np.hypot(1 / doubt, 1 / self.tuning.habit_doubt_deg))
        return Hinge(thigh, shank, float(np.degrees(misfit)), doubt, self.weight)

    @property
    def _is_habit_clear(self) -> bool:
        """Whether one of the segments turns about one axis and hardly about any other."""
        for habit in (self.thigh_habit, self.shank_habit):
            turning = np.linalg.eigvalsh(habit)
            if turning[2] > 0 and turning[1] < self.tuning.habit_clear_part * turning[2]:
                return True
        return False


def _first_pair(matrix: FloatArray) -> tuple[FloatArray, FloatArray]:
    left, _, right = np.linalg.svd(matrix)
    return left[:, 0], right[0]


def _unit(vector: FloatArray) -> FloatArray:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12))
