"""Tests that a recording keeps everything that was handed to it, whatever ends the process."""

import errno
import io
import os
import stat
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.format import Header, quantize
from evenstride.recordings.reader import read
from evenstride.recordings.report import Skip
from evenstride.recordings.syncing import Syncer
from evenstride.recordings.writer import RecordingWriter
from evenstride.sensors.samples import Item, Leg, Link, LinkState, Note, SensorInfo
from tests.recordings.helpers import block, events, samples

HEADER = Header(
    sensors={Leg.LEFT: SensorInfo("A", 100.0), Leg.RIGHT: SensorInfo("B", 100.0)},
    exercise="straight-leg-raise",
)
ROOT = Path(__file__).parents[2]
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and limits")


def test_a_session_reads_back_in_the_order_in_which_it_was_written(tmp_path: Path) -> None:
    items: list[Item] = [
        Link(Leg.LEFT, LinkState.CONNECTED, 0),
        block(Leg.LEFT, 0),
        block(Leg.RIGHT, 0),
        Note(25_000, "set", {"leg": "left", "number": 1}),
        block(Leg.LEFT, 3),
        Link(Leg.RIGHT, LinkState.LOST, 60_000, "out of range"),
        block(Leg.LEFT, 6),
        Link(Leg.RIGHT, LinkState.BACK, 90_000),
        block(Leg.RIGHT, 9),
    ]
    path = tmp_path / "session.csv"
    with RecordingWriter(path, HEADER) as writer:
        for item in items:
            writer.write(item)
    recording = read(path)
    found = list(recording)
    assert recording.header == HEADER
    assert not recording.report.sentences()
    assert [type(item) for item in found] == [type(item) for item in items]
    assert events(found) == events(items)
    assert samples(found) == samples(
        quantize(i) if not isinstance(i, Link | Note) else i for i in items
    )


def test_missing_folders_are_made_and_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "session.csv"
    with RecordingWriter(path, HEADER):
        pass
    assert path.exists()
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_exists_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"
    path.write_text("precious")
    with pytest.raises(RecordingError, match="exists already") as caught:
        RecordingWriter(path, HEADER).__enter__()
    assert caught.value.reason is RecordingReason.EXISTS
    assert path.read_text() == "precious"


def test_a_folder_is_refused_as_the_file_to_write(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="is a folder") as caught:
        RecordingWriter(tmp_path, HEADER).__enter__()
    assert caught.value.reason is RecordingReason.IS_A_DIRECTORY


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    for path in (tmp_path / "a" / "session.csv", tmp_path / "a" / "b" / "session.csv"):
        with pytest.raises(RecordingError, match=r"Cannot write .*session\.csv") as caught:
            RecordingWriter(path, HEADER).__enter__()
        assert caught.value.reason is RecordingReason.CANNOT_WRITE


