"""Reading single lines of a recording: column names, samples and events."""

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeAlias

from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.format import COLUMNS, EVENT_PREFIX, MAX_COUNT, MAX_VALUE
from evenstride.recordings.report import Skip
from evenstride.recordings.resaved import (
    fields_of,
    fraction_scale,
    plain_comment,
    plain_row,
    separator_of,
)
from evenstride.sensors.samples import Link, LinkState, Note, Site

Row: TypeAlias = tuple[Site, tuple[int, int, int], tuple[float, float, float, float, float, float]]
"""A sample: site; seq, t_us, host_us; acceleration and angular rate."""

_SITES: Final = {str(site): site for site in Site}
_REQUIRED: Final = COLUMNS[:7]
_EVENT_BEGINS: Final = (f"{EVENT_PREFIX} ", f"{EVENT_PREFIX}\t", f"{EVENT_PREFIX}{{")
_LINK_STATES: Final = frozenset(LinkState)
_NAN: Final = math.nan
_LOOKED_AT: Final = 20
"""How many samples show whether times are fractions."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The positions of the fields in a row, in the order of ``COLUMNS``.

    Attributes:
        places: Field numbers; seven of them if the file has no gyroscope columns.
        width: Number of fields in a row.
        separator: Their separator; not a comma if another program saved the file.
        scales: The factors for ``t_us`` and ``host_us`` if they are fractions, so that their last
            digits are not lost; 0 if they are whole numbers.
    """

    places: tuple[int, ...] = tuple(range(len(COLUMNS)))
    width: int = len(COLUMNS)
    separator: str = ","
    scales: tuple[int, int] = (0, 0)

    @property
    def time_scales(self) -> tuple[int, int]:
        """The factors by which times were multiplied while reading."""
        return self.scales[0] or 1, self.scales[1] or 1


def parse_columns(line: str) -> tuple[Columns, bool, str | None]:
    """Find the columns in the first line that is not a comment.

    Returns:
        The columns, whether the line names them (and so is not a sample), and what is wrong.

    Raises:
        RecordingError: The line names columns, but not a recording's.
    """
    separator = separator_of(line)
    names = fields_of(line, separator)
    while names and not names[-1]:
        names.pop()  # padding up to the width of the widest row
    missing = [name for name in _REQUIRED if name not in names]
    if not missing:
        if all(name in names for name in COLUMNS):
            return Columns(tuple(map(names.index, COLUMNS)), len(names), separator), True, None
        problem = "There are no gyroscope columns."
        places = tuple(map(names.index, _REQUIRED))
        return Columns(places, len(names), separator), True, problem
    known = sum(name in names for name in COLUMNS)
    in_place = sum(map(str.__eq__, names, COLUMNS))
    if len(names) == len(COLUMNS) and known == in_place >= len(COLUMNS) // 2:
        damaged = "The column names are damaged, the usual order was assumed."
        return Columns(separator=separator), True, damaged
    # With entirely different names, and no number among them, it is another table.
    is_other = len(names) >= len(_REQUIRED) and not any(map(_begins_a_number, names))
    if known >= 3 or is_other:
        raise RecordingError(
            f"it has no column {' and no column '.join(missing)}",
            RecordingReason.NOT_A_RECORDING,
        )
    none = "There are no column names, the usual order was assumed."
    return Columns(separator=separator), False, none


def _begins_a_number(text: str) -> bool:
    return text[:1].isdigit() or text[:1] in ("-", "+", ".")


def with_fractions(columns: Columns, lines: Iterable[str]) -> Columns:
    """Return the columns with factors for the times, if the first samples have fractions.

    Args:
        columns: The positions of the fields.
        lines: The lines of samples; only a few are read.
    """
    rows = (line for line in islice(lines, 2 * _LOOKED_AT) if not line.startswith(("#", '"#')))
    fields = [fields_of(line, columns.separator) for line in islice(rows, _LOOKED_AT)]
    fields = [row for row in fields if len(row) >= columns.width]
    t_scale, host_scale = (
        fraction_scale([row[place] for row in fields]) for place in columns.places[2:4]
    )
    return replace(columns, scales=(t_scale, host_scale))


def names_columns(line: str) -> bool:
    """Whether a line names all columns that a recording must have."""
    names = fields_of(line, separator_of(line))
    return all(name in names for name in _REQUIRED)


