"""How prompt one sensor's arrivals are: the promptest of each half second, and all in total."""

from collections import deque
from typing import Final

import numpy as np

from evenstride.sensors.clocks.envelope import Envelope
from evenstride.sensors.samples import BoolArray, FloatArray

# How far back the line looks, in points: long enough to include a few prompt arrivals even on a
# busy radio, short enough that a warming crystal (some ppm a minute) bends it by far less than
# 1 ms.
_WINDOW: Final = 120
# If the times of a few samples of the first second are exactly those of their arrivals, to the
# microsecond, they were made from arrivals, as this program does for a sensor without a clock. They
# are right already: lateness for seconds on end, behind long stops of a radio or a computer, says
# nothing about their pace.
_FROM_ARRIVALS: Final = 3
_AT_ONCE_US: Final = 1.0
_FIRST_US: Final = 1_000_000
# Arrivals prove nothing until enough of them were later than the one before: before that, all may
# have been late, and their beat with the connection or the computer looks like another pace. Half
# of all are later or, of samples that come together, nearly all.
_ENOUGH_LATER: Final = 20
_LATER_US: Final = 2_000.0
# A knot lies where a sample comes later than the one before: in a stream of batches it is the first
# of its batch, and late by the whole of it. Enough of them tell how late they are.
_ENOUGH_FIRSTS: Final = 9
# If all of the last points are this far above the line, samples were lost without notice.
_STEP_AHEAD_US: Final = 12_000
_STEP_POINTS: Final = 5
# Fewer later arrivals are enough for that: if it is wrong, the next prompt arrival corrects it.
_ENOUGH_STAY: Final = 8
# And some of these points have to be equally high, to this many microseconds or to this fraction: a
# queue at the radio has no fixed length.
_FLOOR_POINTS, _FLOOR_US, _FLOOR = 3, 6_000, 0.2


def are_later(ahead: FloatArray) -> BoolArray:
    """Return which arrivals, except the first, were later than the one before, shape (n - 1,).

    Args:
        ahead: How far ahead the host's clock is at each, shape (n,).
    """
    return np.asarray(ahead[1:] - ahead[:-1] > _LATER_US)


class Promptness:
    """What arrivals show: for each, how far the host's clock is ahead of the sensor's.

    Attributes:
        points: The promptest of each half second: the sensor's time, and how far ahead.
    """

    def __init__(self) -> None:
        self.points = Envelope(_WINDOW)
        # The promptest since the last point, and how far above the line it was.
        self._best: tuple[float, float] | None = None
        self._best_late = 0.0
        self._at_once = 0  # how many of the first have exactly their time of arrival
        self._last = np.inf
        self._late_firsts: deque[float] = deque(maxlen=_ENOUGH_FIRSTS)
        self._later = 0  # how many were later than the one before; below, the same at each point
        self._later_by: deque[int] = deque(maxlen=_WINDOW)

    @property
    def is_made(self) -> bool:
        """Whether the sensor's times were made from arrivals."""
        return self._at_once >= _FROM_ARRIVALS

    @property
    def is_known(self) -> bool:
        """Whether some arrivals must have been prompt."""
        return self._later >= _ENOUGH_LATER

    def see(self, ahead: FloatArray, is_later: BoolArray, since_us: float) -> None:
        """Take arrivals, in order.

        Args:
            ahead: How far ahead the host's clock is at each, shape (n,).
            is_later: The result of ``are_later`` for them.
            since_us: How long after the very first arrival the last knot was.
        """
        self.see_one(ahead.item(0), since_us)
        if since_us < _FIRST_US:
            self._at_once += int(np.count_nonzero(np.abs(ahead[1:]) <= _AT_ONCE_US))
        self._later += int(np.count_nonzero(is_later))
        self._last = ahead.item(-1)

    def see_one(self, ahead: float, since_us: float) -> None:
        """Take the next arrival; the arguments are those of ``see``."""
        if since_us < _FIRST_US:
            self._at_once += abs(ahead) <= _AT_ONCE_US
        self._later += ahead - self._last > _LATER_US
        self._last = ahead

    def see_knot(self, late: float) -> None:
        """Take how late the arrival at a knot was."""
        self._late_firsts.append(late)

    @property
    def usual_late(self) -> float:
        """How late every arrival at a knot is at least; 0.0 until it is known."""
        if len(self._late_firsts) < _ENOUGH_FIRSTS:
            return 0.0
        return max(min(self._late_firsts), 0.0)

    def offer(self, t: float, ahead: float, late: float) -> None:
        """Offer an arrival that may be the promptest of its half second."""
        if self._best is None or late < self._best_late:
            self._best, self._best_late = (t, ahead), late

    def keep(self) -> None:
        """End the half second, and keep its promptest arrival."""
        if self._best is not None:
            self.points.add(*self._best)
            self._later_by.append(self._later)
            self._best = None

    def drop(self) -> None:
        """Forget the promptest since the last point, because it tells nothing."""
        self._best = None

    def forget(self) -> None:
        """Forget all earlier arrivals, because they tell nothing any more."""
        self.points.forget()
        self._later_by.clear()
        self._later = 0
        self._best = None

    def stays_above(self, slope: float, t: float, low: float) -> bool:
        """Return whether all recent points are above the line, as after an unnoticed loss.

        If so, forget the earlier ones.
        """
        if not self.points.are_above(slope, t, low, last=_STEP_POINTS, by=_STEP_AHEAD_US):
            return False  # as nearly always
        since = self._later - _ENOUGH_STAY
        enough = next((k for k, by in enumerate(reversed(self._later_by)) if by <= since), None)
        last = max(_STEP_POINTS, len(self._later_by) if enough is None else enough)
        if enough is None or len(self.points) < last:
            return False
        if not self.points.are_above(slope, t, low, last=last, by=_STEP_AHEAD_US):
            return False
        x, y = self.points.points
        above = np.sort((y - slope * (x - t) - low)[-last:])
        if above[_FLOOR_POINTS - 1] - above[0] > max(_FLOOR_US, _FLOOR * above[0]):
            return False
        self.points.forget(but=last)
        return True
