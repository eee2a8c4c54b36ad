"""How the height of a sensor goes with the angle of its limb: which end of its ways is the higher.

With the height h(θ) of a sensor on a limb that is turned by θ, the lever is L = h', and what the
accelerometer reads along the vertical beyond gravity is L(θ) θ'' + L'(θ) θ'². A lever that goes in
proportion from the one at the begin of a movement to the one at its top leaves two unknowns, which
the ways of some reps together tell. So a body that sinks as its thigh leans, by nothing at first
and by more the deeper it is, is told from a leg that is raised.

A scale or an offset of the accelerometer makes a limb seem heavier in one pose than in another, and
a movement speeds up near the one and slows down near the other, which looks like a lever. Without a
gyroscope, by which such a sensor is known, a part that goes by the pose is left out.
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
    """What movements add to the least squares of the levers at their begins and at their tops.

    Attributes:
        information: Inverse of the levers' covariance, 1/m², shape (2, 2).
        weighted: The levers times that, 1/m, shape (2,).
    """

    information: FloatArray
    weighted: FloatArray

    def turned_over(self) -> "LeverSums":
        """What they add if their begin is taken for their top: what rises on the way out sinks."""
        return LeverSums(self.information[::-1, ::-1], -self.weighted[::-1])

    def lever_m(self, begin: float, top: float) -> tuple[float, float]:
        """A weighted mean of both levers, metres: how far the sensor rises for each radian.

        Args:
            begin: Weight of the lever where the first ways begin.
            top: Weight of the one where they end; of both a half it is that of the whole way, by
                which the top is the higher end or the lower one.

        Returns:
            It and its standard error.
        """
        weights, covariance = np.array((begin, top)), pseudo_inverse(self.information)
        mean_m = float(weights @ covariance @ self.weighted)
        return mean_m, math.sqrt(max(float(weights @ covariance @ weights), 1e-12))


def together(told: Sequence[LeverSums]) -> LeverSums:
    """What several movements tell; there must be one."""
    information = np.sum([one.information for one in told], axis=0)
    return LeverSums(information, np.sum([one.weighted for one in told], axis=0))


def lever_sums(
    recent: RecentMotion,
    movement: Excursion,
    now: int,
    *,
    has_gyro: bool,
    tuning: CountingTuning = COUNTING,
) -> LeverSums | None:
    """What a movement tells of the levers at its begin and at its top.

    Args:
        recent: The leg's motion; it must reach back to the movement's start.
        movement: The movement.
        now: The tick by which it was found: nothing later is looked at.
        has_gyro: Whether the sensor measures angular rate.
        tuning: The constants to go by.

    Returns:
        None as of ``lever``.
    """
    seen = moved(recent, movement, now, tuning)
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
