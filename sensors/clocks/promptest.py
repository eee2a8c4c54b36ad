"""The promptest arrivals of the last minute, and what they tell while a computer is busy.

Such a computer delivers late for seconds on end, and its arrivals show neither a rhythm nor a loss.
But now and then it catches up, and a sensor's true period is constant: the arrivals of those
moments are on one line or, if something was lost between them, on parallel ones.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.sensors.clocks.other_rate import RATE_ERROR

# One arrival is kept for each half second, and those of the last minute.
_EACH_US: Final = 500_000
_KEPT: Final = 120
# They tell something once there are enough of them, if a part of them (and a least number) are near
# one line, to the accuracy of a computer that has caught up, over at least this time.
_ENOUGH: Final = 16
_PART, _LEAST, _NEAR_US, _LONG_US = 0.25, 8, 10_000.0, 6_000_000
# Some of those near the line have to be among the last ones.
_LAST: Final = 20
# A busy computer proves no other rate than the nominal one; the steps in which it is sought.
_SLOPES: Final = np.linspace(-RATE_ERROR, RATE_ERROR, 241)


@dataclass(frozen=True, slots=True)
class Caught:
    """What the moments tell at which the computer had caught up.

    Attributes:
        period_us: The period.
        number: The number of a sample.
        at_us: When that was measured, if nothing else is lost than was counted.
        late_us: How much later than that the latest promptest arrivals are; 0.0 if they are not.
        since_us: When the first of them arrived.
    """

    period_us: float
    number: int
    at_us: float
    late_us: float
    since_us: float


class Promptest:
    """The promptest arrivals of one stream.

    Args:
        period_us: The nominal period, by which to compare them.
    """

    def __init__(self, period_us: float) -> None:
        self._nominal_us = period_us
        self._points: list[tuple[int, int]] = []  # number, and when it arrived
        self._best: tuple[int, int] | None = None
        self._since_us = 0

    def add(self, number: int, host_us: int) -> None:
        """Take the arrival of the sample with this number, microseconds."""
        if self._best is None:
            self._best, self._since_us = (number, host_us), host_us
        elif host_us - self._best[1] <= self._nominal_us * (number - self._best[0]):
            self._best = number, host_us
        if host_us - self._since_us >= _EACH_US:
            self._points = [*self._points[1 - _KEPT :], self._best]
            self._best = None

    def count(self, lost: int, since_us: float) -> None:
        """Count more losses before the arrivals since a time."""
        self._points = [
            (number + lost * (host_us >= since_us), host_us) for number, host_us in self._points
        ]
        self._best = None

    def forget(self, since_us: float) -> None:
        """Forget the arrivals since then, because their numbers were wrong."""
        self._points = [one for one in self._points if one[1] < since_us]
        self._best = None

    def caught(self) -> Caught | None:
        """Return what they tell; None while that is nothing."""
        if len(self._points) < _ENOUGH:
            return None
        number, host_us = np.array(self._points, np.float64).T
        since = number - number[-1]
        late_us = host_us - host_us[-1] - self._nominal_us * since
        count = max(int(_PART * len(since)), _LEAST)
        above_us = late_us - self._nominal_us * _SLOPES[:, None] * since
        order = np.argsort(above_us, axis=1, kind="stable")
        sorted_us = np.take_along_axis(above_us, order, axis=1)
        spread_us = sorted_us[:, count - 1 :] - sorted_us[:, : len(since) - count + 1]
        slope, first = np.unravel_index(int(spread_us.argmin()), spread_us.shape)
        on_line = order[slope, first : first + count]
        if spread_us[slope, first] > _NEAR_US or np.ptp(host_us[on_line]) < _LONG_US:
            return None
        off_us = float(np.polyfit(since[on_line], late_us[on_line], 1)[0])
        above_us = late_us - off_us * since
        low_us = float(above_us.min())
        is_late = on_line.max() >= len(since) - _LAST
        level_us = float(above_us[on_line].min()) if is_late else low_us
        return Caught(
            self._nominal_us + off_us,
            int(number[-1]),
            host_us[-1] + low_us,
            level_us - low_us,
            float(host_us[on_line].min()),
        )
