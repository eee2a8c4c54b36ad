"""Putting what was written on the disk, on a thread of its own: nobody waits for a slow one."""

import errno
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

SYNC_INTERVAL_S: Final = 1.0
"""How much a power cut may take; more often would wear out a memory card."""

_NO_SYNC: Final = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}
"""What file systems answer that do not know how to sync."""


class SyncSchedule:
    """When the next sync is due: no byte waits longer than the interval and two syncs.

    It may come while one sync runs, which need not take it along, and is then in the next.
    """

    def __init__(self, interval_s: float = SYNC_INTERVAL_S) -> None:
        self._interval_s = interval_s
        self._since_s: float | None = None

    def wrote(self, now_s: float) -> None:
        """Something was written."""
        if self._since_s is None:
            self._since_s = now_s

    @property
    def due_s(self) -> float | None:
        """When to sync; None while there is nothing to sync."""
        return None if self._since_s is None else self._since_s + self._interval_s

    def begin(self) -> None:
        """A sync begins: it takes along all that was written before."""
        self._since_s = None


class Syncer:
    """Has the system put a file on the disk about once a second, for as long as it is written.

    Args:
        descriptor: The file, open.
        folder: The file's folder, which is synced once: a new file's name is in it.
        interval_s: How long what was written may wait, seconds.
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
        """Something was written.

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
        """Put all that is left on the disk, and end.

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
                with self._changed:  # or who takes the last error may wipe this one away unseen
                    self._error = error

    def _wait(self) -> bool:
        """Wait until a sync is due; returns whether it is, and not the end."""
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
    """Put a folder's list of names on the disk; where that is not possible nothing happens."""
    # Windows opens no folders, and some network drives do not sync them: the file itself is there.
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
