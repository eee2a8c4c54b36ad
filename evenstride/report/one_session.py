"""The report on one session, in a file whose name is chosen here."""

from collections.abc import Sequence
from pathlib import Path

from evenstride.analysis.model.exercises import Exercise
from evenstride.history import StoredSession
from evenstride.report.make import make_report
from evenstride.user.exercises import Choice


def report_on(session: StoredSession, folder: Path, own: Sequence[Exercise] = ()) -> Path:
    """Write the report for the physio on one session.

    Args:
        folder: Where to write it.
        own: The user's own exercises.

    Returns:
        Its file; existing files are not replaced.

    Raises:
        JobError: It cannot be written, or needs an extra that is not installed.
        RecordingError: The history cannot be read.
    """
    day = session.started_utc.astimezone()
    path = _free(folder, f"evenstride-{day:%Y-%m-%d}-session-{session.number}")
    choice = Choice(own=tuple(own))
    make_report((str(session.number),), path, choice, name="", notes=(), force=False)
    return path


def _free(folder: Path, name: str) -> Path:
    path, number = folder / f"{name}.html", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.html"
    return path
