"""The latest part of one leg's motion by tick, on which finished reps are measured."""

from collections import deque
from copy import copy
from typing import Final, Self

import numpy as np

from evenstride.analysis.model.vectors import ZERO, Vector
from evenstride.analysis.signal.motion.motion import Motion
from evenstride.analysis.signal.short_rows import lengths
from evenstride.analysis.signal.tick_rows import (
    TICK_DTYPE,
    Tick,
    TickRows,
    as_whole,
    joined,
    set_tick,
)
from evenstride.analysis.signal.tuning import SIGNAL, TICK_S, SignalTuning
from evenstride.sensors.samples import FloatArray

_PAGE: Final = 512
"""Ticks on a page: ten seconds, so that most movements lie on one or two pages."""

_NOTHING: Final[TickRows] = np.zeros(1, TICK_DTYPE)
"""The motion of a sensor that has not sent anything yet."""


class RecentMotion:
    """Keeps a limited number of ticks, on pages, however long the session is.

    A full page never changes, so copies share it: a replay keeps many copies, and has to reach back
    over the longest hold, ten minutes.

    Args:
        length_s: How far back it must reach.

    Attributes:
        times_cleared: How often everything was forgotten.
    """

    def __init__(self, length_s: float, tuning: SignalTuning = SIGNAL) -> None:
        self._tuning = tuning
        self._size = round(length_s / TICK_S)
        self._pages: deque[TickRows] = deque(maxlen=self._size // _PAGE + 2)
        self._last_page = 0
        self._first: int | None = None
        self._next = 0
        self.times_cleared = 0

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        """Return an independent copy."""
        again = copy(self)
        again._pages = self._pages.copy()
        if again._pages:
            again._pages[-1] = self._pages[-1].copy()
        return again

    def clear(self) -> None:
        """Forget everything: after a long gap the past means nothing."""
        self._first = None
        self.times_cleared += 1

    def append(self, tick: Tick) -> None:
        """Add the tick that follows the last one."""
        first = self._begin(tick.index)
        set_tick(self._page_of(tick.index), tick.index % _PAGE, tick)
        self._next = tick.index + 1
        self._first = max(first, self._next - self._size)

    def extend(self, rows: TickRows) -> None:
        """Add at least one tick that follows the last one."""
        start = int(rows["index"][0])
        end = start + len(rows)
        first = self._begin(start)
        at = start
        while at < end:
            until = min(end, at - at % _PAGE + _PAGE)
            place = at % _PAGE
            page = as_whole(self._page_of(at))
            page[place : place + until - at] = as_whole(rows[at - start : until - start])
            at = until
        self._next = end
        self._first = max(first, end - self._size)

    def _begin(self, tick: int) -> int:
        """Return the first tick that is kept; ``tick`` is the next one to be added."""
        if self._first is None:
            self._pages.clear()
            return tick
        return self._first

    def _page_of(self, tick: int) -> TickRows:
        """Return the page for the tick that follows the last one."""
        number = tick // _PAGE
        if not self._pages or number != self._last_page:
            self._pages.append(np.zeros(_PAGE, TICK_DTYPE))
            self._last_page = number
        return self._pages[-1]

    @property
    def first(self) -> int | None:
        """The first tick that is still kept; None if nothing came since the last long gap."""
        return self._first

    def reaches(self, tick: int) -> bool:
        """Whether a tick is still kept, or not there yet."""
        return self._first is not None and self._first <= tick

    def rates_since(self, start: int) -> FloatArray:
        """Return the smoothed rates from a tick that is still kept to the last one, (n, 3)."""
        return _column(self._parts(start, self._next - 1), "rate_deg_s")

    def _clip(self, tick: int) -> int:
        # The other leg may still look at what was forgotten.
        first = self._first_page * _PAGE if self._first is None else self._first
        return min(max(tick, first), self._next - 1)

    @property
    def _first_page(self) -> int:
        return self._last_page - len(self._pages) + 1

    def span_deg(self, start: int, end: int) -> float:
        """Return how far the limb turned away from where it was at ``start`` at most, degrees."""
        if self._first is None or end < self._first or start >= self._next:
            return 0.0
        return float(self.away_deg(self.stretch(start, end).rate_deg_s).max())

    def away_deg(self, rates_deg_s: FloatArray) -> FloatArray:
        """Return how far each tick has turned away from the pose before them, degrees, (n,)."""
        moving = lengths(rates_deg_s)[:, None] > self._tuning.still_deg_s
        return lengths(np.cumsum(rates_deg_s * moving, axis=0) * TICK_S)

    def turned_deg(self, start: int, end: int) -> Vector:
        """Return the vector (axis × degrees) by which the limb turned between two ticks."""
        if self._first is None or end < self._first or start >= self._next:
            return ZERO
        rates = self.stretch(start, end).rate_deg_s[:-1]
        x, y, z = (rates.sum(axis=0) * TICK_S).tolist()
        return x, y, z

    def ups(self, start: int, end: int) -> FloatArray:
        """Return the verticals in the sensor's frame from start to end, both included, (n, 3)."""
        return _column(self._parts(self._clip(start), self._clip(end)), "up")

    def forces(self, start: int, end: int) -> FloatArray:
        """Return the specific force from start to end, both included, m/s², shape (n, 3)."""
        return _column(self._parts(self._clip(start), self._clip(end)), "force_m_s2")

    def stretch(self, start: int, end: int) -> Motion:
        """Return the ticks from start to end, both included, as far as they are kept."""
        parts = self._parts(self._clip(start), self._clip(end))
        # Ticks on a page do not change, so this need not be a copy.
        return Motion(parts[0] if len(parts) == 1 else joined(*parts))

    def was_lost(self, at_s: float, around_s: float) -> bool:
        """Whether any tick within ``around_s`` seconds of a time lies in a hole."""
        start, end = round((at_s - around_s) / TICK_S), round((at_s + around_s) / TICK_S)
        return bool(self.stretch(start, end).lost.any())

    def _parts(self, start: int, end: int) -> list[TickRows]:
        """Return the ticks from start to end, both included, page by page."""
        if not self._pages:
            return [_NOTHING]
        if end < start:
            return [_NOTHING[:0]]
        before = self._first_page
        first, at = divmod(start, _PAGE)
        last, to = divmod(end, _PAGE)
        if first == last:
            return [self._pages[first - before][at : to + 1]]
        pages = [self._pages[number - before] for number in range(first, last + 1)]
        return [pages[0][at:], *pages[1:-1], pages[-1][: to + 1]]


def _column(parts: list[TickRows], column: str) -> FloatArray:
    return np.concatenate([part[column] for part in parts])
