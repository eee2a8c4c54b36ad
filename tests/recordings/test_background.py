"""Tests that a failing disk loses nothing that fits into memory, and never ends a session."""

import errno
import io
import os
import shutil
import threading
from functools import partial
from pathlib import Path

import pytest

from evenstride.recordings.background import BackgroundWriter
from evenstride.recordings.format import Header
from evenstride.recordings.reader import read
from evenstride.recordings.syncing import Syncer
from evenstride.recordings.waiting import WaitingLines
from evenstride.sensors.samples import Leg, Note, SensorInfo
from tests.fakes.disk import Disk, until
from tests.recordings.helpers import block, samples

HEADER = Header(sensors={Leg.LEFT: SensorInfo("A", 100.0)}, exercise="straight-leg-raise")


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def numbers(path: Path) -> list[int]:
    return [sample[1] for sample in samples(read(path))]


def test_a_full_disk_loses_nothing_where_room_is_made(tmp_path: Path, disk: Disk) -> None:
    path = tmp_path / "session.csv"
    with BackgroundWriter(path, HEADER, retry_s=0.0) as writer:
        writer.write(block())
        until(lambda: path.stat().st_size > 400)
        disk.fault = errno.ENOSPC
        for first in range(3, 300, 3):
            writer.write(block(first=first))
        until(lambda: writer.trouble)
        assert "No space left on device" in writer.trouble
        assert "make room" in writer.trouble
        disk.fault = None
        until(lambda: not writer.trouble)
        writer.write(block(first=300))
    assert writer.kept.path == path
    assert writer.kept.is_whole
    assert numbers(path) == list(range(303))
    assert not read(path).report.sentences()
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_is_full_from_the_start_gets_the_recording_when_there_is_room(
    tmp_path: Path, disk: Disk
) -> None:
    disk.fault = errno.ENOSPC
    path = tmp_path / "session.csv"
    with BackgroundWriter(path, HEADER, retry_s=0.0) as writer:
        writer.write(block())
        assert "No space left on device" in writer.trouble
        disk.fault = None
        until(lambda: not writer.trouble)
    assert numbers(path) == [0, 1, 2]
    assert writer.kept.is_whole


def full_to_the_end(path: Path, disk: Disk) -> BackgroundWriter:
    """Whoever wrote three samples to a disk that had no room for three more."""
    with BackgroundWriter(path, HEADER, retry_s=0.0) as writer:
        writer.write(block())
        until(lambda: path.stat().st_size > 400)
        disk.fault = errno.ENOSPC
        writer.write(block(first=3))
        until(lambda: writer.trouble)
    return writer


def test_a_disk_that_stays_full_to_the_end_is_tried_after_it(tmp_path: Path, disk: Disk) -> None:
    path = tmp_path / "session.csv"
    writer = full_to_the_end(path, disk)
    assert (writer.kept.path, writer.kept.missing, writer.kept.is_whole) == (path, 3, False)
    assert "No space left" in writer.kept.problem
    disk.fault = None
    writer.retry()
    assert writer.kept.is_whole
    assert numbers(path) == list(range(6))


def test_what_never_fits_is_counted(tmp_path: Path, disk: Disk) -> None:
    path = tmp_path / "session.csv"
    writer = full_to_the_end(path, disk)
    writer.retry(is_last=True)
    assert (writer.kept.path, writer.kept.missing, writer.kept.is_whole) == (path, 3, False)
    assert numbers(path) == [0, 1, 2]


@pytest.mark.parametrize("number", [errno.EIO, errno.EROFS, errno.EFBIG])
def test_a_file_that_takes_nothing_more_is_gone_on_with_in_a_new_one_that_has_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = tmp_path / "session.csv"

    class Failing(io.FileIO):
        def write(self, data: bytes) -> int:  # type: ignore[override]
            if self.name == path and b"left,3," in data:
                raise OSError(number, os.strerror(number))
            return super().write(data)

    monkeypatch.setattr("evenstride.recordings.writer.io.FileIO", Failing)
    with BackgroundWriter(path, HEADER, retry_s=0.0) as writer:
        for first in range(0, 9, 3):
            writer.write(block(first=first))
    beside = tmp_path / "session-2.csv"
    assert writer.kept.path == beside
    assert writer.kept.is_whole
    assert numbers(beside) == list(range(9))
    assert list(tmp_path.iterdir()) == [beside]  # or the session would be there twice


def test_files_that_may_not_become_large_follow_each_other(tmp_path: Path, disk: Disk) -> None:
    disk.largest = 9000
    path = tmp_path / "session.csv"
    with BackgroundWriter(path, HEADER, retry_s=0.0) as writer:
        for first in range(0, 600, 3):
            writer.write(block(first=first))
    kept = writer.kept
    assert kept.path is not None
    assert not kept.is_whole
    assert kept.missing == 0
    assert kept.earlier[0] == path
    files = [*kept.earlier, kept.path]
    assert [number for file in files for number in numbers(file)] == list(range(600))
    assert read(kept.path).header.extra["continues"] == kept.earlier[-1].name


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_file_or_folder_that_is_removed_is_there_again_with_everything(
    tmp_path: Path, what: str
) -> None:
    path = tmp_path / "recordings" / "session.csv"
    # It does not look by itself: in a folder that is being removed it would put a new file.
    with BackgroundWriter(path, HEADER, retry_s=3600.0) as writer:
        for first in range(0, 30, 3):
            writer.write(block(first=first))
        until(lambda: b"left,29," in path.read_bytes())
        if what == "file":
            path.unlink()
        else:
            shutil.rmtree(path.parent)
        for first in range(30, 60, 3):
            writer.write(block(first=first))
    assert writer.kept.is_whole
    assert writer.kept.path is not None
    assert writer.kept.path.parent == path.parent
    assert numbers(writer.kept.path) == list(range(60))


