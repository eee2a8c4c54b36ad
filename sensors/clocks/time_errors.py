"""How far off one stream's times may be, and how far apart two sensors' times are then."""

import math
from typing import Final

import numpy as np

from evenstride.sensors.samples import FloatArray

OFF_US: Final = 20_000
"""A time that is wrong by more than this, or two legs that are further apart, is worth telling if
it happens often."""
# The width of a bin, half of the smallest error that matters for two legs being just too far apart;
# and the largest error, as larger ones are no worse.
_BIN_US, _MOST_US = 2_000, 100_000
_BINS: Final = _MOST_US // _BIN_US
_LEAST: Final = OFF_US // _BIN_US + 1


# A minute of the usual sensor is remembered, in samples, so that a bad start does not count for
# ever; and until there are enough of them, the missing ones count as right.
_MEMORY, _ENOUGH = 6_000.0, 1_500.0


class TimeErrors:
    """The distribution of one stream's possible errors of time, in the last minute or so."""

    def __init__(self) -> None:
        self._count = np.zeros(2 * _BINS + 1)
        self._number = 0
        self._apart: float | None = 0.0

    def add(self, off_us: FloatArray, count: FloatArray, number: int) -> None:
        """Take the errors of some samples.

        Args:
            off_us: The possible errors, shape (m, k).
            count: How many samples are expected to have each, shape (m, k).
            number: The number of the last of them.
        """
        at = np.clip(np.rint(off_us / _BIN_US), -_BINS, _BINS).astype(int) + _BINS
        self._count *= math.exp((self._number - number) / _MEMORY)
        self._count += np.bincount(at.ravel(), count.ravel(), len(self._count))
        self._number, self._apart = number, None

    @property
    def _part(self) -> FloatArray:
        """The fraction of the samples that are expected to have each error."""
        return self._count / max(-_MEMORY * math.expm1(-self._number / _MEMORY), _ENOUGH)

    def off(self) -> float:
        """Return which fraction of the samples is expected to be off by more than ``OFF_US``."""
        return _beyond(self._part)

    def apart(self) -> float:
        """Return for which fraction of the time two such sensors are over ``OFF_US`` apart.

        It changes only with new errors, so that it may be asked often.
        """
        if self._apart is None:
            part = self._part
            part[_BINS] += max(1 - float(part.sum()), 0.0)
            self._apart = _beyond(np.convolve(part, part[::-1]))
        return self._apart


def _beyond(count: FloatArray) -> float:
    """Return how many of a distribution around zero are beyond ``OFF_US``."""
    middle = len(count) // 2
    return float(count[: middle - _LEAST + 1].sum() + count[middle + _LEAST :].sum())
