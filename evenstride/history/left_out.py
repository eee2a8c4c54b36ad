"""Recordings that are in the folder and not in the history: of sessions that crashed, mostly."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.format import MAGIC
from evenstride.recordings.lock import is_being_written
from evenstride.recordings.reader import read

_LONGEST_HEAD: Final = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is in a folder and not in the history, by name.

    Attributes:
        recordings: Recordings that could be added.
        unreadable: Files that are no recording, or hold no sample that can be read.
    """

    recordings: tuple[Path, ...] = ()
    unreadable: tuple[Path, ...] = ()


def look(folder: Path, known: Iterable[Path]) -> Found:
    """What a folder has that the history has not.

    A recording that another program is just writing is none of it, nor is one that ended before
    the first sample came.

    Args:
        folder: Where recordings are kept; it need not be there.
        known: The recordings of the history.
    """
    names = {path.absolute() for path in known}
    recordings: list[Path] = []
    unreadable: list[Path] = []
    for path in sorted(folder.absolute().glob("*.csv")):
        if path in names or not path.is_file() or _is_head_only(path):
            continue
        try:
            if is_being_written(path):
                continue
            read(path)
        except (RecordingError, OSError):
            unreadable.append(path)
        else:
            recordings.append(path)
    return Found(recordings=tuple(recordings), unreadable=tuple(unreadable))


def _is_head_only(path: Path) -> bool:
    """Whether a recording has nothing below its head, not even part of a sample."""
    try:
        with path.open("rb") as file:
            head = file.read(_LONGEST_HEAD + 1)
    except OSError:
        return False
    lines = head.split(b"\n")
    is_recording = lines[0].startswith(MAGIC.encode()) and len(head) <= _LONGEST_HEAD
    return is_recording and all(line.startswith((b"#", b"leg,")) for line in lines if line)
