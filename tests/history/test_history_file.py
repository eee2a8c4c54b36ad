"""The history's file: versions, two programs at once, damage, and who may read it."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from evenstride.history import History
from evenstride.history.database import connect, migrate
from evenstride.history.made_anew import make_anew
from evenstride.history.salvage import SalvagedSession, salvage
from evenstride.history.schema import MIGRATIONS
from evenstride.history.second_copy import NAME
from evenstride.history.writing import StoredResult
from evenstride.recordings.errors import RecordingError, RecordingReason
from tests.history.histories import add, recorded, result

NOW = datetime(2026, 11, 22, 14, 15, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite3"


def refusal(act: Callable[[], object]) -> RecordingError:
    """How something was refused; the message is a sentence."""
    with pytest.raises(RecordingError) as caught:
        act()
    assert str(caught.value).endswith(".")
    return caught.value


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


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"not a database, but as long".ljust(len(raw)),
        lambda raw: raw[:4096] + b"\xff" * (len(raw) - 4096),
        lambda raw: raw[: len(raw) // 2],
    ],
    ids=["other file", "overwritten", "cut off"],
)
def test_damage_is_said_with_what_to_do(path: Path, damage: Callable[[bytes], bytes]) -> None:
    with History(path) as history:
        add(history)
    path.write_bytes(damage(path.read_bytes()))

    def use() -> None:
        with History(path) as history:
            history.check()
            history.sessions()

    refused = refusal(use)
    assert refused.reason is RecordingReason.DAMAGED
    assert "evenstride history rebuild" in str(refused)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"CREATE TABLE metric", b"CREATE TABLE \xff\xff\xff\xff\xff\xff"),
        (b"CREATE TABLE metric", b"CREATE T\xffBLE metric"),
        (b"Because.", b"Becau\xffe."),
        (b"2026-11-02T11:40:00+00:00", b"2026-11-02T11:4X:00+00:00"),
        (b"falls_off INTEGER", b"fells_off INTEGER"),
        (b"SQLite format 3\0", b"\xffQLite format 3\0"),
    ],
    ids=["name of a table", "schema", "text", "time", "column", "first byte"],
)
def test_a_single_damaged_byte_ends_in_a_rebuilt_history(
    path: Path, old: bytes, new: bytes
) -> None:
    with History(path) as history:
        add(history)
        history.write_note(1, "Here.")
    raw = path.read_bytes()
    assert old in raw
    path.write_bytes(raw.replace(old, new))

    def use() -> None:
        with History(path) as history:
            history.check()

    assert refusal(use).reason is RecordingReason.DAMAGED
    make_anew(path, NOW, lambda _: None)
    with History(path) as history:
        history.check()
        (session,) = history.sessions()
        assert session.note == "Here."
        # Without these no result can be read; its recording has what is needed to make it anew.
        assert len(session.versions) == (not old.startswith((b"CREATE", b"SQLite")))


@pytest.mark.parametrize(
    "spoilt",
    [
        {**result(), "sensors": 1e999},
        {**result(), "exercises": [*result()["exercises"], {}]},
        json.loads(json.dumps(result()).replace('"left"', '"lef5"')),
        json.loads(json.dumps(result()).replace('"rom_deg"', '"hold_s"')),
        json.loads(json.dumps(result()).replace('"why": "Because."', '"why": ["Because."]')),
        json.loads(json.dumps(result()).replace('"number": 1', '"number": ' + "9" * 30)),
    ],
    ids=["no number", "no part", "leg", "twice the same metric", "no text", "large"],
)
def test_a_damaged_result_does_not_damage_the_history_anew(
    path: Path, spoilt: dict[str, object]
) -> None:
    whole = StoredResult(version="1", made_utc="", hold_targets_s={}, json=result())
    broken = replace(whole, version="2", json=spoilt)
    session = SalvagedSession(
        number=7, file="7.csv", started_utc=NOW.isoformat(), synthetic=False, note="", results=()
    )
    with History(path) as history:
        history.restore(replace(session, results=(whole, broken)))
        history.check()
        assert history.get(7).versions == ("1",)


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


def test_tables_of_another_program_are_damage(path: Path) -> None:
    with History(path) as history:
        add(history)
        history.check()
        with closing(connect(path)) as other:
            other.execute("ALTER TABLE result RENAME COLUMN made_utc TO made")
        assert refusal(history.check).reason is RecordingReason.DAMAGED
        assert refusal(lambda: add(history, "b.csv")).reason is RecordingReason.DAMAGED


def test_what_can_be_read_of_a_damaged_history_is_saved(path: Path) -> None:
    with History(path) as history:
        for number in range(1, 6):
            add(history, f"{number}.csv", version="old")
            add(history, f"{number}.csv", result=result("single-leg-dip"))
            history.write_note(number, f"note {number}")
        history.delete(2)
    _spoil(path, b'"schema": "evenstride-analysis/1"', which=3)
    saved = salvage(path)
    assert [(one.number, one.note) for one in saved] == [(n, f"note {n}") for n in (1, 3, 4, 5)]
    aside = make_anew(path, NOW, lambda history: history.restore(saved[0]))  # it is there already
    assert aside.name == "history-damaged-20261122-141500.sqlite3"
    with History(path) as history:
        sessions = history.sessions()
        assert [session.number for session in sessions] == [1, 3, 4, 5]
        assert sessions[0].path == path.parent / "recordings" / "1.csv"
        assert sum(len(session.versions) for session in sessions) == 7  # one of eight is damaged
        assert add(history, "new.csv") == 6


def test_what_is_json_but_no_result_is_not_taken(path: Path) -> None:
    broken = StoredResult(version="1", made_utc="", hold_targets_s={}, json={"exercises": [{}]})
    whole = replace(broken, version="2", json=result())
    session = SalvagedSession(
        number=7, file="7.csv", started_utc=NOW.isoformat(), synthetic=False, note="", results=()
    )
    with History(path) as history:
        history.restore(replace(session, results=(broken, whole)))
        assert history.get(7).versions == ("2",)


def test_a_file_that_is_no_database_has_nothing_to_save(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database" * 1000)
    assert salvage(path) == ()


@pytest.mark.parametrize("number", [1 << 8, -1], ids=["large", "negative"])
def test_a_damaged_number_of_the_version_is_damage_and_not_a_newer_version(
    path: Path, number: int
) -> None:
    with History(path) as history:
        add(history)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {number}")
    assert refusal(lambda: History(path)).reason is RecordingReason.DAMAGED
    make_anew(path, NOW, lambda _: None)
    with History(path) as history:
        assert history.get(1).versions == ("1",)


def test_a_session_whose_time_is_damaged_takes_it_from_its_recording(path: Path) -> None:
    names = ["told.csv", "untold.csv", "gone.csv"]
    with History(path) as history:
        for name in names:
            history.write_note(add(history, name), name)
        history._open._connection.execute("UPDATE session SET started_utc = '2026-11-0X'")
    for name in names[:2]:
        recorded(path.parent / "recordings" / name)
    untold = path.parent / "recordings" / "untold.csv"
    untold.write_text(untold.read_text().replace('"started_utc": "2026-11-22T06:40:00Z", ', ""))
    os.utime(untold, (0, 0))
    os.utime(path, (3600, 3600))
    assert [(one.number, one.note, one.started_utc, len(one.results)) for one in salvage(path)] == [
        (1, "told.csv", "2026-11-22T06:40:00+00:00", 1),
        (2, "untold.csv", "1970-01-01T00:00:00+00:00", 1),
        (3, "gone.csv", "1970-01-01T01:00:00+00:00", 1),
    ]


def test_a_rebuild_that_is_cut_off_changes_nothing(path: Path) -> None:
    with History(path) as history:
        add(history)
    path.write_bytes(path.read_bytes().replace(b"Because.", b"Becau\xffe."))
    before = path.read_bytes()

    def cut_off(history: History) -> None:
        assert len(history.sessions()) == 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_anew(path, NOW, cut_off)
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == [NAME, path.name]


def test_what_a_killed_rebuild_left_behind_is_removed_by_the_next_one(path: Path) -> None:
    path.parent.mkdir()
    for name in (path.name, "history-rebuilt-1.sqlite3", "history-rebuilt-1.sqlite3-wal"):
        (path.parent / name).write_bytes(b"no database")
    aside = make_anew(path, NOW, lambda _: None)
    assert {one.name for one in path.parent.iterdir()} == {path.name, aside.name}


@pytest.mark.parametrize("can_link", [True, False])
def test_a_damaged_file_that_was_moved_aside_earlier_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch, *, can_link: bool
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    if not can_link:
        monkeypatch.setattr("evenstride.history.made_anew.os.link", refuse)
    path.parent.mkdir()
    kept = []
    for text in (b"first", b"second", b"third"):
        path.write_bytes(text)
        kept.append(make_anew(path, NOW, lambda _: None))
    assert [one.read_bytes() for one in kept] == [b"first", b"second", b"third"]
    assert kept[2].name == "history-damaged-20261122-141500-3.sqlite3"


def test_a_program_that_has_the_old_file_open_goes_on_with_the_new_one(path: Path) -> None:
    with History(path) as other:
        add(other, "a.csv")
        make_anew(path, NOW, lambda history: history.write_note(1, "of the new one"))
        assert other.get(1).note == "of the new one"
        add(other, "b.csv")
    with History(path) as history:
        assert [one.path.name for one in history.sessions()] == ["a.csv", "b.csv"]


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


def _spoil(path: Path, text: bytes, which: int) -> None:
    """Damage the text where it stands for the ``which``-th time, so that it is no JSON."""
    raw = path.read_bytes()
    at = -1
    for _ in range(which):
        at = raw.index(text, at + 1)
    path.write_bytes(raw[:at] + b"#" * len(text) + raw[at + len(text) :])