def test_a_file_that_is_somebody_elses_now_stays_as_it_is(tmp_path: Path) -> None:
    path, theirs = tmp_path / "session.csv", tmp_path / "theirs.txt"
    theirs.write_text("dear to somebody")
    with BackgroundWriter(path, HEADER, retry_s=0.0) as writer:
        writer.write(block())
        until(lambda: path.stat().st_size > 400)
        # In one step: the name is never free, so that the writer has no moment to take it back.
        (tmp_path / "moved.csv").hardlink_to(path)
        theirs.replace(path)
        writer.write(block(first=3))
    assert writer.kept.path == tmp_path / "session-2.csv"
    assert numbers(tmp_path / "session-2.csv") == list(range(6))
    assert path.read_text() == "dear to somebody"


def test_a_file_that_somebody_wrote_into_is_not_called_saved(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"
    with BackgroundWriter(path, HEADER) as writer:
        writer.write(block())
        until(lambda: path.stat().st_size > 400)
        with path.open("r+b") as file:
            file.seek(-20, os.SEEK_END)
            file.write(b"#")
    assert writer.kept.path is None
    assert "does not hold what was written" in writer.kept.problem


@pytest.mark.parametrize(("left", "found"), [(0, 3), (None, 6)])
def test_a_file_that_another_program_cut_or_added_to_is_gone_on_with_in_a_new_one(
    tmp_path: Path, left: int | None, found: int
) -> None:
    path = tmp_path / "session.csv"
    with BackgroundWriter(path, HEADER, retry_s=0.0) as writer:
        writer.write(block())
        until(lambda: path.stat().st_size > 400)
        with path.open("ab") as file:
            file.truncate(left) if left is not None else file.write(b"dear to somebody")
        writer.write(block(first=3))
    assert writer.kept.path == tmp_path / "session-2.csv"
    assert numbers(writer.kept.path) == list(range(6))[-found:]
    assert writer.kept.missing == 6 - found
    assert writer.kept.is_whole == (found == 6)
    assert ("does not hold what was written" in writer.kept.problem) == (found < 6)
    assert writer.kept.earlier == ()
    assert path.exists()


def test_a_recording_without_a_sample_is_removed(tmp_path: Path) -> None:
    with BackgroundWriter(tmp_path / "session.csv", HEADER) as writer:
        writer.write(Note(0, "set", {}))
    assert list(tmp_path.iterdir()) == []
    assert (writer.kept.path, writer.kept.is_whole) == (None, True)


def test_nobody_waits_for_a_disk_that_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, path = threading.Event(), tmp_path / "session.csv"

    class Slow(io.FileIO):
        def write(self, data: bytes) -> int:  # type: ignore[override]
            if b"left,0," in data:
                answers.wait()
            return super().write(data)

    monkeypatch.setattr("evenstride.recordings.writer.io.FileIO", Slow)
    with BackgroundWriter(path, HEADER) as writer:
        for first in range(0, 3000, 3):
            writer.write(block(first=first))  # would never return
        answers.set()
    assert numbers(path) == list(range(3000))


def test_samples_reach_the_file_while_a_sync_takes_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ends = threading.Event(), threading.Event()

    def sync(_: int) -> None:
        begun.set()
        ends.wait()

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr("evenstride.recordings.writer.Syncer", partial(Syncer, interval_s=0.0))
    path = tmp_path / "session.csv"
    with BackgroundWriter(path, HEADER) as writer:
        begun.wait()
        for first in range(0, 30, 3):
            writer.write(block(first=first))
        until(lambda: b"left,29," in path.read_bytes())
        assert numbers(path) == list(range(30))
        ends.set()
    assert writer.kept.is_whole


def test_a_clock_that_jumps_over_ten_minutes_loses_nothing_where_the_disk_is_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived = threading.Event()

    class Slow(io.FileIO):
        def write(self, data: bytes) -> int:  # type: ignore[override]
            if b"left,0," in data:
                arrived.wait()
            return super().write(data)

    monkeypatch.setattr("evenstride.recordings.writer.io.FileIO", Slow)
    path = tmp_path / "session.csv"
    with BackgroundWriter(path, HEADER) as writer:
        for first in (0, 3, 100_000):
            writer.write(block(first=first))
        arrived.set()
    assert writer.kept.is_whole
    assert len(numbers(path)) == 9


def test_what_waits_is_of_the_last_ten_minutes_and_every_event() -> None:
    waiting = WaitingLines()
    for first in range(0, 100 * 3600, 50):  # an hour of 100 samples a second
        waiting.add(block(first=first, n=50))
        if first % 6000 == 0:
            waiting.add(Note(first * 10_000, "correct", {"change": 1}))
        waiting.drop_old()
    kept = 0
    events = told = 0
    while waiting:
        for line in waiting.first().decode().splitlines():
            kept += not line.startswith("#")
            events += '"correct"' in line
            told += int(line.rpartition(": ")[2].rstrip("}")) if '"not-saved"' in line else 0
        waiting.taken()
    assert 100 * 540 <= kept <= 100 * 600
    assert events == 60
    assert waiting.lost == told == waiting.total - kept
