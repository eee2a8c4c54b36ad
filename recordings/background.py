"""Recording a session without waiting for the disk, and without ending when the disk fails."""

import errno
import logging
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.format import Header
from evenstride.recordings.waiting import KEPT_S, WaitingLines
from evenstride.recordings.writer import FileId, RecordingWriter, SyncFailedError, file_id
from evenstride.sensors.samples import Item

_log = logging.getLogger(__name__)

RETRY_S: Final = 1.0
"""How long to wait before a disk that failed is tried again, and how often the file is looked for:
who makes room, or removes a file by mistake, sees within a moment what came of it."""

LEAVE_S: Final = 5.0
"""How long the end waits for a disk that does not answer."""

_FULL: Final = {errno.ENOSPC, errno.EDQUOT}
"""Where there is no room, another file in the same folder finds none either."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a recording, by what was read back of it when it was closed.

    Attributes:
        path: The file that holds it; None where there is none.
        is_whole: Every sample of the session is in it.
        missing: Samples that are not in it.
        earlier: Files that hold an earlier part of the session, which could not be copied.
        problem: What went wrong last, as a sentence; "" for nothing.
    """

    path: Path | None
    is_whole: bool
    missing: int = 0
    earlier: tuple[Path, ...] = ()
    problem: str = ""


