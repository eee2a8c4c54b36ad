"""Tells which end of a standing leg's movement is the rest, once a walk has shown how it hangs.

In a dip or squat the thigh is upright at one end and leans at the other. That holds however the
sensor is strapped on, and even if its lever shows little, as a thigh that tips from upright hardly
sinks at first.
"""

from typing import Final

import numpy as np

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.sensors.samples import FloatArray

_STANDS_DEG: Final = 20.0
"""A standing thigh is within this angle of the walk's mean pose."""


def begins_upright(recent: RecentMotion, found: Excursion, upright: FloatArray) -> bool | None:
    """Tell whether a movement begins upright (True) or has its top there (False).

    None if both ends are upright or neither is.

    Args:
        upright: The vertical in the sensor's frame while the limb hangs, a unit vector.
    """
    stands = [_stands(recent.ups(tick, tick + 1), upright) for tick in (found.start, found.top)]
    return None if stands[0] == stands[1] else stands[0]


def _stands(up: FloatArray, upright: FloatArray) -> bool:
    return bool(np.all(up @ upright > np.cos(np.radians(_STANDS_DEG))))
