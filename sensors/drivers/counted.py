"""The clock of a sensor that has none: samples are counted, each lasts the nominal period."""

import numpy as np
from evenstride.sensors.samples import IntArray

# Silence this long is a hole in the data even if the link stayed up: no sensor keeps a second of
# samples back. Radios stall for a quarter of a second and then deliver all of it.
_SILENCE_US = 1_000_000


class CountedClock:
    """Numbers samples; after a hole, arrival times say how many numbers are missing.

    Arrival times are used for nothing else: they are late by anything up to a quarter of a second.
    The true period differs from the nominal one by up to 1 %, which the timeline finds out.
    """

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._next = 0
        self._last_host_us: int | None = None
        self._hole = False

    def resume(self) -> None:
        """Expect a hole before the next samples."""
        self._hole = True

    def skip(self, n: int) -> None:
        """Leave n numbers out: so many samples are known to be lost."""
        self._next += n

    def stamp(self, n: int, host_us: int) -> tuple[IntArray, IntArray]:
        """Sample numbers and times in microseconds for n samples that arrived together."""
        if self._last_host_us is not None:
            silence_us = host_us - self._last_host_us
            if self._hole or silence_us > _SILENCE_US:
                passed = round(silence_us * self._rate_hz / 1e6)
                self._next += max(0, passed - n)
        self._hole = False
        self._last_host_us = host_us
        seq = np.arange(self._next, self._next + n, dtype=np.int64)
        self._next += n
        return seq, np.round(seq * (1e6 / self._rate_hz)).astype(np.int64)
