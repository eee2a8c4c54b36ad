"""Rows in a file that whole lines are added to: JSON lines, or CSV; and what it has already.

A program that is killed leaves at most its last line torn, and that one is dropped when it goes on.
"""

import csv
import io
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

from evenstride.cli.analyzing.rows import (
    COLUMNS,
    EXERCISES_APART,
    MARK,
    WHOLE,
    Mark,
    Row,
    flat,
)
from evenstride.errors import JobError, JobReason
from evenstride.terminal.outside import cell_text

if sys.platform != "win32":
    import fcntl

_FLAGS: Final = os.O_RDWR | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a line that is there already.

    Attributes:
        file: The file that it is about.
        mark: Which state of it was analyzed, and how.
        is_error: It could not be.
        is_last: Its last line: a table has one for each of its exercises.
    """

    file: str
    mark: Mark
    is_error: bool
    is_last: bool = True


class KeptLines:
    """A file of rows, open for writing; nobody else writes to it meanwhile.

    Args:
        path: The file.
        form: How its lines are written and read.
        resume: Go on with what it has; else it must be empty or not there.

    Attributes:
        kept: The files that it has already, each by its last line, without a torn last one.

    Raises:
        JobError: It can not be written, is written by another program, has rows and was not to be
            gone on with, or holds something else.
    """

    def __init__(self, path: Path, form: "Form", *, resume: bool) -> None:
        self._path = path
        self._form = form
        try:
            self._file = os.open(path, _FLAGS | os.O_CREAT, 0o666)
        except OSError as error:
            raise _can_not_write(path, error) from error
        try:
            self._lock()
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
        """Write a file's row, whole lines, at once.

        Raises:
            JobError: It can not be written; what is there stays whole.
        """
        self._add(self._form.line(row))

    def name_of(self, file: str) -> str:
        """How a file is named in its rows, which are to be printable."""
        return self._form.name(file)

    def forget(self, files: Mapping[str, Mark]) -> int:
        """Take out the rows of files that are analyzed anew; returns how many they were.

        Raises:
            JobError: The file can not be written.
        """
        kept = [one for one in self.kept if files.get(one.file, one.mark) == one.mark]
        gone = len(self.kept) - len(kept)
        if gone:
            self._rewrite(kept)
        return gone

    def _rewrite(self, kept: Sequence[Kept]) -> None:
        staying = {(one.file, one.mark) for one in kept}
        beside = self._path.with_name(f"{self._path.name}.new")
        try:
            with beside.open("wb") as new, self._reader() as old:
                for number, line in enumerate(self._form.lines(old), start=1):
                    found = self._form.kept(line, is_first=number == 1)
                    if found is None or (found.file, found.mark) in staying:
                        new.write(line)
            descriptor = os.open(beside, _FLAGS)
        except OSError as error:
            raise _can_not_write(beside, error) from error
        os.close(self._file)
        self._file, self.kept = descriptor, list(kept)
        self._lock()
        beside.replace(self._path)
        os.lseek(self._file, 0, os.SEEK_END)

    def _lock(self) -> None:
        if sys.platform == "win32":
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise JobError(
                f"{self._path} is being written by another evenstride; wait for it, or write to"
                " another file.",
                JobReason.CANNOT_WRITE,
            ) from error
        except OSError:
            return  # a file system without locks

    def _reader(self) -> BinaryIO:
        os.lseek(self._file, 0, os.SEEK_SET)
        return os.fdopen(os.dup(self._file), "rb")

    def _read(self, *, resume: bool) -> tuple[int, list[Kept]]:
        """How many bytes of it are whole lines, and what they hold."""
        kept: list[Kept] = []
        whole = at = 0
        begun: str | None = None  # a file of which not all lines have come yet
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
                        break  # torn
                    raise self._something_else(number) from error
                if found is not None and begun not in (None, found.file):
                    raise self._something_else(number)
                at += len(line)
                if found is None or found.is_last:  # else what follows may be torn
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


class JsonLines:
    """One JSON object a line: the whole result, as ``--json`` prints it, and its mark."""

    head: Final = b""

    def name(self, file: str) -> str:
        """How a file is named in it."""
        return file

    def line(self, row: Row) -> bytes:
        """A row's line."""
        return f"{json.dumps(row, ensure_ascii=True, allow_nan=False)}\n".encode()

    def lines(self, file: BinaryIO) -> Iterator[bytes]:
        """The lines that have an end, and no other."""
        return (line for line in file if line.endswith(b"\n"))

    def is_torn(self, content: bytes) -> bool:
        """Whether it may be the begin of a first line."""
        return content.startswith((b'{"schema"', b'{"file"'))

    def kept(self, line: bytes, *, is_first: bool) -> Kept:  # noqa: ARG002 # as of a table
        """What a line tells.

        Raises:
            ValueError, KeyError: It is no such line.
        """
        row = json.loads(line)
        return Kept(row["file"], Mark(**{name: row[name] for name in MARK}), "error" in row)


class CsvLines:
    """A flat row for each exercise of a file, with a row of names above them."""

    head: Final = f"{','.join(COLUMNS)}\n".encode()

    def name(self, file: str) -> str:
        """How a file is named in it."""
        return cell_text(file)

    def line(self, row: Row) -> bytes:
        """A file's lines."""
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        for one in flat(row):
            rows.writerow(map(_cell, one.values()))
        return text.getvalue().encode("utf-8", "surrogateescape")

    def lines(self, file: BinaryIO) -> Iterator[bytes]:
        """The rows that have an end; a name in quotes may hold an end of line."""
        row = b""
        for line in file:
            row += line
            if line.endswith(b"\n") and row.count(b'"') % 2 == 0:
                yield row
                row = b""

    def is_torn(self, content: bytes) -> bool:
        """Whether it may be the begin of the names."""
        return self.head.startswith(content)

    def kept(self, line: bytes, *, is_first: bool) -> Kept | None:
        """What a row tells; None for the names.

        Raises:
            ValueError, KeyError: It is no such row.
        """
        if is_first:
            if line != self.head:
                raise ValueError("other columns")
            return None
        (values,) = csv.reader([line.decode("utf-8", "surrogateescape")], strict=True)
        row = dict(zip(COLUMNS, values, strict=True))
        known: dict[str, Any] = {name: row[name] or None for name in MARK}
        known = {k: int(v) if v and k in WHOLE else v for k, v in known.items()}
        is_last = row["exercise"] == row["exercises"].split(EXERCISES_APART)[-1]
        return Kept(row["file"], Mark(**known), bool(row["error"]), is_last)


Form = JsonLines | CsvLines


def _cell(value: object) -> object:
    if value is None:
        return ""
    return cell_text(value) if isinstance(value, str) else value


def rows_of_lines(path: Path) -> Iterator[Row]:
    """The rows of a file of JSON lines.

    Raises:
        OSError: It can not be read.
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
