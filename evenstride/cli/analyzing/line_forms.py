"""How rows become lines of a file, and what a line tells that is read back: JSON lines, or CSV."""

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
        """Whether it may be the start of a first line."""
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
        """Whether it may be the start of the names."""
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
