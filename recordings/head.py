"""The head of a recording: its version, its header and its columns."""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from evenstride.recordings.clock_mending import ClockMending
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.format import MAGIC, VERSION, Header, parse_header, parse_units
from evenstride.recordings.lines import read_lines
from evenstride.recordings.report import Skip
from evenstride.recordings.resaved import plain_comment
from evenstride.recordings.rows import Columns, names_columns, parse_columns, with_fractions
from evenstride.recordings.truth_names import TRUTH_SUFFIX
from evenstride.recordings.wrong_file import other_kind
from evenstride.sensors.samples import Site

_VERSION: Final = re.compile(re.escape(MAGIC) + r"\s+(\d{1,9})(\.\d+)*\s*", re.ASCII)

_SEPARATOR_SAID: Final = re.compile(r'"?sep=."?[,;\t ]*')
"""A line for spreadsheets, which they write above all others."""

_ENOUGH_TO_TELL: Final = 65536

_NO_HEAD: Final = (
    "The lines above the columns are missing, as when a program of tables saves a recording: the"
    " exercise, the sensors and the events are unknown, and the units of the format are assumed."
)


@dataclass(frozen=True, slots=True)
class Head:
    """Everything above the first sample.

    Attributes:
        header: The header; an unknown rate is 0.
        columns: The positions of a row's fields.
        columns_line: Number of the line with the column names; None without one.
        problems: Sentences about what was damaged.
        clocks: How to correct the times of sensors that are not in microseconds.
    """

    header: Header
    columns: Columns
    columns_line: int | None
    problems: tuple[str, ...]
    clocks: Mapping[Site, ClockMending] = field(default_factory=dict)


def read_head(file: BinaryIO, path: Path) -> Head:
    """Read up to and including the column names.

    Raises:
        RecordingError: The file is not a recording, or has a later version.
    """
    lines: Iterator[tuple[int, str | Skip]] = read_lines(file)
    number, first = _first_line(lines)
    if isinstance(first, Skip):
        file.seek(0)
        first = file.read(len(MAGIC) + 20).decode("utf-8", "replace").removeprefix("\ufeff")
        lines = iter(())
    first = plain_comment(first)
    version = _VERSION.fullmatch(first)
    problems: list[str] = []
    if version is None and names_columns(first):
        # Table libraries keep the columns and drop all comments.
        problems.append(_NO_HEAD)
        lines = chain([(number, first)], lines)
    elif version is None or version[1] == "0":
        raise _not_a_recording(file, path, first)
    elif int(version[1]) > VERSION:
        raise RecordingError(
            f"{path} is a recording of version {version[1]}, and this evenstride reads version"
            f" {VERSION}; update evenstride to read it.",
            RecordingReason.NEWER_VERSION,
        )
    described: str | None = None
    columns, columns_line, problem = Columns(), None, None
    for number, line in lines:
        if isinstance(line, Skip) or not line.strip():
            continue
        if line.startswith('"#'):
            line = plain_comment(line)  # noqa: PLW2901
        if not line.startswith("#"):
            try:
                columns, is_named, problem = parse_columns(line)
            except RecordingError as error:
                raise RecordingError(
                    f"{path} is not a recording that can be read: {error}.", error.reason
                ) from error
            columns_line = number if is_named else None
            columns = with_fractions(columns, chain([] if is_named else [line], _texts(lines)))
            break
        comment = plain_comment(line)[1:].strip()
        if described is None and comment.startswith("{"):
            described = comment
    if described is not None:
        _refuse_other_units(described, path)
        header, found = parse_header(described)
        problems += found
    else:
        header = Header(sensors={})
        problems = problems or ["There is no header; what it said is unknown."]
    return Head(header, columns, columns_line, (*problems, *([problem] if problem else [])))


def _first_line(lines: Iterator[tuple[int, str | Skip]]) -> tuple[int, str | Skip]:
    number, first = next(lines, (1, Skip.TORN))
    if isinstance(first, str) and _SEPARATOR_SAID.fullmatch(first):
        return next(lines, (number, first))
    return number, first


def _texts(lines: Iterator[tuple[int, str | Skip]]) -> Iterator[str]:
    return (line for _, line in lines if not isinstance(line, Skip))


def _refuse_other_units(described: str, path: Path) -> None:
    # Reading g as m/s2 would give wrong angles that look right.
    for quantity, unit in parse_units(described).items():
        raise RecordingError(
            f"{path} says that its {quantity} is in {unit[:20]!r}, which no recording of version"
            f" {VERSION} is; convert the values and correct its header.",
            RecordingReason.OTHER_UNITS,
        )


def _not_a_recording(file: BinaryIO, path: Path, first: str) -> RecordingError:
    if path.name.endswith(TRUTH_SUFFIX):
        of = f"{path.name.removesuffix(TRUTH_SUFFIX)}.csv"
        return RecordingError(
            f"{path} is the truth of {of}, by which an analysis is judged; name the recording"
            " beside it.",
            RecordingReason.NOT_A_RECORDING,
        )
    file.seek(0)
    start = file.read(_ENOUGH_TO_TELL)
    # Only a user who named another product's file needs its readers.
    from evenstride.recordings.vendor.products import product_at

    product = product_at(path, start)
    if product is not None:
        new = shlex.quote(f"{path.stem}.recording.csv")
        return RecordingError(
            f"{path} is an export of {product}, and not an evenstride recording; evenstride import"
            f" {shlex.quote(str(path))} -o {new} makes one of it.",
            RecordingReason.NOT_A_RECORDING,
        )
    if b"\r" in start and b"\n" not in start and MAGIC.encode() in start[:64]:
        return RecordingError(
            f"{path} has the line ends of old Macs; save it with those of Unix or Windows.",
            RecordingReason.NOT_A_RECORDING,
        )
    what = other_kind(start)
    if what is None and b"\0" in start[:4096]:
        what = "is not a text file"
    if what is None and max(first.count(","), first.count(";"), first.count("\t")) >= 1:
        what = "is a table of another program (evenstride import --columns takes any table)"
    what = what or "is some other file"
    return RecordingError(
        f"{path} {what}, and not an evenstride recording; name a file whose first line is"
        f' "{MAGIC} {VERSION}".',
        RecordingReason.NOT_A_RECORDING,
    )
