"""Adding recordings from elsewhere to the history, for instance from a mail or a memory stick."""

import filecmp
import os
import shutil
from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path

from evenstride.analysis.model.exercises import Exercise
from evenstride.history import History, StoredSession
from evenstride.history.keeping import add_session, open_history, with_past
from evenstride.places import recordings_folder
from evenstride.recordings.private import make_folder
from evenstride.session.whole_recording import analyze_recording
from evenstride.terminal.faults import logged_sentence
from evenstride.terminal.outside import plain_name
from evenstride.terminal.progress_line import analysis_progress
from evenstride.terminal.streams import say
from evenstride.terminal.words import local_minute
from evenstride.user.exercises import Choice
from evenstride.user.files.whole_file import whole_file


def run_add(paths: Sequence[Path], own: tuple[Exercise, ...]) -> bool:
    """Add recordings to the history, and report each outcome; return whether none failed.

    A recording from elsewhere is copied into the user's folder, so that the history survives if the
    original is deleted. One that is in the history already, even under another name, is skipped.

    Args:
        paths: The recordings.
        own: The user's own exercises.

    Raises:
        RecordingError: The history cannot be written.
    """
    failed = 0
    with open_history() as history:
        for path in paths:
            try:
                say(_add(history, path, own))
            except Exception as error:  # whatever the error, the other recordings go on
                failed += 1
                say(f"Error: {logged_sentence(error, str(path))}")
    return not failed


def _add(history: History, path: Path, own: tuple[Exercise, ...]) -> str:
    known = _known(history.sessions(), path)
    if known is not None:
        return f"{path} is in the history already: session {known.number}."
    with analysis_progress() as on_time:
        found = analyze_recording(path, Choice(own=own), on_time=partial(on_time, path.name))
    for skipped in found.skipped:
        say(f"{path}: {skipped}")
    kept = path.absolute() if _is_kept(path) else _copied(path)
    summary = with_past(history, kept, found.summary, own)
    number = add_session(history, kept, summary, own)
    day = local_minute(history.get(number).started_utc)
    return f"Added {path} as session {number}, of {day}."


def _known(sessions: Sequence[StoredSession], path: Path) -> StoredSession | None:
    """Return the session of a recording, or of one with the same content."""
    is_there = path.is_file()
    for session in sessions:
        if session.path == path.absolute():
            return session
        if is_there and session.path.is_file() and filecmp.cmp(session.path, path, shallow=False):
            return session
    return None


def _is_kept(path: Path) -> bool:
    return path.absolute().parent == recordings_folder().absolute()


def _copied(path: Path) -> Path:
    """Copy a recording into the user's folder, under a name that is not taken.

    Raises:
        JobError: The copy cannot be written.
        OSError: The recording cannot be read, or the folder cannot be made.
    """
    folder = recordings_folder()
    make_folder(folder)
    stem = plain_name(path.stem)
    names = (f"{stem}.csv" if n == 1 else f"{stem}-{n}.csv" for n in count(1))
    to = next(folder / name for name in names if not os.path.lexists(folder / name))
    with path.open("rb") as source, whole_file(to, replace=False) as file:
        shutil.copyfileobj(source, file)
    # The time of a recording without a start time is that of the last change of its file.
    status = path.stat()
    os.utime(to, ns=(status.st_atime_ns, status.st_mtime_ns))
    return to
