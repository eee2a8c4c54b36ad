"""Recordings in the folder that the history lacks, mostly from sessions that crashed."""

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
    """Files in a folder that the history lacks, sorted by name.

    Attributes:
        recordings: Recordings that could be added.
        unreadable: Files that are not recordings, or have no readable sample.
    """

    recordings: tuple[Path, ...] = ()
    unreadable: tuple[Path, ...] = ()


def look(folder: Path, known: Iterable[Path]) -> Found:
    """Find the recordings in a folder that the history lacks.

    Recordings that another program is writing are left out, and so are those that ended before
    their first sample.

    Args:
        folder: The folder of recordings, which may be missing.
        known: The recordings in the history.
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
