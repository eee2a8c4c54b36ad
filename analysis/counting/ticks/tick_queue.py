"""What waits of one leg: its ticks in their order, each with the holes that lie before it."""

from collections import deque
from collections.abc import Iterable, Iterator

from evenstride.analysis.counting.ticks.waiting_ticks import HoleSeen, WaitingTicks
from evenstride.analysis.signal.tick_rows import Tick, TickRows


class TickQueue:
    """Ticks that are known and wait for their turn, in stretches as they became known."""

    def __init__(self) -> None:
        self._stretches: deque[WaitingTicks] = deque()
        self._holes: list[HoleSeen] = []  # after the last tick

    def __iter__(self) -> Iterator[WaitingTicks]:
        return iter(self._stretches)

    def add(self, rows: TickRows, delay_s: float, known_s: float, *, has_gyro: bool) -> None:
        """Let ticks wait, at least one; the arguments are those of ``WaitingTicks``."""
        holes, self._holes = self._holes, []
        self._stretches.append(WaitingTicks(rows, delay_s, known_s, has_gyro, holes))

    def add_hole(self, hole: HoleSeen) -> None:
        """A hole follows on the last tick; it has its turn with the tick after it."""
        self._holes.append(hole)

    def take_again(self, stretches: Iterable[WaitingTicks]) -> None:
        """Ticks that were taken have their turn once more, before those that wait."""
        gone = [one for one in stretches if all(one is not waits for waits in self)]
        self._stretches.extendleft(reversed(gone))

    def take_holes(self) -> list[HoleSeen]:
        """Take the holes after the last tick, which more ticks before them follow on."""
        holes, self._holes = self._holes, []
        return holes

    def peek(self) -> Tick | None:
        """The next tick, which goes on waiting; None while none does."""
        return self._stretches[0].peek() if self._stretches else None

    @property
    def unbroken(self) -> WaitingTicks | None:
        """The next ticks, where they follow on the last one taken: no hole lies between."""
        front = self._stretches[0] if self._stretches else None
        return None if front is None or front.holes else front

    def pop(self) -> tuple[WaitingTicks, list[HoleSeen]]:
        """Take the next tick; there must be one.

        Returns:
            Its stretch, whose ``last`` it is; and the holes before it.
        """
        front = self._stretches[0]
        holes, front.holes = front.holes, []
        front.done += 1
        self._leave_if_done(front)
        return front, holes

    def pop_before(self, tick: int) -> tuple[WaitingTicks, TickRows] | None:
        """Take the ticks of the next stretch before one; None where there is none, or a hole.

        Returns:
            The stretch, and those of its rows.
        """
        front = self.unbroken
        if front is None or front.next >= tick:
            return None
        rows = front.take_before(tick)
        self._leave_if_done(front)
        return front, rows

    def finish(self) -> list[HoleSeen]:
        """Nothing waits any more; gives the holes that have not had their turn."""
        left = [*(hole for one in self for hole in one.holes), *self._holes]
        self._stretches.clear()
        self._holes = []
        return left

    def _leave_if_done(self, front: WaitingTicks) -> None:
        if not front:
            self._stretches.popleft()
