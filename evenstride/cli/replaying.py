"""Playing a recording: in the dashboard, or as printed events."""

import asyncio

from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.session import SessionAnalyzer
from evenstride.errors import JobError, JobReason
from evenstride.language import later, told
from evenstride.recordings.playback import Playback
from evenstride.recordings.replay import Replay
from evenstride.sensors.samples import Placement
from evenstride.session.result.report_text import report
from evenstride.terminal.streams import print_line, say
from evenstride.user.exercises import Choice


def play_headless(
    file: str,
    speed: float,
    exercise: Exercise,
    choice: Choice,
    *,
    placement: Placement | None = None,
    as_json: bool,
) -> None:
    """Print the events of a recording.

    Args:
        speed: How many times faster than the session; infinite for as fast as possible.
        placement: Where the sensors sat; None for the placement that the recording states.
        as_json: Whether to print JSON.

    Raises:
        RecordingError: It is not a readable recording.
        JobError: It was stopped before it began.
    """
    from evenstride.cli.headless import HeadlessSession, JsonPrinter, TextPrinter

    replay = Replay(file, speed=speed, placement=placement)
    session = HeadlessSession(
        replay,
        lambda sensors: SessionAnalyzer(
            exercise, sensors, follow_notes=choice.follows_notes, own=choice.own
        ),
        JsonPrinter() if as_json else TextPrinter(),
        file=lambda: file,
    )
    if asyncio.run(session.run()) is None:
        raise JobError(
            "Stopped before the recording was open, so nothing was replayed.", JobReason.STOPPED
        )
    for sentence in replay.report.sentences():
        if sentence not in session.told:
            say(f"{file}: {sentence}")


def play(
    file: str,
    speed: float,
    exercise: Exercise,
    choice: Choice,
    title: str,
    *,
    placement: Placement | None = None,
) -> None:
    """Show a recording in the dashboard.

    Args:
        speed: How many times faster than the session; infinite for as fast as possible.
        title: The kind of session, for the screen.
        placement: Where the sensors sat; None for the placement that the recording states.

    Raises:
        RecordingError: It is not a readable recording.
    """
    from evenstride.session.session_setup import SessionSetup
    from evenstride.tui.show import show

    playback = Playback(file, speed=speed, placement=placement)
    setup = SessionSetup(
        source=playback,
        exercise=exercise,
        source_title=title,
        finished_text=later("It is over: r shows the result, space plays it again, q quits."),
        follow_notes=choice.follows_notes,
        own=tuple(choice.own),
        playback=playback,
    )
    summary = asyncio.run(show(setup))
    for line in report(summary) if summary else ():
        print_line(line)
    for sentence in playback.report.sentences():
        say(f"{file}: {told(sentence)}")
