"""The clock of samples that carry no time: their count, laid under their times of arrival.

Notifications are late by anything up to a quarter of a second, but never early. So the times of
the samples are a straight line of their numbers under all arrivals, its slope the true period
(the lower envelope, as in ``sensors.timeline``). A step upwards that stays is a loss, unless the
samples have begun to come in bursts: then even the promptest of them waits for its burst.
"""

import statistics
from collections import deque
from dataclasses import dataclass

import numpy as np
from evenstride.sensors.samples import IntArray

# The promptest arrival of each bucket counts.
_BUCKET_US = 250_000
# Long enough for a slope to 0.1 %, short enough to follow a board that slows down.
_BUCKETS = 40
# Until the true period is known, so long, the line is never further than this under an arrival.
_LEARNING_US = 2_000_000
_LEARNING_LATE_US = 40_000
# What was measured before counts like a window of at most this length.
_MEMORY_US = 10_000_000
# So many buckets above the line are a loss and no delay, once the period is known for so long.
_LOSS_BUCKETS = 8
_KNOWN_US = 6_000_000
# Boards may be slower than asked for by any factor, but hardly faster.
_FASTEST = 0.9
_SLOWEST = 10.0
# Silence this long is a hole in the data.
_SILENCE_US = 1_000_000
# Notifications closer to each other than this part of a period came together; so many times more
# of them than before are bursts.
_TOGETHER = 0.25
_BURSTS = 2.0


@dataclass(slots=True)
class _Point:
    """The promptest arrival of a bucket, and how many came together there at the most."""

    number: int
    host_us: int
    together: int = 1


class ArrivalClock:
    """Numbers and times of one stream of samples.

    Args:
        rate_hz: The nominal rate; the true one is measured.
    """

    def __init__(self, rate_hz: float) -> None:
        self._nominal_us = self._period_us = 1e6 / rate_hz
        self._points: deque[_Point] = deque(maxlen=_BUCKETS)
        self._best: _Point | None = None
        self._together = self._most_together = 1
        self._bucket_us = 0
        # The line: _low_us + _period_us * (number - _base).
        self._base = 0
        self._low_us = 0.0
        self._known_us = 0
        self._next = 0
        self._last_us = 0.0
        self._host_us: int | None = None
        self._hole = False

    @property
    def rate_hz(self) -> float:
        """The true rate as far as it is known."""
        return 1e6 / self._period_us

    def resume(self) -> None:
        """Expect a hole before the next samples."""
        self._hole = True

    def skip(self, n: int) -> None:
        """Leave n numbers out: so many samples are known to be lost."""
        self._next += n

    def stamp(self, n: int, host_us: int) -> tuple[IntArray, IntArray]:
        """Numbers and times, microseconds on the host's clock, of n samples that came together."""
        if self._host_us is None:
            self._begin(n, host_us)
        elif self._hole or host_us - self._host_us > _SILENCE_US:
            passed = round((host_us - self._host_us) / self._period_us)
            self._next += max(0, passed - n)
            self._begin(n, host_us)
        else:
            came_together = host_us - self._host_us < _TOGETHER * n * self._period_us
            self._together = self._together + 1 if came_together else 1
        self._hole = False
        self._host_us = host_us
        if host_us - self._bucket_us >= _BUCKET_US:
            self._turn(n, host_us)
        last = self._next + n - 1
        late_us = host_us - self._line_us(last)
        # A sample is never later than its arrival.
        self._low_us += min(0.0, late_us)
        if self._known_us < _LEARNING_US:
            self._low_us += max(0.0, late_us - _LEARNING_LATE_US)
        if self._best is None or host_us - self._line_us(last) < self._best_late_us():
            self._best = _Point(last, host_us)
        self._most_together = max(self._most_together, self._together)
        seq = np.arange(self._next, last + 1, dtype=np.int64)
        self._next = last + 1
        t_us = self._low_us + (seq - self._base) * self._period_us
        # The line was lowered: time goes on slowly, never backwards.
        t_us = np.maximum(t_us, self._last_us + np.arange(1, n + 1) * (self._period_us / 8))
        self._last_us = float(t_us[-1])
        return seq, np.round(t_us).astype(np.int64)

    def _line_us(self, number: int) -> float:
        return self._low_us + self._period_us * (number - self._base)

    def _best_late_us(self) -> float:
        return self._late_us(self._best) if self._best else 0.0

    def _late_us(self, point: _Point) -> float:
        return point.host_us - self._line_us(point.number)

    def _begin(self, n: int, host_us: int) -> None:
        """Forget the arrivals but not the period."""
        self._points.clear()
        self._best = None
        self._bucket_us = host_us
        self._base = self._next + n - 1
        self._low_us = float(host_us)

    def _turn(self, n: int, host_us: int) -> None:
        """Begin a new bucket: look for losses, then lay the line anew."""
        self._known_us += host_us - self._bucket_us
        self._bucket_us = host_us
        if self._best is None:
            return
        self._best.together, self._most_together = self._most_together, 1
        self._points.append(self._best)
        self._best = None
        if len(self._points) > _LOSS_BUCKETS and self._known_us >= _KNOWN_US:
            self._find_loss(n)
        points = list(self._points)
        if len(points) > 1:
            half = len(points) // 2
            one, two = self._promptest(points[:half]), self._promptest(points[half:])
            drift = (self._late_us(two) - self._late_us(one)) / (two.number - one.number)
            # Of two arrivals close to each other, lateness makes any slope: what counts is how far
            # apart they are, against half of the window that is known.
            apart_us = two.host_us - one.host_us
            trust = apart_us / (apart_us + min(self._known_us, _MEMORY_US) / 2)
            period_us = self._period_us + trust * drift
            self._period_us = min(
                max(period_us, _FASTEST * self._nominal_us), _SLOWEST * self._nominal_us
            )
        self._base = points[-1].number
        self._low_us = 0.0
        self._low_us = self._late_us(self._promptest(points))

    def _promptest(self, points: list[_Point]) -> _Point:
        return min(points, key=self._late_us)

    def _find_loss(self, n: int) -> None:
        """Count whole notifications as lost, if all late arrivals came that much later."""
        points = list(self._points)
        before, recent = points[:-_LOSS_BUCKETS], points[-_LOSS_BUCKETS:]
        together = statistics.median(point.together for point in recent)
        if together >= _BURSTS * self._promptest(before).together:
            return  # only like arrivals can be compared
        notifications = self._late_us(self._promptest(recent)) / (n * self._period_us) + 0.25
        lost = n * int(max(notifications, 0.0))
        if lost:
            self._next += lost
            # Should it have been a delay after all, the slope must not suffer.
            self._points.clear()
            self._points.extend(_Point(p.number + lost, p.host_us, p.together) for p in recent)
