"""Analyze one recording, and print what was found."""

from pathlib import Path

from evenstride.analysis.results.to_json import summary_as_json
from evenstride.sensors.samples import Placement
from evenstride.session.result.report_text import report, title
from evenstride.session.whole_recording import analyze_recording
from evenstride.terminal.progress_line import EVERY_S, PATIENCE_S, ProgressLine
from evenstride.terminal.streams import print_json, print_line, say
from evenstride.terminal.words import clock, safe
from evenstride.user.exercises import Choice


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
            file,
            choice,
            placement,
            on_time=lambda at_s: line.show(f"{name}: {clock(at_s)} analyzed"),
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
