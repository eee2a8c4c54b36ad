"""Tells whether a sensor sits differently after a hole: the strap was turned, or the person.

A limb that does reps goes to and fro on one arc. If gravity, after a hole, points where it never
did before, off that arc or far beyond its ends, the sensor was put on again, or the person lies
differently. Then the axis of the next rep is not known, and nothing in the hole was a movement.
"""

from typing import Final

import numpy as np

from evenstride.analysis.signal.holes.seen_lately import Seen
from evenstride.sensors.samples import FloatArray

_OFF_RAD: Final = float(np.radians(12.0))
"""How far off the arc a pose must be. A limb strays from it by a few degrees from rep to rep, and
the pose after a hole is known to 1 to 2°."""

_BEYOND_RAD: Final = float(np.radians(25.0))
"""How far from all earlier poses it must be otherwise: a rep may go further than those before."""

_MOVED_RAD: Final = float(np.radians(5.0))
"""Least length of an arc: the least range of nearly all exercises."""

_CHANGES: Final = 3
"""Out, back and out again: then the arc is known."""

_NEAR_END: Final = 0.3
"""Poses in this part of the arc are at its end."""

_LEAST: Final = 10
"""Least number of poses, a second's; fewer show no arc."""

_EVERY: Final = 5  # ticks from one pose that is taken to the next: ten in a second


def is_other_frame(seen: Seen, after: FloatArray) -> bool:
    """Whether a pose lies off the arc on which the limb was seen to move.

    Args:
        seen: What was measured of the limb before the hole.
        after: The vertical in the sensor's frame after it, a unit vector, shape (3,).
    """
    ups = seen.up[~seen.lost][::_EVERY]
    if len(ups) < _LEAST or float((ups @ after).max()) > np.cos(_OFF_RAD):
        return False
    middle = ups.mean(axis=0)
    along = np.linalg.eigh(np.cov((ups - middle).T))[1][:, -1]
    if _changes(ups @ along) < _CHANGES:
        return False
    if float((ups @ after).max()) < np.cos(_BEYOND_RAD):
        return True
    across = np.cross(middle, along)
    across /= max(float(np.linalg.norm(across)), 1e-9)
    least, most = (ups @ across).min(), (ups @ across).max()
    off = max(float(after @ across - most), float(least - after @ across))
    return off > float(np.sin(_OFF_RAD))


def _changes(places: FloatArray) -> int:
    """Return how often a limb went from one end of its arc to the other."""
    least, most = float(places.min()), float(places.max())
    if most - least < _MOVED_RAD:
        return 0
    parts = (places - least) / (most - least)
    ends = np.where(parts < _NEAR_END, -1, np.where(parts > 1.0 - _NEAR_END, 1, 0))
    ends = ends[ends != 0]
    return int(np.count_nonzero(ends[1:] != ends[:-1]))
