"""Steps onto something and off it: movements that leave the body higher or lower than before."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from evenstride.analysis.counting.tuning.climb import CLIMB, ClimbTuning
from evenstride.analysis.signal.motion.motion import Motion
from evenstride.analysis.signal.short_rows import dots, mean
from evenstride.analysis.signal.tuning import TICK_S


def climb_m(motion: Motion) -> float:
    """How much higher the sensor is after a movement than before it, metres.

    The upward force is integrated twice. A movement begins and ends at rest, so the mean of the
    force is gravity plus the accelerometer's offset, whatever those are, and errors that are alike
    on the way out and back cancel. The result is good to a few centimetres if the ends are at rest,
    and useless if they are not.

    Args:
        motion: From before its begin to after its end.
    """
    upward = dots(motion.up, motion.force_m_s2)
    speed_m_s = np.cumsum(upward - mean(upward)) * TICK_S
    return float(speed_m_s.sum()) * TICK_S


@dataclass(frozen=True, slots=True)
class Climb:
    """What distinguishes a movement of a set from a step beside it.

    Attributes:
        height_m: By how much higher the sensor seemed to be afterwards, metres.
        start_s: When it began, seconds.
        end_s: When it ended.
        range_deg: How far the limb turned.
    """

    height_m: float
    start_s: float
    end_s: float
    range_deg: float

    @property
    def duration_s(self) -> float:
        """From its start to its end, seconds."""
        return self.end_s - self.start_s


def steps_before(climbs: Sequence[Climb], most: int, *, tuning: ClimbTuning = CLIMB) -> int:
    """How many of a set's first movements were steps onto something, or what went before one.

    The other movements of the set show how good the figure is, because reps end at the height at
    which they began. A movement that does not begin at rest seems to climb with the square of its
    duration.

    Args:
        climbs: The movements of a set, in order; reversed for the steps at its end.
        most: How many of the first may have been steps.
    """
    others = climbs[most : most + tuning.climbs_compared]
    if len(others) < tuning.climbs_compared:
        return 0
    before = [
        at for at in range(most) if _is_step(climbs[at], climbs[at + 1], others, tuning=tuning)
    ]
    return before[-1] + 1 if before else 0


def _is_step(one: Climb, inner: Climb, others: Sequence[Climb], *, tuning: ClimbTuning) -> bool:
    """Whether a movement was a step, judged by its neighbour and by others of the set."""
    usual_s = median(other.duration_s for other in others)
    heights_m = [abs(other.height_m) for other in others]
    every_s = median(abs(b.start_s - a.start_s) for a, b in pairwise(others))
    pause_s = max(inner.start_s - one.end_s, one.start_s - inner.end_s)
    longer = max(one.duration_s / usual_s, 1.0)
    if pause_s <= max(tuning.step_apart_s, every_s):
        least_m = tuning.climb_m if max(heights_m) <= tuning.climb_none_m else math.inf
    else:
        usual_deg = median(other.range_deg for other in others)
        times = max(_times(one.duration_s, usual_s), _times(one.range_deg, usual_deg))
        if times > tuning.step_unlike:
            return True
        least_m = max(tuning.climb_apart_m, tuning.climb_apart_times * median(heights_m))
    return least_m * longer**2 < abs(one.height_m) < tuning.climb_most_m


def _times(value: float, usual: float) -> float:
    """How many times as large a value is as usual, or as small."""
    return max(value / usual, usual / value)
