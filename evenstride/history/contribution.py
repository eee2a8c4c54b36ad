"""Sessions for an open data set: anonymous recordings with the counts that the person confirmed."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from evenstride.analysis.model.exercises import builtin
from evenstride.analysis.model.notes import ExerciseNamed, said
from evenstride.analysis.model.summary import Summary
from evenstride.errors import JobError, JobReason
from evenstride.history.accuracy import LegCount, counts_of, taken_by_hand
from evenstride.history.nameless import nameless_header, nameless_items
from evenstride.recordings.format import format_event, format_header
from evenstride.recordings.reader import Recording
from evenstride.recordings.truth_names import COUNTS_NAME
from evenstride.recordings.writer import lines_of
from evenstride.sensors.samples import Block, Note
from evenstride.terminal.outside import cell_text

README_NAME: Final = "README.txt"

_README: Final = """\
Training sessions with motion sensors on the legs, for an open data set, written by evenstride.

session-N.csv  what the sensors measured, one file for each session: m/s2 and rad/s, times from zero
counts.csv     how many reps each leg did: what the program counted, as corrected by who trained

Who made this gives it to everybody under CC0 1.0: do with it what you like, without asking.
evenstride evaluate FILE.zip says how well it is counted. Please do not try to find out who it is.
"""

_COLUMNS: Final = ("file", "leg", "reps", "counted", "source_of_truth", "confidence", "person",
                   "age_group", "side", "strap")  # fmt: skip
_SOURCE: Final = "count of the program as corrected by who trained"


@dataclass(frozen=True, slots=True)
class Person:
    """What the person typed about themselves; empty if not given.

    Attributes:
        name: A random word, by which the sessions of one archive are known to be of one person.
        age_group: For example "30-39".
        side: Which knee is sore.
        strap: How the sensors are strapped on.
    """

    name: str
    age_group: str = ""
    side: str = ""
    strap: str = ""


@dataclass(frozen=True, slots=True)
class Contributed:
    """A session that goes into the archive.

    Attributes:
        number: Its number in the history, which is not passed on.
        file: Its file name in the archive.
        recording: The original recording.
        counts: The reps of each leg and exercise.
        samples: Its number of samples.
        head: The lines above the first sample, as they are written.
        events: The lines of its events, as they are written.
    """

    number: int
    file: str
    recording: Recording
    counts: Sequence[LegCount]
    samples: int
    head: str
    events: Sequence[str]


def contributed(number: int, file: str, recording: Recording, summary: Summary) -> Contributed:
    """Prepare a session for the archive.

    Args:
        number: Its number in the history.
        file: Its file name in the archive.
        summary: The result that was on the screen and was corrected.

    Raises:
        JobError: It has an exercise of the person's own, which nobody else could count.
        RecordingError: The recording cannot be read.
    """
    own = set(_exercises(recording)) - set(builtin())
    if own:
        raise JobError(
            f"Session {number} has an exercise of your own, which nobody else knows.",
            JobReason.UNREADABLE,
        )
    samples, events = 0, []
    for item in nameless_items(recording):
        if isinstance(item, Block):
            samples += len(item)
        else:
            events.append(format_event(item))
    counts = counts_of(summary, taken_by_hand(recording.stretches(), summary))
    head = format_header(nameless_header(recording.header))
    return Contributed(number, file, recording, counts, samples, head, tuple(events))


def _exercises(recording: Recording) -> Iterator[str]:
    if recording.header.exercise is not None:
        yield recording.header.exercise
    for item in recording:
        if isinstance(item, Note) and isinstance(meant := said(item), ExerciseNamed):
            yield meant.exercise


def texts(sessions: Sequence[Contributed], person: Person) -> Mapping[str, str]:
    """Return the text files of the archive: all but the recordings."""
    rows = io.StringIO()
    table = csv.writer(rows, lineterminator="\n")
    table.writerow(_COLUMNS)
    typed = (person.name, person.age_group, person.side, cell_text(person.strap))
    for session in sessions:
        legs = dict.fromkeys(one.leg for one in session.counts)
        for leg in legs:
            parts = [one for one in session.counts if one.leg is leg]
            reps, counted = sum(one.reps for one in parts), sum(one.counted for one in parts)
            sure = "corrected" if any(one.mistakes for one in parts) else "not corrected"
            table.writerow((session.file, leg, reps, counted, _SOURCE, sure, *typed))
    return {README_NAME: _README, COUNTS_NAME: rows.getvalue()}


def write_archive(file: BinaryIO, sessions: Sequence[Contributed], person: Person) -> None:
    """Write the archive.

    Raises:
        RecordingError: A recording can no longer be read.
        OSError: The archive cannot be written.
    """
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in texts(sessions, person).items():
            archive.writestr(_member(name), text)
        for session in sessions:
            with archive.open(_member(session.file), "w", force_zip64=True) as member:
                member.write(session.head.encode("ascii"))
                for item in nameless_items(session.recording):
                    member.write(lines_of(item))


def _member(name: str) -> zipfile.ZipInfo:
    # Made from its name alone, a member is dated 1980: the time of a session is nobody's business.
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
