"""What a gyroscope reads at rest as time goes on: a bias that drifts shows in no mean."""

from typing import Final

import numpy as np

from evenstride.analysis.signal.short_rows import length
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
        self._chunks = 0
        self._sums: dict[int, FloatArray] = {}

    def update(self, rates: FloatArray, is_rest: BoolArray) -> None:
        """Take quarters of a second that follow.

        Args:
            rates: The mean rate in each, rad/s, shape (n, 3).
            is_rest: Whether the limb was at rest in each, shape (n,).
        """
        for at in np.flatnonzero(is_rest).tolist():
            rate = rates[at]
            stay = (self._chunks + at) // _STAY_CHUNKS
            row = np.array((*rate, float(rate @ rate), 1.0))
            self._sums[stay] = self._sums[stay] + row if stay in self._sums else row
        self._chunks += len(rates)

    @property
    def largest(self) -> tuple[float, float, float] | None:
        """The largest mean rate of forty seconds, rad/s; None where there was too little rest."""
        found: list[FloatArray] = []
        for *rate, squared, known in self._sums.values():
            mean = np.array(rate) / known
            if known >= _REST_CHUNKS and squared / known - mean @ mean < _EVEN_RAD_S**2:
                found.append(mean)
        if not found:
            return None
        x, y, z = max(found, key=length).tolist()
        return x, y, z
