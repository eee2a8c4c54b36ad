"""Tests commands that open the dashboard, from the terminal and back to it."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from evenstride.analysis.model.plan import builtin_plan
from evenstride.recordings import samples
from evenstride.sensors.samples import Leg
from evenstride.tui.app import EvenstrideApp
from evenstride.tui.home.today import TodayState
from evenstride.tui.screens.today import TodayScreen
from evenstride.tui.screens.welcome import WelcomeScreen
from tests.cli.helpers import LEFT_ID, one_sentence, run
from tests.fakes.session import ScriptedSource, block
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion

SAMPLE = samples.path("straight-leg-raise")


@pytest.fixture
def apps(monkeypatch: pytest.MonkeyPatch) -> list[EvenstrideApp]:
    """The dashboards that a command opened; each is left as soon as its session is over."""
    opened: list[EvenstrideApp] = []
    run_async = EvenstrideApp.run_async

    async def leave(pilot: Pilot[Any]) -> None:
        await pilot.app.workers.wait_for_complete()
        await pilot.press("q")

    async def without_a_terminal(app: EvenstrideApp) -> None:
        opened.append(app)
        await run_async(app, headless=True, size=(80, 24), auto_pilot=leave)

    monkeypatch.setattr(EvenstrideApp, "run_async", without_a_terminal)
    monkeypatch.setattr("evenstride.tui.show.check_terminal", lambda: None)
    monkeypatch.setattr("evenstride.cli.live.check_terminal", lambda: None)
    return opened


def test_the_demo_counts_the_sample_session(apps: list[EvenstrideApp]) -> None:
    result = run("demo", "--speed", "max")
    assert result.exit_code == 0, result.stderr
    (app,) = apps
    assert app.summary is not None
    assert app.summary.exercise == "straight-leg-raise"
    assert all(leg.count > 0 for leg in app.summary.legs.values())


def test_the_demo_of_another_exercise(apps: list[EvenstrideApp]) -> None:
    assert run("demo", "--speed", "max", "--exercise", "single-leg-dip").exit_code == 0
    (app,) = apps
    assert app.summary is not None
    assert app.summary.exercise == "single-leg-dip"


def test_a_replay_counts_as_the_user_says(apps: list[EvenstrideApp]) -> None:
    result = run("replay", "--speed", "max", "--exercise", "hip-abduction", SAMPLE)
    assert result.exit_code == 0, result.stderr
    (app,) = apps
    assert app.summary is not None
    assert app.summary.exercise == "hip-abduction"


def test_a_fault_during_the_session_ends_with_exit_code_one(
    apps: list[EvenstrideApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("in a test")

    monkeypatch.setattr("evenstride.analysis.session.SessionAnalyzer.update", fails)
    result = run("replay", "--speed", "max", SAMPLE)
    assert result.exit_code == 1
    assert "ZeroDivisionError" in one_sentence(result)
    assert len(apps) == 1


def test_a_live_session_is_kept_and_leaves_its_result_in_the_terminal(
    apps: list[EvenstrideApp], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = ScriptedSource([block(Leg.LEFT), block(Leg.RIGHT)])
    wanted: list[object] = []

    def with_sensors(legs: object, **_: object) -> ScriptedSource:
        wanted.append(legs)
        return source

    monkeypatch.setattr("evenstride.cli.live.BluetoothSource", with_sensors)
    path = tmp_path / "session.csv"
    result = run("live", "--left", "mine", "--duration", "60", "--record", path)
    assert result.exit_code == 0, result.stderr
    assert wanted == [{Leg.LEFT: "mine"}]
    assert source.left
    assert len(apps) == 1
    assert result.stderr.endswith(f"Saved {path}\n")
    assert result.stdout == run("analyze", path).stdout.split("\n", 1)[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_before_the_screen_opens_is_no_traceback(
    apps: list[EvenstrideApp],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: signal.Signals,
) -> None:
    async def interrupt(_: Any) -> None:
        os.kill(os.getpid(), number)
        os.kill(os.getpid(), number)

    monkeypatch.setattr("tests.radio.backend.BumbleScanner.start", interrupt)
    with VirtualRadio().for_programs():
        result = run("live", "--record", tmp_path / "session.csv")
    assert result.exit_code == 1
    assert one_sentence(result) == "Stopped."
    assert apps == []
    assert list(tmp_path.iterdir()) == []


def test_no_sensor_is_said_before_any_screen_opens(
    apps: list[EvenstrideApp], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    with VirtualRadio().for_programs():
        result = run("live")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "No Bluetooth device answers at all" in one_sentence(result)
    assert apps == []
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> list[TodayState]:
    """Make ``evenstride`` leave its Today screen at once, and return the states shown there."""
    shown: list[TodayState] = []
    run_async = EvenstrideApp.run_async

    async def look(pilot: Pilot[Any]) -> None:
        app = cast("EvenstrideApp", pilot.app)
        assert isinstance(app.screen, WelcomeScreen)
        await pilot.press("escape")
        today = app.screen_stack[0]
        assert isinstance(today, TodayScreen)
        async with asyncio.timeout(300.0):
            while not (today.state.sensors.rows or today.state.sensors.problem):
                await pilot.pause(0.05)
        shown.append(today.state)
        await pilot.press("q")

    async def without_a_terminal(app: EvenstrideApp) -> None:
        await run_async(app, headless=True, size=(80, 24), auto_pilot=look)

    monkeypatch.setattr(EvenstrideApp, "run_async", without_a_terminal)
    monkeypatch.setattr("evenstride.tui.open_home.check_terminal", lambda: None)
    return shown


def test_evenstride_alone_opens_the_day_with_the_sensors_in_range(home: list[TodayState]) -> None:
    with VirtualRadio(VirtualWitMotion("WT901BLE67", LEFT_ID)).for_programs():
        result = run()
    assert result.exit_code == 0, result.stderr
    (state,) = home
    assert [row.name for row in state.sensors.rows] == ["WT901BLE67"]
    assert (result.stdout, result.stderr) == ("", "")


def test_a_broken_plan_is_said_and_keeps_nobody_from_training(
    home: list[TodayState], own_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_service(_: Any) -> None:
        raise OSError

    monkeypatch.setattr("tests.radio.backend.BumbleScanner.start", no_service)
    own_file.parent.mkdir(parents=True)
    own_file.with_name("plan.toml").write_text("[no-such-exercise]")
    with VirtualRadio().for_programs():
        result = run()
    assert result.exit_code == 0, result.stderr
    (state,) = home
    assert state.title == builtin_plan().title
    assert "no-such-exercise" in state.note
    # Which of the two it is depends on whether this computer has an adapter.
    assert "Bluetooth" in state.sensors.problem
    assert "try again" in state.sensors.problem


def test_own_exercises_that_are_wrong_are_said_before_any_screen_opens(
    home: list[TodayState], own_file: Path
) -> None:
    own_file.parent.mkdir(parents=True)
    own_file.write_text("[mine")
    result = run()
    assert result.exit_code == 1
    assert "is not valid TOML" in one_sentence(result)
    assert home == []
