"""Computes the knee's angle about its hinge from the directions of gravity and the angular rates.

Seen along the axis, gravity turns in each sensor as the segment turns against it. The difference of
the two is the knee's angle, without any heading and therefore without drift (the inclination part
of Seel, Raisch and Schauer 2014). While the axis is nearly vertical, gravity says nothing, and only
the rates about the axis are used.
"""

from math import atan2, degrees, hypot

import numpy as np

from evenstride.analysis.knee.hinge import Hinge
from evenstride.analysis.knee.paired import Paired
from evenstride.analysis.knee.tuning import KNEE, KneeTuning
from evenstride.analysis.model.vectors import Vector, dot
from evenstride.analysis.signal.motion.smoother import hann_window
from evenstride.analysis.signal.short_rows import averaged
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray


def angles_deg(ticks: Paired, hinge: Hinge, tuning: KneeTuning = KNEE) -> FloatArray:
    """Return the shank's angle against the thigh about the hinge, degrees, shape (n,).

    It has no jump at 180°. Its zero is that of ``pose_deg``, apart from a multiple of 360°; if the
    axis is always too upright for gravity to show the angle, the first tick is zero.
    """
    if not len(ticks):
        return np.empty(0)
    by_gravity, level = _by_gravity(ticks.thigh.up, ticks.shank.up, hinge)
    by_rate = _by_rate(ticks, hinge)
    tells = level > tuning.level_part
    if not tells.any():
        return np.asarray(by_rate - by_rate[0])
    index = np.arange(len(by_rate))
    # Between two stretches in which gravity shows the angle, the error of the rates is
    # interpolated.
    apart = np.interp(index, index[tells], np.unwrap((by_gravity - by_rate)[tells], period=360.0))
    window = np.array(hann_window(tuning.steady_half_s))
    return np.asarray(by_rate + averaged(apart, window))


def disagreement_deg(ticks: Paired, hinge: Hinge, tuning: KneeTuning = KNEE) -> float:
    """Return how far gravity and the gyroscopes disagree on how the knee turned, degrees.

    Two working sensors agree to a few degrees over a rep; with a broken axis of an accelerometer
    they do not. The result is 0 if the axis is too upright for gravity to show the angle.
    """
    by_gravity, level = _by_gravity(ticks.thigh.up, ticks.shank.up, hinge)
    if not len(ticks) or float(level.min()) < tuning.level_part:
        return 0.0
    apart = np.unwrap(by_gravity - _by_rate(ticks, hinge), period=360.0)
    return float(np.ptp(apart))


def pose_deg(thigh_up: FloatArray, shank_up: FloatArray, hinge: Hinge) -> float:
    """Return the knee's angle in a held pose, from gravity alone, -180 to 180°."""
    by_gravity, _ = _by_gravity(thigh_up[None], shank_up[None], hinge)
    return within_half_turn(float(by_gravity[0]))


def pitches_deg(thigh_up: FloatArray, shank_up: FloatArray, hinge: Hinge) -> tuple[float, float]:
    """Return the direction of gravity about the hinge in a resting thigh and shank, degrees."""
    thigh_deg, _ = _seen_along(thigh_up[None], hinge.thigh_axis)
    shank_deg, _ = _seen_along(shank_up[None], hinge.shank_axis)
    return float(thigh_deg[0]), float(shank_deg[0])


class LiveAngle:
    """Computes ``pose_deg`` for single ticks, quickly, with plain numbers."""

    def __init__(self, hinge: Hinge, tuning: KneeTuning = KNEE) -> None:
        self._level_part = tuning.level_part
        self._thigh = _plain_frame(hinge.thigh_axis)
        self._shank = _plain_frame(hinge.shank_axis)

    def at_deg(self, thigh_up: Vector, shank_up: Vector) -> float | None:
        """Return the angle for the verticals in both sensors, -180 to 180°; None if unknown."""
        thigh = dot(thigh_up, self._thigh[0]), dot(thigh_up, self._thigh[1])
        shank = dot(shank_up, self._shank[0]), dot(shank_up, self._shank[1])
        if min(hypot(*thigh), hypot(*shank)) < self._level_part:
            return None
        return within_half_turn(degrees(atan2(thigh[1], thigh[0]) - atan2(shank[1], shank[0])))


def is_told_by_gravity(ticks: Paired, hinge: Hinge, tuning: KneeTuning = KNEE) -> bool:
    """Return whether the axis is level enough in all ticks for gravity to show the angle."""
    _, level = _by_gravity(ticks.thigh.up, ticks.shank.up, hinge)
    return bool(len(ticks)) and float(level.min()) > tuning.level_part


def within_half_turn(angle_deg: float) -> float:
    """Return an angle plus or minus whole turns, so that it lies from -180 to 180°."""
    return (angle_deg + 180.0) % 360.0 - 180.0


def _by_rate(ticks: Paired, hinge: Hinge) -> FloatArray:
    rate = ticks.shank.rate_deg_s @ hinge.shank_axis - ticks.thigh.rate_deg_s @ hinge.thigh_axis
    return np.asarray(np.cumsum(rate) * TICK_S)


def _by_gravity(
    thigh_up: FloatArray, shank_up: FloatArray, hinge: Hinge
) -> tuple[FloatArray, FloatArray]:
    """Return the angle by gravity, degrees, and how level the axis is, 0 to 1; shapes (n,)."""
    thigh_deg, thigh_level = _seen_along(thigh_up, hinge.thigh_axis)
    shank_deg, shank_level = _seen_along(shank_up, hinge.shank_axis)
    return thigh_deg - shank_deg, np.minimum(thigh_level, shank_level)


def _seen_along(up: FloatArray, axis: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return gravity's direction across an axis, degrees, and its part across, 0 to 1."""
    first, second = _frame(axis)
    x, y = up @ first, up @ second
    return np.degrees(np.arctan2(y, x)), np.hypot(x, y)


def _frame(axis: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return two perpendicular directions across an axis, always the same for the same axis."""
    least = np.zeros(3)
    least[int(np.argmin(np.abs(axis)))] = 1.0
    across = np.cross(least, axis)
    across /= np.linalg.norm(across)
    return across, np.cross(axis, across)


def _plain_frame(axis: FloatArray) -> tuple[Vector, Vector]:
    (ax, ay, az), (bx, by, bz) = (one.tolist() for one in _frame(axis))
    return (ax, ay, az), (bx, by, bz)
