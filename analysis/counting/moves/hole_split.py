"""Splits two movements that look like one because a hole hides the rest between them.

If a limb was on its way back when the data stopped, and on its way out when they came again, it
turned round in between, and its rest was not seen.
"""

from dataclasses import replace

import numpy as np

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray


def split_at_hole(
    recent: RecentMotion, found: Excursion, *, tuning: CountingTuning = COUNTING
) -> tuple[Excursion, ...]:
    """Return a movement, or the two that it consists of.

    Args:
        found: What was found in it.
    """
    whole = recent.stretch(found.start, found.end)
    lost = np.flatnonzero(whole.lost)
    if not len(lost):
        return (found,)
    speed_deg_s = whole.rate_deg_s @ np.array(found.axis)
    slowest = tuning.edge_fraction * float(np.abs(speed_deg_s).max())
    near = round(tuning.signal.pose_s / TICK_S)
    first, last = int(lost[0]), int(lost[-1])
    before, after = speed_deg_s[:first], speed_deg_s[last + 1 :]
    if len(before) < near or len(after) < near:
        return (found,)
    if before[-near:].mean() > -slowest or after[:near].mean() < slowest:
        return (found,)
    # The end of the first one lies in the hole, and so does the start of the second.
    ahead = whole.first + last + 1
    top, leave = _held(after, slowest)
    back_deg = abs(float(after[leave:].sum())) * TICK_S
    return (
        replace(found, leave=whole.first + _held(before, slowest)[1], end=whole.first + first),
        replace(found, range_deg=back_deg, start=ahead - 1, top=ahead + top, leave=ahead + leave),
    )


def _held(speed_deg_s: FloatArray, slowest_deg_s: float) -> tuple[int, int]:
    """Return where the way out ends and where the last way back begins."""
    out = int(np.argmax(speed_deg_s > slowest_deg_s))
    still = np.flatnonzero(speed_deg_s[out:] < slowest_deg_s)
    top = out + int(still[0]) if len(still) else len(speed_deg_s) - 1
    back = np.flatnonzero(speed_deg_s >= -slowest_deg_s)
    fastest = int(np.argmin(speed_deg_s))
    leave = int(back[back < fastest][-1]) + 1 if (back < fastest).any() else top
    return top, max(leave, top)
