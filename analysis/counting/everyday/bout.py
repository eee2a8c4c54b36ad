"""Bouts of walking: strides that follow each other, listed as one."""

from evenstride.analysis.counting.ticks.ticks_ahead import first_tick
from evenstride.analysis.counting.tuning.gait import GAIT, GaitTuning
from evenstride.analysis.model.reps import Attempt, AttemptWhy
from evenstride.analysis.signal.tuning import TICK_S


def pause_after_s(stride_s: float, tuning: GaitTuning = GAIT) -> float:
    """How long after a stride another one still belongs to the same bout, seconds.

    A stride is known only when it is over, so a slow one is given its own time and half again.

    Args:
        stride_s: How long the stride took, seconds.
    """
    return max(tuning.bout_pause_s, 1.5 * min(stride_s, tuning.series_stride_s))


class WalkingBout:
    """The bout of walking in progress, if there is one."""

    def __init__(self, tuning: GaitTuning = GAIT) -> None:
        self._tuning = tuning
        self._now: Attempt | None = None
        self._strides = 0
        self._pause_s = tuning.bout_pause_s

    def stride(self, start_s: float, end_s: float, range_deg: float) -> None:
        """Add a stride to the bout, or reps that turned out to be strides; it may begin a bout.

        Args:
            start_s: When it began.
            end_s: When it ended.
            range_deg: How far the limb turned.
        """
        now = self._now
        self._strides += 1
        self._pause_s = pause_after_s(end_s - start_s, self._tuning)
        if now is not None:
            start_s, end_s = min(now.start_s, start_s), max(now.end_s, end_s)
            range_deg = max(now.rom_deg or 0.0, range_deg)
        self._now = Attempt(start_s=start_s, end_s=end_s, rom_deg=range_deg, why=AttemptWhy.WALKING)

    def ended(self, at_s: float, least_deg: float) -> Attempt | None:
        """The bout, if it is over at a time; returned only once.

        Args:
            at_s: The time.
            least_deg: A single stride that turned less than this is a fidget.
        """
        now = self._now
        if now is None or not self._is_over(now, at_s):
            return None
        is_fidget = self._strides < 2 and (now.rom_deg or 0.0) < least_deg
        self._now, self._strides = None, 0
        return None if is_fidget else now

    def _is_over(self, now: Attempt, at_s: float) -> bool:
        return at_s >= now.end_s + self._pause_s

    @property
    def over_at(self) -> int | None:
        """The first tick at which it is over; None without one."""
        now = self._now
        if now is None:
            return None
        end_s = now.end_s + self._pause_s
        return first_tick(lambda at: self._is_over(now, at * TICK_S), end_s / TICK_S)
