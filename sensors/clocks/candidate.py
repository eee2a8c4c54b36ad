"""A rate other than the known one, and the mean pace of arrivals that may support it."""

from collections import deque
from typing import Final

import numpy as np

from evenstride.sensors.clocks.explaining import NEAR
from evenstride.sensors.clocks.other_rate import RATE_ERROR

# Hardly any sensor changes its rate in mid-session, but a computer that cannot keep up makes
# arrivals look like it for some seconds. After this time, other arrivals have replaced them.
_STAYS_US: Final = 8_000_000
# Catching up with two seconds changes the mean over this time by less than 7 %.
_LATELY_US: Final = 30_000_000


class Candidate:
    """The last period found that differs from the known one: it has to be found repeatedly.

    Args:
        nominal_us: The nominal period, which may always be the right one.
    """

    def __init__(self, nominal_us: float) -> None:
        self._nominal_us = nominal_us
        self._period_us = 0.0
        self._since_us = 0

    def is_proven(self, period_us: float, known_us: float, host_us: int) -> bool:
        """Return whether to believe a period found from the arrivals so far.

        Args:
            period_us: The period that was found.
            known_us: The believed period, which is always proven.
            host_us: When it was found.
        """
        is_known = abs(period_us / known_us - 1) <= NEAR
        if is_known or abs(period_us / self._nominal_us - 1) <= RATE_ERROR:
            self._period_us = 0.0
            return True
        if not self._period_us or abs(period_us / self._period_us - 1) > NEAR:
            self._period_us, self._since_us = period_us, host_us
        return host_us - self._since_us >= _STAYS_US


class Pace:
    """The mean pace over a time longer than a computer needs to catch up.

    Args:
        host_us: When the first sample arrived.
        came: How many samples had come by then.
    """

    def __init__(self, host_us: int, came: int) -> None:
        self._seen = deque([(host_us, came)])

    def mean_us(self, host_us: int, came: int) -> float:
        """Return the mean time between samples, including the newest; infinite if there are none.

        Args:
            host_us: When the newest arrived.
            came: How many samples had come by then.
        """
        self._seen.append((host_us, came))
        while self._seen[0][0] < host_us - _LATELY_US:
            self._seen.popleft()
        first_us, first = self._seen[0]
        return (host_us - first_us) / (came - first) if came > first else np.inf
