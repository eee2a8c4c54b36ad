"""Whoever listens to virtual sensors as a screen would, and a motion that tells its own time."""

import asyncio
import math
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import numpy as np

from sensors.bluetooth import BluetoothSource
from sensors.samples import Block, FloatArray, Item, Leg, Link, LinkState
from tests.radio.peripheral import VirtualPeripheral
from tests.radio.virtual import VirtualRadio


def ramp(at_s: float) -> tuple[list[float], list[float]]:
    """A motion that tells its own time: a wave of ten minutes, well above the resolution."""
    turn = 2 * math.pi * at_s / 600
    return [100 * math.sin(turn), 100 * math.cos(turn), 9.8], [math.radians(100.0), 0.0, 0.0]


def felt_at_s(acc_m_s2: FloatArray) -> FloatArray:
    """The inverse of ``ramp``, seconds."""
    return np.arctan2(acc_m_s2[:, 0], acc_m_s2[:, 1]) / (2 * math.pi) * 600


class Session:
    """Reads a source in the background, as a screen would."""

    def __init__(self, source: BluetoothSource) -> None:
        self.source = source
        self.items: list[Item] = []
        self._changed = asyncio.Event()
        self.task = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for item in self.source:
            self.items.append(item)
            self._changed.set()

    def blocks(self, leg: Leg) -> list[Block]:
        return [i for i in self.items if isinstance(i, Block) and i.leg is leg]

    def links(self, leg: Leg) -> list[LinkState]:
        return [i.state for i in self.items if isinstance(i, Link) and i.leg is leg]

    def last_link(self, leg: Leg) -> Link:
        return [i for i in self.items if isinstance(i, Link) and i.leg is leg][-1]

    async def until(self, leg: Leg, state: LinkState, within_s: float = 30.0) -> None:
        async with asyncio.timeout(within_s):
            while state not in self.links(leg)[-1:]:
                self._changed.clear()
                await self._changed.wait()


@asynccontextmanager
async def session(
    *sensors: VirtualPeripheral,
    assignments: Mapping[Leg, str | None] | None = None,
    interval_s: float = 0.03,
) -> AsyncIterator[Session]:
    """Stream from these, the first on the left leg and the second on the right by default."""
    if assignments is None:
        assignments = {leg: s.address for leg, s in zip(Leg, sensors, strict=False)}
    async with (
        VirtualRadio(*sensors, interval_s=interval_s),
        BluetoothSource(assignments) as source,
    ):
        running = Session(source)
        yield running
    await asyncio.wait_for(running.task, 1.0)
