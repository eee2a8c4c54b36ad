"""Decides which times of a movement were seen, and which lie in a hole of the data."""

from typing import Final

import numpy as np

from evenstride.analysis.counting.measuring.phases import Phases, middles_s
from evenstride.analysis.signal.tuning import PEAK_TO_MEAN
from evenstride.sensors.samples import BoolArray, FloatArray

_UNDERWAY: Final = 0.15
"""A limb on its way is faster than this part of its peak speed. Between the two tenths of the peak
a way is slower only at its very ends, which are then not given."""

_SEEN_PART: Final = 0.15
"""If the remainder of a way lies in a hole, at least this part of it must have been seen: a limb
that settles or sways as the data stop is not on its way yet."""

_EDGE_TICKS: Final = 5
"""A hole's edges are looked at over this many ticks, a tenth of a second."""


def known_times(
    phases: Phases, first: int, speed_deg_s: FloatArray, lost: BoolArray, widened: BoolArray
) -> tuple[float | None, float | None, float | None, float | None]:
    """Return start, top, leaving and end of a movement, seconds; None for each one in a hole.

    If all of them lie in a hole, the limb is taken to leave the top when it was last seen there, or
    else when it was first seen on its way back.

    Args:
        phases: The phases with the motion that was made up in the hole.
        first: The number of the first tick.
        speed_deg_s: How fast the limb turned about the axis of its way out, shape (n,).
        lost: Which ticks lie in a hole, shape (n,).
        widened: The same with the ticks around them that smoothing affects, shape (n,).
    """
    if not lost.any() and phases.start < phases.top:
        return phases.times_s(first)  # as nearly always
    out, back = phases.way_out, phases.way_back
    speeds_deg_s = np.abs(speed_deg_s[phases.whole])
    made_up = lost[phases.whole]
    # In a hole a way is made up to go on at its mean speed.
    peaks_deg_s = np.where(made_up, PEAK_TO_MEAN * speeds_deg_s, speeds_deg_s)
    slowest_deg_s = _UNDERWAY * float(peaks_deg_s.max())

    def is_lost(at: float, way: slice, sign: float, *, begins: bool) -> bool:
        if widened[min(round(at), len(widened) - 1)]:
            return True
        (gone,) = np.nonzero(lost[way])
        if not len(gone):
            return False
        # The start of a way is known if the limb entered the hole on it, its end if it left so.
        edge = way.start + int(gone[0] if begins else gone[-1])
        seen = np.arange(way.start, edge) if begins else np.arange(edge + 1, way.stop)
        seen = seen[~widened[seen]]
        near = seen[-_EDGE_TICKS:] if begins else seen[:_EDGE_TICKS]
        if not len(near) or sign * float(speed_deg_s[near].mean()) < slowest_deg_s:
            return True
        turned, whole = float(speed_deg_s[seen].sum()), float(speed_deg_s[way].sum())
        return abs(turned) < _SEEN_PART * abs(whole)

    gone = (
        is_lost(phases.start, out, 1.0, begins=True),
        is_lost(phases.top, out, 1.0, begins=False),
        is_lost(phases.leave, back, -1.0, begins=True) or _may_hide_a_rep(lost, phases),
        is_lost(phases.end, back, -1.0, begins=False),
    )
    known_s: list[float | None] = [
        None if one else at_s for one, at_s in zip(gone, phases.times_s(first), strict=True)
    ]
    if all(gone):
        known_s[2] = float(middles_s(np.array([first + _last_seen(lost, phases)]))[0])
    return known_s[0], known_s[1], known_s[2], known_s[3]


def _last_seen(lost: BoolArray, phases: Phases) -> int:
    """Return the tick in which a limb was last seen before it left the top, or else first after."""
    (seen,) = np.nonzero(~lost)
    # If it left the top in the hole, smoothing may make it leave a little earlier.
    before = seen[seen <= round(phases.leave) + _EDGE_TICKS]
    if len(before) and before[-1] >= round(phases.start):
        return int(before[-1])
    after = seen[(seen > round(phases.leave)) & (seen <= round(phases.end))]
    both = (*after[:1].tolist(), *before[-1:].tolist(), 0)
    return int(both[0])


def _may_hide_a_rep(lost: BoolArray, phases: Phases) -> bool:
    """Whether a hole in the hold is so long that the limb may have come down and risen again.

    It is seen at the top before the hole and after it, so how long it held is not known.
    """
    seen = np.flatnonzero(~lost[phases.held])
    longest = int(np.diff(seen, prepend=-1, append=phases.held.stop - phases.held.start).max()) - 1
    ways = phases.top - phases.start + phases.end - phases.leave
    return longest >= ways
