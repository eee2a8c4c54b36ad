"""Keeps evenly spaced values of an endless stream."""

from typing import Final

import numpy as np

from evenstride.sensors.samples import FloatArray

MOST: Final = 4096
"""How many are kept at most; half as many at least. Quantiles of evenly spaced values are those of
all to 1.6 % of a rank. For quarters of a second it is all of the first 17 minutes."""


class Thinned:
    """Keeps all values at first, then every second one, every fourth one and so on."""

    def __init__(self) -> None:
        self._values = np.empty(MOST)
        self._kept = 0
        self._every = 1
        self._until_next = 0

    def __len__(self) -> int:
        return self._kept

    @property
    def values(self) -> FloatArray:
        """The kept values in order."""
        return self._values[: self._kept]

    def extend(self, values: FloatArray) -> None:
        """Take values; how they are cut into calls changes nothing."""
        while len(values) > self._until_next:
            if self._kept == MOST:
                self._kept = MOST // 2
                self._values[: self._kept] = self._values[::2].copy()
                self._every *= 2
            kept = values[self._until_next :: self._every][: MOST - self._kept]
            self._values[self._kept : self._kept + len(kept)] = kept
            self._kept += len(kept)
            values = values[self._until_next + (len(kept) - 1) * self._every + 1 :]
            self._until_next = self._every - 1
        self._until_next -= len(values)
