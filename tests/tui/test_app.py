"""Tests the dashboard as a program: it runs a session, shows the result, and leaves cleanly."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from textual.driver import Driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from evenstride.recordings.background import BackgroundWriter
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.format import Header
from evenstride.recordings.reader import read
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import Block, Leg
from evenstride.tui.app import EvenstrideApp
from evenstride.tui.terminal import MAX_WAITING_WRITES, lags
from evenstride.tui.theme import DARK, LIGHT
from evenstride.tui.widgets.connection import Connection
from tests.fakes.session import CountingAnalyzer, ScriptedSource, block
from tests.tui.on_screen import BLOCKS, app_for, text, told

NO_SENSOR = SensorError("No [sensor] in range; switch it on.", SensorReason.NOT_FOUND)


def message(app: EvenstrideApp) -> str:
    return text(app.screen.query_one("#message"))


async def test_the_end_of_a_replay_stays_on_the_screen_and_says_what_to_press() -> None:
    source = ScriptedSource(BLOCKS)
    app = app_for(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await told(source, pilot, app)
        assert "Replay finished, press q." in message(app)
        assert "No clear difference in range." in message(app)
        assert source.left
    assert app.summary is not None
    assert app.summary.legs[Leg.LEFT].count == 2
    assert app.failure is None


async def test_title_clock_and_source_are_on_the_first_row() -> None:
    source = ScriptedSource([block(first=6_100)], hangs=True)
    app = app_for(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await told(source, pilot, app)
        row = app.screen.query_one("SessionBar").render_line(0).text
        assert row.split() == ["Straight", "leg", "raise", "0:00", "Replay", "1x"]
        assert "WT901 left" in text(app.screen.query_one("#left").query_one(Connection))


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
async def test_a_key_ends_everything_with_everything_saved(key: str, tmp_path: Path) -> None:
    path, analyzer = tmp_path / "session.csv", CountingAnalyzer()
    source = ScriptedSource(BLOCKS, hangs=True)
    app = app_for(source, analyzer, lambda sensors: BackgroundWriter(path, Header(sensors=sensors)))
    async with app.run_test(size=(80, 24)) as pilot:
        await told(source, pilot, app)
        await pilot.press(key)
    assert source.left
    assert analyzer.finished == 1
    assert app.summary is not None
    assert app.failure is None
    assert sum(len(item) for item in read(path) if isinstance(item, Block)) == 30


async def test_control_z_does_not_stop_a_recording_and_says_so(tmp_path: Path) -> None:
    source = ScriptedSource(BLOCKS, hangs=True)
    path = tmp_path / "session.csv"
    app = app_for(source, None, lambda sensors: BackgroundWriter(path, Header(sensors=sensors)))
    async with app.run_test(size=(80, 24)) as pilot:
        await told(source, pilot, app)
        await pilot.press("ctrl+z")
        (said,) = app._notifications
        assert said.message == "Ctrl-Z would stop the recording. q ends the session."


async def test_the_session_is_over_however_the_app_ends() -> None:
    source = ScriptedSource(BLOCKS, hangs=True)
    app = app_for(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await told(source, pilot, app)
        app.exit()
    assert source.left
    assert app.summary is not None


@pytest.mark.parametrize(
    "error",
    [NO_SENSOR, RecordingError("This is a [sensor] photo.", RecordingReason.NOT_A_RECORDING)],
)
async def test_a_source_that_can_not_begin_is_a_sentence_on_the_screen(error: Exception) -> None:
    source = ScriptedSource([], opening=error)
    app = app_for(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.draw()
        await pilot.pause()
        assert str(error) in message(app)
        assert "Press q to quit." in message(app)
        assert "Traceback" not in message(app)
        assert app.is_running
        await pilot.press("q")
    assert app.failure is error
    assert app.summary is None
    assert app.return_code == 0


async def test_a_sensor_that_fails_later_leaves_the_counts_on_the_screen() -> None:
    source = ScriptedSource([*BLOCKS, NO_SENSOR])
    app = app_for(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.draw()
        await pilot.pause()
        assert str(NO_SENSOR) in message(app)
        assert "Reps" in text(app.screen.query_one("ComparisonBar"))
        assert " 2 " in text(app.screen.query_one("ComparisonBar")).split("\n")[0]
    assert app.summary is not None
    assert app.failure is NO_SENSOR


async def test_a_fault_of_ours_is_a_sentence_too_and_is_handed_to_the_caller() -> None:
    source = ScriptedSource(BLOCKS)
    fault = ZeroDivisionError("division by zero")
    app = app_for(source, CountingAnalyzer(fault))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.draw()
        await pilot.pause()
        assert "A fault in evenstride ended the session" in message(app)
    assert app.failure is fault


async def test_d_changes_between_dark_and_light() -> None:
    source = ScriptedSource(BLOCKS, hangs=True)
    app = app_for(source)
    async with app.run_test(size=(80, 24)) as pilot:
        seen = [app.theme]
        for _ in range(2):
            await pilot.press("d")
            seen.append(app.theme)
    assert seen == [DARK.name, LIGHT.name, DARK.name]


async def test_a_terminal_with_a_light_ground_gets_the_light_theme(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLORFGBG", "0;15")
    assert app_for(ScriptedSource([])).theme == LIGHT.name


async def test_leaving_does_not_wait_for_a_sensor_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Stuck(ScriptedSource):
        async def __aexit__(self, *exc_info: object) -> None:
            await asyncio.Event().wait()

    monkeypatch.setattr("evenstride.tui.host.LEAVE_LIMIT_S", 0.01)
    source = Stuck(BLOCKS, hangs=True)
    app = app_for(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await told(source, pilot, app)
        await pilot.press("q")
    assert app.summary is not None


async def test_a_terminal_that_does_not_keep_up_is_not_drawn_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = ScriptedSource(BLOCKS, hangs=True)
    app = app_for(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await told(source, pilot, app)
        drawn: list[object] = []
        monkeypatch.setattr(app.live, "show", lambda *args: drawn.append(args))
        monkeypatch.setattr("evenstride.tui.painting.lags", lambda _: True)
        app.draw()
        assert drawn == []
        monkeypatch.setattr("evenstride.tui.painting.lags", lambda _: False)
        app.draw()
        assert len(drawn) == 1


async def test_textual_still_tells_how_far_a_terminal_is_behind(tmp_path: Path) -> None:
    # Not started, so that nothing is taken from the queue: a terminal that stands still.
    with (tmp_path / "terminal").open("w") as file:
        thread = WriterThread(file)
        driver = object.__new__(LinuxDriver)
        driver._writer_thread = thread
        app = app_for(ScriptedSource([]))
        app._driver = cast("Driver", driver)
        for _ in range(MAX_WAITING_WRITES):
            driver.write("frame")
        assert not lags(app)
        driver.write("frame")
        assert lags(app)
        app._driver = cast("Driver", SimpleNamespace())
        assert not lags(app)
