"""Poses of a limb as verticals in the sensor's frame: found by gravity, turned, compared."""

from dataclasses import dataclass

import numpy as np

from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Pace:
    """A pose and how fast a limb passes through it.

    Attributes:
        up: The vertical in the sensor's frame, a unit vector, shape (3,).
        rate_rad_s: Angular rate perpendicular to the vertical, shape (3,); zero if not known.
    """

    up: FloatArray
    rate_rad_s: FloatArray


def pace_at_first(acc_m_s2: FloatArray, rate_rad_s: FloatArray) -> Pace:
    """Return pose and rate at the first of some ticks.

    Args:
        acc_m_s2: The specific force of the ticks, shape (n, 3).
        rate_rad_s: Their angular rate, shape (n, 3); NaN without a gyroscope.
    """
    up = up_at_first(acc_m_s2, rate_rad_s)
    return Pace(up, mean_across(np.nan_to_num(rate_rad_s, nan=0.0), up))


def mean_across(rate_rad_s: FloatArray, up: FloatArray) -> FloatArray:
    """Return the mean rate perpendicular to the vertical in the first half of ticks, (3,)."""
    rate: FloatArray = rate_rad_s[: len(rate_rad_s) // 2 + 1].mean(axis=0)
    return np.asarray(rate - (rate @ up) * up)


def up_at_first(acc_m_s2: FloatArray, rate_rad_s: FloatArray) -> FloatArray:
    """Return the vertical in the sensor's frame at the first of some ticks, a unit vector.

    The forces are turned back to the first tick by the angular rate and averaged: the longer the
    average, the smaller the part that a moving limb adds to gravity.

    Args:
        acc_m_s2: The specific force of the ticks, shape (n, 3).
        rate_rad_s: Their angular rate, shape (n, 3); NaN without a gyroscope.
    """
    total = acc_m_s2[0].copy()
    back = np.eye(3)
    for force, rate in zip(acc_m_s2[1:], np.nan_to_num(rate_rad_s[1:], nan=0.0), strict=True):
        back = back @ turn(rate * TICK_S)
        total += back @ force
    length = float(np.linalg.norm(total))
    return total / length if length > 1e-9 else np.array([0.0, 0.0, 1.0])


def turn(vector_rad: FloatArray) -> FloatArray:
    """Return the rotation about a vector by its length (Rodrigues), shape (3, 3)."""
    angle = float(np.linalg.norm(vector_rad))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = vector_rad / angle
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    turned: FloatArray = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    return turned


def angle_rad(one: FloatArray, other: FloatArray) -> float:
    """Return the angle between two unit vectors."""
    return float(np.arctan2(np.linalg.norm(np.cross(one, other)), one @ other))
