"""The clock of samples without a time, of which it is known how many may be missing.

Every sample is one period after the one before, or as many more as are missing. Which it is, where
that is not certain, its arrival tells: nothing arrives before it was measured. One that arrives
late is where the period puts it; one that arrives early shows that the line was too high, and time
goes on from there. The period is what the arrivals of samples tell between which none is missing.
"""

from collections import deque
from typing import Final

# The first samples tell the period by their number alone.
_FIRST: Final = 25
# A stretch is closed after so many samples, and what older ones tell counts half after as many.
_STRETCH: Final = 1_000
# A sample may seem to arrive before it was measured, by this part of a period.
_EARLY: Final = 0.35
# So long it can turn out that what seemed lost was only late.
_DOUBT_US: Final = 300_000
# What was late for so long was not late: so much was never sent, or lost unseen.
_LATE_US: Final = 500_000
# Silence this long is a hole, whatever was counted.
_HOLE_US: Final = 1_000_000
# Time goes on by this part of a period at least.
_LEAST_STEP: Final = 0.125


class CountedClock:
    """Numbers and times of one stream of samples.

    Args:
        rate_hz: The nominal rate; the true one is measured.
    """

    def __init__(self, rate_hz: float) -> None:
        self._pace = _Pace(1e6 / rate_hz)
        self._number = -1
        self._t_us = 0.0
        self._host_us: int | None = None
        # Numbers that were left out though nothing may have been lost: until when that may show,
        # and how many were left out for nothing.
        self._doubts: deque[int] = deque()
        self._spare = 0
        self._late: deque[tuple[int, float]] = deque()

    @property
    def rate_hz(self) -> float:
        """The true rate as far as it is known."""
        return 1e6 / self._pace.period_us

    def resume(self) -> None:
        """Expect a hole before the next sample."""
        if self._host_us is not None:
            self._host_us -= 2 * _HOLE_US

    def owed(self, host_us: int) -> int:
        """How many samples should have come by now that have not."""
        late_us = 0.0 if self._host_us is None else host_us - self._t_us
        return int(late_us / self._pace.period_us)

    def place(self, host_us: int, least: int = 0, most: int | None = 0) -> tuple[int, int]:
        """Number and time a sample.

        Args:
            host_us: When it arrived.
            least: How many are missing before it at least.
            most: How many are at the most; None where nobody knows.

        Returns:
            Its number, and when it was measured on the host's clock but for the network's least
            delay, microseconds.
        """
        period_us = self._pace.period_us
        if self._host_us is None or host_us - self._host_us > _HOLE_US:
            step = max(round((host_us - self._t_us) / period_us), least + 1)
            self._number += 1 if self._host_us is None else step
            self._t_us = float(host_us)
            self._late.clear()
            self._pace.breaks()
        else:
            self._go_on(host_us, least, most)
        self._host_us = host_us
        self._pace.sample(host_us)
        if self._pace.is_young:
            self._t_us = float(host_us)
        return self._number, round(self._t_us)

    def _go_on(self, host_us: int, least: int, most: int | None) -> None:
        period_us = self._pace.period_us
        steps = (host_us - self._t_us) / period_us
        step = max(int(steps + _EARLY), least + 1)
        if most is not None:
            step = min(step, most + 1)
        if most != 0:
            self._pace.breaks()
        expected_us = self._t_us + step * period_us
        late_us = host_us - expected_us
        while self._doubts and self._doubts[0] < host_us:
            self._doubts.popleft()
        if late_us < -_EARLY * period_us and self._doubts:
            self._doubts.popleft()
            self._spare += 1  # one that was late looked like a loss before it
        self._doubts.extend([host_us + _DOUBT_US] * (step - least - 1))
        self._t_us = max(min(expected_us, float(host_us)), self._t_us + _LEAST_STEP * period_us)
        back = min(self._spare, step - 1)
        self._spare -= back
        self._number += step - back
        self._catch_up(host_us, max(late_us, 0.0))

    def _catch_up(self, host_us: int, late_us: float) -> None:
        """Raise the line where everything is late: that is no lateness."""
        self._late.append((host_us, late_us))
        while self._late[0][0] < host_us - _LATE_US:
            self._late.popleft()
        if host_us - self._late[0][0] < 0.8 * _LATE_US:
            return
        least_us = min(late for _, late in self._late)
        if least_us > 0:
            self._t_us += least_us
            self._number += int(least_us / self._pace.period_us + _EARLY)
            self._late.clear()


class _Pace:
    """The period, by the arrivals within stretches without a loss: one slope for all of them."""

    def __init__(self, period_us: float) -> None:
        self.period_us = period_us
        self._sum_xx = self._sum_xy = 0.0  # of closed stretches
        self._count = 0
        self._began_us = 0
        self._x = self._y = self._xx = self._xy = 0.0  # of the open one
        self._seen = 0

    @property
    def is_young(self) -> bool:
        """Whether too little was seen."""
        return self._seen < _FIRST

    def breaks(self) -> None:
        """Something may be missing before the next sample."""
        if self._count > 1:
            xx, xy = self._open()
            half = 0.5 if self._count >= _STRETCH else 0.5 ** (self._count / _STRETCH)
            self._sum_xx = self._sum_xx * half + xx
            self._sum_xy = self._sum_xy * half + xy
        self._count = 0
        self._x = self._y = self._xx = self._xy = 0.0

    def sample(self, host_us: int) -> None:
        """A sample arrived, one period after the last unless ``breaks`` was called between."""
        if self._count == 0:
            self._began_us = host_us
        x, y = float(self._count), float(host_us - self._began_us)
        self._count += 1
        self._seen += 1
        self._x += x
        self._y += y
        self._xx += x * x
        self._xy += x * y
        if self._count >= _STRETCH:
            self.breaks()
        xx, xy = self._open() if self._count > 1 else (0.0, 0.0)
        if self._sum_xx + xx > _FIRST and self._sum_xy + xy > 0:
            self.period_us = max((self._sum_xy + xy) / (self._sum_xx + xx), 500.0)

    def _open(self) -> tuple[float, float]:
        n = self._count
        return self._xx - self._x * self._x / n, self._xy - self._x * self._y / n
