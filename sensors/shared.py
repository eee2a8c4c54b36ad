"""One sensor for two legs, or two for one leg at a time: moved between the legs between sets."""

from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Self

import numpy as np

from evenstride.sensors.samples import Item, Leg, Link, Note, NoteKind, SensorInfo, Site
from evenstride.sensors.source import Source, loop_us


class SharedSensor:
    """A source for both legs, of which only one wears the sensor, or the pair, at a time.

    A source that has sensors on both legs is passed through, and nothing can be moved.

    A ``Note`` named ``worn`` with ``leg`` says who wears it, first of all and again after each
    move. Each leg's samples have their own numbers: what the other leg did meanwhile is not a loss.

    Args:
        source: The source of the one sensor, or of the two on one leg, under any leg's name.
        first: The leg that begins; None for the one under whose name the source delivers.
    """

    def __init__(self, source: Source, first: Leg | None = None) -> None:
        self._source = source
        self._leg = first or Leg.LEFT
        self._is_told_first = first is not None
        self._notes: deque[Note] = deque()
        # For each site its next number, and for each sensor the offset to add to its numbers.
        self._next = dict.fromkeys(Site, 0)
        self._shift: dict[bool, int] = {}

    @property
    def leg(self) -> Leg:
        """The leg that wears it now."""
        return self._leg

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        """The same sensor on both legs, or each leg's own."""
        own = self._source.sensors
        return {leg: info for info in own.values() for leg in Leg} if self._can_move else own

    @property
    def _can_move(self) -> bool:
        return len(self._source.sensors) == 1

    def move(self) -> bool:
        """Move the sensor to the other leg; return False if each leg has its own."""
        if not self._can_move:
            return False
        self._leg = self._leg.other
        self._shift.clear()
        self._tell()
        return True

    async def __aenter__(self) -> Self:
        await self._source.__aenter__()
        if not self._is_told_first and self._can_move:
            (self._leg,) = self._source.sensors
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._source.__aexit__(*exc_info)

    async def __aiter__(self) -> AsyncIterator[Item]:
        """Yield the items under the name of the leg that wears the sensor."""
        if self._can_move:
            self._tell()
        async for item in self._source:
            while self._notes:
                yield self._notes.popleft()
            yield self._of_leg(item) if self._can_move else item

    def _tell(self) -> None:
        self._notes.append(Note(loop_us(), NoteKind.WORN, {"leg": self._leg.value}))

    def _of_leg(self, item: Item) -> Item:
        if isinstance(item, Link):
            return replace(item, leg=self._leg)
        if isinstance(item, Note):
            beside = str(item.data.get("leg", "")) in (Site.LEFT_SHANK, Site.RIGHT_SHANK)
            return replace(item, data={**item.data, "leg": Site.of(self._leg, second=beside).value})
        if not len(item):
            return replace(item, leg=self._leg)
        site = Site.of(self._leg, second=item.second)
        if item.second not in self._shift:
            self._shift[item.second] = self._next[site] - int(item.seq[0])
        seq = item.seq + np.int64(self._shift[item.second])
        self._next[site] = int(seq[-1]) + 1
        return replace(item, leg=self._leg, seq=seq)
