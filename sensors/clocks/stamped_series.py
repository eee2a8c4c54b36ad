"""Numbering of the samples of one stream of a sensor that stamps its notifications."""

import numpy as np

from evenstride.sensors.clocks.other_rate import RATE_ERROR
from evenstride.sensors.clocks.stamped_pace import StampedPace
from evenstride.sensors.samples import IntArray

# Samples take their time: a notification that ends earlier than this fraction of its duration, by
# this much, was stamped by a clock that was set back. That a sensor is faster than it was asked to
# be is known before.
_LEAST_PART, _BACK_US = 0.75, 60_000


class StampedSeries:
    """Numbers samples; each notification tells the time of its last one.

    Args:
        rate_hz: The nominal rate; the true one is measured.
    """

    def __init__(self, rate_hz: float) -> None:
        self._pace = StampedPace(rate_hz)
        self._last_us: int | None = None
        self._next = 0

    def change_rate(self, rate_hz: float) -> None:
        """Set another nominal rate from now on."""
        self._pace = StampedPace(rate_hz)

    def doubt(self) -> str:
        """Return a sentence that the rate is not the nominal one, once it is sure; else empty."""
        return self._pace.doubt()

    def least_us(self, n: int) -> float | None:
        """Return the least time of the last of the next n samples; None if they are the first."""
        if self._last_us is None:
            return None
        return self._last_us + _LEAST_PART * n * self._pace.period_us - _BACK_US

    def stamp(self, n: int, last_us: int) -> tuple[IntArray, IntArray] | None:
        """Return numbers and times in microseconds of n samples, the last at ``last_us``.

        Times are evenly spaced since the last sample before; at the start and after a loss they are
        one period apart (as the makers of the sensors do it).

        Returns:
            None for samples that came before already, or too late to be put in order.
        """
        step_us = self._pace.period_us
        if self._last_us is not None:
            span_us = last_us - self._last_us
            if span_us <= 0:
                return None
            self._pace.see(span_us / n)
            missing = round(span_us / self._pace.period_us) - n
            if missing > RATE_ERROR * n:
                self._next += missing
            else:
                step_us = span_us / n
                self._pace.measure(span_us, n)
        seq = np.arange(self._next, self._next + n, dtype=np.int64)
        self._next += n
        self._last_us = last_us
        back = np.arange(n - 1, -1, -1)
        return seq, last_us - np.round(back * step_us).astype(np.int64)
