"""A text with columns, whatever separates them and whatever is above."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.sensors.samples import FloatArray

_SEPARATORS: Final = (",", ";", "\t", " ")
_MOST_ABOVE: Final = 60

MOST_LINES: Final = 4 * 2**20
"""Eleven hours at 100 Hz; no export of a session has more. Each takes a hundredfold memory."""

MOST_FIELDS: Final = 16 * 2**20
"""As many as a workbook's cells: a gigabyte of memory."""

_ENDS: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""The characters that end a line."""

MOST_TORN: Final = 0.1
"""If more rows than this fraction have too few fields, the text is something else."""

_MISSING: Final = frozenset(("", "nan", "null", "none", "na", "-"))
_SEP_LINE: Final = re.compile(r'"?sep=(.)"?\s*')
_NUMBER: Final = re.compile(r"[-+]?(\d+[.,]?\d*|[.,]\d+)([eE][-+]?\d+)?")


def refused(name: str, expected: str, found: str, line: int | None = None) -> RecordingError:
    """Return the error about a file: what was expected, what was found, and where."""
    where = f" in line {line}" if line is not None else ""
    return RecordingError(
        f"{name}: expected {expected}, and found {found}{where}.", RecordingReason.NOT_A_RECORDING
    )


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of text, to be read by name.

    Attributes:
        name: The file, for messages.
        names: Names of the columns.
        rows: Fields of each row, as many as there are names.
        lines: The line number of each row, counted from 1.
        above: The lines above the names.
        units: The row of units below the names; empty if there is none.
        has_decimal_commas: Whether numbers have decimal commas.
        torn: Line numbers of rows that were left out because they have too few fields.
    """

    name: str
    names: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    above: tuple[str, ...]
    units: tuple[str, ...] = ()
    has_decimal_commas: bool = False
    torn: tuple[int, ...] = ()

    @cached_property
    def places(self) -> dict[str, int]:
        """The position of each name; the first one if there are two."""
        return {name.lower(): at for at, name in reversed(list(enumerate(self.names)))}

    @property
    def names_line(self) -> int:
        """The line number of the names, counted from 1."""
        return len(self.above) + 1

    def has(self, *names: str) -> bool:
        """Whether there are such columns; case does not matter."""
        return all(name.lower() in self.places for name in names)

    def texts(self, name: str) -> list[str]:
        """Return the fields of a column."""
        return [row[self.places[name.lower()]].strip() for row in self.rows]

    def numbers(self, name: str) -> FloatArray:
        """Return a column as numbers; NaN for an empty field.

        Raises:
            RecordingError: A field is something else.
        """
        found = np.empty(len(self.rows))
        for at, text in enumerate(self.texts(name)):
            plain = text.replace(",", ".") if self.has_decimal_commas else text
            try:
                found[at] = np.nan if plain.lower() in _MISSING else float(plain)
            except ValueError as error:
                what = f"{text[:30]!r} in the column {name!r}"
                raise refused(self.name, "a number", what, self.lines[at]) from error
        return found

    def vectors(self, names: Sequence[str]) -> FloatArray:
        """Return three columns side by side, shape (n, 3)."""
        return np.column_stack([self.numbers(name) for name in names])

    def unit_of(self, name: str) -> str:
        """Return a column's entry in the row of units."""
        return self.units[self.places[name.lower()]].strip() if self.units else ""

    def only(self, kept: Iterable[int]) -> "Table":
        """Return a table with only some of these rows."""
        kept = list(kept)
        rows, lines = [self.rows[at] for at in kept], [self.lines[at] for at in kept]
        return Table(
            self.name, self.names, rows, lines, self.above, self.units, self.has_decimal_commas
        )


