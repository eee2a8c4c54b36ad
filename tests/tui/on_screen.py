"""Runs the dashboard without a terminal, presses its keys, and reads its screen."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from textual.widget import Widget

from evenstride.recordings import samples
from evenstride.recordings.background import BackgroundWriter
from evenstride.recordings.format import Header
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block, Item, Leg, Note
from evenstride.session.agenda import Agenda
from evenstride.session.runner import OpenRecorder
from evenstride.session.session_setup import SessionSetup
from evenstride.session.state.dashboard import DashboardState
from evenstride.tui.app import EvenstrideApp
from evenstride.tui.screens.still import StillApp
from tests.fakes.session import (
    STRAIGHT_LEG_RAISE,
    CountingAnalyzer,
    ScriptedSource,
    block,
    traces,
)


def app_with(state: DashboardState) -> StillApp:
    return StillApp(state, traces(state.clock_s))


def text(widget: Widget) -> str:
    """Return the text of a widget, row by row."""
    return "\n".join(widget.render_line(y).text for y in range(widget.size.height))


def of(app: StillApp, leg: Leg, kind: type[Widget]) -> Widget:
    return app.screen.query_one(f"#{leg.value}").query_one(kind)


def ink(widget: Widget) -> int:
    """Rows that something is drawn on."""
    return sum(bool(row.strip()) for row in text(widget).split("\n"))


BLOCKS = [block(Leg.LEFT), block(Leg.RIGHT), block(Leg.LEFT, first=10)]


def app_for(
    source: ScriptedSource,
    analyzer: CountingAnalyzer | None = None,
    open_recorder: OpenRecorder | None = None,
) -> EvenstrideApp:
    setup = SessionSetup(
        source=source,
        special_analyzer=lambda _: analyzer or CountingAnalyzer(),
        exercise=STRAIGHT_LEG_RAISE,
        source_title="Replay 1x",
        finished_text="Replay finished, press q.",
        open_recorder=open_recorder,
    )
    return EvenstrideApp(setup, frames_per_s=0.001)  # tests draw by hand


async def told(source: ScriptedSource, pilot: Pilot[None], app: EvenstrideApp) -> None:
    """Wait until the source gave everything and the screen shows it."""
    await asyncio.wait_for(source.told.wait(), 300.0)
    await pilot.pause()
    # What is recorded waits for the analysis, on a slow machine for some turns of the loop.
    while app.host is not None and app.host._run._runner._recorded:
        await pilot.pause()
    app.draw()
    await pilot.pause()


class Paced(ScriptedSource):
    """Gives what it has up to a time of the session, seconds, and waits for the next one."""

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__(items)
        self.wanted: asyncio.Queue[float] = asyncio.Queue()

    async def __aiter__(self) -> AsyncIterator[Item]:
        to_s, first_us = await self.wanted.get(), None
        for item in self._script:
            assert isinstance(item, Block)
            first_us = int(item.host_us[0]) if first_us is None else first_us
            while (int(item.host_us[0]) - first_us) / 1e6 > to_s:
                self.told.set()
                to_s = await self.wanted.get()
            yield item
        self.told.set()
        await asyncio.Event().wait()


class Live:
    def __init__(self, app: EvenstrideApp, source: Paced, pilot: Pilot[None], path: Path) -> None:
        self.app, self.source, self.pilot, self.path = app, source, pilot, path

    async def to(self, seconds: float) -> DashboardState:
        self.source.told.clear()
        self.source.wanted.put_nowait(seconds)
        await told(self.source, self.pilot, self.app)
        return self.app.shown[0]

    async def press(self, *keys: str) -> DashboardState:
        await self.pilot.press(*keys)
        self.app.draw()
        await self.pilot.pause()
        return self.app.shown[0]

    def notes(self) -> list[Note]:
        return [item for item in read(self.path) if isinstance(item, Note)]


@asynccontextmanager
async def live(tmp_path: Path, agenda: Agenda | None = None) -> AsyncIterator[Live]:
    """A session of straight leg raises that is recorded, before its first sample."""
    recording, path = read(samples.path("straight-leg-raise")), tmp_path / "session.csv"
    source = Paced(list(recording))
    source.sensors = recording.sensors
    setup = SessionSetup(
        source=source,
        exercise=STRAIGHT_LEG_RAISE,
        source_title="Live",
        open_recorder=lambda sensors: BackgroundWriter(
            path, Header(sensors=sensors, exercise=STRAIGHT_LEG_RAISE.id)
        ),
        agenda=agenda,
    )
    app = EvenstrideApp(setup, frames_per_s=0.001)
    async with app.run_test(size=(80, 24)) as pilot:
        yield Live(app, source, pilot, path)
