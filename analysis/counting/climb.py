"""Steps onto something and off it: movements that leave the body higher or lower than before."""

from collections.abc import Sequence

import numpy as np

from evenstride.analysis.counting.gait_tuning import GAIT, GaitTuning
from evenstride.analysis.signal.motion import Motion
from evenstride.analysis.signal.short_rows import dots, mean
from evenstride.analysis.signal.tuning import TICK_S


def climb_m(motion: Motion) -> float:
    """How much higher the sensor is after a movement than before it, metres.

    The upward force is integrated twice. A movement begins and ends at rest, so that its mean is
    gravity and an accelerometer's offset, whatever those are; what errs alike on the way out and
    back cancels out. It is good to some centimetres where the ends are at rest, and to nothing
    where they are not.

    Args:
        motion: From before its begin to after its end.
    """
    upward = dots(motion.up, motion.force_m_s2)
    speed_m_s = np.cumsum(upward - mean(upward)) * TICK_S
    return float(speed_m_s.sum()) * TICK_S


def steps_before(climbs_m: Sequence[float], most: int, *, tuning: GaitTuning = GAIT) -> int:
    """How many of a set's first movements were steps onto something, or off it.

    The others of the set tell how far it is good: who trains ends where he began.

    Args:
        climbs_m: By how much each of the movements of a set climbed.
        most: So many of the first may have been steps.
        tuning: The constants to go by.
    """
    sizes = np.abs(climbs_m)
    if len(sizes) < most + tuning.climbs_compared:
        return 0
    if sizes[most : most + tuning.climbs_compared].max() > tuning.climb_none_m:
        return 0
    steps = 0
    while steps < most and tuning.climb_m < sizes[steps] < tuning.climb_most_m:
        steps += 1
    return steps
