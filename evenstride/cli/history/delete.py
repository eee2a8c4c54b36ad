"""Deleting sessions: what is known of them, and their recordings."""

from collections.abc import Iterable
from pathlib import Path

from evenstride.cli.history.table import local
from evenstride.history import History, StoredSession
from evenstride.history.keeping import open_history
from evenstride.history.made_anew import LEFT_BEHIND
from evenstride.history.second_copy import NAME
from evenstride.places import history_path, recordings_folder
from evenstride.recordings.errors import RecordingError
from evenstride.recordings.format import MAGIC
from evenstride.recordings.lock import is_being_written
from evenstride.terminal.asking import may
from evenstride.terminal.streams import say


def run_delete(numbers: Iterable[int], *, is_sure: bool) -> None:
    """Delete sessions, and say what became of each; asks first.

    Raises:
        RecordingError: There is none of such a number; nothing is deleted.
        JobError: Nobody is there to be asked.
        OSError: A recording can not be deleted.
    """
    with open_history() as history:
        for session in [history.get(number) for number in dict.fromkeys(numbers)]:
            named = f"session {session.number} of {local(session.started_utc)}"
            if not (is_sure or may(f"Delete {named} for ever?")):
                say(f"{named.capitalize()} stays.")
                continue
            stays = delete_session(history, session)
            say(f"Deleted {named}.{f' {stays}' if stays else ''}")


def run_delete_all(*, is_sure: bool) -> None:
    """Delete the history and all recordings, and say so; asks first.

    Raises:
        JobError: Nobody is there to be asked.
        OSError: A file can not be deleted.
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
    """Recordings of the history that are where the user put them."""
    try:
        with open_history() as history:
            sessions = history.sessions()
    except RecordingError:  # a damaged history is to be deleted all the same
        return ()
    return tuple(one.path for one in sessions if one.path.exists() and not is_ours(one))


def is_ours(session: StoredSession) -> bool:
    """Whether its recording is where this program keeps them, and not where the user put it."""
    return session.path.parent == recordings_folder().absolute()


def delete_session(history: History, session: StoredSession) -> str | None:
    """Delete a session, its results, and its recording if that is where recordings are kept.

    Returns:
        That the recording stays, as a sentence; None if it is gone.

    Raises:
        RecordingError: It can not be deleted from the history.
        OSError: The recording can not be deleted; the session is still there.
    """
    stays = session.path.exists() and not is_ours(session)
    if not stays:
        # The file first: of a session that is not in the history it would be found again.
        session.path.unlink(missing_ok=True)
    history.delete(session.number)
    if stays:
        return f"Its recording stays at {session.path}, where you put it; delete it yourself."
    return None


def everything() -> list[Path]:
    """All files that deleting everything deletes: the history's and the recordings."""
    path, folder = history_path(), recordings_folder()
    of_history = [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm")]
    of_history.append(path.with_name(NAME))
    recordings = (one for one in folder.glob("*.csv") if _is_recording(one))
    return [
        *(one for one in of_history if one.exists()),
        *sorted(one for names in LEFT_BEHIND for one in path.parent.glob(names)),
        *sorted(recordings),
    ]


def delete_all(files: Iterable[Path]) -> tuple[Path, ...]:
    """Delete files; a recording that is just being written stays.

    Returns:
        Those that stay.

    Raises:
        OSError: One can not be deleted; the others before it are gone.
    """
    stay: list[Path] = []
    for path in files:
        if path.suffix == ".csv" and is_being_written(path):
            stay.append(path)
        else:
            path.unlink(missing_ok=True)
    return tuple(stay)


def _is_recording(path: Path) -> bool:
    """Whether it begins as one, however damaged it is."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC.encode()
    except OSError:
        return False
