"""A stretch of one leg's ticks that wait for their turn, and what came before it."""

from dataclasses import dataclass, field

import numpy as np

from evenstride.analysis.counting.ticks.ticks_ahead import TicksAhead
from evenstride.analysis.signal.screening.grid import Hole
from evenstride.analysis.signal.tick_rows import Tick, TickRows, tick_of
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray, IntArray


@dataclass(slots=True)
class HoleSeen:
    """A hole between ticks.

    Attributes:
        hole: From when to when, and what it is.
        goes_on: Whether counting goes on over it.
        is_other_frame: Whether the sensor sits otherwise after it.
    """

    hole: Hole
    goes_on: bool
    is_other_frame: bool = False


@dataclass(slots=True, eq=False)
class WaitingTicks:
    """Consecutive ticks, and what their own samples say of them: the next may be another sensor's.

    Attributes:
        rows: The ticks, those that had their turn included; at least one.
        delay_s: How far the data had to reach beyond a tick's end for it to be known.
        known_s: The data time by which all of them were known, where that was later.
        has_gyro: Whether their sensor measures angular rate.
        holes: The holes right before them, until the first of them has its turn.
        done: How many of them had their turn.
    """

    rows: TickRows
    delay_s: float
    known_s: float
    has_gyro: bool
    holes: list[HoleSeen]
    done: int = 0
    _first: int = field(init=False)
    _rates_deg_s: FloatArray | None = field(init=False, default=None)
    _speeds_deg_s: FloatArray | None = field(init=False, default=None)
    _lost: IntArray = field(init=False)

    def __post_init__(self) -> None:
        self._first = int(self.rows["index"][0])
        self._lost = self.rows["lost"].nonzero()[0]

    def __len__(self) -> int:
        return len(self.rows) - self.done

    @property
    def next(self) -> int:
        """The number of the next tick."""
        return self._first + self.done

    def at_s(self, tick: int) -> float:
        """The data time by which a tick was known."""
        return max(tick * TICK_S + self.delay_s, self.known_s)

    def ahead(self) -> TicksAhead:
        """The next ticks, as far as none is lost."""
        if self._rates_deg_s is None or self._speeds_deg_s is None:
            self._rates_deg_s = np.ascontiguousarray(self.rows["rate_deg_s"])
            x, y, z = self._rates_deg_s.T
            # As the length of a single rate is made, so that it is the same to the last bit.
            self._speeds_deg_s = np.sqrt(x * x + y * y + z * z)
        end = len(self.rows)
        if len(self._lost):
            at = int(self._lost.searchsorted(self.done))
            end = int(self._lost[at]) if at < len(self._lost) else end
        part = slice(self.done, end)
        return TicksAhead(self.next, self._rates_deg_s[part], self._speeds_deg_s[part])

    def peek(self) -> Tick:
        """The next tick."""
        return tick_of(self.rows, self.done)

    @property
    def last(self) -> Tick:
        """The tick that had its turn last."""
        return tick_of(self.rows, self.done - 1)

    def take_before(self, tick: int) -> TickRows:
        """The ticks before one, all at once; there may be none."""
        start, self.done = self.done, min(max(tick - self._first, self.done), len(self.rows))
        return self.rows[start : self.done]
