"""A listener to virtual sensors, like a screen, and a motion whose angle gives the time."""

import asyncio
import math
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import numpy as np
import pytest

from evenstride.sensors.bluetooth import BluetoothSource
from evenstride.sensors.samples import Block, FloatArray, Item, Leg, Link, LinkState
from evenstride.sensors.source import Source
from tests.radio.peripheral import VirtualPeripheral
from tests.radio.virtual import VirtualRadio


def ramp(at_s: float) -> tuple[list[float], list[float]]:
    """A motion that tells its own time: a wave of ten minutes, well above the resolution."""
    turn = 2 * math.pi * at_s / 600
    return [100 * math.sin(turn), 100 * math.cos(turn), 9.8], [math.radians(100.0), 0.0, 0.0]


def felt_at_s(acc_m_s2: FloatArray) -> FloatArray:
    """The inverse of ``ramp``, seconds."""
    return np.arctan2(acc_m_s2[:, 0], acc_m_s2[:, 1]) / (2 * math.pi) * 600


TURN_S = 120.0


def clockwork(at_s: float) -> tuple[list[float], list[float]]:
    """A motion that tells its own time twice: two hands that turn once in two minutes."""
    turn = 2 * math.pi * at_s / TURN_S
    hands = math.sin(turn), math.cos(turn)
    return [50 * hand for hand in (*hands, 0.2)], [10 * hand for hand in (*hands, 0.1)]


def time_told(vectors: FloatArray) -> FloatArray:
    """The inverse of ``clockwork``, of either hand, seconds."""
    turn: FloatArray = np.unwrap(np.arctan2(vectors[:, 0], vectors[:, 1]))
    return turn / (2 * math.pi) * TURN_S


class Session:
    """Reads a source in the background, as a screen would."""

    def __init__(self, source: Source, radio: VirtualRadio | None = None) -> None:
        self.source = source
        self._radio = radio
        self.items: list[Item] = []
        self._changed = asyncio.Event()
        self.task = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for item in self.source:
            self.items.append(item)
            self._changed.set()

    @property
    def radio(self) -> VirtualRadio:
        assert self._radio is not None
        return self._radio

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
async def cancelled(
    source: BluetoothSource, radio: VirtualRadio, after_s: float
) -> AsyncIterator[None]:
    """Streaming was cancelled after some time, and ended within three seconds; the radio is on."""

    async def stream() -> None:
        async with source:
            async for _ in source:
                pass

    loop = asyncio.get_running_loop()
    async with radio:
        task = asyncio.create_task(stream())
        await asyncio.sleep(after_s)
        task.cancel()
        cancelled_s = loop.time()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert loop.time() - cancelled_s < 3.0
        await asyncio.sleep(0.2)
        yield


class Received:
    """All samples of the left leg so far."""

    def __init__(self, running: Session) -> None:
        blocks = running.blocks(Leg.LEFT)
        self.seq = np.concatenate([b.seq for b in blocks])
        self.t_s = np.concatenate([b.t_us for b in blocks]) / 1e6
        self.late_s = np.concatenate([b.host_us - b.t_us for b in blocks]) / 1e6
        acc = np.concatenate([b.acc_m_s2 for b in blocks])
        gyr = np.concatenate([b.gyr_rad_s for b in blocks])
        assert np.allclose(np.linalg.norm(acc[:, :2], axis=1), 50, atol=0.01)
        assert np.allclose(acc[:, 2], 10, atol=0.01)
        self.felt_s = time_told(acc)
        self.has_gyro = not np.isnan(gyr).any()
        if self.has_gyro:
            assert np.allclose(np.linalg.norm(gyr[:, :2], axis=1), 10, atol=0.01)
            assert np.allclose(gyr[:, 2], 1, atol=0.002)
            self.turned_s = time_told(gyr)


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
        VirtualRadio(*sensors, interval_s=interval_s) as radio,
        BluetoothSource(assignments) as source,
    ):
        running = Session(source, radio)
        yield running
    await asyncio.wait_for(running.task, 1.0)
    assert [sensor.wrong for sensor in sensors if sensor.wrong] == []
