"""How a sensor's height depends on its limb's angle, and so which end of its ways is higher.

If h(θ) is the height of a sensor on a limb that has turned by θ, the lever is L = h', and beyond
gravity the accelerometer reads L(θ) θ'' + L'(θ) θ'² along the vertical. If the lever changes
linearly from the start of a movement to its top, there are two unknowns, which the ways of a few
reps together determine. This distinguishes a body that sinks as its thigh leans (not at all at
first, and more the deeper it is) from a leg that is raised.

An accelerometer's scale error or offset makes a limb seem heavier in one pose than in another. A
movement speeds up near the one and slows down near the other, so this looks like a lever. A
gyroscope reveals such a sensor; without one, a part proportional to the pose is fitted and removed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.lever import moved
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.short_rows import pseudo_inverse
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class LeverSums:
    """What movements add to the least squares fit of the levers at their start and at their top.

    Attributes:
        information: Inverse of the levers' covariance, 1/m², shape (2, 2).
        weighted: That matrix times the levers, 1/m, shape (2,).
    """

    information: FloatArray
    weighted: FloatArray

    def turned_over(self) -> "LeverSums":
        """Return what they add with start and top exchanged: what rose on the way out sinks."""
        return LeverSums(self.information[::-1, ::-1], -self.weighted[::-1])

    def lever_m(self, begin: float, top: float) -> tuple[float, float]:
        """Return a weighted mean of both levers: how far the sensor rises per radian, metres.

        Args:
            begin: Weight of the lever at the start of the first ways.
            top: Weight of the lever at their end. With a half each, the result is that of the whole
                way, and its sign shows whether the top is the higher or the lower end.

        Returns:
            The mean and its standard error.
        """
        weights, covariance = np.array((begin, top)), pseudo_inverse(self.information)
        mean_m = float(weights @ covariance @ self.weighted)
        return mean_m, math.sqrt(max(float(weights @ covariance @ weights), 1e-12))


def together(told: Sequence[LeverSums]) -> LeverSums:
    """Add up the sums of several movements, at least one."""
    information = np.sum([one.information for one in told], axis=0)
    return LeverSums(information, np.sum([one.weighted for one in told], axis=0))


def lever_sums(
    recent: RecentMotion,
    found: Excursion,
    now: int,
    *,
    has_gyro: bool,
    tuning: CountingTuning = COUNTING,
) -> LeverSums | None:
    """Return what a movement adds to the fit of the levers at its start and at its top.

    Args:
        recent: The leg's motion; it must reach back to the movement's start.
        now: The tick by which it was found: nothing later is looked at.

    Returns:
        The sums; None in the same cases as ``lever``.
    """
    seen = moved(recent, found, now, tuning)
    if seen is None:
        return None
    angle = np.cumsum(seen.speed) * TICK_S
    range_rad = max(float(angle.max()), math.radians(0.1))
    part = np.clip(angle / range_rad, 0.0, 1.0)
    pulled = seen.speed**2 / range_rad
    at_top = seen.acceleration * part + pulled
    at_begin = seen.acceleration * (1.0 - part) - pulled
    known = seen.known
    beside = np.column_stack((np.ones(len(angle)), *(() if has_gyro else (angle,))))[known]
    rows = np.column_stack((seen.upwards, at_begin, at_top))[known]
    rows = rows - beside @ (pseudo_inverse(beside) @ rows)
    values, causes = rows[:, 0], rows[:, 1:]
    plain = causes.T @ causes
    weights = pseudo_inverse(plain) @ (causes.T @ values)
    left_over = values - causes @ weights
    free = max(len(values) / tuning.lever.correlated_ticks - 4.0, 1.0)
    variance = max(float(left_over @ left_over) / free, 1e-9)
    return LeverSums(plain / variance, causes.T @ values / variance)
