"""Adding an event to a closed recording, in its place among the samples."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.format import format_event
from evenstride.sensors.samples import Note

_HOST_COLUMN: Final = 3


def add_event(path: Path, note: Note) -> None:
    """Write an event into a recording, before the first sample that arrived after it.

    All other lines stay as they are. The file is replaced as a whole, or not at all.

    Args:
        note: The event; its ``host_us`` determines its place.

    Raises:
        RecordingError: The file cannot be read or written.
    """
    try:
        mode = path.stat().st_mode & 0o777
        number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(number, "wb") as new, path.open("rb") as old:
                new.writelines(_with_event(iter(old), note))
                new.flush()
                os.fsync(new.fileno())
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise RecordingError(
            f"{path} can not be changed ({error.strerror or error}); it stays as it was.",
            RecordingReason.UNREADABLE,
        ) from error


def _with_event(lines: Iterator[bytes], note: Note) -> Iterator[bytes]:
    event = format_event(note).encode("utf-8")
    line = b""
    for line in lines:
        if event and _arrived_us(line) > note.host_us:
            yield event
            event = b""
        yield line
    if event:
        yield b"" if not line or line.endswith(b"\n") else b"\n"
        yield event


def _arrived_us(line: bytes) -> float:
    """Return when a sample arrived, microseconds; a very early time for any other line."""
    fields = line.split(b",", _HOST_COLUMN + 1)
    try:
        return float(fields[_HOST_COLUMN])
    except (IndexError, ValueError):
        return float("-inf")