def row_parser(columns: Columns) -> Callable[[str], Row | Skip]:
    """Return a function that parses one line, without its line end, as a sample.

    A line that is not in a recording's form is parsed as other programs save it.
    """
    parse = _plain_row_parser(columns)
    has_fractions = any(columns.scales)

    def parse_any(line: str) -> Row | Skip:
        row: Row | Skip = Skip.UNREADABLE if has_fractions else parse(line)
        if row is not Skip.UNREADABLE and row is not Skip.UNKNOWN_LEG:
            return row
        scales = (1, *columns.time_scales)
        plain = plain_row(line, columns.separator, columns.places, columns.width, scales)
        if isinstance(plain, Skip):
            return plain if plain is Skip.ROUNDED else row
        return parse(plain)

    return parse_any


def _plain_row_parser(columns: Columns) -> Callable[[str], Row | Skip]:
    width = columns.width
    leg_at, seq_at, t_at, host_at, ax_at, ay_at, az_at = columns.places[:7]
    gyr_at = columns.places[7:]

    def parse(line: str) -> Row | Skip:
        fields = line.split(",")
        # More fields than names means that two lines ran together: neither can be trusted. And
        # Python reads 1_000 and other scripts' digits as numbers, which nothing that writes samples
        # uses.
        if len(fields) != width or (
            ("_" in line or not line.isascii()) and not _is_plain(fields, columns)
        ):
            return Skip.UNREADABLE
        try:
            seq, t_us, host_us = int(fields[seq_at]), int(fields[t_at]), int(fields[host_at])
            ax, ay, az = float(fields[ax_at]), float(fields[ay_at]), float(fields[az_at])
            gx = gy = gz = 0.0
            has_gyro = False
            if gyr_at:
                fx, fy, fz = fields[gyr_at[0]], fields[gyr_at[1]], fields[gyr_at[2]]
                has_gyro = bool(fx or fy or fz)
                if has_gyro:
                    gx, gy, gz = float(fx), float(fy), float(fz)
        except ValueError:
            return Skip.UNREADABLE
        site = _SITES.get(fields[leg_at].strip().lower())
        if site is None:
            return Skip.UNKNOWN_LEG
        if not (
            -MAX_VALUE <= ax <= MAX_VALUE
            and -MAX_VALUE <= ay <= MAX_VALUE
            and -MAX_VALUE <= az <= MAX_VALUE
            and -MAX_VALUE <= gx <= MAX_VALUE
            and -MAX_VALUE <= gy <= MAX_VALUE
            and -MAX_VALUE <= gz <= MAX_VALUE
            and -MAX_COUNT < seq < MAX_COUNT
            and -MAX_COUNT < t_us < MAX_COUNT
            and -MAX_COUNT < host_us < MAX_COUNT
        ):
            is_finite = all(map(math.isfinite, (ax, ay, az, gx, gy, gz)))
            return Skip.OUT_OF_RANGE if is_finite else Skip.NOT_A_NUMBER
        if not has_gyro:
            gx = gy = gz = _NAN
        return site, (seq, t_us, host_us), (ax, ay, az, gx, gy, gz)

    return parse


def is_event(line: str) -> bool:
    """Whether a comment line is an event."""
    return line.startswith(_EVENT_BEGINS)


def parse_event(line: str, last_host_us: int) -> Note | Link | Skip:
    """Parse one event line; one without a usable time gets the time of the line above it."""
    found = _object_of(line) or _object_of(plain_comment(line))
    if not isinstance(found, dict):
        return Skip.BAD_EVENT
    event = found.pop("event", None)
    if not isinstance(event, str) or not event:
        return Skip.BAD_EVENT
    host_us = found.pop("host_us", None)
    if type(host_us) is not int or abs(host_us) >= MAX_COUNT:  # bool is a subclass of int
        host_us = last_host_us
    if event in _LINK_STATES and isinstance(leg := found.get("leg"), str) and leg in _SITES:
        text, site = found.get("text", ""), _SITES[leg]
        text = text if isinstance(text, str) else ""
        return Link(site.leg, LinkState(event), host_us, text, second=site.is_second)
    return Note(host_us, event, found)


def _is_plain(fields: list[str], columns: Columns) -> bool:
    used = "".join(fields[place] for place in columns.places)
    return used.isascii() and "_" not in used


def _refuse_constant(name: str) -> float:
    """Reject NaN and Infinity, which are not JSON: such an event is reported, not half believed."""
    raise ValueError(name)


_JSON_SPACE: Final = " \t\n\r"

# Made once: making one for each event would take longer than parsing it.
_DECODER: Final = json.JSONDecoder(parse_constant=_refuse_constant)


def _object_of(line: str) -> object:
    text = line.removeprefix(EVENT_PREFIX).strip(_JSON_SPACE)
    try:
        found, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return found if end == len(text) else None
