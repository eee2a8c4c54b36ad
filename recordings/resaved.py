"""Recordings that another program opened and saved again: restoring their original lines.

Spreadsheets and table libraries put fields in quotes, write ``123.0`` or ``1.23E+08`` for integers,
separate by semicolons or tabs with decimal commas, and pad short lines with separators. A line with
JSON is cut at its commas, each piece in quotes of its own. A whole line may have become one field.
All that can be undone; digits that were rounded away cannot be restored.
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
"""Factors for times with fractions, by an upper limit of their size: seconds since 1970 are 2e9,
milliseconds 2e12."""


def fields_of(line: str, separator: str) -> list[str]:
    """Return a line's fields without their quotes; split a line that became one field."""
    try:
        fields = next(csv.reader([line], delimiter=separator), [])
        if len(fields) > 1 and not any(fields[1:]) and fields[0].count(",") > 1:
            fields = fields[:1]  # the only field; the others are padding
        if len(fields) == 1 and "," in fields[0]:
            fields = next(csv.reader(fields), [])
    except csv.Error:
        return []
    return [field.strip() for field in fields]


def separator_of(line: str) -> str:
    """Return the separator that splits a line into most fields; a comma if none does."""
    return max(_OF_ROWS, key=lambda one: (len(fields_of(line, one)), one == ","))


def plain_comment(line: str) -> str:
    """Return a comment line, or one that was cut into quoted fields, in its original form."""
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
    """Whether a comment's JSON, if it has any, can be parsed."""
    start = comment.find("{")
    if start < 0:
        return not comment.rstrip().endswith(SEPARATORS)
    try:
        json.loads(comment[start:])
    except (ValueError, RecursionError):
        return False
    return True


def fraction_scale(texts: Sequence[str]) -> int:
    """Return the factor for times that are mostly fractions; 0 if they are whole numbers.

    Seconds become microseconds, and so do fractions of other units, judged by their size; their
    actual unit is found later from their steps.

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
    """Return a row of samples in its original form: fields separated by commas, decimal points.

    Args:
        separator: The separator of its fields.
        places: The positions of leg, counts and values in it, in the order of the format.
        width: The expected number of fields; further ones are empty padding.
        scales: The factors for its counts; fractions are rounded after that.

    Returns:
        The row; or that its counts were rounded, or cannot be read.
    """
    fields = fields_of(line, separator)
    if len(fields) == width + _VALUES and places == tuple(range(width)):
        # Commas both between fields and in numbers: each value became two fields.
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
    """Return a number's text with a decimal point in place of a decimal comma."""
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
    if isinstance(exponent, int) and exponent > 0:  # its last digits are missing
        return Skip.ROUNDED
    if scale != 1:
        return str(int((number * scale).to_integral_value()))
    if number != number.to_integral_value():
        return Skip.UNREADABLE
    return str(int(number))
