"""Tests that the person's own notes survive any damage of the history's file."""

import random
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evenstride.history import History
from evenstride.history.made_anew import make_anew
from evenstride.history.second_copy import NAME, read_copy
from evenstride.recordings.errors import RecordingError
from tests.history.histories import MORNING, add

NOW = datetime(2026, 11, 22, 14, 15, tzinfo=UTC)
PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


def six_sessions(path: Path) -> dict[int, str]:
    with History(path) as history:
        for number in range(1, 7):
            add(history, f"{number}.csv")
            history.write_note(number, f"Note {number}, ünique: " + "words " * number)
        return {one.number: one.note for one in history.sessions()}


def rebuilt(path: Path) -> dict[int, str]:
    make_anew(path, NOW, lambda _: None)
    with History(path) as history:
        history.check()
        return {one.number: one.note for one in history.sessions()}


def test_no_damaged_page_costs_a_note(path: Path, tmp_path: Path) -> None:
    notes = six_sessions(path)
    whole = path.read_bytes()
    pages = len(whole) // PAGE
    assert pages > 10
    random_bytes = random.Random(14)
    for page in range(pages):
        damaged = bytearray(whole)
        damaged[page * PAGE : (page + 1) * PAGE] = random_bytes.randbytes(PAGE)
        path.write_bytes(damaged)
        assert rebuilt(path) == notes, f"page {page}"


def test_no_damaged_byte_of_the_first_page_costs_a_note(path: Path) -> None:
    notes = six_sessions(path)
    whole = path.read_bytes()
    random_bytes = random.Random(15)
    for _ in range(40):
        damaged = bytearray(whole)
        damaged[random_bytes.randrange(PAGE)] ^= random_bytes.randrange(1, 256)
        path.write_bytes(damaged)
        assert rebuilt(path) == notes


def test_a_letter_of_a_note_that_changed_is_told_by_the_copy(path: Path) -> None:
    notes = six_sessions(path)
    whole = path.read_bytes()
    for text in (b"Note 3", b"3.csv", MORNING.isoformat().encode()[:13]):
        at = whole.rindex(text)
        assert at > PAGE
        path.write_bytes(whole[: at + 3] + bytes([whole[at + 3] ^ 1]) + whole[at + 4 :])
        with History(path) as history:
            history.write_note(1, notes[1])  # a copy is written, and keeps what it has of others
        assert rebuilt(path) == notes
    path.with_name(NAME).write_text(
        path.with_name(NAME).read_text().replace("Note 3", "Note 8")  # and so is one in the copy
    )
    assert {one.number for one in read_copy(path).values()} == {1, 2, 4, 5, 6}
    assert rebuilt(path) == notes


def test_a_damaged_copy_costs_nothing_while_the_history_is_whole(path: Path) -> None:
    notes = six_sessions(path)
    copy = path.with_name(NAME)
    copy.write_bytes(copy.read_bytes()[:-40] + b"\xff" * 40)
    assert read_copy(path) == {}
    assert rebuilt(path) == notes
    with History(path) as history:
        history.write_note(1, "New.")
    assert len(read_copy(path)) == 6


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"sessions": 1}', '{"sessions": [1, {}, {"number": -1, "file": "a"}]}'],
)
def test_a_copy_that_is_none_is_passed_over(path: Path, text: str) -> None:
    path.with_name(NAME).write_text(text)
    assert read_copy(path) == {}


def test_what_is_deleted_is_gone_from_the_copy(path: Path) -> None:
    six_sessions(path)
    with History(path) as history:
        history.delete(3)
        history.write_note(4, "")
    text = path.with_name(NAME).read_text()
    assert "Note 3" not in text
    assert "Note 4" not in text
    assert sorted(one.number for one in read_copy(path).values()) == [1, 2, 4, 5, 6]


@pytest.mark.skipif(sys.platform == "win32", reason="other systems have no such modes")
def test_only_the_user_may_look_into_the_copy(path: Path) -> None:
    six_sessions(path)
    assert stat.S_IMODE(path.with_name(NAME).stat().st_mode) == 0o600


def test_a_session_whose_note_stays_in_the_copy_is_not_deleted(path: Path) -> None:
    notes = six_sessions(path)
    copy = path.with_name(NAME)
    copy.rename(path.with_name("mine.json"))
    copy.symlink_to(path.with_name("mine.json"))  # nothing is written through a link
    with History(path) as history:
        with pytest.raises(RecordingError, match="Nothing is changed"):
            history.delete(3)
        with pytest.raises(RecordingError, match="Nothing is changed"):
            history.write_note(3, "another one")
        add(history, "7.csv")  # what it has of the others is still right
        history.delete(7)
        assert {one.number: one.note for one in history.sessions()} == notes
        copy.unlink()
        history.delete(3)
        assert 3 not in {one.number for one in history.sessions()}
    assert rebuilt(path).keys() == notes.keys() - {3}


def test_a_copy_that_was_never_done_is_gone_with_the_next(path: Path) -> None:
    left = path.with_name(f".{NAME}-abcd1234")
    left.write_text("my knee hurts")
    with History(path) as history:
        add(history)
    assert not left.exists()
