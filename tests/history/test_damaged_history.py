"""Tests a damaged history: a message says what to do, and the readable part is kept."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from evenstride.history import History
from evenstride.history.database import connect
from evenstride.history.made_anew import make_anew
from evenstride.history.salvage import SalvagedSession, salvage
from evenstride.history.second_copy import NAME
from evenstride.history.writing import StoredResult
from evenstride.recordings.errors import RecordingReason
from tests.history.histories import add, recorded, result
from tests.history.history_files import NOW, refusal


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
        # Without these no result can be read; its recording has what is needed to make it again.
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


def _spoil(path: Path, text: bytes, which: int) -> None:
    """Damage the text where it stands for the ``which``-th time, so that it is no JSON."""
    raw = path.read_bytes()
    at = -1
    for _ in range(which):
        at = raw.index(text, at + 1)
    path.write_bytes(raw[:at] + b"#" * len(text) + raw[at + len(text) :])
