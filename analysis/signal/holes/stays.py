"""How long a limb stays at either end of its arc: that it has left an end in a hole.

A limb that is held up before a hole and after it was held, or it came down and rose again: both
poses are alike. But one that would have stayed for far longer than it ever did of late has gone to
its other end and come back, if the hole is long enough for that.
"""

from typing import Final

import numpy as np

from evenstride.analysis.signal.holes.poses import angle_rad
from evenstride.analysis.signal.holes.seen_lately import Seen, runs
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import BoolArray, FloatArray

_ARC_RAD: Final = float(np.radians(6.0))
"""Ends of an arc are farther apart; what is nearer may be two rests of one limb."""

_LONGER: Final = 1.4
"""Holds and rests of one set differ by less. In 68 holes of 3 and 5 s between two holds the limb
had left its pose in 56, with 1.3 to 3 times its longest stay; where it had not, with 1.0."""

_LEAST_TICKS: Final = 10
"""What takes less than 0.2 s is no stay, but swaying about the middle."""


def other_end(before: FloatArray, after: FloatArray, seen: Seen, hole_s: float) -> list[FloatArray]:
    """The pose at the other end of its arc, where a limb must have been there in a hole.

    Args:
        before: The vertical in the sensor's frame before the hole, a unit vector, shape (3,).
        after: The same after it.
        seen: What was measured of the limb before the hole.
        hole_s: How long the hole lasted.

    Returns:
        None or one: none where it may have stayed, or nothing tells how long it does.
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
    # Who was already resting for longer than in the set has ended it.
    if so_far_s > longest_s or so_far_s + hole_s < _LONGER * longest_s:
        return []
    return [poses[int(np.flatnonzero(off > middle)[-1])]]


def _whole_stays(is_there: BoolArray, seen: Seen) -> tuple[list[float], float]:
    """How long stays at one end were that were seen from begin to end; and the last one so far."""
    size, lost = len(is_there), seen.lost
    whole_s, so_far_s = [], 0.0
    for start, stop in runs(is_there & ~lost):
        if stop == size:
            so_far_s = (stop - start) * TICK_S
        elif stop - start >= _LEAST_TICKS and start and not (lost[start - 1] or lost[stop]):
            whole_s.append((stop - start) * TICK_S)
    return whole_s, so_far_s
