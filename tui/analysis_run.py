"""Analyze one recording, and print what was found."""

import asyncio
import math
import sys
import time
from pathlib import Path

import click

from analysis.exercises import Exercise
from analysis.report import summary_as_json
from analysis.session import SessionAnalyzer
from recordings.reader import read
from recordings.replay import Replay
from sensors.samples import Item, Placement
from tui.commands.options import exercise_of
from tui.report_text import report, title
from tui.session import SessionRunner
from tui.streams import print_json, print_line, say
from tui.words import clock, safe

# Who waits longer than this wants to know what for, and then a few times a second.
_PATIENCE_S = 1.0
_EVERY_S = 0.2


def analyze_file(
    file: str,
    wanted: Exercise | None,
    placement: Placement | None = None,
    *,
    as_json: bool,
    is_first: bool,
) -> None:
    """Print a file's result: as JSON on one line, or as a table.

    Args:
        file: The recording.
        wanted: The exercise; None for what the recording says.
        placement: Where the sensors sat; None for what the recording says.
        as_json: For programs.
        is_first: Nothing was printed before, so that no line has to set it off.

    Raises:
        RecordingError: It is no recording that can be read.
    """
    header = read(file).header
    exercise = exercise_of(file, header, wanted)
    replay = Replay(file, speed=math.inf, placement=placement)
    with _Waiting(file) as waiting:
        session = SessionRunner(
            replay,
            lambda sensors: SessionAnalyzer(exercise, sensors, follow_notes=wanted is None),
            on_progress=lambda _: None,
            on_item=waiting.on_item,
        )
        summary = asyncio.run(session.run())
    skipped = replay.report.sentences()
    if as_json:
        print_json(summary_as_json(summary, file))
        for sentence in skipped:
            say(f"{file}: {sentence}")
        return
    if not is_first:
        print_line()
    print_line(f"{safe(file, limit=200)}: {title(summary, synthetic=header.synthetic)}")
    for line in [*report(summary), *skipped]:
        print_line(line)


class _Waiting:
    """Says on a terminal how far a long analysis has come, and wipes that in the end."""

    def __init__(self, file: str) -> None:
        self._name = safe(Path(file).name, limit=50)
        self._is_shown = False
        self._next_s = time.monotonic() + _PATIENCE_S if sys.stderr.isatty() else math.inf

    def __enter__(self) -> "_Waiting":
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_shown:
            click.echo("\r\x1b[K", err=True, nl=False)

    def on_item(self, _: Item, at_s: float) -> None:
        """The analysis has come to ``at_s``."""
        if time.monotonic() >= self._next_s:
            self._next_s = time.monotonic() + _EVERY_S
            self._is_shown = True
            click.echo(f"\r{self._name}: {clock(at_s)} analyzed\x1b[K", err=True, nl=False)
