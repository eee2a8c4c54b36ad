"""A file to which rows are appended as whole lines (JSON lines or CSV), and the rows that it has.

A program that is killed leaves at most its last line torn; that line is dropped on resuming.
"""

import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, Self

from evenstride.cli.analyzing.line_forms import Form, Kept
from evenstride.cli.analyzing.rows import Mark, Row
from evenstride.errors import JobError, JobReason
from evenstride.user.files.whole_file import check_place

if sys.platform != "win32":
    import fcntl

_FLAGS: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class KeptLines:
    """A file of rows, open for writing and locked against other programs.

    Args:
        form: How its lines are written and read.
        resume: Whether to continue with its rows; else it must be empty or missing.

    Attributes:
        kept: The files that it has already, each from its last line, without a torn last one.

    Raises:
        JobError: It is not a regular file, cannot be written, is being written by another program,
            has rows although ``resume`` is False, or has other contents.
    """

    def __init__(self, path: Path, form: Form, *, resume: bool) -> None:
        self._path = path
        self._form = form
        check_place(path, replace=True)
        try:
            # The results are private; if the user gives the file another mode, that stays.
            self._file = os.open(path, _FLAGS, 0o600)
        except OSError as error:
            raise _can_not_write(path, error) from error
        try:
            self._lock(self._file)
            self._refuse_replaced()
            whole, self.kept = self._read(resume=resume)
            os.ftruncate(self._file, whole)
            os.lseek(self._file, 0, os.SEEK_END)
            if not whole:
                self._add(form.head)
        except BaseException:
            os.close(self._file)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    def add(self, row: Row) -> None:
        """Append a file's row, as whole lines, at once.

        Raises:
            JobError: It cannot be written; the existing lines stay whole.
        """
        self._add(self._form.line(row))

    def name_of(self, file: str) -> str:
        """Return a file's name as it is in the rows, which must be printable."""
        return self._form.name(file)

    def forget(self, files: Mapping[str, Mark]) -> int:
        """Remove the rows of files that are analyzed again; return how many there were.

        Raises:
            JobError: The file cannot be written.
        """
        kept = [one for one in self.kept if files.get(one.file, one.mark) == one.mark]
        gone = len(self.kept) - len(kept)
        if gone:
            self._rewrite(kept)
        return gone

    def _rewrite(self, kept: Sequence[Kept]) -> None:
        staying = {(one.file, one.mark) for one in kept}
        try:
            descriptor, name = tempfile.mkstemp(
                prefix=f".{self._path.name[:50]}-", dir=self._path.parent
            )
        except OSError as error:
            raise _can_not_write(self._path, error) from error
        beside = Path(name)
        try:
            with os.fdopen(os.dup(descriptor), "wb") as new, self._reader() as old:
                for number, line in enumerate(self._form.lines(old), start=1):
                    found = self._form.kept(line, is_first=number == 1)
                    if found is None or (found.file, found.mark) in staying:
                        new.write(line)
            self._lock(descriptor)
            beside.chmod(stat.S_IMODE(os.fstat(self._file).st_mode))
            beside.replace(self._path)
        except BaseException as error:
            os.close(descriptor)
            with suppress(OSError):
                beside.unlink()
            if isinstance(error, OSError):
                raise _can_not_write(self._path, error) from error
            raise
        os.close(self._file)
        self._file, self.kept = descriptor, list(kept)
        os.lseek(self._file, 0, os.SEEK_END)

    def _lock(self, descriptor: int) -> None:
        if sys.platform == "win32":
            return
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise self._is_taken() from error
        except OSError:
            return  # a file system without locks

    def _refuse_replaced(self) -> None:
        """Check that no other program replaced the file between its opening and its lock."""
        try:
            is_here = os.path.samestat(os.fstat(self._file), self._path.stat())
        except OSError:
            is_here = False
        if not is_here:
            raise self._is_taken()

    def _is_taken(self) -> JobError:
        return JobError(
            f"{self._path} is being written by another evenstride; wait for it, or write to"
            " another file.",
            JobReason.CANNOT_WRITE,
        )

    def _reader(self) -> BinaryIO:
        os.lseek(self._file, 0, os.SEEK_SET)
        return os.fdopen(os.dup(self._file), "rb")

    def _read(self, *, resume: bool) -> tuple[int, list[Kept]]:
        """Return how many bytes are whole lines, and their contents."""
        kept: list[Kept] = []
        whole = at = 0
        begun: str | None = None  # a file whose lines are not complete yet
        size = os.lseek(self._file, 0, os.SEEK_END)
        if size and not resume:
            raise JobError(
                f"{self._path} exists already; go on with it by --resume, name another file, or"
                " move it away.",
                JobReason.EXISTS,
            )
        with self._reader() as file:
            for number, line in enumerate(self._form.lines(file), start=1):
                try:
                    found = self._form.kept(line, is_first=number == 1)
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    if number > 1 and at + len(line) == size:
                        break  # a torn last line
                    raise self._something_else(number) from error
                if found is not None and begun not in (None, found.file):
                    raise self._something_else(number)
                at += len(line)
                if found is None or found.is_last:  # otherwise the rest may be torn
                    whole, begun = at, None
                    kept += [] if found is None else [found]
                else:
                    begun = found.file
            file.seek(0)
            if size and not whole and not self._form.is_torn(file.read()):
                raise self._something_else(1)
        return whole, kept

    def _something_else(self, number: int) -> JobError:
        return JobError(
            f"{self._path} is no file of results that can be gone on with (line {number}); write"
            " to another one.",
            JobReason.UNREADABLE,
        )

    def _add(self, line: bytes) -> None:
        before = os.lseek(self._file, 0, os.SEEK_CUR)
        try:
            while line:
                line = line[os.write(self._file, line) :]
        except OSError as error:
            os.ftruncate(self._file, before)
            raise _can_not_write(self._path, error) from error


def rows_of_lines(path: Path) -> Iterator[Row]:
    """Yield the rows of a file of JSON lines.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        for line in file:
            yield json.loads(line)


def _can_not_write(path: Path, error: OSError) -> JobError:
    return JobError(
        f"{path} can not be written ({error.strerror or error}). Make room, or name another file;"
        " --resume goes on with what is there.",
        JobReason.CANNOT_WRITE,
    )
