"""Which end of a standing leg's movement is the rest, once a walk has taught how it hangs.

Who dips or squats stands at one end and leans the thigh at the other, however the sensor is
strapped on and however little its lever tells: a thigh that tips from upright hardly sinks at
first.
"""

from typing import Final

import numpy as np

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.sensors.samples import FloatArray

_STANDS_DEG: Final = 20.0
"""A thigh that stands leaves the walk's mean pose by less."""


def begins_upright(recent: RecentMotion, found: Excursion, upright: FloatArray) -> bool | None:
    """Whether a movement begins standing and leaves that; None where both ends may be standing.

    Args:
        recent: The leg's motion.
        found: The movement.
        upright: The vertical in the sensor's frame while the limb hangs, a unit vector.
    """
    stands = [_stands(recent.ups(tick, tick + 1), upright) for tick in (found.start, found.top)]
    return None if stands[0] == stands[1] else stands[0]


def _stands(up: FloatArray, upright: FloatArray) -> bool:
    return bool(np.all(up @ upright > np.cos(np.radians(_STANDS_DEG))))
