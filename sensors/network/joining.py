"""Motions one after the other as one, with the time of arrival of each sample."""

from collections.abc import Sequence

import numpy as np

from evenstride.sensors.drivers.driver import NO_MOTION, Motion
from evenstride.sensors.samples import IntArray


def joined(parts: Sequence[Motion]) -> Motion:
    """Motions as one; each knows when its samples arrived."""
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts else NO_MOTION
    return Motion(
        np.concatenate([part.seq for part in parts]),
        np.concatenate([part.t_us for part in parts]),
        np.concatenate([part.acc_m_s2 for part in parts]),
        np.concatenate([part.gyr_rad_s for part in parts]),
        np.concatenate([_came_us(part) for part in parts]),
    )


def _came_us(motion: Motion) -> IntArray:
    assert motion.host_us is not None
    return motion.host_us
