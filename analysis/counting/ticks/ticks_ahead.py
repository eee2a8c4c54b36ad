"""Known ticks that have not been analyzed yet, to see for how long nothing happens in them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from evenstride.sensors.samples import FloatArray

_AT_A_TIME: Final = 32
"""Most moves end within this many ticks; converting more to plain numbers would be wasted."""


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
        """How many of the first few are no faster than a limit, before one that is."""
        over = self.speeds_deg_s[:count] > limit_deg_s
        at = int(over.argmax()) if count else 0
        return at if count and over[at] else count

    def plain(self, count: int) -> Iterator[tuple[list[float], float]]:
        """The rates of the first few, and their lengths, as plain numbers."""
        ends = range(_AT_A_TIME, count + _AT_A_TIME, _AT_A_TIME)
        return chain.from_iterable(self._plain(end - _AT_A_TIME, min(end, count)) for end in ends)

    def _plain(self, start: int, end: int) -> Iterator[tuple[list[float], float]]:
        rates, speeds = self.rates_deg_s[start:end], self.speeds_deg_s[start:end]
        return zip(rates.tolist(), speeds.tolist(), strict=True)


def first_tick(is_so: Callable[[int], bool], about: float) -> int:
    """The first tick at which a condition holds that holds ever after.

    Args:
        is_so: The condition itself, so that rounding is the same.
        about: The tick at which it begins to hold, apart from rounding.
    """
    tick = int(about) - 2
    while not is_so(tick):
        tick += 1
    return tick