def test_every_item_is_in_the_file_before_write_returns(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"
    with RecordingWriter(path, HEADER) as writer:
        for first in range(0, 30, 3):
            writer.write(block(first=first))
            assert len(samples(read(path))) == first + 3


_ENDLESS = """
import sys
from evenstride.recordings.format import Header
from evenstride.recordings.writer import RecordingWriter
from tests.recordings.helpers import block
with RecordingWriter(sys.argv[1], Header(sensors={})) as writer:
    for first in range(0, 10**9, 3):
        writer.write(block(first=first))
        print(first + 3, flush=True)
"""

_LITTLE_ROOM = """
import resource, sys
from evenstride.recordings.errors import RecordingError
from evenstride.recordings.format import Header
from evenstride.recordings.writer import RecordingWriter
from tests.recordings.helpers import block
with RecordingWriter(sys.argv[1], Header(sensors={})) as writer:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))
    try:
        for first in range(0, 300, 3):
            writer.write(block(first=first))
    except RecordingError as error:
        print(first, error.reason, error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    writer.write(block(first=1000))
"""


@posix_only
def test_a_killed_process_loses_at_most_the_last_line(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"
    with subprocess.Popen(
        [sys.executable, "-c", _ENDLESS, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(50)]
        process.kill()
        said += [int(line) for line in process.stdout if line.endswith("\n")]
    recording = read(path)
    found = samples(recording)
    assert len(found) >= said[-1]
    assert [sample[1] for sample in found] == list(range(len(found)))
    assert set(recording.report.skipped) <= {Skip.TORN}


@posix_only
def test_a_header_that_finds_no_room_leaves_no_file_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(self: io.FileIO, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    full = type("Full", (io.FileIO,), {"write": no_room})
    monkeypatch.setattr("evenstride.recordings.writer.io.FileIO", full)
    path = tmp_path / "session.csv"
    with pytest.raises(RecordingError, match="make room"), RecordingWriter(path, HEADER):
        raise AssertionError
    assert not path.exists()


def test_a_full_disk_is_said_and_what_was_written_stays(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"
    done = subprocess.run(
        [sys.executable, "-c", _LITTLE_ROOM, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    first, reason, message = done.stdout.split(" ", 2)
    assert reason == "cannot-write"
    assert "make room" in message
    recording = read(path)
    numbers = [sample[1] for sample in samples(recording)]
    # Nothing is left of the block that met the limit, and writing after that was possible again.
    assert numbers == [*range(int(first)), 1000, 1001, 1002]
    assert not recording.report.skipped


@posix_only
def test_a_removed_file_is_noticed_by_the_next_write(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "session.csv"
    with suppress(RecordingError), RecordingWriter(path, HEADER) as writer:
        writer.write(block())
        path.unlink()
        path.parent.rmdir()
        with pytest.raises(RecordingError, match="was removed") as caught:
            writer.write(block(first=3))
        assert caught.value.reason is RecordingReason.CANNOT_WRITE


@posix_only
def test_a_removed_file_is_noticed_at_the_end_at_the_latest(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"

    def record() -> None:
        with RecordingWriter(path, HEADER) as writer:
            writer.write(block())
            path.unlink()

    with pytest.raises(RecordingError, match="was removed"):
        record()


@posix_only
def test_what_was_written_to_a_removed_file_can_still_be_read(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"
    with suppress(RecordingError), RecordingWriter(path, HEADER) as writer:
        for first in range(0, 3000, 3):
            writer.write(block(first=first))
        there = path.read_bytes()
        path.unlink()
        assert b"".join(writer.contents()) == there[there.index(b"leg,") :].partition(b"\n")[2]
        assert not writer.is_in_place()


def test_a_file_is_whole_only_while_it_holds_every_byte_that_was_written(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"
    with RecordingWriter(path, HEADER) as writer:
        writer.write(block())
        assert writer.is_whole()
        there = path.read_bytes()
        path.write_bytes(there[:-1])
        assert not writer.is_whole()
        path.write_bytes(there.replace(b"left,1,", b"left,8,"))
        assert not writer.is_whole()
        path.write_bytes(there)
        assert writer.is_whole()


@posix_only
def test_an_error_that_ended_the_session_is_not_hidden_by_one_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"

    def record() -> None:
        with RecordingWriter(path, HEADER):
            path.unlink()
            raise LookupError("the reason")

    with pytest.raises(LookupError, match="the reason"):
        record()


def test_an_error_of_the_disk_found_at_the_end_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    # Nothing is synced before the end, however long it takes to get there.
    monkeypatch.setattr("evenstride.recordings.writer.Syncer", partial(Syncer, interval_s=3600.0))
    writer = RecordingWriter(tmp_path / "session.csv", HEADER)
    writer.__enter__()
    writer.write(block())
    with pytest.raises(RecordingError, match="No space left"):
        writer.__exit__()


def test_a_file_system_that_cannot_sync_is_good_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "fsync", fail)
    path = tmp_path / "session.csv"
    with RecordingWriter(path, HEADER) as writer:
        writer.write(block())
    assert len(samples(read(path))) == 3


def test_writing_without_entering_is_a_mistake_of_the_program(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not open"):
        RecordingWriter(tmp_path / "session.csv", HEADER).write(block())
