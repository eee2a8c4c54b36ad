"""One sensor for two legs: it is moved from one to the other between sets."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Self

import numpy as np

from evenstride.sensors.samples import Block, Item, Leg, Link, Note, NoteKind, SensorInfo
from evenstride.sensors.source import Source


class SharedSensor:
    """A source of both legs, of which only one has the sensor at a time.

    Who wears it is in the session as a ``Note`` named ``worn`` with ``leg``, first of all and
    again after each move. Each leg's samples are numbered for themselves: what the other leg did
    meanwhile is no loss.

    Args:
        source: The source of the one sensor, under whatever leg's name.
        first: The leg that begins.
    """

    def __init__(self, source: Source, first: Leg = Leg.LEFT) -> None:
        self._source = source
        self._leg = first
        self._notes: deque[Note] = deque()
        # Of each leg: its next number, and what is to be added to the sensor's numbers.
        self._next = dict.fromkeys(Leg, 0)
        self._shift: int | None = None

    @property
    def leg(self) -> Leg:
        """The leg that wears it."""
        return self._leg

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        """The same sensor on both legs."""
        return {leg: info for info in self._source.sensors.values() for leg in Leg}

    def move(self) -> None:
        """It is taken off now, and strapped on the other leg."""
        self._leg = self._leg.other
        self._shift = None
        self._tell()

    async def __aenter__(self) -> Self:
        await self._source.__aenter__()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._source.__aexit__(*exc_info)

    async def __aiter__(self) -> AsyncIterator[Item]:
        """Give the items under the name of the leg that wears the sensor."""
        self._tell()
        async for item in self._source:
            while self._notes:
                yield self._notes.popleft()
            yield self._of_leg(item)

    def _tell(self) -> None:
        now_us = round(asyncio.get_running_loop().time() * 1e6)
        self._notes.append(Note(now_us, NoteKind.WORN, {"leg": self._leg.value}))

    def _of_leg(self, item: Item) -> Item:
        if isinstance(item, Link):
            return replace(item, leg=self._leg)
        if isinstance(item, Note):
            return replace(item, data={**item.data, "leg": self._leg.value})
        if not len(item):
            return replace(item, leg=self._leg)
        if self._shift is None:
            self._shift = self._next[self._leg] - int(item.seq[0])
        seq = item.seq + np.int64(self._shift)
        self._next[self._leg] = int(seq[-1]) + 1
        return Block(self._leg, seq, item.t_us, item.host_us, item.acc_m_s2, item.gyr_rad_s)
