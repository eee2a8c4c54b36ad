"""A session that receives from virtual devices, and questions about it."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import numpy as np

from evenstride.sensors.network import Listener, NetworkSource
from evenstride.sensors.samples import (
    Block,
    FloatArray,
    IntArray,
    Item,
    Leg,
    Link,
    LinkState,
    Note,
    NoteKind,
    Placement,
    Site,
)
from evenstride.sensors.source import Source
from evenstride.sensors.timeline import Timeline
from tests.network.legs import told_s

LOOP = "127.0.0.1"


def listening(**changed: object) -> Listener:
    """A listener on the loopback, at ports that nobody else has."""
    fields: dict[str, object] = {"hosts": [LOOP], "port": 0, "tracker_port": 0, **changed}
    return Listener(**fields)  # type: ignore[arg-type]


class Reader:
    """Reads a source in the background."""

    def __init__(self, source: Source) -> None:
        self.items: list[Item] = []
        self._source = source
        self._task = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for item in self._source:
            self.items.append(item)

    async def ended(self) -> None:
        await asyncio.wait_for(self._task, 1.0)

    def blocks(self, leg: Leg) -> list[Block]:
        return [item for item in self.items if isinstance(item, Block) and item.leg is leg]

    def of(self, leg: Leg) -> "Received":
        return Received(self.blocks(leg), self)

    def links(self, leg: Leg) -> list[LinkState]:
        return [i.state for i in self.items if isinstance(i, Link) and i.leg is leg]

    def said(self, leg: Leg) -> list[str]:
        return [
            str(i.data["text"])
            for i in self.items
            if isinstance(i, Note) and i.event == NoteKind.SENSOR and i.data["leg"] == leg
        ]


class Received:
    """All samples of a leg, and where the session's timeline puts them."""

    def __init__(self, blocks: Sequence[Block], reader: Reader) -> None:
        timeline = Timeline()
        placed = [timeline.update(i) for i in reader.items if isinstance(i, Block)]
        own = [one for one in placed if blocks and one.leg is blocks[0].leg]
        self.seq: IntArray = np.concatenate([b.seq for b in blocks])
        self.acc: FloatArray = np.concatenate([b.acc_m_s2 for b in blocks])
        self.gyr: FloatArray = np.concatenate([b.gyr_rad_s for b in blocks])
        self.t_s: FloatArray = np.concatenate([one.t_s for one in own])
        first = next(i for i in reader.items if isinstance(i, Block))
        self.origin_s = float(first.host_us[0]) / 1e6

    @property
    def off_s(self) -> FloatArray:
        """How much later on the timeline each sample is than its true time, seconds."""
        felt = told_s(self.acc)
        off = self.t_s + self.origin_s - felt
        # The thigh does not tell how often it has turned.
        return np.asarray(off - 60.0 * np.round(np.median(off) / 60.0))

    @property
    def lost(self) -> int:
        return int(self.seq[-1] - self.seq[0] + 1) - len(self.seq)

    @property
    def holes_s(self) -> list[float]:
        steps = np.diff(self.t_s)
        return [round(float(step), 2) for step in steps if step > 2.5 * np.median(steps)]


@asynccontextmanager
async def session(listener: Listener, sites: Mapping[Site, str]) -> AsyncIterator[Reader]:
    """A session with devices that the listener has heard."""
    async with NetworkSource(listener, sites, placement=Placement.THIGH) as source:
        reader = Reader(source)
        yield reader
    await reader.ended()


async def until_streaming(listener: Listener, count: int) -> None:
    """Wait until this many devices stream."""
    from evenstride.sensors.source import loop_us

    async with asyncio.timeout(30.0):
        while sum(one.is_streaming(loop_us()) for one in listener.devices.values()) < count:
            await listener.changed()
