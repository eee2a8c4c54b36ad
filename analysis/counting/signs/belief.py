"""Tells whether one leg's sensor is credible enough to be held against the other leg.

A limb turns slowly compared with a quarter of a second, and gravity turns in the sensor as the limb
does. Readings that jump and lead nowhere are noise. Readings that turn far more than gravity, or
weigh nothing like it, are in another unit or faulty.
"""

import math
from typing import Final

import numpy as np

from evenstride.analysis.signal.doubts.gravity_turning import CHUNK_TICKS, in_quarters
from evenstride.analysis.signal.doubts.noise import ROUGH_TIMES, roughness
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.short_rows import crossed, lengths, mean_square, median
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray

_BEFORE_TICKS: Final = 250
"""Five seconds before a movement show what the sensor reads when the limb rests."""

_LEAST_CHUNKS: Final = 4
"""In quarters of a second, so a second."""

_ROUGH_M_S2: Final = 0.5
_ROUGH_DEG_S: Final = 6.0
"""More roughness than this in forces and rates is noise; sound sensors at rest have a tenth."""

_TURNS_TIMES: Final = 8.0
"""How many times more than the accelerometer a credible gyroscope may turn. In a leg that swings
freely, as in walking, the accelerometer feels as little as 0.43 of the rotation, since the force on
the leg points along it; and accelerometers that show a third of the tilt were seen, whose
gyroscopes are good. Degrees in place of radians are 57 times."""

_TURNS_DEG: Final = 1.0
"""Rotation in a quarter of a second; less does no harm."""

_WEIGHS: Final = (0.5, 1.8)
"""Range of a limb's median weight, as a multiple of gravity; a runner's shank reads 1.6."""


def is_believed(recent: RecentMotion, start: int, now: int) -> bool:
    """Tell whether a sensor is credible in what it shows of a movement.

    Args:
        start: The tick at which the movement began.
        now: The tick by which it is known: nothing later is looked at.
    """
    seen = recent.stretch(start - _BEFORE_TICKS, now)
    if seen.lost.any():
        seen = seen.measured
    chunks = len(seen) // CHUNK_TICKS
    if chunks < _LEAST_CHUNKS:
        return True
    force, rate, up = (
        in_quarters(rows[-chunks * CHUNK_TICKS :])
        for rows in (seen.force_m_s2, seen.raw_rate_deg_s, seen.up)
    )
    forces, rates, ups = (one.sum(axis=0).T / CHUNK_TICKS for one in (force, rate, up))
    weights = lengths(forces)
    if not _WEIGHS[0] < median(weights) / GRAVITY_M_S2 < _WEIGHS[1]:
        return False
    if _is_noise(force, _ROUGH_M_S2) or _is_noise(rate, _ROUGH_DEG_S):
        return False
    # A weak force may be zero at times, as in free fall or if readings are near zero.
    directions = forces / np.maximum(weights, 1e-9)[:, None]
    felt_deg = np.degrees(lengths(directions[2:] - directions[:-2]))
    told = crossed(ups, rates) * (CHUNK_TICKS * TICK_S)
    told_deg = lengths(0.5 * told[:-2] + told[1:-1] + 0.5 * told[2:])
    most_deg = max(_root_mean_square(felt_deg), _TURNS_DEG)
    return _root_mean_square(told_deg) < _TURNS_TIMES * most_deg


def _is_noise(quarters: FloatArray, least: float) -> bool:
    rough, goes = roughness(quarters)
    return median(rough) > max(least, ROUGH_TIMES * median(goes))


def _root_mean_square(values: FloatArray) -> float:
    return math.sqrt(mean_square(values))
