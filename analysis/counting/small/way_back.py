"""Tells whether the way back of a small movement is over, and since when."""

from typing import Final

import numpy as np

from evenstride.analysis.counting.small.tilt_fan import TiltFan, Turn
from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning
from evenstride.analysis.signal.short_rows import median
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

TYPICAL_BACK: Final = 1.2
"""The step out is hardly ever more than this many times as large as the step back."""

LEVEL_FAR: Final = 60
LEVEL_NEAR: Final = 18
"""A level is the median from 0.4 to 1.2 s (in ticks) beyond the middle of a way. Most ways are over
by then, and a median tolerates the tail of a slow one."""

_OVER: Final = 5  # ticks, a tenth of a second, over which speed is taken


def is_over(
    fan: TiltFan,
    direction: int,
    sign: int,
    *,
    low: Turn,
    high: Turn,
    tuning: SmallTuning = SMALL,
) -> bool:
    """Tell whether a way back that began at a turning point has ended by now.

    Args:
        direction: Along which of its directions.
        sign: 1, or -1 to see it upside down.
        low: The turning point where the way out began.
        high: The turning point where the way back began.
    """
    tilt = sign * fan.along(direction, high[1], fan.now)
    if len(tilt) < 22:
        return False
    speed = tilt[_OVER:] - tilt[:-_OVER]
    slow = speed > tuning.slow_part * speed.min()
    if not slow[-1]:
        return False
    back_deg = float(tilt[0] - tilt[-1])
    rests = slow[-round(tuning.rest_slow_s / TICK_S) :].all()
    if rests or back_deg > tuning.close_part * (high[2] - low[2]):
        return True
    # The way out of a first rep may include getting into position, or drift.
    step_deg = _last_step_deg(fan, direction, sign, low=low, high=high, back_deg=back_deg)
    return tuning.least_deg < step_deg < back_deg / tuning.close_part


def slowed_down(tilt: FloatArray, tuning: SmallTuning) -> float:
    """Return after how many ticks a way back that is half done became slow for good."""
    if len(tilt) <= _OVER:
        return 0.0
    speed = tilt[_OVER:] - tilt[:-_OVER]
    fast = np.flatnonzero(speed <= tuning.slow_part * speed.min())
    # If the tilt only rises, as noise may once half of the way is done, nothing comes back.
    return float(fast[-1]) + 0.5 * _OVER if len(fast) else 0.0


def _last_step_deg(
    fan: TiltFan, direction: int, sign: int, *, low: Turn, high: Turn, back_deg: float
) -> float:
    """Return how far the last step before a turning point led, degrees."""
    first = max(low[1], fan.begin)
    x = sign * fan.along(direction, first, high[1])
    under = np.flatnonzero(x < high[2] - 0.5 * min(high[2] - low[2], TYPICAL_BACK * back_deg))
    if not len(under):
        return 0.0
    middle = int(under[-1])
    before = x[max(middle - LEVEL_FAR, 0) : max(middle - LEVEL_NEAR, 1)]
    return high[2] - median(before)
