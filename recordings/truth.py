"""Truth tables next to recordings: true counts, and the true times of reps.

``counts.csv`` in a folder lists recordings below it and how many reps each leg did:
``file,leg,reps,source_of_truth,confidence,note``. ``NAME.truth.csv`` next to ``NAME.csv`` lists
reps with ``leg,rep,start_s,end_s`` and, if known, the kind of rep, its hold and its range.
"""

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.truth_names import COUNTS_NAME, TRUTH_SUFFIX
from evenstride.recordings.wrong_file import not_there
from evenstride.sensors.samples import Leg

# The columns of a hold's ends, best first: by stillness, as the hold is defined; as the simulator
# gives it. (By position, hold_start_s and hold_end_s, a hold is something else, and longer.)
_HOLD_COLUMNS: Final = (("still_start_s", "still_end_s"), ("top_s", "leave_s"))

_MAX_LISTED: Final = 5


@dataclass(frozen=True, slots=True)
class TrueCount:
    """How many reps one leg really did in a recording.

    Attributes:
        file: The recording's name, relative to the folder of the table, as it is written there.
        leg: The leg.
        reps: Its reps.
        source: Where that number comes from.
        confidence: How sure it is, in a word.
        note: Free text.
        person: Who did them; "" if the table does not say.
    """

    file: str
    leg: Leg
    reps: int
    source: str = ""
    confidence: str = ""
    note: str = ""
    person: str = ""

    def is_of(self, person: str) -> bool:
        """Whether a person did these reps.

        If the table does not say who did, the file's name does, with or without its folder: it
        begins with the person, not followed by a letter or digit (``s1`` in ``s1-squat.csv``).
        """
        if self.person:
            return self.person == person
        names = (self.file, PurePath(self.file).name)
        return any(
            name.startswith(person) and not name[len(person) : len(person) + 1].isalnum()
            for name in names
        )


@dataclass(frozen=True, slots=True)
class TimedRep:
    """One rep by another source, in seconds on the recording's timeline.

    Attributes:
        leg: The leg.
        start_s: Its start.
        end_s: Its end.
        kind: The kind of rep, in a word of the table; "" if it does not say.
        hold_s: Duration of its hold, seconds; None if unknown.
        rom_deg: Range of motion, degrees; None if unknown.
        knee_rom_deg: Range of the knee, degrees; None if unknown.
        knee_at_top_deg: Angle of the knee at the top, degrees, 0 is straight; None if unknown.
        knee_lag_deg: How far the knee was from straight, degrees; None if unknown.
    """

    leg: Leg
    start_s: float
    end_s: float
    kind: str = ""
    hold_s: float | None = None
    rom_deg: float | None = None
    knee_rom_deg: float | None = None
    knee_at_top_deg: float | None = None
    knee_lag_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of true counts: its rows in order, and a sentence about each unusable one."""

    rows: tuple[TrueCount, ...]
    problems: tuple[str, ...]

    def by_file(self) -> Mapping[str, Sequence[TrueCount]]:
        """The rows of each recording, in the order of the table."""
        files: dict[str, list[TrueCount]] = {}
        for row in self.rows:
            files.setdefault(row.file, []).append(row)
        return files


@dataclass(frozen=True, slots=True)
class TimedReps:
    """A table of true reps in order of time, and a sentence about its unusable rows."""

    reps: tuple[TimedRep, ...] = ()
    problems: tuple[str, ...] = ()


def read_counts(folder: str | Path) -> Counts:
    """Read ``counts.csv`` of a folder.

    Raises:
        RecordingError: There is no such folder or table, or it cannot be read.
    """
    folder = Path(folder)
    if not folder.is_dir():
        remedy = f"name a folder of recordings with a {COUNTS_NAME}"
        exists = folder.exists()
        message = f"{folder} is not a folder; {remedy}." if exists else not_there(folder, remedy)
        raise RecordingError(message, RecordingReason.NOT_FOUND)
    path = folder / COUNTS_NAME
    if not path.exists():
        message = (
            f"{folder} has no {COUNTS_NAME}; it takes that table, with the columns file, leg and"
            " reps, to know what was really done."
        )
        raise RecordingError(message, RecordingReason.NOT_FOUND)
    rows: list[TrueCount] = []
    problems: list[str] = []
    seen: set[tuple[str, Leg]] = set()
    for number, fields in _read_table(path, ("file", "leg", "reps")):
        row = _true_count(fields)
        if isinstance(row, str):
            problems.append(f"{path}, line {number}: {row}; it is left out.")
        elif (row.file, row.leg) in seen:
            problems.append(
                f"{path}, line {number}: the {row.leg} leg of {row.file} is listed twice; only"
                " the first is used."
            )
        else:
            seen.add((row.file, row.leg))
            rows.append(row)
    return Counts(tuple(rows), tuple(problems))


def read_truth(recording: str | Path) -> TimedReps:
    """Read the table of true reps next to a recording; empty if there is none.

    Raises:
        RecordingError: There is such a table, but it cannot be read.
    """
    path = Path(recording).with_suffix(TRUTH_SUFFIX)
    if not path.exists():
        return TimedReps()
    reps: list[TimedRep] = []
    bad: list[int] = []
    for number, fields in _read_table(path, ("leg", "start_s", "end_s")):
        rep = _timed_rep(fields)
        if rep is None:
            bad.append(number)
        else:
            reps.append(rep)
    problems: list[str] = []
    if bad:
        where = ", ".join(map(str, bad[:_MAX_LISTED])) + (", …" if len(bad) > _MAX_LISTED else "")
        lines = "line" if len(bad) == 1 else "lines"
        problems.append(f"{path}: left out {lines} {where}, which can not be read as a rep.")
    return TimedReps(tuple(sorted(reps, key=lambda rep: rep.start_s)), tuple(problems))


def _read_table(path: Path, needed: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield each row's line number and its fields by column name."""
    if not path.is_file():
        message = f"{path} is not a file; put a table there."
        raise RecordingError(message, RecordingReason.UNREADABLE)
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            reader = csv.DictReader(file, restval="")
            names = [name.strip() for name in reader.fieldnames or ()]
            reader.fieldnames = names
            missing = [name for name in needed if name not in names]
            if missing:
                message = f"{path} has no column {' and no column '.join(missing)}; add it."
                raise RecordingError(message, RecordingReason.UNREADABLE)
            for fields in reader:
                named = {k: v.strip() for k, v in fields.items() if isinstance(k, str)}
                yield reader.line_num, named
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); check it and try again."
        raise RecordingError(message, RecordingReason.UNREADABLE) from error
    except csv.Error as error:
        message = f"{path} is no table of values set off by commas ({error}); write it anew."
        raise RecordingError(message, RecordingReason.UNREADABLE) from error


