"""Writing a recording, line by line, so that a killed process loses nothing that a line held."""

import errno
import io
import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.format import Header, format_block, format_event, format_header
from evenstride.recordings.lock import lock
from evenstride.recordings.private import make_folder
from evenstride.sensors.samples import Block, Item

SYNC_INTERVAL_S: Final = 1.0
"""How much a power cut may take; more often would wear out a memory card."""

_NO_SYNC: Final = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}
"""What file systems answer that do not know how to sync."""


class RecordingWriter:
    """Writes one session to a new file; use it as a context manager.

    Entering creates the file and the folders that are missing, readable by their owner only. A
    file that exists already is never overwritten. Each item is handed to the system at once,
    without a buffer in between; about once a second a thread of its own has the system put it on
    the disk. Until it is closed, ``recordings.lock`` tells other programs that it is being written.

    After a failed ``write`` what was written before stays, and writing may be tried again.

    Args:
        path: The file to create.
        header: What the recording says of itself.
        clock: Seconds that never go backwards.
    """

    def __init__(
        self, path: str | Path, header: Header, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.path = Path(path)
        self._header = header
        self._clock = clock
        self._file: io.FileIO | None = None
        self._syncer: ThreadPoolExecutor | None = None
        self._sync: Future[None] | None = None
        self._synced_s = clock()
        self._is_torn = False

    def __enter__(self) -> Self:
        """Create the file and write the header.

        Raises:
            RecordingError: The file exists, or can not be created.
        """
        try:
            make_folder(self.path.parent)
            self._file = io.FileIO(self.path, "x", opener=_open_private)
            lock(self._file.fileno())
        except FileExistsError as error:
            if self.path.is_dir():
                message = f"{self.path} is a folder; name a file in it to record to."
                raise RecordingError(message, RecordingReason.IS_A_DIRECTORY) from error
            if self.path.parent.is_dir():
                message = f"{self.path} exists already; record to another name, or move it away."
                raise RecordingError(message, RecordingReason.EXISTS) from error
            raise self._error(error) from error
        except (OSError, ValueError) as error:
            raise self._error(error) from error
        self._syncer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recording-sync")
        try:
            self._put(format_header(self._header))
        except RecordingError as error:
            self.__exit__(type(error))
            # Part of a header is no recording, and would stand in the way of the next try.
            with suppress(OSError):
                self.path.unlink()
            raise
        return self

    def __exit__(self, exc_type: type[BaseException] | None = None, *exc_info: object) -> None:
        """Put everything on the disk and close the file.

        Raises:
            RecordingError: The disk failed at last, or the file was removed; not when another
                error ended the session, which matters more.
        """
        if self._file is None or self._syncer is None:
            return
        file, self._file = self._file, None
        try:
            with file:
                self._syncer.shutdown()
                if self._sync is not None:
                    self._sync.result()
                self._refuse_removed(file.fileno())
                _sync(file.fileno())
        except OSError as error:
            if exc_type is None:
                raise self._error(error) from error
        except RecordingError:
            if exc_type is None:
                raise

    def write(self, item: Item) -> None:
        """Append a block, an event or a change of a connection.

        Raises:
            RecordingError: The disk is full, the file was removed, or the like.
        """
        self._put(format_block(item) if isinstance(item, Block) else format_event(item))

    def _put(self, text: str) -> None:
        if self._file is None:
            raise ValueError("the recording is not open")
        # Ends the part of a line that a full disk left, so that only that line is lost.
        data = ("\n" + text if self._is_torn else text).encode("ascii")
        written = 0
        try:
            while written < len(data):
                written += self._file.write(data[written:]) or 0
            self._sync_now_and_then(self._file.fileno())
        except OSError as error:
            raise self._error(error) from error
        finally:
            if written:
                self._is_torn = data[written - 1 : written] != b"\n"

    def _sync_now_and_then(self, descriptor: int) -> None:
        if self._clock() < self._synced_s + SYNC_INTERVAL_S or self._syncer is None:
            return
        if self._sync is not None:
            if not self._sync.done():
                return
            done, self._sync = self._sync, None
            done.result()
        self._synced_s = self._clock()
        self._refuse_removed(descriptor)
        self._sync = self._syncer.submit(_sync, descriptor)

    def _refuse_removed(self, descriptor: int) -> None:
        # A file whose last name is gone takes everything, and is lost when it is closed.
        if os.fstat(descriptor).st_nlink == 0:
            raise RecordingError(
                f"{self.path} was removed while it was being recorded; record to another file.",
                RecordingReason.CANNOT_WRITE,
            )

    def _error(self, error: OSError | ValueError) -> RecordingError:
        why = getattr(error, "strerror", None) or str(error)
        return RecordingError(
            f"Cannot write {self.path} ({why}); make room, or record to another folder.",
            RecordingReason.CANNOT_WRITE,
        )


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
