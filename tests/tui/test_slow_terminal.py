"""Tests that neither a blocked terminal nor the garbage collector delays the samples."""

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread
from textual.drivers.headless_driver import HeadlessDriver

from evenstride.recordings.background import BackgroundWriter
from evenstride.recordings.format import Header
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block, Item, Leg
from evenstride.tui.app import EvenstrideApp
from evenstride.tui.pauses import avoid_pauses
from evenstride.tui.terminal import MAX_WAITING_WRITES, lags
from tests.benchmarks.terminal import FastTerminal
from tests.fakes.session import ScriptedSource, block
from tests.tui.on_screen import app_for

BLOCKS = 60
# Turns of the loop in which a frame gets from the widgets to the terminal.
TURNS = 30


class Stuck:
    """A terminal's file: nothing is taken from it before ``go_on``.

    Who waited for it all the same would go on after a minute, when something was written.
    """

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.written = 0

    def write(self, text: str) -> None:
        self.go_on.wait(600.0)
        self.written += len(text)

    def flush(self) -> None:
        pass


class StuckTerminal(HeadlessDriver):
    """Draws through Textual's own thread and queue, as it does for every terminal."""

    file = Stuck()

    @property
    def is_headless(self) -> bool:
        return False

    def start_application_mode(self) -> None:
        self._writer_thread = WriterThread(self.file)  # type: ignore[arg-type]
        self._writer_thread.start()
        super().start_application_mode()

    def write(self, data: str) -> None:
        self._writer_thread.write(data)

    def close(self) -> None:
        self.file.go_on.set()
        self._writer_thread.stop()


class Watched(ScriptedSource):
    """Gives a block after each frame."""

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__(items)
        self.next = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[Item]:
        for item in self._script:
            assert not isinstance(item, Exception)
            yield item
            await self.next.wait()
            self.next.clear()
        self.told.set()
        await asyncio.Event().wait()


def kept_in(path: Path) -> int:
    return sum(len(item) for item in read(path) if isinstance(item, Block))


async def test_samples_are_taken_and_recorded_while_the_terminal_stands_still(
    tmp_path: Path,
) -> None:
    path = tmp_path / "session.csv"
    blocks = [block(Leg.LEFT, first=10 * n) for n in range(BLOCKS)]
    source = Watched(blocks)
    app = app_for(
        source, open_recorder=lambda sensors: BackgroundWriter(path, Header(sensors=sensors))
    )
    app.driver_class = StuckTerminal
    StuckTerminal.file = terminal = Stuck()
    running = asyncio.create_task(app.run_async(size=(80, 24)))
    async with asyncio.timeout(300.0):
        while not (source.told.is_set() and lags(app)):
            if app.is_running:
                app.draw()
            source.next.set()
            for _ in range(TURNS):
                await asyncio.sleep(0)
        # It stood still all the time: nothing waited for it, and frames were left out.
        assert terminal.written == 0
        driver = app._driver
        assert isinstance(driver, StuckTerminal)
        assert MAX_WAITING_WRITES < driver._writer_thread._queue.qsize() < MAX_QUEUED_WRITES
        # The recorder has a thread of its own, which nothing here waits for.
        while kept_in(path) < 10 * BLOCKS:  # noqa: ASYNC110
            await asyncio.sleep(0)
        assert terminal.written == 0
        terminal.go_on.set()
        await app.action_leave()
        await running
    assert app.summary is not None
    assert app.summary.legs[Leg.LEFT].count == BLOCKS


class Behind(FastTerminal):
    """Tells how many writes wait, as the test says."""

    waiting_writes = 0


async def refreshed(app: EvenstrideApp) -> None:
    """Wait until everything due is painted, unless painting is held."""
    is_done = asyncio.Event()
    app.screen.call_after_refresh(is_done.set)
    await is_done.wait()


async def test_nothing_is_painted_while_a_terminal_stands_still_and_all_of_it_later() -> None:
    source = ScriptedSource([], hangs=True)
    app = app_for(source)
    app.driver_class = Behind
    running = asyncio.create_task(app.run_async(size=(80, 24)))
    async with asyncio.timeout(300.0):
        await source.told.wait()
        await refreshed(app)
        driver = app._driver
        assert isinstance(driver, Behind)
        driver.waiting_writes = MAX_WAITING_WRITES + 1
        app.draw()
        await refreshed(app)
        before = driver.written
        # Not a session's frame: whatever is painted waits.
        app.screen.refresh()
        await refreshed(app)
        assert driver.written == before
        driver.waiting_writes = 0
        app.draw()
        await refreshed(app)
        assert driver.written - before > 80 * 24
        await app.action_leave()
        await running


class ForEver(StuckTerminal):
    """Ends as Textual's driver does."""

    def close(self) -> None:
        self._writer_thread.stop()


async def test_a_terminal_that_takes_nothing_is_left_without_last_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("evenstride.tui.terminal._LAST_FRAMES_S", 0.0)
    source = ScriptedSource([], hangs=True)
    app = app_for(source)
    app.driver_class = ForEver
    ForEver.file = terminal = Stuck()
    running = asyncio.create_task(app.run_async(size=(80, 24)))
    async with asyncio.timeout(300.0):
        await source.told.wait()
        driver = app._driver
        assert isinstance(driver, ForEver)
        for _ in range(MAX_WAITING_WRITES + 2):
            driver.write("frame")
        await app.action_leave()
        await running
    assert terminal.written == 0
    terminal.go_on.set()


def test_the_collector_leaves_alone_what_was_loaded_before_the_session() -> None:
    frozen = gc.get_freeze_count()
    loaded = [[n] for n in range(20_000)]
    avoid_pauses()
    assert gc.get_freeze_count() - frozen >= len(loaded)
