"""The clock of samples without times, when it is known how many may be missing.

Each sample is one period after the last, plus one for each that is missing. If that number is
uncertain, the arrival tells it: nothing arrives before it was measured. A late sample is put where
the period predicts it; an early one shows that the line was too high, and time continues from
there. The period is the slope of the line under the arrivals (``envelope``), counted by the
expected number of missing samples, so that no guess feeds back into itself.
"""

from collections import deque
from typing import Final

from evenstride.sensors.clocks.envelope import Envelope

# For this many samples, the period is taken from their numbers alone.
_FIRST: Final = 25
# After this many, the period is known well enough that lasting lateness is not due to it.
_KNOWN: Final = 300
# How often to refit the line, and the most samples that it covers.
_REFIT_US: Final = 500_000
_WINDOW: Final = 1_500
# The largest relative change of the period in one refit.
_FAR: Final = 0.2
_LEAST_PERIOD_US: Final = 500.0
# A sample may appear to arrive before it was measured by this fraction of a period.
_EARLY: Final = 0.35
# For this long an apparent loss may turn out to be lateness.
_DOUBT_US: Final = 300_000
# What stays late for this long is not late: samples were never sent, or lost without notice.
_LATE_US: Final = 500_000
# A silence this long is a hole, whatever was counted.
_HOLE_US: Final = 1_000_000
# Time advances by at least this fraction of a period for each sample.
_LEAST_STEP: Final = 0.125


class CountedClock:
    """Assigns numbers and times to one stream of samples.

    Args:
        rate_hz: The nominal rate; the true one is measured.
    """

    def __init__(self, rate_hz: float) -> None:
        self._pace = _Pace(1e6 / rate_hz)
        self._number = -1
        self._t_us = 0.0
        self._host_us: int | None = None
        # Numbers that were skipped although perhaps nothing was lost: until when that may show, and
        # how many were skipped needlessly.
        self._doubts: deque[int] = deque()
        self._spare = 0
        self._late: deque[tuple[int, float]] = deque()

    @property
    def rate_hz(self) -> float:
        """The true rate, as far as it is known."""
        return 1e6 / self._pace.period_us

    @property
    def is_young(self) -> bool:
        """Whether there are too few samples to say more about one than when it arrived."""
        return self._pace.is_young

    def resume(self) -> None:
        """Expect a hole before the next sample."""
        if self._host_us is not None:
            self._host_us -= 2 * _HOLE_US

    def owed(self, host_us: int) -> int:
        """Return how many samples are due by now but have not come."""
        late_us = 0.0 if self._host_us is None else host_us - self._t_us
        return int(late_us / self._pace.period_us)

    def place(
        self, host_us: int, least: int = 0, most: int | None = 0, expected: float | None = None
    ) -> tuple[int, int]:
        """Return the number and time of a sample.

        Args:
            host_us: When it arrived.
            least: The least number of samples missing before it.
            most: The most that may be missing; None if unknown.
            expected: The mean number missing; None to judge by their arrival.

        Returns:
            Its number, and when it was measured on the host's clock, except for the network's
            minimum delay, microseconds.
        """
        period_us, before_us = self._pace.period_us, self._t_us
        if self._host_us is None or host_us - self._host_us > _HOLE_US:
            step = max(round((host_us - self._t_us) / period_us), least + 1)
            self._number += 1 if self._host_us is None else step
            self._t_us = float(host_us)
            self._late.clear()
            self._pace.breaks()
            step = 1
        else:
            step = self._go_on(host_us, least, most)
        self._host_us = host_us
        self._pace.sample(host_us, step if expected is None else expected + 1)
        if self._pace.is_young:
            self._t_us = max(float(host_us), before_us + 1.0)
        return self._number, round(self._t_us)

    def _go_on(self, host_us: int, least: int, most: int | None) -> int:
        period_us = self._pace.period_us
        steps = (host_us - self._t_us) / period_us
        step = max(int(steps + _EARLY), least + 1)
        if most is not None:
            step = min(step, most + 1)
        expected_us = self._t_us + step * period_us
        late_us = host_us - expected_us
        while self._doubts and self._doubts[0] < host_us:
            self._doubts.popleft()
        if late_us < -_EARLY * period_us and self._doubts:
            self._doubts.popleft()
            self._spare += 1  # a late sample looked like a loss before it
        self._doubts.extend([host_us + _DOUBT_US] * (step - least - 1))
        self._t_us = max(min(expected_us, float(host_us)), self._t_us + _LEAST_STEP * period_us)
        back = min(self._spare, step - 1)
        self._spare -= back
        self._number += step - back
        self._catch_up(host_us, max(late_us, 0.0))
        return step

    def _catch_up(self, host_us: int, late_us: float) -> None:
        """Raise the line if everything is late: that is not lateness."""
        self._late.append((host_us, late_us))
        while self._late[0][0] < host_us - _LATE_US:
            self._late.popleft()
        if host_us - self._late[0][0] < 0.8 * _LATE_US:
            return
        least_us = min(late for _, late in self._late)
        if least_us > 0:
            self._t_us += least_us
            if self._pace.is_known:
                self._number += int(least_us / self._pace.period_us + _EARLY)
            self._late.clear()


class _Pace:
    """The period: the slope of the line under the arrivals, counting expected missing samples."""

    def __init__(self, period_us: float) -> None:
        self.period_us = period_us
        self._points = Envelope(_WINDOW)
        self._x = 0.0
        self._fitted_us = 0
        self._seen = 0

    @property
    def is_young(self) -> bool:
        """Whether there are too few samples."""
        return self._seen < _FIRST

    @property
    def is_known(self) -> bool:
        """Whether the period is right to a few parts in a thousand."""
        return self._seen >= _KNOWN

    def sample(self, host_us: int, steps: float) -> None:
        """Take a sample, expected to be this many periods after the last one."""
        self._x += steps
        self._seen += 1
        self._points.add(self._x, float(host_us))
        span = self._points.span
        if self.is_young:
            if span > 0:
                _, at_us = self._points.points
                self.period_us = max(float(at_us[-1] - at_us[0]) / span, _LEAST_PERIOD_US)
            return
        if host_us - self._fitted_us >= _REFIT_US and span >= 2 * _FIRST:
            self._fitted_us = host_us
            slope = self._points.slope()
            if abs(slope / self.period_us - 1) < _FAR:
                self.period_us = max(slope, _LEAST_PERIOD_US)

    def breaks(self) -> None:
        """Forget the points: nobody knows how many samples are missing before the next."""
        self._points.forget()
