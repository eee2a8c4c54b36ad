"""Tests that sessions are added to the history when they end."""

import os
import stat
from pathlib import Path

import pytest

from evenstride.history import History
from evenstride.recordings.reader import read
from tests.cli.helpers import JSON, LEFT_ID, json_lines, run
from tests.history.histories import recorded
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion


def test_a_session_is_in_the_history_when_it_is_over(data: Path) -> None:
    with VirtualRadio(VirtualWitMotion("WT901BLE67", LEFT_ID)).for_programs():
        result = run(*JSON, "--duration", "1", "--exercise", "straight-leg-raise")
    (path,) = (data / "recordings").glob("*.csv")
    with History(data / "history.sqlite3") as history:
        (session,) = history.sessions()
        kept = history.result_json(session.number)
    assert session.path == path
    assert session.started_utc == read(path).header.started_utc
    assert kept == {**json_lines(result)[-1]["summary"], "file": None}
    assert session.exercises[0].hold_target_s == 2.0


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
def test_only_the_user_may_look_at_what_a_session_leaves_behind(data: Path) -> None:
    data.mkdir(mode=0o755)
    with VirtualRadio(VirtualWitMotion("WT901BLE67", LEFT_ID)).for_programs():
        run(*JSON, "--duration", "1")
    modes = {one: stat.S_IMODE(one.stat().st_mode) for one in [data, *data.rglob("*")]}
    assert len(modes) >= 4
    assert modes == {one: 0o700 if one.is_dir() else 0o600 for one in modes}


def test_a_session_that_can_not_be_added_to_the_history_is_saved_all_the_same(data: Path) -> None:
    data.mkdir()
    (data / "history.sqlite3").write_bytes(b"no database" * 100)
    with VirtualRadio(VirtualWitMotion("WT901BLE67", LEFT_ID)).for_programs():
        result = run(*JSON, "--duration", "1")
    assert result.exit_code == 0
    (path,) = (data / "recordings").glob("*.csv")
    *_, saved, why = result.stderr.splitlines()
    assert saved == f"Saved {path}"
    assert why.startswith("The result could not be added to the history: ")
    assert why.endswith("is damaged; evenstride history rebuild makes it anew from the recordings.")


def test_a_session_that_was_cut_off_is_told_at_the_next_start(data: Path) -> None:
    recorded(data / "recordings" / "crashed.csv")
    with VirtualRadio(VirtualWitMotion("WT901BLE67", LEFT_ID)).for_programs():
        result = run(*JSON, "--duration", "1")
    assert result.exit_code == 0
    assert result.stderr.startswith("A recording is not in the history, as its session was cut off")
