"""Tests finding recordings that are not in the history."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from evenstride.history.left_out import Found, look
from evenstride.recordings.format import Header
from evenstride.recordings.lock import is_being_written
from evenstride.recordings.writer import RecordingWriter
from evenstride.sensors.samples import Leg, SensorInfo
from tests.recordings.helpers import HEAD, ROW, block

HEADER = Header(sensors={Leg.LEFT: SensorInfo("A", 50.0)})


def test_a_recording_that_nobody_added_is_left_out(tmp_path: Path) -> None:
    crashed, known = tmp_path / "crashed.csv", tmp_path / "known.csv"
    for path in (crashed, known):
        path.write_text(f"{HEAD}{ROW}\n")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "no-samples.csv").write_text(HEAD)
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    (tmp_path / "notes.txt").write_text(f"{HEAD}{ROW}\n")
    (tmp_path / "folder.csv").mkdir()
    _make_old(tmp_path)
    names = ("empty.csv", "other.csv")
    assert look(tmp_path, [known]) == Found(
        recordings=(crashed,), unreadable=tuple(tmp_path / name for name in names)
    )
    assert look(tmp_path / "not there", []) == Found()


def test_a_recording_that_is_being_written_is_not_left_out(tmp_path: Path) -> None:
    path = tmp_path / "now.csv"
    with RecordingWriter(path, HEADER) as writer:
        writer.write(block())
        assert is_being_written(path)
        assert look(tmp_path, []) == Found()
    _make_old(tmp_path)
    assert not is_being_written(path)
    assert look(tmp_path, []) == Found(recordings=(path,))


_PROGRAM = """
import sys
from pathlib import Path
from evenstride.recordings.format import Header
from evenstride.recordings.writer import RecordingWriter
from evenstride.sensors.samples import Leg, SensorInfo
from tests.recordings.helpers import block
header = Header(sensors={Leg.LEFT: SensorInfo("A", 50.0)})
with RecordingWriter(Path(sys.argv[1]), header) as writer:
    writer.write(block())
    print("recording", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_a_recording_is_left_out_as_soon_as_its_program_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline().strip() == b"recording"
        assert look(tmp_path, []) == Found()
        program.kill()
    assert look(tmp_path, []) == Found(recordings=(path,))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_a_lock_is_believed_more_than_the_time_of_change(tmp_path: Path) -> None:
    path = tmp_path / "now.csv"
    with RecordingWriter(path, HEADER) as writer:
        writer.write(block())
        _make_old(tmp_path)
        assert is_being_written(path)
    assert not is_being_written(path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no locks to take away")
def test_without_locks_the_time_of_change_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no locks here")

    monkeypatch.setattr("fcntl.flock", refuse)
    path = tmp_path / "now.csv"
    with RecordingWriter(path, HEADER) as writer:
        writer.write(block())
    assert is_being_written(path)
    _make_old(tmp_path)
    assert not is_being_written(path)


def _make_old(folder: Path) -> None:
    """Date everything in a folder to 1970."""
    for path in folder.iterdir():
        os.utime(path, (0, 0))
