"""Steps onto something and off it: movements that leave the body higher or lower than before."""

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Climb:
    """By how much a movement seemed to climb, and how long it took.

    Attributes:
        height_m: How much higher the sensor was afterwards, metres.
        duration_s: From its begin to its end, seconds.
    """

    height_m: float
    duration_s: float


def steps_before(climbs: Sequence[Climb], most: int, *, tuning: GaitTuning = GAIT) -> int:
    """How many of a set's first movements were steps onto something, or off it.

    The others of the set tell how far it is good: who trains ends where he began. What does not
    begin at rest seems to climb with the square of its duration.

    Args:
        climbs: What each of the movements of a set climbed.
        most: So many of the first may have been steps.
        tuning: The constants to go by.
    """
    if len(climbs) < most + tuning.climbs_compared:
        return 0
    others = climbs[most : most + tuning.climbs_compared]
    if max(abs(one.height_m) for one in others) > tuning.climb_none_m:
        return 0
    usual_s = max(one.duration_s for one in others)
    steps = 0
    while steps < most and _is_step(climbs[steps], usual_s, tuning):
        steps += 1
    return steps


def _is_step(climb: Climb, usual_s: float, tuning: GaitTuning) -> bool:
    height_m = abs(climb.height_m)
    times = max(climb.duration_s / usual_s, 1.0)
    return tuning.climb_m * times**2 < height_m < tuning.climb_most_m
