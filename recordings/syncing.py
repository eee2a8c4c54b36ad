"""Syncing written data to the disk on a thread of its own: nobody waits for a slow disk."""

import errno
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

SYNC_INTERVAL_S: Final = 1.0
"""The most data that a power cut may cost; syncing more often would wear out a memory card."""

_NO_SYNC: Final = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}
"""The errors of file systems that cannot sync."""


class SyncSchedule:
    """When the next sync is due: no byte waits longer than the interval plus two syncs.

    Data written during a sync may not be part of it, and are then in the next one.
    """

    def __init__(self, interval_s: float = SYNC_INTERVAL_S) -> None:
        self._interval_s = interval_s
        self._since_s: float | None = None

    def wrote(self, now_s: float) -> None:
        """Note that something was written."""
        if self._since_s is None:
            self._since_s = now_s

    @property
    def due_s(self) -> float | None:
        """When to sync; None if there is nothing to sync."""
        return None if self._since_s is None else self._since_s + self._interval_s

    def begin(self) -> None:
        """Note that a sync begins, which takes everything written before."""
        self._since_s = None


class Syncer:
    """Syncs a file to the disk about once a second, as long as it is written.

    Args:
        descriptor: The open file.
        folder: The file's folder, which is synced once for the new file's name.
        interval_s: How long written data may wait, seconds.
    """

    def __init__(
        self, descriptor: int, folder: Path, *, interval_s: float = SYNC_INTERVAL_S
    ) -> None:
        self._descriptor = descriptor
        self._folder: Path | None = folder
        self._schedule = SyncSchedule(interval_s)
        self._changed = threading.Condition()
        self._is_closed = False
        self._error: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="recording-sync", daemon=True)
        self._thread.start()

    def wrote(self) -> None:
        """Note that something was written.

        Raises:
            OSError: The disk failed since the last call.
        """
        with self._changed:
            if self._schedule.due_s is None:
                self._schedule.wrote(time.monotonic())
                self._changed.notify()
            error, self._error = self._error, None
        if error is not None:
            raise error

    def close(self) -> None:
        """Sync the rest, and end.

        Raises:
            OSError: The disk failed.
        """
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        self._thread.join()
        if self._error is not None:
            raise self._error
        self._sync()

    def _run(self) -> None:
        while self._wait():
            try:
                self._sync()
            except OSError as error:
                with self._changed:  # otherwise this error may be erased unseen
                    self._error = error

    def _wait(self) -> bool:
        """Wait until a sync is due; return whether one is, rather than the end."""
        with self._changed:
            while not self._is_closed:
                due_s = self._schedule.due_s
                left_s = None if due_s is None else due_s - time.monotonic()
                if left_s is not None and left_s <= 0.0:
                    self._schedule.begin()
                    return True
                self._changed.wait(left_s)
            return False

    def _sync(self) -> None:
        _tolerant(lambda: os.fsync(self._descriptor))
        folder, self._folder = self._folder, None
        if folder is not None:
            sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Sync a folder's list of names; do nothing if that is not possible."""
    # Windows cannot open folders, and some network drives cannot sync them; the file itself is
    # there.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _tolerant(sync: Callable[[], None]) -> None:
    try:
        sync()
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
