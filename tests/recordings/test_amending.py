"""Tests inserting an event into a closed recording."""

from pathlib import Path

import pytest

from evenstride.recordings.amending import add_event
from evenstride.recordings.errors import RecordingError
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block, Note, NoteKind
from tests.history.histories import recorded


@pytest.mark.parametrize(("at_us", "before"), [(-5, 0), (20_000 * 30 + 1, 31), (10**9, 100)])
def test_it_stands_before_the_first_sample_that_arrived_later(
    tmp_path: Path, at_us: int, before: int
) -> None:
    path = recorded(tmp_path / "a.csv")
    lines = path.read_text().splitlines()
    add_event(path, Note(at_us, NoteKind.CORRECT, {"leg": "left", "change": 1}))
    items = list(read(path))
    at = next(n for n, item in enumerate(items) if isinstance(item, Note))
    assert sum(len(item) for item in items[:at] if isinstance(item, Block)) == before
    kept = [line for line in path.read_text().splitlines() if not line.startswith("#event")]
    assert kept == lines


def test_a_recording_without_a_last_line_end_keeps_that_line(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.csv")
    path.write_text(path.read_text().rstrip("\n"))
    add_event(path, Note(10**9, NoteKind.MARKER, {}))
    assert path.read_text().splitlines()[-2].startswith("left,99,")


def test_one_that_is_gone_is_told_and_nothing_is_left_behind(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="stays as it was"):
        add_event(tmp_path / "gone.csv", Note(0, NoteKind.MARKER, {}))
    assert list(tmp_path.iterdir()) == []


def test_who_could_not_read_it_before_can_not_afterwards(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.csv")
    path.chmod(0o600)
    add_event(path, Note(0, NoteKind.MARKER, {}))
    assert path.stat().st_mode & 0o777 == 0o600
