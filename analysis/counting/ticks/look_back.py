"""The latest ticks of the sensor that is not counting, in case it has to take over."""

from collections import deque
from typing import Final

from evenstride.analysis.counting.ticks.waiting_ticks import HoleSeen, WaitingTicks
from evenstride.analysis.signal.tuning import TICK_S

LOOKS_BACK_S: Final = 8.0
"""How far a sensor that takes over looks back for the movement in progress: a slow way out, and the
rest before it."""


class LookBack:
    """Remembers stretches of passed-over ticks for as long as they may be needed."""

    def __init__(self) -> None:
        self._passed: deque[tuple[WaitingTicks, list[HoleSeen]]] = deque()

    def keep(self, stretch: WaitingTicks, holes: list[HoleSeen], tick: int) -> None:
        """Remember a stretch from which a tick was passed over.

        Args:
            stretch: The one that was passed over last, or the one after it.
            holes: The holes before that tick: before its first one, if there are any.
            tick: The tick up to which the leg is analyzed.
        """
        if not self._passed or self._passed[-1][0] is not stretch:
            self._passed.append((stretch, holes))
        oldest = tick - round(LOOKS_BACK_S / TICK_S)
        # All of it may be that old, if the sensors are heard in turn.
        while self._passed and self._passed[0][0].rows["index"][-1] < oldest:
            self._passed.popleft()

    def take_from(self, tick: int, known_s: float) -> list[WaitingTicks]:
        """Return what is remembered from a tick on, to be analyzed after all; forget the rest.

        Args:
            tick: The first tick that has its turn.
            known_s: The data time by which it is known that they are needed.
        """
        passed, self._passed = self._passed, deque()
        again = [(one, holes) for one, holes in passed if one.rows["index"][-1] >= tick]
        for one, holes in again:
            one.done = max(tick - int(one.rows["index"][0]), 0)
            one.known_s = max(one.known_s, known_s)
            one.holes = [] if one.done else holes
        return [one for one, _ in again]
