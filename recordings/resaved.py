"""Recordings that another program opened and saved again: their lines, as they were written first.

Spreadsheets and table libraries put fields in quotes, write ``123.0`` or ``1.23E+08`` for whole
numbers, separate by semicolons or tabs with decimal commas, and fill up short lines with
separators. A line with JSON is cut at its commas, each piece in quotes of its own. A whole line may
have become one field. All that can be undone; digits that were rounded away can not.
"""

import csv
import json
from decimal import Decimal, InvalidOperation
from typing import Final

from evenstride.recordings.report import Skip

SEPARATORS: Final = (",", ";", "\t")

_QUOTE: Final = '"'
_COUNTS: Final = 3  # seq, t_us and host_us, after the leg
_LONGEST: Final = 40  # letters of a number


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
    return max(SEPARATORS, key=lambda one: (len(fields_of(line, one)), one == ","))


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


def plain_row(line: str, separator: str, places: tuple[int, ...], width: int) -> str | Skip:
    """A row of samples as it was written first: fields with commas between, points in numbers.

    Args:
        line: The row.
        separator: What separates its fields.
        places: Where in it leg, counts and values stand, in the order of the format.
        width: How many fields it should have; what fills it up beyond is empty.

    Returns:
        The row; or that its whole numbers were rounded, or can not be read.
    """
    fields = fields_of(line, separator)
    if len(fields) < width or any(fields[width:]):
        return Skip.UNREADABLE
    fields = fields[:width]
    for at, place in enumerate(places[1:]):
        text = fields[place]
        if text.count(",") == 1 and "." not in text:
            text = text.replace(",", ".")
        if at < _COUNTS:
            whole = _whole_number(text)
            if isinstance(whole, Skip):
                return whole
            text = whole
        fields[place] = text
    return ",".join(field.replace(",", " ") for field in fields)


def _whole_number(text: str) -> str | Skip:
    if len(text) > _LONGEST or not text.isascii() or "_" in text:
        return Skip.UNREADABLE
    try:
        number = Decimal(text)
    except InvalidOperation:
        return Skip.UNREADABLE
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):  # NaN and infinity
        return Skip.UNREADABLE
    if exponent > 0:  # its last digits are not there
        return Skip.ROUNDED
    if number != number.to_integral_value():
        return Skip.UNREADABLE
    return str(int(number))
