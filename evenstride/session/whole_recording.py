"""Analyzing a whole session at once: items in, result out, without a loop, a clock or a screen."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evenstride.analysis.model.events import Progress
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.session import SessionAnalyzer
from evenstride.recordings.format import Header
from evenstride.recordings.reader import read
from evenstride.recordings.stretch import Stretch
from evenstride.sensors.samples import Block, Item, Link, Note, Placement, Samples, placed
from evenstride.session.stream import Sensors, SessionStream
from evenstride.terminal.streams import say
from evenstride.user.exercises import Choice

_MOST_NOTES: Final = 1000
"""The most consecutive notes that are analyzed together."""


@dataclass(frozen=True, slots=True)
class Analyzed:
    """The analysis of a recording.

    Attributes:
        header: The recording's header.
        sensors: The sensors of each leg.
        exercise: The exercise looked for, at least until a set's note named another one.
        summary: The result.
        skipped: Sentences about what could not be read.
    """

    header: Header
    sensors: Sensors
    exercise: Exercise
    summary: Summary
    skipped: Sequence[str]


def analyze_items(
    items: Iterable[Item | Stretch | Samples],
    sensors: Sensors,
    exercise: Exercise,
    *,
    follow_notes: bool,
    own: Sequence[Exercise] = (),
    on_progress: Callable[[Progress], None] = lambda _: None,
    on_item: Callable[[Item, float], None] | None = None,
) -> Summary:
    """Analyze a session's items as a live session does, as fast as possible.

    Args:
        items: The items in order of arrival.
        sensors: The sensors of each leg.
        follow_notes: Whether a set's note may change the exercise.
        own: The user's own exercises, which a note may name.
        on_progress: Called with every update of the analysis, including the last one.
        on_item: Called with every item and its time on the session's timeline, seconds.
    """
    analyzer = SessionAnalyzer(exercise, sensors, follow_notes=follow_notes, own=own)
    stream = SessionStream(analyzer, on_progress=on_progress, on_item=on_item)
    for item in _notes_together(items):
        if isinstance(item, list):
            stream.take_notes(item)
        else:
            stream.take(item)
    progress, summary = stream.finish()
    on_progress(progress)
    return summary


def _notes_together(
    items: Iterable[Item | Stretch | Samples],
) -> Iterator[Link | Block | Stretch | Samples | list[Note]]:
    notes: list[Note] = []
    for item in items:
        if isinstance(item, Note):
            notes.append(item)
            if len(notes) < _MOST_NOTES:
                continue
        if notes:
            yield notes
            notes = []
        if not isinstance(item, Note):
            yield item
    if notes:
        yield notes


def analyze_recording(
    file: str | Path,
    choice: Choice,
    placement: Placement | None = None,
    *,
    on_time: Callable[[float], None] | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
    on_remark: Callable[[str], None] = say,
) -> Analyzed:
    """Analyze a recording.

    Args:
        placement: Where the sensors sat; None for the placement that the recording states.
        on_time: Called with the progress, seconds since the first sample; None for no call.
        on_progress: Called with every update of the analysis.
        on_remark: Called with a sentence if the recording's exercise is unknown here.

    Raises:
        RecordingError: It is not a readable recording.
    """
    recording = read(file)
    sensors = recording.sensors
    if placement is not None:
        sensors = placed(sensors, placement)
    exercise = choice.of_recording(str(file), recording.header, on_remark)
    summary = analyze_items(
        recording.stretches(reads_ahead=True),
        sensors,
        exercise,
        follow_notes=choice.follows_notes,
        own=choice.own,
        on_progress=on_progress,
        on_item=None if on_time is None else lambda _, at_s: on_time(at_s),
    )
    return Analyzed(recording.header, sensors, exercise, summary, recording.report.sentences())
