"""Ticks that are known and have not had their turn, to see how long nothing happens in them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from evenstride.analysis.model.vectors import Vector
from evenstride.sensors.samples import FloatArray

_AT_A_TIME: Final = 32
"""Most moves end within so many ticks; to make plain numbers of more would be in vain."""


@dataclass(frozen=True, slots=True, eq=False)
class TicksAhead:
    """Ticks that are known and have not had their turn.

    Attributes:
        first: The number of the first.
        rates_deg_s: Their rates, shape (n, 3).
        speeds_deg_s: The lengths of these, shape (n,).
    """

    first: int
    rates_deg_s: FloatArray
    speeds_deg_s: FloatArray

    def __len__(self) -> int:
        return len(self.speeds_deg_s)

    @property
    def end(self) -> int:
        """The number of the tick after the last one."""
        return self.first + len(self)

    def after(self, tick: int) -> "TicksAhead":
        """Those from a tick on."""
        at = tick - self.first
        return TicksAhead(tick, self.rates_deg_s[at:], self.speeds_deg_s[at:])

    def slow(self, count: int, limit_deg_s: float) -> int:
        """How many of the first so many are no faster than a limit, before one that is."""
        over = self.speeds_deg_s[:count] > limit_deg_s
        at = int(over.argmax()) if count else 0
        return at if count and over[at] else count

    def plain(self, count: int) -> Iterator[tuple[Vector, float]]:
        """The first so many, in plain numbers."""
        for start in range(0, count, _AT_A_TIME):
            part = slice(start, min(start + _AT_A_TIME, count))
            rates = self.rates_deg_s[part].tolist()
            yield from zip(rates, self.speeds_deg_s[part].tolist(), strict=True)


def first_tick(is_so: Callable[[int], bool], about: float) -> int:
    """The first tick at which something is so that stays so.

    Args:
        is_so: The rule itself, so that rounding is the same.
        about: A tick at which it is so at the latest but for rounding, and hardly before.
    """
    tick = int(about) - 2
    while not is_so(tick):
        tick += 1
    return tick
