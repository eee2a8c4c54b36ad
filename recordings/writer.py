"""Writing a recording line by line, so that a killed process loses no complete line."""

import io
import logging
import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, Self, TypeAlias

from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.format import Header, format_block, format_event, format_header
from evenstride.recordings.lock import lock
from evenstride.recordings.private import make_folder
from evenstride.recordings.syncing import Syncer
from evenstride.sensors.samples import Block, Item

_log = logging.getLogger(__name__)

FileId: TypeAlias = tuple[int, int]

_PART_BYTES: Final = 1 << 16
"""How much is read back at a time."""


class RecordingWriter:
    """Writes one session to a new file; use it as a context manager.

    Entering creates the file and its missing folders, readable by their owner only. An existing
    file is never overwritten. Each item is passed to the system at once, unbuffered; about once a
    second a thread of its own syncs the file to the disk. Until it is closed, ``recordings.lock``
    tells other programs that it is being written.

    A ``write`` that fails has written nothing, and may be tried again.

    Args:
        path: The file to create.

    Attributes:
        path: The file.
    """

    def __init__(self, path: str | Path, header: Header) -> None:
        self.path = Path(path)
        self._header = header
        self._file: io.FileIO | None = None
        self._syncer: Syncer | None = None
        self._size = 0
        self._head_size = 0
        self._checksum = 0
        self._is_torn = False

    def __enter__(self) -> Self:
        """Create the file and write the header.

        Raises:
            RecordingError: The file exists, or cannot be created.
        """
        try:
            make_folder(self.path.parent)
            self._file = io.FileIO(self.path, "x+", opener=_open_private)
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
        self._syncer = Syncer(self._file.fileno(), self.path.parent)
        try:
            self.append(format_header(self._header).encode("ascii"))
            self._head_size = self._size
        except RecordingError as error:
            self.__exit__(type(error))
            # Part of a header is not a recording, and would stand in the way of the next attempt.
            with suppress(OSError):
                self.path.unlink()
            raise
        _log.info("recording to %s", self.path)
        return self

    def __exit__(self, exc_type: type[BaseException] | None = None, *exc_info: object) -> None:
        """Sync everything to the disk and close the file.

        Raises:
            RecordingError: The disk failed at last, or the file was removed; not if another error
                ended the session, which matters more.
        """
        if self._file is None or self._syncer is None:
            return
        file, self._file = self._file, None
        _log.info("closing %s", self.path)
        try:
            with file:
                self._syncer.close()
                if exc_type is None:
                    self._refuse_removed(file)
        except OSError as error:
            if exc_type is None:
                raise self._error(error) from error

    def write(self, item: Item) -> None:
        """Append a block, an event or a link change.

        Raises:
            RecordingError: The disk is full, the file was removed, or the like.
        """
        self.append(lines_of(item))

    def append(self, lines: bytes) -> None:
        """Append whole lines: all of them, or none.

        Raises:
            RecordingError: The disk is full, the file was removed, or the like.
        """
        file = self._opened()
        # This ends a partial line that could not be removed, so that only that line is lost.
        data = b"\n" + lines if self._is_torn else lines
        try:
            self._refuse_removed(file)
            file.seek(self._size)
            written = 0
            while written < len(data):
                written += file.write(data[written:]) or 0
        except OSError as error:
            self._take_back(file)
            raise self._error(error) from error
        self._is_torn = False
        self._size += len(data)
        self._checksum = zlib.crc32(data, self._checksum)
        try:
            if self._syncer is not None:
                self._syncer.wrote()
        except OSError as error:
            raise SyncFailedError(self._error(error)) from error

    @property
    def identity(self) -> FileId:
        """What distinguishes the file from another one of the same name."""
        return file_id(os.fstat(self._opened().fileno()))

    def is_in_place(self) -> bool:
        """Whether the file still has its name, and as many bytes as were written."""
        try:
            status = self.path.stat()
        except OSError:
            return False
        return file_id(status) == self.identity and status.st_size == self._size

    def is_cut(self) -> bool:
        """Whether written bytes are in no file any more, because another program cut the file."""
        return os.fstat(self._opened().fileno()).st_size < self._size

    def contents(self) -> Iterator[bytes]:
        """Yield what was written below the head, in parts that end with a line.

        This works even if the file has no name any more.

        Raises:
            OSError: It cannot be read.
        """
        file, at, rest = self._opened(), self._head_size, b""
        while at < self._size:
            file.seek(at)
            part = file.read(min(_PART_BYTES, self._size - at))
            if not part:
                raise OSError(f"{self._size - at} bytes are missing")
            at += len(part)
            lines, end, rest = (rest + part).rpartition(b"\n")
            yield lines + end

    def is_whole(self) -> bool:
        """Whether the file of this name, read again, has every byte that was written."""
        checksum = size = 0
        try:
            with self.path.open("rb") as file:
                while part := file.read(_PART_BYTES):
                    checksum = zlib.crc32(part, checksum)
                    size += len(part)
        except OSError:
            return False
        return (size, checksum) == (self._size, self._checksum)

    def _opened(self) -> io.FileIO:
        if self._file is None:
            raise ValueError("the recording is not open")
        return self._file

    def _take_back(self, file: io.FileIO) -> None:
        """Remove the written part of lines that did not fit."""
        try:
            file.truncate(self._size)
        except OSError:
            with suppress(OSError):
                end = os.fstat(file.fileno()).st_size
                self._is_torn = self._is_torn or end > self._size
                self._size = max(self._size, end)

    def _refuse_removed(self, file: io.FileIO) -> None:
        # A file whose last name is gone accepts everything, and is lost when it is closed.
        if os.fstat(file.fileno()).st_nlink == 0:
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


def file_id(status: os.stat_result) -> FileId:
    """Return what distinguishes a file from another one of its name: its device and inode."""
    return status.st_dev, status.st_ino


class SyncFailedError(RecordingError):
    """The data are in the file, but the disk may not have taken them."""

    def __init__(self, error: RecordingError) -> None:
        super().__init__(str(error), error.reason)


def lines_of(item: Item) -> bytes:
    """Return the lines that store an item."""
    text = format_block(item) if isinstance(item, Block) else format_event(item)
    return text.encode("ascii")


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
