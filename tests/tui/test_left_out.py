"""Tests that sessions that were cut off are offered when the dashboard begins."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from evenstride.history import History
from evenstride.places import history_path
from evenstride.session.rebuild import unknown_recordings
from evenstride.tui.app import EvenstrideApp
from evenstride.tui.screens.question import QuestionScreen
from tests.history.histories import recorded
from tests.tui.home import home_with


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder."""
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")
    return tmp_path / "data"


@asynccontextmanager
async def begun(folder: Path) -> AsyncIterator[Pilot[None]]:
    """The dashboard, once it has looked for what is left out."""
    home = home_with(folder)
    home.left_out = unknown_recordings
    home.welcomed()
    async with EvenstrideApp(home).run_test(size=(80, 24)) as pilot:
        await _settled(pilot)
        yield pilot


async def _settled(pilot: Pilot[None]) -> None:
    """Wait until the offer of left-out sessions is over, or asks."""
    while any(one.is_running and one.name == "left out" for one in pilot.app.workers):
        if isinstance(pilot.app.screen, QuestionScreen):
            return
        await pilot.pause()


def set_aside(data: Path) -> int:
    return len(list(data.glob("history-damaged-*")))


def sessions() -> int:
    with History(history_path()) as history:
        return len(history.sessions())


async def test_a_session_that_was_cut_off_is_added_after_a_yes(data: Path, tmp_path: Path) -> None:
    recorded(data / "recordings" / "crashed.csv")
    async with begun(tmp_path) as pilot:
        assert isinstance(pilot.app.screen, QuestionScreen)
        await pilot.press("y")
        await _settled(pilot)
    assert sessions() == 1


async def test_after_a_no_it_is_left_for_another_time(data: Path, tmp_path: Path) -> None:
    for name in "ab":
        recorded(data / "recordings" / f"{name}.csv")
    async with begun(tmp_path) as pilot:
        await pilot.press("n")
        await _settled(pilot)
        assert not isinstance(pilot.app.screen, QuestionScreen)
    assert sessions() == 0
    async with begun(tmp_path) as pilot:
        assert isinstance(pilot.app.screen, QuestionScreen)


async def test_a_damaged_history_is_made_anew_after_a_yes(data: Path, tmp_path: Path) -> None:
    recorded(data / "recordings" / "a.csv")
    history_path().write_bytes(b"no database" * 1000)
    async with begun(tmp_path) as pilot:
        await pilot.press("y")
        await _settled(pilot)
    assert sessions() == 1
    assert set_aside(data) == 1


async def test_nothing_is_asked_where_nothing_is_missing(tmp_path: Path) -> None:
    async with begun(tmp_path) as pilot:
        assert not isinstance(pilot.app.screen, QuestionScreen)
