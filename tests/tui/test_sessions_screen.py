"""Tests past sessions: listed, opened, annotated, corrected, reported."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from evenstride.errors import JobError, JobReason
from evenstride.history.keeping import open_history
from evenstride.history.session_rows import SessionRow
from evenstride.places import history_path, recordings_folder
from evenstride.recordings import samples
from evenstride.session.past_session import past_session
from evenstride.session.whole_recording import analyze_recording
from evenstride.tui.keys import keys_of
from evenstride.tui.screens.past_result import PastResultScreen
from evenstride.tui.screens.sessions import SessionsScreen, row_lines
from evenstride.tui.theme import use_themes
from evenstride.user.exercises import Choice
from tests.history.histories import add, result


class Host(App[None]):
    def on_mount(self) -> None:
        use_themes(self)
        self.push_screen(SessionsScreen())


@asynccontextmanager
async def listed() -> AsyncIterator[Pilot[None]]:
    async with Host().run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        yield pilot


async def until_open(pilot: Pilot[None]) -> PastResultScreen:
    while not isinstance(pilot.app.screen, PastResultScreen):
        await pilot.pause()
    await pilot.pause()
    return pilot.app.screen


def kept() -> Path:
    """A sample session in the history, with its recording."""
    folder = recordings_folder()
    folder.mkdir(parents=True)
    path = folder / "session.csv"
    whole = samples.path("straight-leg-raise").read_text().splitlines(keepends=True)
    path.write_text("".join(whole[: len(whole) // 2]))  # the left leg's set
    with open_history() as history:
        add(history, "session.csv", result=result())
    return path


async def test_without_sessions_it_says_what_will_be_there() -> None:
    async with listed() as pilot:
        assert "no session yet" in str(pilot.app.screen.query_one("#said", Static).content)


async def test_the_help_tells_the_keys_in_our_words_alone() -> None:
    async with listed() as pilot:
        tells = {one.name: one.tells for one in keys_of(pilot.app.screen)}
        assert tells["Down"] == "The session before."
        assert all(tells.values())


async def test_a_session_opens_is_noted_and_corrected_in_its_set() -> None:
    path = kept()
    with open_history() as history:
        history.write_morning(1, 3.0)
    async with listed() as pilot:
        assert pilot.app.screen.query_one(OptionList).option_count == 1
        await pilot.press("enter")
        screen = await until_open(pilot)
        sore = "Sore the morning after: 3 of 10."
        assert sore in str(screen.query_one("#about", Static).content)
        await pilot.press("n")
        pilot.app.screen.query_one(Input).value = "stairs were fine"
        await pilot.press("enter")
        await pilot.pause()
        said = str(screen.query_one("#about", Static).content)
        assert sore in said
        assert "stairs were fine" in said
        with open_history() as history:
            assert history.get(1).note == "stairs were fine"
        await pilot.press("c", "plus")
        await pilot.app.workers.wait_for_complete()
        again = await until_open(pilot)
        assert again is not screen
    corrected = past_session(1)
    assert [leg.count for leg in corrected.summary.legs.values()] == [7, 0]
    assert sum("#event" in line for line in path.read_text().splitlines()) == 1
    # The recording says it as well: whoever analyzes it again finds the same.
    anew = analyze_recording(path, Choice()).summary
    assert [leg.count for leg in anew.legs.values()] == [7, 0]


async def test_a_recording_that_is_gone_leaves_the_result_and_says_what_can_not_be() -> None:
    kept().unlink()
    async with listed() as pilot:
        await pilot.press("enter")
        screen = await until_open(pilot)
        assert "recording is gone" in str(screen.query_one("#about", Static).content)
        await pilot.press("c")
        await pilot.pause()
        assert "gone" in [said.message for said in pilot.app._notifications][-1]


async def test_a_report_is_written_where_the_user_is_and_what_hinders_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept()
    monkeypatch.chdir(tmp_path)
    name = "evenstride.report.one_session.make_report"
    missing = JobError("matplotlib is missing.", JobReason.EXTRA_MISSING)
    async with listed() as pilot:
        await pilot.press("enter")
        await until_open(pilot)
        for effect in (None, missing):
            with patch(name, side_effect=effect) as made:
                await pilot.press("o")
                await pilot.app.workers.wait_for_complete()
                await pilot.pause()
            assert made.call_args.args[0] == ("1",)
        told = [said.message for said in pilot.app._notifications]
    assert "evenstride-2026-11-02-session-1.html" in told[-2].replace("\n", "")
    assert told[-1] == "matplotlib is missing."
    assert history_path().exists()


def test_the_columns_of_the_list_hold_and_the_last_ones_give_way() -> None:
    rows = [
        SessionRow(
            number=n,
            day="Mon 2 Nov 2026 11:40",
            exercises="Straight leg raise",
            reps=f"L {n} R 9",
            verdict="left weaker" if n == 1 else "",
            pain="",
            note="a note" * n,
        )
        for n in (1, 20)
    ]
    for width in (100, 60, 40, 20):
        lines = row_lines(rows, width)
        assert all(len(line) <= width for line in lines)
        assert {line.find("Straight") for line in lines} in ({-1}, {lines[0].find("Straight")})
    assert row_lines(rows, 20) == ["Mon 2 Nov 2026 11:40"] * 2
