"""Analyze one recording, and print what was found."""

import asyncio
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evenstride.analysis.model.events import Progress
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.analysis.session import SessionAnalyzer
from evenstride.recordings.format import Header
from evenstride.recordings.reader import read
from evenstride.recordings.replay import Replay
from evenstride.sensors.samples import Placement
from evenstride.session.result.report_text import report, title
from evenstride.session.runner import Sensors, SessionRunner
from evenstride.terminal.progress_line import EVERY_S, PATIENCE_S, ProgressLine
from evenstride.terminal.streams import print_json, print_line, say
from evenstride.terminal.words import clock, safe
from evenstride.user.exercises import Choice


@dataclass(frozen=True, slots=True)
class Analyzed:
    """What was found in a recording.

    Attributes:
        header: What the recording says of itself.
        sensors: What each leg wore.
        summary: The result.
        skipped: What could not be read of it, in sentences.
    """

    header: Header
    sensors: Sensors
    summary: Summary
    skipped: Sequence[str]


def analyze_recording(
    file: str | Path,
    choice: Choice,
    placement: Placement | None = None,
    on_time: Callable[[float], None] = lambda _: None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Analyzed:
    """Analyze a recording, as fast as possible.

    Args:
        file: The recording.
        choice: What the user said about the exercise.
        placement: Where the sensors sat; None for what the recording says.
        on_time: Told how far it has come, seconds since the first sample.
        on_progress: Told of every update of the analysis.

    Raises:
        RecordingError: It is no recording that can be read.
    """
    replay = Replay(file, speed=math.inf, placement=placement)
    header = read(file).header
    exercise = choice.of_recording(str(file), header)
    session = SessionRunner(
        replay,
        lambda sensors: SessionAnalyzer(
            exercise, sensors, follow_notes=choice.follows_notes, own=choice.own
        ),
        on_progress=on_progress,
        on_item=lambda _, at_s: on_time(at_s),
    )
    summary = asyncio.run(session.run())
    return Analyzed(header, replay.sensors, summary, replay.report.sentences())


def analyze_file(
    file: str,
    choice: Choice,
    placement: Placement | None = None,
    *,
    as_json: bool,
    is_first: bool,
) -> None:
    """Print a file's result: as JSON on one line, or as a table.

    Args:
        file: The recording.
        choice: What the user said about the exercise.
        placement: Where the sensors sat; None for what the recording says.
        as_json: For programs.
        is_first: Nothing was printed before, so that no line has to set it off.

    Raises:
        RecordingError: It is no recording that can be read.
    """
    name = safe(Path(file).name, limit=50)
    with ProgressLine(patience_s=PATIENCE_S, every_s=EVERY_S) as line:
        found = analyze_recording(
            file, choice, placement, lambda at_s: line.show(f"{name}: {clock(at_s)} analyzed")
        )
    summary = found.summary
    if as_json:
        print_json(summary_as_json(summary, file))
        for sentence in found.skipped:
            say(f"{file}: {sentence}")
        return
    if not is_first:
        print_line()
    of = title(summary, choice.own, synthetic=found.header.synthetic)
    print_line(f"{safe(file, limit=200)}: {of}")
    for text in [*report(summary), *found.skipped]:
        print_line(text)
