"""The last stretch of one leg's motion, by tick: what a finished rep is measured on."""

from operator import attrgetter

import numpy as np

from evenstride.analysis.model.vectors import ZERO, Vector
from evenstride.analysis.signal.motion import TICK_DTYPE, Motion, Tick, TickRows
from evenstride.analysis.signal.tuning import SIGNAL, TICK_S, SignalTuning

_row = attrgetter(*TICK_DTYPE.names or ())


class RecentMotion:
    """A ring of ticks, of constant size however long the session is.

    Args:
        length_s: How far back it must reach.
        tuning: The constants to go by.
    """

    def __init__(self, length_s: float, tuning: SignalTuning = SIGNAL) -> None:
        self._tuning = tuning
        self._size = round(length_s / TICK_S)
        self._rows: TickRows = np.zeros(self._size, TICK_DTYPE)
        self._first: int | None = None
        self._next = 0

    def clear(self) -> None:
        """Forget everything: after a long gap the past says nothing."""
        self._first = None

    def append(self, tick: Tick) -> None:
        """Add the tick that follows on the last one."""
        if self._first is None:
            self._first = tick.index
        self._rows[tick.index % self._size] = _row(tick)
        self._next = tick.index + 1
        self._first = max(self._first, self._next - self._size)

    def _clip(self, tick: int) -> int:
        return min(max(tick, self._first or 0), self._next - 1)

    def span_deg(self, start: int, end: int) -> float:
        """How far at most the limb turned away from where it was at ``start``, degrees."""
        if self._first is None or end < self._first or start >= self._next:
            return 0.0
        rates = self.stretch(start, end).rate_deg_s
        moving = np.linalg.norm(rates, axis=1, keepdims=True) > self._tuning.still_deg_s
        turns = np.cumsum(rates * moving, axis=0) * TICK_S
        return float(np.linalg.norm(turns, axis=1).max())

    def turned_deg(self, start: int, end: int) -> Vector:
        """By what vector (axis × degrees) the limb turned between two ticks."""
        if self._first is None or end < self._first or start >= self._next:
            return ZERO
        rates = self.stretch(start, end).rate_deg_s[:-1]
        x, y, z = (rates.sum(axis=0) * TICK_S).tolist()
        return x, y, z

    def stretch(self, start: int, end: int) -> Motion:
        """The ticks from start to end, both included, as far as they are still there."""
        numbers = np.arange(self._clip(start), self._clip(end) + 1)
        return Motion(self._rows[numbers % self._size])