def decoded(raw: bytes) -> str:
    """Return the text of a file; characters in an unknown encoding do not matter."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def column_beginning(names: Sequence[str], start: str) -> str:
    """Return the first name that begins so, whatever its case; an empty one if none does."""
    return next((name for name in names if name.lower().startswith(start)), "")


def table_of(name: str, text: str) -> Table | None:
    """Return the table in a text: names above a row of numbers; None if there is none.

    Raises:
        RecordingError: It is far too long, or its rows differ in length.
    """
    # Checked before splitting it into lines, which take more memory than the text.
    if len(text) > MOST_LINES and sum(map(text.count, _ENDS)) > MOST_LINES:
        raise _too_long(name)
    lines = text.splitlines()
    told = _SEP_LINE.fullmatch(lines[0]) if lines else None
    separators = (told[1],) if told else _SEPARATORS
    for at, line in enumerate(lines[:_MOST_ABOVE]):
        if line.startswith(("//", "#")):
            continue
        for separator in separators:
            if separator == " " and any(other in line for other in ",;\t"):
                continue
            names = _fields(line, separator)
            names = _without_empty_end(names)
            if len(names) < 2 or any(_is_number(one) for one in names) or not all(names):
                continue
            below = _next_rows(lines, at + 1, separator)
            if not below:
                continue
            for skipped in (0, 1):  # a row of units may be in between
                if skipped and len(names) != len(_without_empty_end(below[0][1])):
                    continue
                if len(below) > skipped and _is_data(below[skipped][1], len(names)):
                    units = below[0][1] if skipped else []
                    layout = _Layout(names, separator, units, at, below[skipped][0])
                    return _table(name, lines, layout)
    return None


@dataclass(frozen=True, slots=True)
class _Layout:
    names: Sequence[str]
    separator: str
    units: Sequence[str]
    names_at: int
    first: int


def _table(name: str, lines: Sequence[str], layout: _Layout) -> Table | None:
    names, separator, units = layout.names, layout.separator, layout.units
    at, first = layout.names_at, layout.first
    rows: list[list[str]] = []
    numbers: list[int] = []
    torn: list[int] = []
    width = len(names)
    if (len(lines) - first) * width > MOST_FIELDS:
        raise _too_long(name)
    for number, line in enumerate(lines[first:], start=first + 1):
        if not line.strip():
            continue
        fields = _fields(line, separator)
        fields = _joined_decimals(fields, width)
        if len(fields) < width:
            torn.append(number)
            continue
        rows.append(fields[:width])
        numbers.append(number)
    if len(torn) > max(MOST_TORN * len(rows), 1):
        if sum(_is_data(row, width) for row in rows) < len(torn):
            return None  # prose, in which some lines look like rows
        raise refused(name, f"{width} fields in a row", f"fewer in {len(torn)} rows", torn[0])
    commas = any("," in field and _is_number(field) for row in rows[:50] for field in row)
    return Table(
        name,
        tuple(names),
        rows,
        numbers,
        tuple(line for line in lines[:at]),
        tuple((list(units) + [""] * width)[:width]) if units else (),
        commas,
        tuple(torn),
    )


def _too_long(name: str) -> RecordingError:
    return RecordingError(
        f"{name} is longer than any export; cut the measurement out of it first.",
        RecordingReason.NOT_A_RECORDING,
    )


def _joined_decimals(fields: list[str], width: int) -> list[str]:
    """Join numbers whose decimal commas were taken for separators between fields.

    Some programs write ``0,012`` into a file that is separated by commas. Only if every such number
    was cut in two is it clear which pieces belong together.
    """
    while len(fields) > width and not fields[-1]:
        fields = fields[:-1]
    if len(fields) <= width:
        return fields
    joined: list[str] = []
    at = 0
    extra = len(fields) - width
    while at < len(fields):
        pair = fields[at : at + 2]
        is_cut = (
            extra > 0
            and len(pair) == 2
            and re.fullmatch(r"[-+]?\d+", pair[0].strip()) is not None
            and re.fullmatch(r"\d+", pair[1].strip()) is not None
        )
        if is_cut:
            joined.append(f"{pair[0].strip()}.{pair[1].strip()}")
            at, extra = at + 2, extra - 1
        else:
            joined.append(fields[at])
            at += 1
    return joined if len(joined) == width else fields


def _fields(line: str, separator: str) -> list[str]:
    if separator == " ":
        return line.split()
    try:
        fields = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        return []
    return [field.strip() for field in fields]


def _without_empty_end(fields: list[str]) -> list[str]:
    while fields and not fields[-1]:
        fields = fields[:-1]
    return fields


def _next_rows(lines: Sequence[str], start: int, separator: str) -> list[tuple[int, list[str]]]:
    """Return the next two rows that are not empty, each with its position."""
    found = []
    for at in range(start, min(start + 4, len(lines))):
        if lines[at].strip():
            found.append((at, _fields(lines[at], separator)))
        if len(found) == 2:
            break
    return found


def _is_data(fields: Sequence[str], width: int) -> bool:
    numbers = sum(_is_number(field) for field in fields)
    return (
        width <= len(fields) <= 2 * width + 1 and numbers >= min(2, width) and numbers >= width // 3
    )


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text.strip()) is not None
