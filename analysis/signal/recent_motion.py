"""The last stretch of one leg's motion, by tick: what a finished rep is measured on."""

from operator import attrgetter

import numpy as np

from evenstride.analysis.model.vectors import ZERO, Vector
from evenstride.analysis.signal.motion import TICK_DTYPE, Motion, Tick, TickRows, joined
from evenstride.analysis.signal.tuning import SIGNAL, TICK_S, SignalTuning
from evenstride.sensors.samples import FloatArray

_row = attrgetter(*TICK_DTYPE.names or ())


class RecentMotion:
    """A ring of ticks, of constant size however long the session is.

    Args:
        length_s: How far back it must reach.
        tuning: The constants to go by.

    Attributes:
        times_cleared: How often everything was forgotten.
    """

    def __init__(self, length_s: float, tuning: SignalTuning = SIGNAL) -> None:
        self._tuning = tuning
        self._size = round(length_s / TICK_S)
        self._rows: TickRows = np.zeros(self._size, TICK_DTYPE)
        self._first: int | None = None
        self._next = 0
        self.times_cleared = 0

    def clear(self) -> None:
        """Forget everything: after a long gap the past says nothing."""
        self._first = None
        self.times_cleared += 1

    def append(self, tick: Tick) -> None:
        """Add the tick that follows on the last one."""
        if self._first is None:
            self._first = tick.index
        self._rows[tick.index % self._size] = _row(tick)
        self._next = tick.index + 1
        self._first = max(self._first, self._next - self._size)

    def extend(self, rows: TickRows) -> None:
        """Add ticks that follow on the last one; at least one."""
        first, end = int(rows["index"][0]), int(rows["index"][-1]) + 1
        if self._first is None:
            self._first = first
        rows = rows[-self._size :]
        at = (end - len(rows)) % self._size
        until_edge = min(len(rows), self._size - at)
        self._rows[at : at + until_edge] = rows[:until_edge]
        self._rows[: len(rows) - until_edge] = rows[until_edge:]
        self._next = end
        self._first = max(self._first, end - self._size)

    def reaches(self, tick: int) -> bool:
        """Whether a tick is still there, or not there yet."""
        return self._first is not None and self._first <= tick

    def rates_since(self, start: int) -> FloatArray:
        """The smoothed rates from a tick that is still there to the last one, shape (n, 3)."""
        rates: FloatArray = self._rows["rate_deg_s"][np.arange(start, self._next) % self._size]
        return rates

    def _clip(self, tick: int) -> int:
        return min(max(tick, self._first or 0), self._next - 1)

    def span_deg(self, start: int, end: int) -> float:
        """How far at most the limb turned away from where it was at ``start``, degrees."""
        if self._first is None or end < self._first or start >= self._next:
            return 0.0
        return float(self.away_deg(self.stretch(start, end).rate_deg_s).max())

    def away_deg(self, rates_deg_s: FloatArray) -> FloatArray:
        """How far the limb is turned away from where it was before some ticks, shape (n,)."""
        moving = np.linalg.norm(rates_deg_s, axis=1, keepdims=True) > self._tuning.still_deg_s
        turns = np.cumsum(rates_deg_s * moving, axis=0) * TICK_S
        return np.asarray(np.linalg.norm(turns, axis=1))

    def turned_deg(self, start: int, end: int) -> Vector:
        """By what vector (axis × degrees) the limb turned between two ticks."""
        if self._first is None or end < self._first or start >= self._next:
            return ZERO
        rates = self.stretch(start, end).rate_deg_s[:-1]
        x, y, z = (rates.sum(axis=0) * TICK_S).tolist()
        return x, y, z

    def ups(self, start: int, end: int) -> FloatArray:
        """The vertical in the sensor's frame from start to end, both included, as far as known."""
        return np.concatenate([rows["up"] for rows in self._parts(start, end)])

    def stretch(self, start: int, end: int) -> Motion:
        """The ticks from start to end, both included, as far as they are still there."""
        # A copy, as the ring's own rows will hold other ticks.
        return Motion(joined(*self._parts(start, end)))

    def _parts(self, start: int, end: int) -> tuple[TickRows, TickRows]:
        """The ring's rows from start to end: up to its edge, and from there on."""
        first, last = self._clip(start), self._clip(end)
        count, at = max(last + 1 - first, 0), first % self._size
        until_edge = self._rows[at : at + count]
        return until_edge, self._rows[: count - len(until_edge)]
