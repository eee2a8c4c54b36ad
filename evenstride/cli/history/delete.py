"""Deleting sessions, with their results and recordings."""

import glob
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from evenstride.history import History, StoredSession
from evenstride.history.keeping import open_history
from evenstride.history.made_anew import LEFT_BEHIND
from evenstride.history.second_copy import LEFT_BEHIND as COPIES_LEFT_BEHIND
from evenstride.history.second_copy import NAME
from evenstride.places import history_path, recordings_folder
from evenstride.recordings.errors import RecordingError
from evenstride.recordings.lock import is_being_written
from evenstride.recordings.own import is_own_recording
from evenstride.recordings.reader import read
from evenstride.terminal.asking import may
from evenstride.terminal.streams import say
from evenstride.terminal.words import local_minute


def run_delete(numbers: Iterable[int], *, is_sure: bool) -> None:
    """Ask, delete sessions, and report what became of each.

    Raises:
        RecordingError: There is no session of a number; nothing is deleted.
        JobError: Nobody can be asked.
        OSError: A recording cannot be deleted.
    """
    with open_history() as history:
        for session in [history.get(number) for number in dict.fromkeys(numbers)]:
            named = f"session {session.number} of {local_minute(session.started_utc)}"
            if not (is_sure or may(f"Delete {named} for ever?")):
                say(f"{named.capitalize()} stays.")
                continue
            stays = delete_session(history, session)
            say(f"Deleted {named}.{f' {stays}' if stays else ''}")
    for path in _moved_aside():
        say(f"{path}, a damaged history moved aside, may still hold it; delete it yourself.")


def run_delete_all(*, is_sure: bool) -> None:
    """Ask, delete the history and all recordings, and report it.

    Raises:
        JobError: Nobody can be asked.
        OSError: A file cannot be deleted.
    """
    files = everything()
    if not files:
        say("There is no session and no recording to delete.")
        return
    count = sum(path.suffix == ".csv" for path in files)
    what = f"the history and {count} recording{'s' * (count != 1)} in {recordings_folder()}"
    if not (is_sure or may(f"Delete {what} for ever?")):
        say("All stays.")
        return
    elsewhere = recordings_elsewhere()
    for path in delete_all(files):
        say(f"{path} stays, because it is just being recorded.")
    say(f"Deleted {what}. Your settings, plan and sensors are still known.")
    for path in elsewhere:
        say(f"{path} stays where you put it; delete it yourself.")


def recordings_elsewhere() -> tuple[Path, ...]:
    """Return recordings of the history that the user put elsewhere."""
    try:
        with open_history() as history:
            sessions = history.sessions()
    except RecordingError:  # a damaged history can be deleted all the same
        return ()
    return tuple(one.path for one in sessions if one.path.exists() and not is_ours(one))


def is_ours(session: StoredSession) -> bool:
    """Whether its recording is a recording in this program's folder."""
    return is_own_recording(session.path, recordings_folder())


def delete_session(history: History, session: StoredSession) -> str | None:
    """Delete a session, its results, and its recording if that is in this program's folder.

    Returns:
        A sentence that the recording stays; None if it is gone.

    Raises:
        RecordingError: It cannot be deleted from the history.
        OSError: The recording cannot be deleted; the session is still there.
    """
    # The files first: recordings that are not in the history would be found and added again.
    for path in reversed(_parts(history, session)):
        for left in _half_done(path.parent, path.name):
            left.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    history.delete(session.number)
    if not os.path.lexists(session.path):
        return None
    if session.path.parent == recordings_folder().absolute():
        return f"{session.path} stays, because it is no recording of evenstride's."
    return f"Its recording stays at {session.path}, where you put it; delete it yourself."


def _parts(history: History, session: StoredSession) -> list[Path]:
    """Return a session's recording in our folder, and before it the parts that it continues.

    There are parts if a disk was full during the session. A part that is a session of its own by
    now stays.
    """
    others = {one.path for one in history.sessions() if one.number != session.number}
    parts: list[Path] = []
    path: Path | None = session.path
    while path is not None and path not in (*parts, *others):
        if not is_own_recording(path, recordings_folder()):
            break
        parts.append(path)
        path = _continued(path)
    return parts


def _continued(path: Path) -> Path | None:
    """Return the file next to a recording that it continues, by its header."""
    with suppress(RecordingError, OSError, ValueError):  # ValueError: a name that no file can have
        name = read(path).header.extra.get("continues")
        return path.with_name(name) if isinstance(name, str) else None
    return None


def _half_done(folder: Path, name: str = "*.csv") -> list[Path]:
    """Return unfinished copies of recordings, from a program killed while adding an event."""
    names = name if name == "*.csv" else glob.escape(name)
    return sorted(one for one in folder.glob(f".{names}.*") if is_own_recording(one, folder))


def everything() -> list[Path]:
    """Return the files that "delete everything" deletes: the history's and the recordings."""
    path, folder = history_path(), recordings_folder()
    of_history = [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm")]
    of_history.append(path.with_name(NAME))
    recordings = (one for one in folder.absolute().glob("*.csv") if is_own_recording(one, folder))
    return [
        *(one for one in of_history if one.exists()),
        *_moved_aside(),
        *sorted(path.parent.glob(COPIES_LEFT_BEHIND)),
        *sorted(recordings),
        *_half_done(folder.absolute()),
    ]


def _moved_aside() -> list[Path]:
    folder = history_path().parent
    return sorted(one for names in LEFT_BEHIND for one in folder.glob(names))


def delete_all(files: Iterable[Path]) -> tuple[Path, ...]:
    """Delete files; a recording that is being written stays.

    Returns:
        The files that stay.

    Raises:
        OSError: One cannot be deleted; those before it are gone.
    """
    stay: list[Path] = []
    for path in files:
        if path.suffix == ".csv" and is_being_written(path):
            stay.append(path)
        else:
            path.unlink(missing_ok=True)
    return tuple(stay)
