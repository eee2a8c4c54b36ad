"""Specific force and angular rate from orientation, for products that keep only that.

A sensor whose orientation is ``R`` (from its own frame to the world's, z upwards) and which is
accelerated by ``a`` in the world reads the specific force ``Rᵀ (a + g)``, and turns at the rate of
``Rᵀ dR/dt`` (strapdown navigation, Titterton & Weston 2004, chapter 3).
"""

import numpy as np
from scipy.spatial.transform import Rotation

from evenstride.recordings.vendor.joining import HOLE_PERIODS
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray, IntArray

SAID = (
    "Its values were computed from orientation: what the file does not hold, noise and jolts of"
    " gyroscope and accelerometer, is not in them"
)


def specific_force(turned: Rotation, free_m_s2: FloatArray) -> FloatArray:
    """Return an accelerometer's readings, from acceleration without gravity in the world's frame.

    Args:
        turned: From the sensor's frame to the world's, for each reading.
        free_m_s2: Acceleration without gravity in the world's frame, shape (n, 3).
    """
    return np.asarray(turned.inv().apply(free_m_s2 + np.array([0.0, 0.0, GRAVITY_M_S2])))


def angular_rate(turned: Rotation, t_us: IntArray) -> FloatArray:
    """Return a gyroscope's readings, rad/s, shape (n, 3).

    Each is the turn from the reading before to the one after; next to a hole from or to the reading
    itself, and NaN between two holes.
    """
    count = len(t_us)
    rate = np.full((count, 3), np.nan)
    if count < 2:
        return rate
    steps_us = np.diff(t_us)
    is_near = (steps_us > 0) & (steps_us <= HOLE_PERIODS * np.median(steps_us))
    before = np.arange(count) - np.concatenate(([False], is_near))
    after = np.arange(count) + np.concatenate((is_near, [False]))
    known = np.flatnonzero(after > before)
    turn = (turned[before[known]].inv() * turned[after[known]]).as_rotvec()
    # The rotation vector is the same in the frames before and after, and nearly so in between.
    seconds = (t_us[after[known]] - t_us[before[known]]) / 1e6
    rate[known] = turn / seconds[:, None]
    return rate
