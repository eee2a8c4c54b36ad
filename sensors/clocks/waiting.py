"""Notifications that wait until it is clear when they were measured, and are stamped then."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.sensors.clocks.line import Line
from evenstride.sensors.clocks.stamps import Stamped
from evenstride.sensors.samples import FloatArray

# So many of the last losses are kept, to tell whether they are evenly spaced.
_LOSSES_KEPT = 10
# Time advances by at least this fraction of a period for each sample.
_LEAST_STEP = 1 / 8


@dataclass(slots=True)
class _Notification:
    """How many samples came until its end, and when it came."""

    came: int
    host_us: int
    values: FloatArray


class Waiting:
    """The notifications that are not stamped yet, oldest first.

    Attributes:
        said_lost: How many samples are lost according to the numbers handed out.
        lost_at: How many samples had come at each of the last losses.
    """

    def __init__(self) -> None:
        self._all: deque[_Notification] = deque()
        self._last_us = -np.inf
        self.said_lost = 0
        self.lost_at: deque[int] = deque(maxlen=_LOSSES_KEPT)

    def add(self, came: int, host_us: int, values: FloatArray) -> None:
        """Add a notification; ``came`` samples have come, including its own."""
        self._all.append(_Notification(came, host_us, values))

    def until(self, came: int) -> list[int]:
        """Return how many samples had come with each notification up to this count."""
        return [one.came for one in self._all if one.came <= came]

    def release(self, lost: Sequence[float], line: Line, period_us: float) -> list[Stamped]:
        """Stamp the first of them.

        Args:
            lost: How many samples were lost before each of these; a mean if that is not sure.
            line: Tells when the last sample of each was measured.
            period_us: The time between samples.
        """
        settled: list[Stamped] = []
        for lost_by_then in lost:
            one = self._all.popleft()
            n = len(one.values)
            if round(lost_by_then) > self.said_lost:
                self.lost_at.append(one.came)
                self.said_lost = round(lost_by_then)  # a number is whole, but a time need not be
            seq = one.came - n + self.said_lost + np.arange(n, dtype=np.int64)
            back_us = np.arange(n - 1, -1, -1) * period_us
            # No sample is later than its arrival. If the line was lowered, time advances slowly,
            # but never backwards.
            t_us = min(line.measured_us(one.came + lost_by_then), one.host_us) - back_us
            t_us = np.maximum(t_us, self._last_us + np.arange(1, n + 1) * (period_us * _LEAST_STEP))
            self._last_us = float(t_us[-1])
            came_us = np.full(n, one.host_us, np.int64)
            settled.append(Stamped(seq, np.round(t_us).astype(np.int64), came_us, one.values))
        return settled
