"""Writing rows as lines of a file, and reading back what they are about: JSON lines, or CSV."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from evenstride.cli.analyzing.rows import (
    COLUMNS,
    EXERCISES_APART,
    MARK,
    WHOLE,
    Mark,
    Row,
    flat,
)
from evenstride.terminal.outside import cell_text


@dataclass(frozen=True, slots=True)
class Kept:
    """What an existing line is about.

    Attributes:
        file: The file that was analyzed.
        mark: Its state, and how it was analyzed.
        is_error: Whether the analysis failed.
        is_last: Whether it is the file's last line: a table has one for each of its exercises.
    """

    file: str
    mark: Mark
    is_error: bool
    is_last: bool = True


class JsonLines:
    """One JSON object per line: the whole result, as ``--json`` prints it, and its mark."""

    head: Final = b""

    def name(self, file: str) -> str:
        """Return a file's name as it is in the rows."""
        return file

    def line(self, row: Row) -> bytes:
        """Return a row's line."""
        return f"{json.dumps(row, ensure_ascii=True, allow_nan=False)}\n".encode()

    def lines(self, file: BinaryIO) -> Iterator[bytes]:
        """Yield the lines that are complete."""
        return (line for line in file if line.endswith(b"\n"))

    def is_torn(self, content: bytes) -> bool:
        """Whether it may be the beginning of a first line."""
        return content.startswith((b'{"schema"', b'{"file"'))

    def kept(self, line: bytes, *, is_first: bool) -> Kept:  # noqa: ARG002 # as of a table
        """Return what a line is about.

        Raises:
            ValueError, KeyError: It is not such a line.
        """
        row = json.loads(line)
        return Kept(row["file"], Mark(**{name: row[name] for name in MARK}), "error" in row)


class CsvLines:
    """A flat row for each exercise of a file, below a row of column names."""

    head: Final = f"{','.join(COLUMNS)}\n".encode()

    def name(self, file: str) -> str:
        """Return a file's name as it is in the rows."""
        return cell_text(file)

    def line(self, row: Row) -> bytes:
        """Return a file's lines."""
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        for one in flat(row):
            rows.writerow(map(_cell, one.values()))
        return text.getvalue().encode("utf-8", "surrogateescape")

    def lines(self, file: BinaryIO) -> Iterator[bytes]:
        """Yield the rows that are complete; a quoted name may contain a line break."""
        row = b""
        for line in file:
            row += line
            if line.endswith(b"\n") and row.count(b'"') % 2 == 0:
                yield row
                row = b""

    def is_torn(self, content: bytes) -> bool:
        """Whether it may be the beginning of the column names."""
        return self.head.startswith(content)

    def kept(self, line: bytes, *, is_first: bool) -> Kept | None:
        """Return what a row is about; None for the column names.

        Raises:
            ValueError, KeyError: It is not such a row.
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
