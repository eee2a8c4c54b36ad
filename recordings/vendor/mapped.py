"""Any table, by a declared mapping of its columns; units are required.

As a text: ``t = time s; acc = ax ay az g; gyr = gx gy gz deg/s; seq = counter``, each with its unit
last. As TOML, if names have spaces::

    t = { column = "Time (s)", unit = "s" }
    acc = { columns = ["X", "Y", "Z"], unit = "m/s2" }
    gyr = { columns = ["a", "b", "c"], unit = "rad/s" }
    seq = { column = "counter" }
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.vendor.part import Part, microseconds
from evenstride.recordings.vendor.source import Source
from evenstride.recordings.vendor.table import refused

PRODUCT: Final = "table"

_PER_SECOND: Final = {"s": 1.0, "ms": 1e3, "us": 1e6, "ns": 1e9}
_UNITS: Final = {
    "t": tuple(_PER_SECOND),
    "acc": ("m/s2", "g", "mg"),
    "gyr": ("rad/s", "deg/s"),
    "seq": ("",),
}
_COUNT: Final = {"t": 1, "acc": 3, "gyr": 3, "seq": 1}
_EXAMPLE: Final = '"t = time s; acc = ax ay az g; gyr = gx gy gz deg/s"'


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The meaning of columns.

    Attributes:
        columns: Names for ``t``, ``acc`` and, if there are any, ``gyr`` and ``seq``.
        units: The unit of each.
    """

    columns: Mapping[str, Sequence[str]]
    units: Mapping[str, str]


def parsed(text: str) -> ColumnMap:
    """Parse a mapping given as a text.

    Raises:
        RecordingError: It is not valid.
    """
    columns: dict[str, Sequence[str]] = {}
    units: dict[str, str] = {}
    for part in filter(str.strip, text.split(";")):
        key, is_set, value = part.partition("=")
        words = value.split()
        if not is_set or not words:
            raise _wrong(f"{part.strip()!r}")
        key = key.strip()
        has_unit = key != "seq"
        columns[key] = words[:-1] if has_unit else words
        units[key] = words[-1] if has_unit else ""
    return _checked(columns, units)


def parsed_toml(text: str) -> ColumnMap:
    """Parse a mapping given as TOML.

    Raises:
        RecordingError: It is not valid.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _wrong(f"no TOML ({error})") from error
    columns: dict[str, Sequence[str]] = {}
    units: dict[str, str] = {}
    for key, value in found.items():
        if not isinstance(value, dict):
            raise _wrong(f"{key} = {value!r}")
        names = value.get("columns", [value.get("column")])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise _wrong(f"{key} without columns")
        columns[key], units[key] = names, str(value.get("unit", ""))
    return _checked(columns, units)


def _checked(columns: Mapping[str, Sequence[str]], units: Mapping[str, str]) -> ColumnMap:
    for key, names in columns.items():
        if key not in _UNITS:
            raise _wrong(f"{key!r}, which is none of {', '.join(_UNITS)}")
        if units[key] not in _UNITS[key]:
            raise _wrong(f"the unit {units[key]!r} of {key}, not {' or '.join(_UNITS[key])}")
        if len(names) != _COUNT[key]:
            raise _wrong(f"{len(names)} columns for {key}, not {_COUNT[key]}")
    for key in ("t", "acc"):
        if key not in columns:
            raise _wrong(f"nothing for {key}")
    return ColumnMap(columns, units)


def _wrong(found: str) -> RecordingError:
    message = f"--columns needs columns and units such as {_EXAMPLE}, and has {found}."
    return RecordingError(message, RecordingReason.NOT_A_RECORDING)


def read(source: Source, mapping: ColumnMap) -> Part:
    """Read a table by a mapping.

    Raises:
        RecordingError: It is not a table, or lacks a column.
    """
    table = source.table
    names = [name for columns in mapping.columns.values() for name in columns]
    if table is None:
        first = source.text.partition("\n")[0][:60]
        raise refused(source.name, f"a table with the columns {', '.join(names)}", repr(first), 1)
    for name in names:
        if not table.has(name):
            line = table.names_line
            raise refused(source.name, f"a column {name!r}", ", ".join(table.names), line)
    columns, units = mapping.columns, mapping.units
    seconds = table.numbers(columns["t"][0])
    gyr = columns.get("gyr")
    return Part(
        product=PRODUCT,
        source=source.name,
        sensor=source.name,
        device="unknown",
        t_us=microseconds(seconds, _PER_SECOND[units["t"]]),
        seq=microseconds(table.numbers(columns["seq"][0]), 1e6) if "seq" in columns else None,
        force=table.vectors(columns["acc"]),
        force_unit=units["acc"],
        rate=table.vectors(gyr) if gyr else None,
        rate_unit=units["gyr"] if gyr else "",
    )
