"""The last stretch of one leg's motion, by tick: what a finished rep is measured on."""

from dataclasses import dataclass

import numpy as np
from evenstride.analysis.model.vectors import ZERO, Vector
from evenstride.analysis.signal.motion import Tick
from evenstride.analysis.signal.screening import BoolArray
from evenstride.analysis.tuning import STILL_DEG_S, TICK_S
from evenstride.sensors.samples import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Consecutive ticks of the past; columns as in ``Motion``.

    Attributes:
        first: Number of the first tick.
        up: The vertical, unit vectors, shape (n, 3).
        rate_deg_s: Smoothed angular rate, shape (n, 3).
        raw_rate_deg_s: The same not smoothed, shape (n, 3).
        spin_deg_s: Rate about the vertical, shape (n,).
        force_m_s2: Specific force, shape (n, 3).
        is_bridged: Whether a tick touches a gap, shape (n,).
        saturated: Whether any of the ticks touches a reading at the end of its scale.
    """

    first: int
    up: FloatArray
    rate_deg_s: FloatArray
    raw_rate_deg_s: FloatArray
    spin_deg_s: FloatArray
    force_m_s2: FloatArray
    is_bridged: BoolArray
    saturated: bool = False

    @property
    def bridged(self) -> bool:
        """Whether any of the ticks touches a gap."""
        return bool(self.is_bridged.any())


class History:
    """A ring of ticks, of constant size however long the session is.

    Args:
        length_s: How far back it must reach.
    """

    def __init__(self, length_s: float) -> None:
        self._size = round(length_s / TICK_S)
        # Columns: up, smoothed rate, raw rate, spin, whether bridged, force, whether saturated.
        self._rows: FloatArray = np.zeros((self._size, 15))
        self._first: int | None = None
        self._next = 0

    def clear(self) -> None:
        """Forget everything: after a long gap the past says nothing."""
        self._first = None

    def append(self, tick: Tick) -> None:
        """Add the tick that follows on the last one."""
        if self._first is None:
            self._first = tick.index
        self._rows[tick.index % self._size] = (
            *tick.up,
            *tick.rate_deg_s,
            *tick.raw_rate_deg_s,
            tick.spin_deg_s,
            tick.bridged,
            *tick.force_m_s2,
            tick.saturated,
        )
        self._next = tick.index + 1
        self._first = max(self._first, self._next - self._size)

    def _clip(self, tick: int) -> int:
        return min(max(tick, self._first or 0), self._next - 1)

    def span_deg(self, start: int, end: int) -> float:
        """How far at most the limb turned away from where it was at ``start``, degrees."""
        if self._first is None or end < self._first or start >= self._next:
            return 0.0
        start, end = self._clip(start), self._clip(end)
        rates = self._rows[np.arange(start, end + 1) % self._size, 3:6]
        moving = np.linalg.norm(rates, axis=1, keepdims=True) > STILL_DEG_S
        turns = np.cumsum(rates * moving, axis=0) * TICK_S
        return float(np.linalg.norm(turns, axis=1).max())

    def turned_deg(self, start: int, end: int) -> Vector:
        """By what vector (axis × degrees) the limb turned between two ticks."""
        if self._first is None or end < self._first or start >= self._next:
            return ZERO
        rates = self._rows[np.arange(self._clip(start), self._clip(end)) % self._size, 3:6]
        x, y, z = (rates.sum(axis=0) * TICK_S).tolist()
        return x, y, z

    def stretch(self, start: int, end: int) -> Stretch:
        """The ticks from start to end, both included, as far as they are still there."""
        start, end = self._clip(start), self._clip(end)
        rows = self._rows[np.arange(start, end + 1) % self._size]
        return Stretch(
            start,
            rows[:, :3],
            rows[:, 3:6],
            rows[:, 6:9],
            rows[:, 9],
            rows[:, 11:14],
            rows[:, 10] > 0,
            bool(rows[:, 14].any()),
        )
