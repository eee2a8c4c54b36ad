"""Smooths a stream without shifting it: a symmetric moving average over rows."""

from functools import cache
from typing import Final, TypeAlias

import numpy as np

from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

Window: TypeAlias = tuple[float, ...]
"""Weights of a moving average, an odd number of them."""

_FEW_ROWS: Final = 32
"""Up to this many rows are smoothed in one step; for more, a step for each weight is faster."""


@cache
def hann_window(half_s: float) -> Window:
    """Return the weights of a symmetric Hann window over 2 × ``half_s`` seconds; they sum to 1."""
    half = round(half_s / TICK_S)
    weights = np.hanning(2 * half + 3)[1:-1]
    return tuple((weights / weights.sum()).tolist())


class Smoother:
    """A symmetric moving average over a stream of rows; output comes half a window later.

    Sums are made weight by weight, always in the same order, so that the result does not depend on
    how the rows are cut into blocks. Before its start and after its end a stream is taken to be
    constant.

    Args:
        window: The weights, an odd number of them.
        columns: How many values a row has.
    """

    def __init__(self, window: Window, columns: int = 3) -> None:
        self._window = window
        self._weights = np.array(window)[:, None, None]
        # For each weight its rows, if few rows are smoothed.
        self._places = np.arange(len(window))[:, None] + np.arange(_FEW_ROWS)
        self._columns = columns
        self.half = len(window) // 2
        self._rows: FloatArray | None = None

    def update(self, rows: FloatArray) -> FloatArray:
        """Take rows, shape (n, k); return the smoothed rows that are complete, shape (m, k)."""
        if not len(rows):
            return rows
        if self._rows is None:
            self._rows = np.repeat(rows[:1], self.half, axis=0)
        rows = np.concatenate((self._rows, rows))
        size = max(len(rows) - 2 * self.half, 0)
        self._rows = rows[size:]
        if 0 < size <= _FEW_ROWS:
            parts = rows.take(self._places[:, :size], axis=0)
            # A running sum adds weight by weight as well, with the same result to the last bit.
            return np.asarray(np.add.accumulate(self._weights * parts)[-1], np.float64)
        smooth = np.zeros((size, rows.shape[1]))
        for at, weight in enumerate(self._window):
            smooth += weight * rows[at : at + size]
        return smooth

    def finish(self) -> FloatArray:
        """End the stream; return the rows that still wait for half a window, shape (half, k)."""
        if self._rows is None:
            return np.empty((0, self._columns))
        last = self.update(np.repeat(self._rows[-1:], self.half, axis=0))
        self._rows = None
        return last