class BackgroundWriter:
    """Records one session to a new file, on a thread of its own; use it as a context manager.

    Nothing but leaving waits for the disk, and no failure of the disk is raised. What can not be
    written waits in memory (``evenstride.recordings.waiting``) and is tried again every second: in
    the same file, or in a new one beside it where that is gone or takes nothing more. A file that
    was removed while it was written is still readable here, so that the new one has all of it.

    Args:
        path: The file to create.
        header: What the recording says of itself.
        retry_s: How long to wait after a failure, seconds.
        kept_s: For how long samples wait in memory, seconds.
    """

    def __init__(
        self, path: Path, header: Header, *, retry_s: float = RETRY_S, kept_s: float = KEPT_S
    ) -> None:
        self._wanted = path
        self._header = header
        self._retry_s = retry_s
        self._file: RecordingWriter | None = None
        self._earlier: list[tuple[Path, FileId]] = []
        self._replaced: list[tuple[Path, FileId]] = []
        self._waiting = WaitingLines(kept_s)
        self._arrived: deque[Item] = deque()
        self._changed = threading.Condition()
        self._is_closing = False
        self._is_closed = False
        self._trouble = ""
        self._cut = ""
        self._kept: Kept | None = None
        self._look_s = 0.0
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)

    def __enter__(self) -> Self:
        """Begin; a file that can not be created is trouble, and tried again."""
        self._work()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Write what waits, put it on the disk, close the file, and read it back.

        A file without a sample is removed. Where something still waits, the file stays open, and
        ``retry`` goes on.
        """
        with self._changed:
            self._is_closing = True
            self._changed.notify()
        self._thread.join(LEAVE_S)

    def retry(self, *, is_last: bool = False) -> None:
        """Try once more to write what still waits after the end.

        Args:
            is_last: Close the file whatever comes of it.
        """
        if self._kept is not None and not self._is_closed:
            self._work()
            self._kept = self._end(is_last=is_last)

    def write(self, item: Item) -> None:
        """Keep an item; it is in the file within moments."""
        with self._changed:
            self._arrived.append(item)
            self._changed.notify()

    @property
    def trouble(self) -> str:
        """Why nothing is being saved, as a sentence; "" while all is well."""
        return self._trouble

    @property
    def path(self) -> Path:
        """The file that is written; another one than was asked for where that was taken away."""
        return self._wanted if self._file is None else self._file.path

    @property
    def is_over(self) -> bool:
        """Whether the end was reached, and ``kept`` is known."""
        return self._is_closing

    @property
    def kept(self) -> Kept:
        """What became of the recording; known when it is closed."""
        if self._kept is not None:
            return self._kept
        problem = self._trouble or f"The disk of {self.path} does not answer."
        return Kept(None, is_whole=False, missing=self._waiting.total, problem=problem)

    def _run(self) -> None:
        while self._wait():
            self._work()
        self._work()
        self._kept = self._end(is_last=False)

    def _wait(self) -> bool:
        """Wait for something to do; returns whether there is, and not the end."""
        with self._changed:
            while not (self._arrived or self._is_closing):
                left_s = self._look_s - time.monotonic()
                if left_s <= 0.0:
                    return True
                self._changed.wait(left_s)
            return not self._is_closing

    def _work(self) -> None:
        """Write all that waits, if the disk takes it; after a failure not before it is time."""
        try:
            while self._arrived:
                self._waiting.add(self._arrived.popleft())
            now_s = time.monotonic()
            is_due = now_s >= self._look_s or self._is_closing
            if is_due:
                self._look_s = now_s + self._retry_s
                self._see_to_the_file()
            if is_due or not self._trouble:
                self._write_waiting()
                if self._trouble:
                    _log.info("what waited is saved")
                self._trouble = ""
        except RecordingError as error:
            if not self._trouble:
                _log.warning("nothing can be saved: %s", error)
            self._trouble = str(error)
        except Exception as error:
            # A fault of ours, which must not end the recording either.
            if not self._trouble:
                _log.exception("nothing can be saved")
            self._trouble = f"A fault in evenstride: {type(error).__name__}: {error}."

    def _see_to_the_file(self) -> None:
        """Have a file under a name of its own to write to."""
        if self._file is None:
            self._file = self._new_file()
        elif not self._file.is_in_place():
            self._go_on_beside(self._file)

    def _write_waiting(self) -> None:
        while self._waiting and self._file is not None:
            try:
                self._file.append(self._waiting.first())
            except SyncFailedError:
                self._waiting.taken()
                raise
            except RecordingError as error:
                if _is_full(error):
                    raise
                self._go_on_beside(self._file)
            else:
                self._waiting.taken()

    def _go_on_beside(self, old: RecordingWriter) -> None:
        """Go on in a new file, with all that is in the old one if that can be read.

        Raises:
            RecordingError: There can be none, or it takes nothing either.
        """
        try:
            new = self._new_file(copy_of=old)
        except (OSError, RecordingError) as error:
            if _is_full(error):
                raise
            # The old one can not be read, or the new one may not become so large.
            written = self._waiting.total - self._waiting.lost - self._waiting.samples
            new = self._new_file(continues=old.path.name)
            if old.is_cut():
                self._waiting.lost += written
                self._cut = f"{old.path} does not hold what was written to it."
            else:
                self._earlier.append((old.path, old.identity))
        else:
            if old.is_in_place():
                self._replaced.append((old.path, old.identity))
        _leave(old)
        self._file = new

    def _new_file(
        self, *, copy_of: RecordingWriter | None = None, continues: str = ""
    ) -> RecordingWriter:
        """Create a file of this name, or of one like it where that is taken.

        Raises:
            RecordingError: There is no room, no folder, or the like.
            OSError: What it is to be a copy of can not be read.
        """
        header = self._header
        if continues:
            header = replace(header, extra={**header.extra, "continues": continues})
        for path in _names(self._wanted):
            new = RecordingWriter(path, header)
            try:
                new.__enter__()
            except RecordingError as error:
                if error.reason in (RecordingReason.EXISTS, RecordingReason.IS_A_DIRECTORY):
                    continue
                raise
            break
        else:
            raise RecordingError(
                f"No name is free for a recording beside {self._wanted}; record to another folder.",
                RecordingReason.CANNOT_WRITE,
            )
        try:
            for lines in copy_of.contents() if copy_of else ():
                with suppress(SyncFailedError):
                    new.append(lines)
            if self._waiting:  # a file that takes nothing of it is none
                with suppress(SyncFailedError):
                    new.append(self._waiting.first())
                self._waiting.taken()
        except BaseException:
            _leave(new)
            with suppress(OSError):
                new.path.unlink()
            raise
        return new

    def _end(self, *, is_last: bool) -> Kept:
        earlier = tuple(path for path, identity in self._earlier if _is_there(path, identity))
        missing = self._waiting.lost + self._waiting.samples
        file, problem = self._file, self._trouble or self._cut
        if (self._waiting or file is None) and not is_last:
            # There is more to write; until then it holds what it holds.
            path = file.path if file is not None and file.is_in_place() else None
            missing = missing if path else self._waiting.total
            return Kept(path, False, missing, earlier, problem)
        self._is_closed = True
        if file is None:
            return Kept(None, not self._waiting.total, self._waiting.total, earlier, problem)
        in_place = file.is_in_place()
        try:
            file.__exit__()
        except RecordingError as error:
            problem = str(error)
        if not (in_place and file.is_whole()):
            problem = problem or f"{file.path} does not hold what was written to it."
            return Kept(None, False, self._waiting.total, earlier, problem)
        self._remove_replaced()
        if not self._waiting.total:
            with suppress(OSError):
                file.path.unlink()
            return Kept(None, True, 0, earlier)
        is_whole = not missing and not self._earlier
        return Kept(file.path, is_whole, missing, earlier, problem)

    def _remove_replaced(self) -> None:
        """Remove the files of which this one is a copy, or the session would be there twice."""
        for path, identity in self._replaced:
            if _is_there(path, identity):
                with suppress(OSError):
                    path.unlink()


def _is_there(path: Path, identity: FileId) -> bool:
    try:
        return file_id(path.stat()) == identity
    except OSError:
        return False


def _is_full(error: Exception) -> bool:
    cause = error.__cause__ if isinstance(error, RecordingError) else error
    return isinstance(cause, OSError) and cause.errno in _FULL


def _leave(writer: RecordingWriter) -> None:
    with suppress(RecordingError):
        writer.__exit__()


def _names(wanted: Path) -> list[Path]:
    """A file's name, and others like it, in the order in which they are tried."""
    stem, suffix = wanted.stem, wanted.suffix
    return [wanted, *(wanted.with_name(f"{stem}-{number}{suffix}") for number in range(2, 100))]
