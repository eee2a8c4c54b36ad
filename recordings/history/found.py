"""Recordings that are in the folder and not in the history: of sessions that crashed, mostly."""

from collections.abc import Iterable
from pathlib import Path

from recordings.errors import RecordingError
from recordings.lock import is_being_written
from recordings.reader import read


def left_out(folder: Path, known: Iterable[Path]) -> tuple[Path, ...]:
    """Recordings that could be added to the history, by name.

    One that another program is just writing is none of them, nor is a file that is no recording
    or holds no sample.

    Args:
        folder: Where recordings are kept; it need not be there.
        known: The recordings of the history.
    """
    names = {path.absolute() for path in known}
    candidates = sorted(folder.absolute().glob("*.csv"))
    return tuple(path for path in candidates if path not in names and _is_recording(path))


def _is_recording(path: Path) -> bool:
    try:
        if is_being_written(path):
            return False
        read(path)
    except (RecordingError, OSError):
        return False
    return True
