"""Watches where a limb is between reps: if it stays long at their tops, these are its rests."""

from statistics import median  # of a few: numpy's takes thirty times as long

import numpy as np

from evenstride.analysis.counting.small.small_set import SmallSet
from evenstride.analysis.counting.small.tilt_fan import TiltFan
from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning
from evenstride.analysis.signal.tuning import TICK_S


class StayingUp:
    """Follows one limb from look to look."""

    def __init__(self, fan: TiltFan, tuning: SmallTuning = SMALL) -> None:
        self._fan = fan
        self._tuning = tuning
        self._down_at = self._moved_at = self._rested_at = 0

    def begin(self, tick: int) -> None:
        """Forget where the limb stayed before a tick."""
        self._down_at = tick

    def has_moved(self, tick: int) -> bool:
        """Whether the limb was away from its rest a moment before a tick."""
        return (tick - self._moved_at) * TICK_S <= self._tuning.staying.told_within_s

    def may_be_out(self, now: SmallSet, tick: int) -> bool:
        """Whether the limb is, or was a moment ago, on a rep, so that the set goes on.

        Args:
            now: The set; it must have at least one rep.
            tick: The tick now.
        """
        usual_s = median(move.end - move.start for move in now.told) * TICK_S
        longest_s = self._tuning.staying.out_reps * usual_s
        is_soon = (tick - self._moved_at) * TICK_S <= self._tuning.staying.told_soon_s
        return is_soon and (self._moved_at - self._rested_at) * TICK_S <= longest_s

    def is_rest(self, now: SmallSet, tick: int) -> bool:
        """Whether the limb stays so long where the reps' tops were that this is its rest.

        Args:
            tick: The tick of this look.
        """
        by, settled = self._tuning.staying, now.settled
        if not now.told:
            self._down_at = tick
            return False
        last = round(now.told[-1].end)
        base = self._level(settled.direction, last, last + by.level_ticks)
        level = self._level(settled.direction, tick - by.level_ticks, tick)
        up_part = settled.sign * (level - base) / settled.usual_deg
        is_up = by.up_part <= up_part < by.up_most
        if tick - last < by.up_after_ticks or not is_up or len(now.told) < 2:
            self._down_at = tick
        if up_part > by.moved_part:
            self._moved_at = tick
        else:
            self._rested_at = tick
        if (tick - last) * TICK_S > self._tuning.pause_s:
            return False
        hold_s = median(move.hold_s for move in now.told)
        stays_s = max(by.stays_s, by.stays_holds * hold_s)
        return (tick - self._down_at) * TICK_S > stays_s

    def _level(self, direction: int, first: int, last: int) -> float:
        return float(np.median(self._fan.along(direction, first, last)))
