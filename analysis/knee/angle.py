"""The knee's angle about its hinge, in degrees, from the directions of gravity and the rates.

Seen along the axis, gravity turns in either sensor as the segment turns against it; the difference
of the two is the knee's angle, without any heading and so without drift (the inclination part of
Seel, Raisch and Schauer 2014). Where the axis stands nearly upright gravity says nothing, and the
rates about the axis go on alone.
"""

from math import atan2, degrees

import numpy as np

from evenstride.analysis.knee.hinge import Hinge
from evenstride.analysis.knee.paired import Paired
from evenstride.analysis.knee.tuning import KNEE, KneeTuning
from evenstride.analysis.model.vectors import Vector, dot
from evenstride.analysis.signal.motion import hann_window
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray


def angles_deg(ticks: Paired, hinge: Hinge, tuning: KneeTuning = KNEE) -> FloatArray:
    """The shank's turn against the thigh about the hinge, without a jump at 180°, shape (n,).

    Its zero is that of ``pose_deg``, a multiple of 360° apart.
    """
    if not len(ticks):
        return np.empty(0)
    by_gravity, level = _by_gravity(ticks.thigh.up, ticks.shank.up, hinge)
    by_rate = _by_rate(ticks, hinge)
    apart = np.unwrap(by_gravity - by_rate, period=360.0)
    trust = np.where(level > tuning.level_part, level**2, 0.0) + 1e-6
    window = np.array(hann_window(tuning.steady_half_s))
    half = len(window) // 2

    def smooth(values: FloatArray) -> FloatArray:
        return np.convolve(np.pad(values, half, mode="edge"), window, mode="valid")

    found: FloatArray = by_rate + smooth(apart * trust) / smooth(trust)
    return found


def disagreement_deg(ticks: Paired, hinge: Hinge, tuning: KneeTuning = KNEE) -> float:
    """How far gravity and the gyroscopes disagree on how the knee turned, degrees.

    A sound pair of sensors agrees to some degrees over a rep; one of which an axis of the
    accelerometer is broken does not. 0 where the axis is too upright for gravity to tell.
    """
    by_gravity, level = _by_gravity(ticks.thigh.up, ticks.shank.up, hinge)
    if not len(ticks) or float(level.min()) < tuning.level_part:
        return 0.0
    apart = np.unwrap(by_gravity - _by_rate(ticks, hinge), period=360.0)
    return float(np.ptp(apart))


def pose_deg(thigh_up: FloatArray, shank_up: FloatArray, hinge: Hinge) -> float:
    """The same angle of a pose that is held, from gravity alone, -180 to 180°."""
    by_gravity, _ = _by_gravity(thigh_up[None], shank_up[None], hinge)
    return within_half_turn(float(by_gravity[0]))


class LiveAngle:
    """``pose_deg`` tick by tick, in plain numbers.

    Args:
        hinge: The hinge.
    """

    def __init__(self, hinge: Hinge) -> None:
        self._thigh = _plain_frame(hinge.thigh_axis)
        self._shank = _plain_frame(hinge.shank_axis)

    def at_deg(self, thigh_up: Vector, shank_up: Vector) -> float:
        """The angle where the vertical is so in both sensors, -180 to 180°."""
        thigh = atan2(dot(thigh_up, self._thigh[1]), dot(thigh_up, self._thigh[0]))
        shank = atan2(dot(shank_up, self._shank[1]), dot(shank_up, self._shank[0]))
        return within_half_turn(degrees(thigh - shank))


def within_half_turn(angle_deg: float) -> float:
    """The same angle from -180 to 180°."""
    return (angle_deg + 180.0) % 360.0 - 180.0


def _by_rate(ticks: Paired, hinge: Hinge) -> FloatArray:
    rate = ticks.shank.rate_deg_s @ hinge.shank_axis - ticks.thigh.rate_deg_s @ hinge.thigh_axis
    return np.asarray(np.cumsum(rate) * TICK_S)


def _by_gravity(
    thigh_up: FloatArray, shank_up: FloatArray, hinge: Hinge
) -> tuple[FloatArray, FloatArray]:
    """The angle by gravity, and how level the axis is, from 0 to 1."""
    thigh_deg, thigh_level = _seen_along(thigh_up, hinge.thigh_axis)
    shank_deg, shank_level = _seen_along(shank_up, hinge.shank_axis)
    return thigh_deg - shank_deg, np.minimum(thigh_level, shank_level)


def _seen_along(up: FloatArray, axis: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Where gravity points across an axis, degrees, and how much of it is across."""
    first, second = _frame(axis)
    x, y = up @ first, up @ second
    return np.degrees(np.arctan2(y, x)), np.hypot(x, y)


def _frame(axis: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Two directions across an axis, at right angles; always the same for the same axis."""
    least = np.zeros(3)
    least[int(np.argmin(np.abs(axis)))] = 1.0
    across = np.cross(least, axis)
    across /= np.linalg.norm(across)
    return across, np.cross(axis, across)


def _plain_frame(axis: FloatArray) -> tuple[Vector, Vector]:
    (ax, ay, az), (bx, by, bz) = (one.tolist() for one in _frame(axis))
    return (ax, ay, az), (bx, by, bz)
