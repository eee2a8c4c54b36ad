"""Decides by a limb's usual stays whether it left an end of its arc in a hole.

If a limb is held up before a hole and after it, it was either held, or it came down and rose again:
both poses are alike. But if it would have stayed far longer than it ever did lately, it has gone to
its other end and come back, provided that the hole is long enough.
"""

from typing import Final

import numpy as np

from evenstride.analysis.signal.holes.poses import angle_rad
from evenstride.analysis.signal.holes.seen_lately import Seen, runs
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import BoolArray, FloatArray

_ARC_RAD: Final = float(np.radians(6.0))
"""The ends of an arc are farther apart than this; nearer poses may be two rests of one limb."""

_LONGER: Final = 1.4
"""Holds and rests of one set differ by less. In 68 holes of 3 and 5 s between two holds, the limb
had left its pose in 56, at 1.3 to 3 times its longest stay; in the others the ratio was 1.0."""

_LEAST_TICKS: Final = 10
"""Shorter than this, 0.2 s, is no stay but swaying about the middle."""


def other_end(before: FloatArray, after: FloatArray, seen: Seen, hole_s: float) -> list[FloatArray]:
    """Return the pose at the other end of the arc if the limb must have been there in a hole.

    Args:
        before: The vertical in the sensor's frame before the hole, a unit vector, shape (3,).
        after: The same after it.
        seen: What was measured of the limb before the hole.
        hole_s: How long the hole lasted.

    Returns:
        One pose; none if it may have stayed, or if its usual stays are not known.
    """
    poses = seen.lingered()
    if not len(poses):
        return []
    off = np.arccos(np.clip(poses @ before, -1.0, 1.0))
    middle = float(off.max()) / 2
    if middle < _ARC_RAD / 2 or angle_rad(before, after) > middle:
        return []
    is_here = seen.up @ before > np.cos(middle)
    here, so_far_s = _whole_stays(is_here, seen)
    there, _ = _whole_stays(~is_here, seen)
    if not here or not there or hole_s < min(there):
        return []
    longest_s = max(here)
    # If it was already resting for longer than in the set, the set had ended.
    if so_far_s > longest_s or so_far_s + hole_s < _LONGER * longest_s:
        return []
    return [poses[int(np.flatnonzero(off > middle)[-1])]]


def _whole_stays(is_there: BoolArray, seen: Seen) -> tuple[list[float], float]:
    """Return the durations of stays at one end that were seen whole, and of the last one so far."""
    size, lost = len(is_there), seen.lost
    whole_s, so_far_s = [], 0.0
    for start, stop in runs(is_there & ~lost):
        if stop == size:
            so_far_s = (stop - start) * TICK_S
        elif stop - start >= _LEAST_TICKS and start and not (lost[start - 1] or lost[stop]):
            whole_s.append((stop - start) * TICK_S)
    return whole_s, so_far_s
