"""The dashboard is tested in the same surroundings everywhere."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual import constants
from textual.notifications import Notification

from tests.tui.idle import RUN_IN_EXECUTOR, Jobs


@pytest.fixture(autouse=True)
def _same_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NO_COLOR", "COLORFGBG", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "config")
    # What an earlier test trained must not change whose turn it is.
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said for seconds, or given up after seconds, is not so on a slow machine either."""
    monkeypatch.setattr(Notification, "time_left", 600.0)
    for limit in ("open_session.SLOW_S", "host.LEAVE_LIMIT_S", "typed_ahead._LIMIT_S"):
        monkeypatch.setattr(f"evenstride.tui.{limit}", 600.0)


@pytest.fixture(autouse=True)
def soon_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pilots wait for the app after each key and at each pause, and not for the clock."""
    jobs = Jobs()

    def run_in_executor(loop: asyncio.BaseEventLoop, *args: Any) -> asyncio.Future[Any]:
        return jobs.run_in_executor(loop, *args)  # a method as the loop's own is one

    monkeypatch.setattr(asyncio.BaseEventLoop, "run_in_executor", run_in_executor)
    monkeypatch.setattr("textual.pilot.wait_for_idle", jobs.until_idle)
    monkeypatch.setattr("textual.app.wait_for_idle", jobs.until_idle)


@pytest.fixture
def held_jobs(monkeypatch: pytest.MonkeyPatch, soon_idle: None) -> None:
    """For tests that hold up what other threads were given to do: nothing waits for that."""
    monkeypatch.setattr(asyncio.BaseEventLoop, "run_in_executor", RUN_IN_EXECUTOR)
