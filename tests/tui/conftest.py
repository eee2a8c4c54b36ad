"""The dashboard is tested in the same surroundings everywhere."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual import constants
from textual._wait import wait_for_idle

from tests.tui.idle import Jobs


@pytest.fixture(autouse=True)
def _same_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NO_COLOR", "COLORFGBG", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "config")
    # What an earlier test trained must not change whose turn it is.
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")


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
def never_idle(monkeypatch: pytest.MonkeyPatch, soon_idle: None) -> None:
    """For tests in which something streams or plays while keys are pressed.

    A pilot waits after each key, and at each pause, until the process is idle, or for a second.
    Where samples come it never is; messages are waited for in any case.
    """

    async def briefly(*_: float) -> None:
        await wait_for_idle(0, max_sleep=0.1)

    monkeypatch.setattr("textual.pilot.wait_for_idle", briefly)
    monkeypatch.setattr("textual.app.wait_for_idle", briefly)