def _true_count(fields: Mapping[str, str]) -> TrueCount | str:
    file, leg, reps = fields["file"], fields["leg"], fields["reps"]
    if not file or "\0" in file:
        return "it names no file"
    if leg not in list(Leg):
        return f"{leg[:40]!r} is no leg"
    if not (reps.isascii() and reps.isdigit() and len(reps) < 7):
        return f"{reps[:40]!r} is no number of reps"
    return TrueCount(
        file=file,
        leg=Leg(leg),
        reps=int(reps),
        source=fields.get("source_of_truth", ""),
        confidence=fields.get("confidence", ""),
        note=fields.get("note", ""),
        person=fields.get("person", ""),
    )


def _timed_rep(fields: Mapping[str, str]) -> TimedRep | None:
    start_s, end_s = _number(fields["start_s"]), _number(fields["end_s"])
    if fields["leg"] not in list(Leg) or start_s is None or end_s is None or end_s <= start_s:
        return None
    return TimedRep(
        leg=Leg(fields["leg"]),
        start_s=start_s,
        end_s=end_s,
        kind=fields.get("kind", ""),
        hold_s=_hold_s(fields),
        rom_deg=_number(fields.get("rom_deg", "")),
        knee_rom_deg=_number(fields.get("knee_rom_deg", "")),
        knee_at_top_deg=_number(fields.get("knee_at_top_deg", "")),
        knee_lag_deg=_number(fields.get("knee_lag_deg", "")),
    )


def _hold_s(fields: Mapping[str, str]) -> float | None:
    for from_name, to_name in _HOLD_COLUMNS:
        from_s, to_s = _number(fields.get(from_name, "")), _number(fields.get(to_name, ""))
        if from_s is not None and to_s is not None and to_s >= from_s:
            return to_s - from_s
    return _number(fields.get("hold_s", ""))


def _number(text: str) -> float | None:
    with suppress(ValueError):
        number = float(text)
        if math.isfinite(number):
            return number
    return None
