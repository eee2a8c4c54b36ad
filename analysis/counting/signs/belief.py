"""Whether what a leg's sensor says of its motion can be held against the other leg.

A limb turns slowly against a quarter of a second, and gravity turns in the sensor as the limb does:
what jumps from reading to reading and goes nowhere is noise, what turns far more than gravity, or
weighs nothing like it, is another unit or a fault.
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
"""A second."""

_ROUGH_M_S2: Final = 0.5
_ROUGH_DEG_S: Final = 6.0
"""What roughens forces and rates more; sound sensors at rest read a tenth of it."""

_TURNS_TIMES: Final = 8.0
"""A leg that swings freely, as in walking, feels down to 0.43 of its turning, since the force on it
points along it, and accelerometers that show a third of the tilt were seen: their gyroscopes tell
well how the leg turns. Degrees in place of radians are 57 times."""

_TURNS_DEG: Final = 1.0
"""In a quarter of a second; less disturbs nobody."""

_WEIGHS: Final = (0.5, 1.8)
"""The part of gravity that a limb weighs; a runner's shank weighs 1.6 on the median."""


def is_believed(recent: RecentMotion, start: int, now: int) -> bool:
    """Whether a sensor can be believed in what it says of a movement.

    Args:
        recent: Its motion.
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
    # A part of a weak force may be none at all, as in free fall or of readings near zero.
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
