"""Tests that written lines are on the disk within a second and two syncs."""

import os
import stat
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from evenstride.recordings.syncing import SYNC_INTERVAL_S, Syncer, SyncSchedule


@pytest.mark.parametrize("sync_s", [0.001, 0.3, 1.0, 2.0, 7.0])
@pytest.mark.parametrize("write_every_s", [0.01, 0.7, 1.3])
def test_no_byte_waits_longer_than_a_second_and_two_syncs(
    sync_s: float, write_every_s: float
) -> None:
    schedule = SyncSchedule()
    unsynced_s: list[float] = []  # when each write came that no sync has begun to take along
    taken_s: list[float] = []  # and those that the sync in progress takes along
    ends_s: float | None = None
    oldest_s = 0.0
    for step in range(30_000):
        now_s = step * 0.001
        if step % round(write_every_s * 1000) == 0:
            unsynced_s.append(now_s)
            schedule.wrote(now_s)
        if ends_s is not None and now_s >= ends_s:
            oldest_s = max(oldest_s, *(now_s - at_s for at_s in taken_s))
            taken_s, ends_s = [], None
        due_s = schedule.due_s
        if ends_s is None and due_s is not None and now_s >= due_s:
            schedule.begin()
            taken_s, unsynced_s, ends_s = unsynced_s, [], now_s + sync_s
    assert SYNC_INTERVAL_S <= oldest_s <= SYNC_INTERVAL_S + 2 * sync_s + 0.01


def test_a_new_file_is_synced_with_its_folder_and_the_folder_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    twice = threading.Event()

    def sync(descriptor: int) -> None:
        synced.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        if synced.count("file") == 2:
            twice.set()

    monkeypatch.setattr(os, "fsync", sync)
    # Time stands still: what was written is due at once, and not some time later.
    monkeypatch.setattr(
        "evenstride.recordings.syncing.time", SimpleNamespace(monotonic=lambda: 9.0)
    )
    with (tmp_path / "x").open("wb") as file:
        syncer = Syncer(file.fileno(), tmp_path, interval_s=0.0)
        while not twice.is_set():
            syncer.wrote()
        syncer.close()
    assert synced[:2] == ["file", "folder"]
    assert synced.count("folder") == 1


def test_an_error_of_the_disk_is_raised_by_the_next_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with (tmp_path / "x").open("wb") as file:
        syncer = Syncer(file.fileno(), tmp_path, interval_s=0.0)

        def write_on() -> None:
            while True:
                syncer.wrote()

        with pytest.raises(OSError, match="Input/output"):
            write_on()
        with pytest.raises(OSError, match="Input/output"):
            syncer.close()
