"""Tests that a history on a read-only disk can be read, and says why it cannot be changed."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from evenstride.history import History
from evenstride.recordings.errors import RecordingError, RecordingReason
from tests.history.histories import add


@pytest.fixture
def read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "history.sqlite3"
    with History(path) as history:
        add(history)

    def refuse(_: Path) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("evenstride.history.database.make_private_folder", refuse)
    return path


def test_a_history_on_a_read_only_disk_is_read(read_only: Path) -> None:
    before = sorted(read_only.parent.iterdir())
    with History(read_only) as history:
        assert len(history.sessions()) == 1
        assert history.result_json(1) is not None
    assert sorted(read_only.parent.iterdir()) == before


def test_changing_it_says_why_that_is_not_possible(read_only: Path) -> None:
    with (
        History(read_only) as history,
        pytest.raises(RecordingError, match=r"can only be read \(attempt") as caught,
    ):
        history.write_note(1, "Here.")
    assert caught.value.reason is RecordingReason.CANNOT_WRITE


def test_one_that_would_have_to_be_migrated_is_refused(read_only: Path) -> None:
    connection = sqlite3.connect(read_only)
    connection.execute("PRAGMA user_version = 0")
    connection.close()
    with pytest.raises(RecordingError, match="make it writable"):
        History(read_only)


def test_where_there_is_none_nothing_is_read(tmp_path: Path, read_only: Path) -> None:
    with pytest.raises(RecordingError, match="can not be opened"):
        History(tmp_path / "other" / "history.sqlite3")


def test_a_history_on_a_full_disk_is_read(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path = tmp_path / "history.sqlite3"
    with History(path) as history:
        add(history)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))  # no file may become any larger
    try:
        with History(path) as history:
            assert len(history.sessions()) == 1
            with pytest.raises(RecordingError, match="make room"):
                history.write_note(1, "my knee hurts")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    with History(path) as history:
        assert history.get(1).note == ""
