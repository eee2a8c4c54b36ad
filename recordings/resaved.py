"""Recordings that another program opened and saved again: their lines, as they were written first.

Spreadsheets and table libraries put fields in quotes, write ``123.0`` or ``1.23E+08`` for whole
numbers, separate by semicolons or tabs with decimal commas, and fill up short lines with
separators. A line with JSON is cut at its commas, each piece in quotes of its own. A whole line may
have become one field. All that can be undone; digits that were rounded away can not.
"""

import csv
import json
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from evenstride.recordings.report import Skip

SEPARATORS: Final = (",", ";", "\t")
_OF_ROWS: Final = (*SEPARATORS, "|", " ")
_VALUES: Final = 6  # the last fields of a row, each with decimals

_QUOTE: Final = '"'
_COUNTS: Final = 3  # seq, t_us and host_us, after the leg
_LONGEST: Final = 40  # letters of a number
_SCALES: Final = ((10**10, 10**6), (10**13, 10**3))
"""Times with fractions below a size, and what they are multiplied by: seconds since 1970 are 2e9,
milliseconds 2e12."""


def fields_of(line: str, separator: str) -> list[str]:
    """The fields of a line without their quotes; a line that became one field is taken apart."""
    try:
        fields = next(csv.reader([line], delimiter=separator), [])
        if len(fields) > 1 and not any(fields[1:]) and fields[0].count(",") > 1:
            fields = fields[:1]  # the one field, filled up to the width of the table
        if len(fields) == 1 and "," in fields[0]:
            fields = next(csv.reader(fields), [])
    except csv.Error:
        return []
    return [field.strip() for field in fields]


def separator_of(line: str) -> str:
    """What separates most of a line's fields; a comma where nothing does."""
    return max(_OF_ROWS, key=lambda one: (len(fields_of(line, one)), one == ","))


def plain_comment(line: str) -> str:
    """A comment line, or one that was cut into quoted fields, as it was written first."""
    if not line.startswith(_QUOTE) and _is_whole(line):
        return line
    for separator in SEPARATORS:
        try:
            pieces = next(csv.reader([line], delimiter=separator), [])
        except csv.Error:
            continue
        text = ",".join(pieces).rstrip(f"{separator}, ")
        if text.startswith("#") and _is_whole(text):
            return text
    return line


def _is_whole(comment: str) -> bool:
    """Whether a comment's JSON, if it has any, can be read."""
    start = comment.find("{")
    if start < 0:
        return not comment.rstrip().endswith(SEPARATORS)
    try:
        json.loads(comment[start:])
    except (ValueError, RecursionError):
        return False
    return True


def fraction_scale(texts: Sequence[str]) -> int:
    """What times are multiplied by that most are fractions; 0 where they are whole numbers.

    Seconds become microseconds, and so do fractions of another unit as far as their size tells;
    what they really are in is seen later by how they go on.

    Args:
        texts: The first times of a column.
    """
    numbers = [number for text in texts if (number := _number(_with_point(text))) is not None]
    fractions = [number for number in numbers if number != number.to_integral_value()]
    if len(fractions) <= len(numbers) / 2:
        return 0
    size = abs(fractions[0])
    return next((scale for below, scale in _SCALES if size < below), 1)


def plain_row(
    line: str,
    separator: str,
    places: tuple[int, ...],
    width: int,
    scales: tuple[int, ...] = (1, 1, 1),
) -> str | Skip:
    """A row of samples as it was written first: fields with commas between, points in numbers.

    Args:
        line: The row.
        separator: What separates its fields.
        places: Where in it leg, counts and values stand, in the order of the format.
        width: How many fields it should have; what fills it up beyond is empty.
        scales: What its whole numbers are multiplied by; fractions are rounded where that is done.

    Returns:
        The row; or that its whole numbers were rounded, or can not be read.
    """
    fields = fields_of(line, separator)
    if len(fields) == width + _VALUES and places == tuple(range(width)):
        # Commas between fields and in numbers: of each value two fields were made.
        first = width - _VALUES
        pairs = zip(fields[first::2], fields[first + 1 :: 2], strict=True)
        fields = [*fields[:first], *(f"{whole}.{part}" for whole, part in pairs)]
    if len(fields) < width or any(fields[width:]):
        return Skip.UNREADABLE
    fields = fields[:width]
    for at, place in enumerate(places[1:]):
        text = _with_point(fields[place])
        if at < _COUNTS:
            whole = _whole_number(text, scales[at])
            if isinstance(whole, Skip):
                return whole
            text = whole
        fields[place] = text
    return ",".join(field.replace(",", " ") for field in fields)


def _with_point(text: str) -> str:
    """A number's text with a point where it has a decimal comma."""
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


def _number(text: str) -> Decimal | None:
    if len(text) > _LONGEST or not text.isascii() or "_" in text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _whole_number(text: str, scale: int) -> str | Skip:
    number = _number(text)
    if number is None:
        return Skip.UNREADABLE
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:  # its last digits are not there
        return Skip.ROUNDED
    if scale != 1:
        return str(int((number * scale).to_integral_value()))
    if number != number.to_integral_value():
        return Skip.UNREADABLE
    return str(int(number))
