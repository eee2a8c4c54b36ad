"""Tests the history's file: versions, two programs at once, and who may read it."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from evenstride.history import History
from evenstride.history.database import connect, migrate
from evenstride.history.schema import MIGRATIONS
from evenstride.recordings.errors import RecordingError, RecordingReason
from tests.history.histories import add, result
from tests.history.history_files import NOW, refusal


def test_every_step_of_the_migrations_keeps_what_was_there(path: Path) -> None:
    with History(path) as history:
        add(history)
    before = _everything(path)
    later = (*MIGRATIONS, ("ALTER TABLE session ADD COLUMN mood TEXT",), ("DROP TABLE metric",))
    with closing(connect(path)) as connection:
        migrate(connection, path, later)
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 2,)
        migrate(connection, path, later)  # there is nothing left to do
    after = _everything(path)
    assert after["session"] == [(*row, None) for row in before["session"]]
    assert after.keys() == before.keys() - {"metric"}
    assert after["leg_set"] == before["leg_set"]


def test_a_migration_that_fails_changes_nothing(path: Path) -> None:
    with History(path) as history:
        add(history)
    before = _everything(path)
    with closing(connect(path)) as connection, pytest.raises(sqlite3.OperationalError):
        migrate(connection, path, (*MIGRATIONS, ("DELETE FROM session", "SELECT no_such_thing")))
    assert _everything(path) == before
    with History(path) as history:
        assert len(history.sessions()) == 1


def test_a_history_of_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    with History(path) as history:
        add(history)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE session ADD COLUMN mood TEXT")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    refused = refusal(lambda: History(path))
    assert refused.reason is RecordingReason.NEWER_VERSION
    assert "update evenstride" in str(refused)
    assert len(_everything(path)["session"]) == 1


_OTHER_PROGRAM = """
import json, sys
from datetime import datetime
from pathlib import Path
import evenstride.history.database
from evenstride.history import History
evenstride.history.database.BUSY_S = 600.0
known = json.load(sys.stdin)
started_utc = datetime.fromisoformat(known.pop("started_utc"))
with History(Path(sys.argv[1])) as history:
    for number in range(20):
        history.add(Path(f"/other-{number}.csv"), started_utc=started_utc, **known)
"""


def test_two_programs_may_begin_and_write_at_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenstride.history.database.BUSY_S", 600.0)  # on a disk of any speed
    known = {"version": "1", "result": result(), "synthetic": False}
    with subprocess.Popen(
        [sys.executable, "-c", _OTHER_PROGRAM, str(path)], stdin=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        other.stdin.write(json.dumps({**known, "started_utc": NOW.isoformat()}))
        other.stdin.close()
        while not path.exists():  # it makes the file; from there on both write
            assert other.poll() is None
        with History(path) as history:
            for number in range(20):
                add(history, f"{number}.csv")
        assert other.wait() == 0
    with History(path) as history:
        history.check()
        assert sorted(one.number for one in history.sessions()) == list(range(1, 41))


def test_opening_a_new_file_waits_for_another_program_that_does_so_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenstride.history.database.BUSY_S", 0.05)
    with closing(connect(path)) as first:
        first.execute("PRAGMA journal_mode = DELETE")
        first.execute("BEGIN")
        first.execute("SELECT * FROM session").fetchall()
        clock = SimpleNamespace(monotonic=lambda: 9.0, sleep=lambda _: first.execute("COMMIT"))
        monkeypatch.setattr("evenstride.history.database.time", clock)
        with closing(connect(path)) as second:
            assert second.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_one_that_reads_does_not_wait_for_one_that_writes(path: Path) -> None:
    with History(path) as history, closing(connect(path)) as other:
        add(history)
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM session")
        assert len(history.sessions()) == 1
        other.execute("COMMIT")
        assert history.sessions() == ()


def test_a_writer_that_waited_too_long_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenstride.history.database.BUSY_S", 0.01)
    with History(path) as history, closing(connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = refusal(lambda: add(history))
        other.execute("ROLLBACK")
        assert refused.reason is RecordingReason.CANNOT_WRITE
        assert "(database is locked)" in str(refused)
        assert add(history) == 1


def test_after_a_full_disk_the_history_goes_on(path: Path) -> None:
    with History(path) as history:
        add(history)
        (pages,) = history._open._connection.execute("PRAGMA page_count").fetchone()
        history._open._connection.execute(f"PRAGMA max_page_count = {pages}")
        for _ in range(2):
            refused = refusal(lambda: [add(history, f"{n}.csv") for n in range(20)])
            assert refused.reason is RecordingReason.CANNOT_WRITE
            assert "full" in str(refused)
        history._open._connection.execute("PRAGMA max_page_count = 100000")
        assert add(history, "after.csv")
        history.check()


@pytest.mark.skipif(sys.platform != "linux", reason="the system lists its locks there")
def test_opening_it_twice_keeps_its_locks(path: Path) -> None:
    with History(path) as first:
        first.sessions()
        number = str(path.stat().st_ino)
        assert number in Path("/proc/locks").read_text()
        with History(path):
            assert number in Path("/proc/locks").read_text()


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
def test_only_the_user_may_look_into_the_history(path: Path) -> None:
    path.parent.mkdir(mode=0o755)
    path.touch(mode=0o644)
    with History(path) as history:
        add(history)
        files = list(path.parent.iterdir())
        assert len(files) == 4  # with its log, the log's index, and the second copy
        assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_is_deleted_is_gone_from_the_file(path: Path) -> None:
    with History(path) as history:
        add(history)
        history.write_note(1, "my knee hurts in the morning")
        history.delete(1)
    assert all(b"my knee hurts" not in one.read_bytes() for one in path.parent.iterdir())


def test_rows_that_changed_are_made_anew_from_the_result(path: Path) -> None:
    with History(path) as history:
        add(history)
        before = history.sessions()
        for row in ("leg SET reps", "leg_set SET start_s", "metric SET left_mean", "part SET pain"):
            _change(path, f"UPDATE {row} = 77")
            assert history.sessions() != before
            assert history.renew_rows() == (before[0].path,)
            assert history.sessions() == before
        assert history.renew_rows() == ()


def test_an_index_that_lacks_a_session_is_damage(path: Path) -> None:
    with History(path) as history:
        add(history)
    whole = path.read_bytes()
    at = whole.rindex(b"recordings/a.csv", 0, whole.rindex(b"recordings/a.csv"))
    for place in (at, whole.rindex(b"recordings/a.csv")):  # in the table and in its index
        path.write_bytes(whole[:place] + b"R" + whole[place + 1 :])
        with History(path) as history, pytest.raises(RecordingError):
            history.check()


@pytest.mark.parametrize("column", ["json", "hold_targets_s"])
def test_a_result_that_is_no_text_any_more_is_damage(path: Path, column: str) -> None:
    with History(path) as history:
        add(history)
        history.check()
        _change(path, f"UPDATE result SET {column} = CAST(x'7bff' AS TEXT)")
        with pytest.raises(RecordingError) as caught:
            history.check()
    assert caught.value.reason is RecordingReason.DAMAGED


def test_what_is_deleted_is_gone_while_another_program_has_the_file_open(path: Path) -> None:
    with History(path) as dashboard, History(path) as history:
        add(history)
        history.write_note(1, "my knee hurts in the morning")
        assert len(dashboard.sessions()) == 1
        history.delete(1)
        assert all(b"my knee hurts" not in one.read_bytes() for one in path.parent.iterdir())


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may do everything")
def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    assert refusal(lambda: History(folder / "in" / "history.sqlite3"))


def _change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def _everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()
            for (name,) in tables.fetchall()
        }
