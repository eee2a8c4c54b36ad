"""Tracks what a gyroscope reads at rest over time, as a drifting bias shows in no overall mean."""

from typing import Final

import numpy as np

from evenstride.analysis.signal.short_rows import dots, length
from evenstride.sensors.samples import BoolArray, FloatArray

_STAY_CHUNKS: Final = 160
"""Forty seconds: long enough to include some rest, short compared with a sensor's warming up."""

_REST_CHUNKS: Final = 16
"""Least rest in these, four seconds: nobody is carried round evenly for so long."""

_EVEN_RAD_S: Final = 0.06
"""3.5 °/s: rates at rest differ from their mean by less, including sway."""


class RestRates:
    """Averages rates at rest over forty seconds; how they are cut into blocks changes nothing."""

    def __init__(self) -> None:
        self._waiting: list[FloatArray] = []
        self._waiting_chunks = 0
        self._largest: FloatArray | None = None

    def update(self, rates: FloatArray, is_rest: BoolArray) -> None:
        """Take the next quarters of a second.

        Args:
            rates: The mean rate in each, rad/s, shape (n, 3).
            is_rest: Whether the limb was at rest in each, shape (n,).
        """
        self._waiting.append(np.where(is_rest[:, None], rates, np.nan))
        self._waiting_chunks += len(rates)
        if self._waiting_chunks < _STAY_CHUNKS:
            return
        rows = np.concatenate(self._waiting)
        while len(rows) >= _STAY_CHUNKS:
            self._largest = _larger(self._largest, _mean_of_rest(rows[:_STAY_CHUNKS]))
            rows = rows[_STAY_CHUNKS:]
        self._waiting, self._waiting_chunks = [rows], len(rows)

    @property
    def largest(self) -> tuple[float, float, float] | None:
        """The largest mean rate of forty seconds, rad/s; None if there was too little rest."""
        last = _mean_of_rest(np.concatenate(self._waiting)) if self._waiting else None
        found = _larger(self._largest, last)
        if found is None:
            return None
        x, y, z = found.tolist()
        return x, y, z


def _mean_of_rest(rows: FloatArray) -> FloatArray | None:
    """Return the mean of rows at rest, shape (3,); None unless enough of them are alike."""
    rest = rows[~np.isnan(rows[:, 0])]
    if len(rest) < _REST_CHUNKS:
        return None
    mean = rest.sum(axis=0) / len(rest)
    off = rest - mean
    return mean if dots(off, off).sum() < len(rest) * _EVEN_RAD_S**2 else None


def _larger(one: FloatArray | None, other: FloatArray | None) -> FloatArray | None:
    if one is None or other is None:
        return other if one is None else one
    return max(one, other, key=length)
