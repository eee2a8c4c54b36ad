"""Tells whether a small movement carries the sensor up or down; a resting limb is lifted.

If it is only a few degrees, tilt shows only that the limb goes from one level to another;
seen upside down, the same series goes from the tops to the rests. The force on its ways shows how
far the sensor sits from the axis of rotation, and so whether the way out carries it up.
"""

import math
from collections.abc import Sequence

from evenstride.analysis.counting.signs.hinge import Hinge, hinge, mean_rise_m, ways_of
from evenstride.analysis.counting.small.small_move import SmallMove
from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.sensors.samples import FloatArray

_KEPT = 64
"""How many movements are cached: each look asks about several series."""


class Lifting:
    """Knows how the movements of one limb carry its sensor.

    Args:
        recent: The limb's motion.
    """

    def __init__(self, recent: RecentMotion, tuning: SmallTuning = SMALL) -> None:
        self._recent = recent
        self._tuning = tuning
        self._known: dict[tuple[int, ...], Hinge | None] = {}

    def votes(self, moves: Sequence[SmallMove], axis: FloatArray, now: int) -> float:
        """Return how much lifting speaks for a series as it is seen.

        Args:
            moves: The movements of the series, in order.
            axis: About what the limb turns on their ways out, a unit vector, shape (3,).
            now: The tick now: nothing later is looked at.

        Returns:
            ``lift_votes``; the same negated if the series is upside down; 0 if that is not certain.
        """
        known = [self._hinge(move, axis, now) for move in moves[-self._tuning.usual_reps :]]
        seen = [one for one in known if one is not None]
        if not seen:
            return 0.0
        rise_m, error_m = mean_rise_m([one.rise_m for one in seen], [one.error_m for one in seen])
        sure_m = abs(rise_m) - 2.0 * error_m
        is_sure = sure_m > self._tuning.carried.lifted_m
        return math.copysign(self._tuning.lift_votes, rise_m) if is_sure else 0.0

    def _hinge(self, move: SmallMove, axis: FloatArray, now: int) -> Hinge | None:
        start, top, leave, end = (round(at) for at in (move.start, move.top, move.leave, move.end))
        about = tuple(round(part, 1) for part in axis.tolist())
        key = (start, top, leave, end, *(round(10.0 * part) for part in about))
        if key not in self._known:
            if len(self._known) > _KEPT:
                self._known.clear()
            ways = ways_of(start, top, leave, end, apart_s=self._tuning.carried.apart_s)
            self._known[key] = hinge(self._recent, ways, axis, now)
        return self._known[key]
