"""What a gyroscope reads at rest as time goes on: a bias that drifts shows in no mean."""

from typing import Final

import numpy as np

from evenstride.analysis.signal.short_rows import dots, length
from evenstride.sensors.samples import BoolArray, FloatArray

_STAY_CHUNKS: Final = 160
"""Forty seconds: long enough to hold some rest, short against what warms up a sensor."""

_REST_CHUNKS: Final = 16
"""Four seconds of rest in these; a limb that is carried round evenly for so long does not rest."""

_EVEN_RAD_S: Final = 0.06
"""3.5 °/s: by so much rates at rest differ from their mean at most, sway and all."""


class RestRates:
    """Adds up rates of rest by forty seconds; how they are cut into blocks changes nothing."""

    def __init__(self) -> None:
        self._waiting: list[FloatArray] = []
        self._waiting_chunks = 0
        self._largest: FloatArray | None = None

    def update(self, rates: FloatArray, is_rest: BoolArray) -> None:
        """Take quarters of a second that follow.

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
        """The largest mean rate of forty seconds, rad/s; None where there was too little rest."""
        last = _mean_of_rest(np.concatenate(self._waiting)) if self._waiting else None
        found = _larger(self._largest, last)
        if found is None:
            return None
        x, y, z = found.tolist()
        return x, y, z


def _mean_of_rest(rows: FloatArray) -> FloatArray | None:
    """The mean of rows of rest, shape (3,), where there are enough that are alike."""
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
