"""Opening a recording's file, or reporting why that is not possible."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.wrong_file import not_there


@contextmanager
def open_recording(path: Path) -> Iterator[BinaryIO]:
    """Open a file to read a recording from it.

    Raises:
        RecordingError: There is no such file, or it cannot be read; the message has the remedy.
    """
    try:
        _refuse_other_than_a_file(path)
        with path.open("rb") as file:
            yield file
    except (FileNotFoundError, NotADirectoryError) as error:
        raise RecordingError(not_there(path), RecordingReason.NOT_FOUND) from error
    except PermissionError as error:
        message = f"{path} may not be read by you; ask its owner, or change its permissions."
        raise RecordingError(message, RecordingReason.UNREADABLE) from error
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); copy it elsewhere and try again."
        raise RecordingError(message, RecordingReason.UNREADABLE) from error


def _refuse_other_than_a_file(path: Path) -> None:
    # Checked before opening, because opening a pipe without a writer blocks for ever.
    try:
        status = path.stat()
    except ValueError as error:
        message = f"{str(path)!r} is no name of a file; check the name."
        raise RecordingError(message, RecordingReason.NOT_FOUND) from error
    if stat.S_ISDIR(status.st_mode):
        message = f"{path} is a folder; name a recording in it."
        raise RecordingError(message, RecordingReason.IS_A_DIRECTORY)
    if not stat.S_ISREG(status.st_mode):
        message = f"{path} is a device or a pipe; save the recording to a file first."
        raise RecordingError(message, RecordingReason.UNREADABLE)
    if status.st_size == 0:
        message = f"{path} is empty; nothing was ever recorded to it, so record again."
        raise RecordingError(message, RecordingReason.EMPTY)
