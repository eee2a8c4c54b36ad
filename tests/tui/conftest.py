"""Gives the dashboard the same surroundings in every test."""

import asyncio
from pathlib import Path

import pytest
from textual import constants

from tests.tui.idle import RUN_IN_EXECUTOR


@pytest.fixture(autouse=True)
def _same_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NO_COLOR", "COLORFGBG", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "config")
    # What an earlier test trained must not change whose turn it is.
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")


@pytest.fixture(autouse=True)
def _in_its_own_time(patient: None, soon_idle: None) -> None:
    """No screen is tested against the clock."""


@pytest.fixture
def held_jobs(monkeypatch: pytest.MonkeyPatch, soon_idle: None) -> None:
    """For tests that hold up what other threads were given to do: nothing waits for that."""
    monkeypatch.setattr(asyncio.BaseEventLoop, "run_in_executor", RUN_IN_EXECUTOR)
