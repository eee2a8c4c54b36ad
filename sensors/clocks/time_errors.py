"""How far off one stream's times may be, and how far apart two sensors' times are then."""

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


class TimeErrors:
    """The distribution of one stream's possible errors of time."""

    def __init__(self) -> None:
        self._count = np.zeros(2 * _BINS + 1)
        self._apart: float | None = 0.0

    def add(self, off_us: FloatArray, count: FloatArray) -> None:
        """Take the errors of some samples, with how many are expected to have each, same shapes."""
        at = np.clip(np.rint(off_us / _BIN_US), -_BINS, _BINS).astype(int) + _BINS
        self._count += np.bincount(at.ravel(), count.ravel(), len(self._count))
        self._apart = None

    def off(self) -> float:
        """Return how many samples are expected to be off by more than ``OFF_US``."""
        return _beyond(self._count)

    def apart(self, came: int) -> float:
        """Return for which fraction of the time two such sensors are over ``OFF_US`` apart.

        It changes only with new errors, so that it may be asked often.

        Args:
            came: How many samples have come; those without an error so far are right.
        """
        if self._apart is None:
            part = self._count / max(came, 1)
            part[_BINS] += max(1 - float(part.sum()), 0.0)
            self._apart = _beyond(np.convolve(part, part[::-1]))
        return self._apart


def _beyond(count: FloatArray) -> float:
    """Return how many of a distribution around zero are beyond ``OFF_US``."""
    middle = len(count) // 2
    return float(count[: middle - _LEAST + 1].sum() + count[middle + _LEAST :].sum())
