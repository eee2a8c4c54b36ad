"""Tests that pain, effort and sore mornings are stored, and survive a damaged history."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evenstride.history import History
from evenstride.history.made_anew import make_anew
from evenstride.history.schema import MIGRATIONS
from evenstride.places import history_path, recordings_folder
from evenstride.session.rebuild import rebuild
from evenstride.user.exercises import Choice
from tests.history.histories import add, recorded, result

NOW = datetime(2026, 11, 22, 14, 15, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    return history_path()


def felt(path: Path) -> list[tuple[float | None, float | None, bool, float | None]]:
    with History(path) as history:
        return [
            (part.pain, part.effort, one.morning_asked, one.morning_pain)
            for one in history.sessions()
            for part in one.exercises
        ]


def test_pain_and_effort_are_found_again_in_the_recording(path: Path) -> None:
    recording = recorded(recordings_folder() / "a.csv")
    with recording.open("a") as file:
        for said in ('"pain": 2', '"pain": 4, "effort": 7'):
            file.write(f'#event {{"host_us": 1990000, "event": "felt", {said}}}\n')
    rebuild(Choice(), lambda *_: None)
    assert felt(path) == [(4.0, 7.0, False, None)]
    path.unlink()
    rebuild(Choice(), lambda *_: None)
    assert felt(path) == [(4.0, 7.0, False, None)]


def test_a_sore_morning_outlives_a_damaged_history(path: Path) -> None:
    with History(path) as history:
        for name in ("a.csv", "b.csv", "c.csv"):
            add(history, name)
        history.write_morning(1, 3.0)
        history.write_morning(2, None)
    kept = [(None, None, True, 3.0), (None, None, True, None), (None, None, False, None)]
    assert felt(path) == kept
    make_anew(path, NOW, lambda _: None)
    assert felt(path) == kept
    path.write_bytes(bytes(path.stat().st_size))  # nothing of it can be read any more
    make_anew(path, NOW, lambda _: None)
    with History(path) as history:
        assert [one.morning_pain for one in history.sessions()] == [3.0, None, None]
        assert [one.morning_asked for one in history.sessions()] == [True, True, False]


def test_a_damaged_history_of_before_there_were_feelings_is_read(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for step in MIGRATIONS[0]:
            connection.execute(step)
        connection.execute("INSERT INTO session VALUES (7, 'a.csv', '2026-11-02', 0, 'stairs')")
        connection.commit()
    make_anew(path, NOW, lambda _: None)
    with History(path) as history:
        (session,) = history.sessions()
        assert (session.number, session.note, session.morning_asked) == (7, "stairs", False)


def test_what_an_older_version_kept_is_there_after_the_step_to_this_one(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for step in MIGRATIONS[0]:
            connection.execute(step)
        connection.execute(
            "INSERT INTO session VALUES (7, 'a.csv', '2026-11-02T10:00:00+00:00', 0, 'stairs')"
        )
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
    with History(path) as history:
        history.check()
        assert add(history, "b.csv", result=result()) == 8
        assert [one.note for one in history.sessions()] == ["stairs", ""]
