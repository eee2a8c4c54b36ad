"""Measures the time from a notification's arrival to its frame, over the simulated radio."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from typing import Self

import numpy as np

from evenstride.analysis.model.exercises import find
from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.sensors.bluetooth import BluetoothSource
from evenstride.sensors.samples import Block, FloatArray, Item, Leg, SensorInfo
from evenstride.session.session_setup import SessionSetup
from evenstride.tui.app import EvenstrideApp
from evenstride.tui.pauses import avoid_pauses
from tests.benchmarks.terminal import in_terminal, owes_a_frame, settled, terminal_of
from tests.radio.peripheral import Motion, recorded
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion

EXERCISE = "straight-leg-raise"
SIZE = (120, 40)
# The screen is built and the sensors' clocks are fitted before anything is measured.
SETTLED_S = 5.0


class Watched:
    """A source that knows of each block whether it was painted, and how long that took.

    Attributes:
        delays_s: From each block's arrival to the end of the frame that shows it, seconds. Where a
            frame is as the one before, nothing is painted, and there is none.
        blocks: How many blocks came.
        unchanged: How many changed nothing on the screen.
    """

    def __init__(self, source: BluetoothSource) -> None:
        self._source = source
        self._arrived_us: list[int] = []
        self._drawn_us: list[int] = []
        self._settled_s = asyncio.get_running_loop().time() + SETTLED_S
        self.delays_s: list[float] = []
        self.blocks = self.unchanged = 0

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        """The sensors."""
        return self._source.sensors

    async def __aenter__(self) -> Self:
        await self._source.__aenter__()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._source.__aexit__(None, None, None)

    async def __aiter__(self) -> AsyncIterator[Item]:
        async for item in self._source:
            yield item
            # Back here the session has taken it: the next frame has it.
            if isinstance(item, Block):
                self.blocks += 1
                self._arrived_us.append(int(item.host_us[-1]))

    def on_draw(self, *, owes: bool) -> None:
        """A frame is being drawn; it has all that has arrived.

        Args:
            owes: Whether the one before is not painted yet.
        """
        if not owes:
            self.unchanged += len(self._drawn_us)
            self._drawn_us = []
        self._drawn_us += self._arrived_us
        self._arrived_us = []

    def on_write(self) -> None:
        """Take note of a write."""
        now_s = asyncio.get_running_loop().time()
        if now_s > self._settled_s:
            self.delays_s += [now_s - us / 1e6 for us in self._drawn_us]
        self._drawn_us = []


def motions() -> dict[Leg, Motion]:
    """Return the motion of each leg in a sample session."""
    blocks = [item for item in read(samples.path(EXERCISE)) if isinstance(item, Block)]

    def joined(leg: Leg) -> tuple[FloatArray, FloatArray, FloatArray]:
        own = [block for block in blocks if block.leg is leg]
        t_s = np.concatenate([block.t_us for block in own]) / 1e6
        acc = np.concatenate([block.acc_m_s2 for block in own])
        gyr = np.concatenate([block.gyr_rad_s for block in own])
        return t_s - t_s[0], acc, gyr

    return {leg: recorded(*joined(leg)) for leg in Leg}


async def measure(duration_s: float) -> tuple[FloatArray, float]:
    """Run two sensors at 100 Hz in real time.

    Returns:
        The delays, seconds, shape (blocks,); and the part of one core that all of it took, with
        the virtual sensors and their radio.
    """
    feel = motions()
    sensors = {
        leg: VirtualWitMotion(address=f"C4:00:00:00:00:0{n}", motion=feel[leg])
        for n, leg in enumerate(Leg)
    }
    exercise = find(EXERCISE)
    async with VirtualRadio(*sensors.values()):
        source = Watched(BluetoothSource({leg: one.address for leg, one in sensors.items()}))
        app = EvenstrideApp(
            SessionSetup(
                source=source,
                exercise=exercise,
                source_title="Benchmark",
            )
        )
        in_terminal(app)
        avoid_pauses()
        draw = app.draw

        def watched_draw() -> None:
            source.on_draw(owes=owes_a_frame(app))
            draw()

        app.draw = watched_draw  # type: ignore[method-assign]
        running = asyncio.create_task(app.run_async(size=SIZE))
        await settled(app)
        terminal_of(app).on_write = source.on_write
        used_s, began_s = time.process_time(), time.monotonic()
        await asyncio.sleep(SETTLED_S + duration_s)
        load = (time.process_time() - used_s) / (time.monotonic() - began_s)
        await app.action_leave()
        await running
    told = len(source.delays_s) + source.unchanged
    assert told > 0.9 * (source.blocks - len(Leg) * 25 * (SETTLED_S + 2.0))
    return np.array(source.delays_s), load
