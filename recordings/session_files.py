"""The files of one session: the one being written, and those that follow if it takes no more."""

import errno
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.format import Header
from evenstride.recordings.waiting import WaitingLines
from evenstride.recordings.writer import FileId, RecordingWriter, SyncFailedError, file_id

_FULL: Final = {errno.ENOSPC, errno.EDQUOT}
"""Without room, another file in the same folder has none either."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The outcome of a recording, by what was read back when it was closed.

    Attributes:
        path: The file that holds it; None if there is none.
        is_whole: Whether every sample of the session is in it.
        missing: The number of samples that are not in it.
        earlier: Files with an earlier part of the session, which could not be copied.
        problem: The last error, as a sentence; "" for none.
    """

    path: Path | None
    is_whole: bool
    missing: int = 0
    earlier: tuple[Path, ...] = ()
    problem: str = ""


class SessionFiles:
    """Writes the waiting lines to a file, and continues in another one next to it if necessary.

    A file that was removed while it was written can still be read here, so that the new one gets
    all of it.

    Args:
        wanted: The file to create.
        waiting: The lines to be written.

    Attributes:
        is_closed: Whether nothing more is written.
    """

    def __init__(self, wanted: Path, header: Header, waiting: WaitingLines) -> None:
        self._wanted = wanted
        self._header = header
        self._waiting = waiting
        self._file: RecordingWriter | None = None
        self._earlier: list[tuple[Path, FileId]] = []
        self._replaced: list[tuple[Path, FileId]] = []
        self._cut = ""
        self.is_closed = False

    @property
    def path(self) -> Path:
        """The file being written; another one than was wanted if that was taken away."""
        return self._wanted if self._file is None else self._file.path

    def look(self) -> None:
        """Make sure that there is a file in its place to write to.

        Raises:
            RecordingError: None can be made, or it takes nothing.
        """
        if self._file is None:
            self._file = self._new_file()
        elif not self._file.is_in_place():
            self._go_on_beside(self._file)

    def write(self) -> None:
        """Write all that waits.

        Raises:
            RecordingError: The disk does not take it.
        """
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
        """Continue in a new file, with all that is in the old one if that can be read.

        Raises:
            RecordingError: None can be made, or it takes nothing either.
        """
        try:
            new = self._new_file(copy_of=old)
        except (OSError, RecordingError) as error:
            if _is_full(error):
                raise
            # The old one cannot be read, or the new one may not become as large.
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
        """Create a file of the wanted name, or of a similar one if that is taken.

        Raises:
            RecordingError: There is no room, no folder, or the like.
            OSError: The file to be copied cannot be read.
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
            if self._waiting:  # a file that takes none of it is useless
                with suppress(SyncFailedError):
                    new.append(self._waiting.first())
                self._waiting.taken()
        except BaseException:
            _leave(new)
            with suppress(OSError):
                new.path.unlink()
            raise
        return new

    def end(self, *, is_last: bool, trouble: str) -> Kept:
        """Close the file if nothing waits for it any more, and read it back.

        Args:
            is_last: Whether to close it even if something waits.
            trouble: Why nothing is being saved; "" if all is well.
        """
        earlier = tuple(path for path, identity in self._earlier if _is_there(path, identity))
        missing = self._waiting.lost + self._waiting.samples
        file, problem = self._file, trouble or self._cut
        if (self._waiting or file is None) and not is_last:
            # There is more to write; until then the file stays as it is.
            path = file.path if file is not None and file.is_in_place() else None
            missing = missing if path else self._waiting.total
            return Kept(path, False, missing, earlier, problem)
        self.is_closed = True
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
        """Remove the files that this one is a copy of; else the session would be there twice."""
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
    """Return a file's name and similar ones, in the order in which they are tried."""
    stem, suffix = wanted.stem, wanted.suffix
    return [wanted, *(wanted.with_name(f"{stem}-{number}{suffix}") for number in range(2, 100))]
