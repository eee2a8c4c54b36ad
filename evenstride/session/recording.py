"""The recording of a live session: where it is, that no empty one stays, and the history of it."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.summary import Summary
from evenstride.history.keeping import keep
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.format import Header
from evenstride.recordings.private import make_private_folder
from evenstride.recordings.writer import RecordingWriter
from evenstride.sensors.samples import Block, Item
from evenstride.session.runner import Sensors
from evenstride.terminal.streams import say
from evenstride.user.places import recordings_folder


class SessionRecording:
    """One session's recording.

    Args:
        path: Where the user wants it; None for a new file in the user's data folder.
        exercise: What is trained; None where that is not known.
        own: The user's own exercises.
        now: The time of day, aware.

    Attributes:
        path: Where it is.
        is_kept: Whether it holds samples and stays.
        problem: Why the session is not in the history, as a sentence; None if nothing went wrong.

    Raises:
        RecordingError: There is such a file already, or it could not be created; said before
            anybody straps on a sensor.
    """

    def __init__(
        self,
        path: Path | None,
        exercise: Exercise | None,
        own: Sequence[Exercise] = (),
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._now = now
        self._exercise = exercise
        self._own = own
        self.path = path or new_path(now())
        self.problem: str | None = None
        self.is_kept = False
        self._is_ours = False
        _refuse(self.path)

    @contextmanager
    def open(self, sensors: Sensors) -> Iterator["SessionRecording"]:
        """Create it, and close it in the end; without a sample it is removed again.

        Raises:
            RecordingError: It can not be written.
        """
        header = Header(
            started_utc=self._now().replace(microsecond=0),
            sensors=sensors,
            exercise=self._exercise.id if self._exercise else None,
        )
        if self.path.parent == recordings_folder():
            with suppress(OSError):  # the writer says it better
                make_private_folder(self.path.parent)
        try:
            with RecordingWriter(self.path, header) as self._writer:
                self._is_ours = True
                yield self
        finally:
            if self._is_ours and not self.is_kept:
                self.path.unlink(missing_ok=True)

    def write(self, item: Item) -> None:
        """Keep an item.

        Raises:
            RecordingError: The disk is full, or the like.
        """
        self._writer.write(item)
        self.is_kept = self.is_kept or isinstance(item, Block)

    def keep(self, summary: Summary) -> None:
        """Add the session to the history, now that it is closed; a failure is in ``problem``."""
        if self.is_kept:
            self.problem = keep(self.path, summary, self._own)

    def say_outcome(self) -> None:
        """Say what became of it, if it ever began."""
        if self.is_kept:
            say(f"Saved {self.path}")
            if self.problem is not None:
                say(self.problem)
        elif self._is_ours:
            say("No sample arrived, so nothing was recorded.")


def _refuse(path: Path) -> None:
    """Say now what would keep a recording from being created; a folder that is missing would not.

    Raises:
        RecordingError: It can not be created.
    """
    try:
        _refuse_place(path)
    except OSError as error:  # a folder on the way that may not be looked into
        why = error.strerror or str(error)
        raise _can_not_write(path, path.parent, why) from error


def _refuse_place(path: Path) -> None:
    if path.is_dir():
        message = f"{path} is a folder; name a file in it to record to."
        raise RecordingError(message, RecordingReason.IS_A_DIRECTORY)
    if path.exists():
        message = f"{path} exists already; record to another name, or move it away."
        raise RecordingError(message, RecordingReason.EXISTS)
    folder = next(one for one in path.absolute().parents if one.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        why = "you may not write there" if folder.is_dir() else "that is a file, and no folder"
        raise _can_not_write(path, folder, why)


def _can_not_write(path: Path, folder: Path, why: str) -> RecordingError:
    return RecordingError(
        f"Cannot write {path} ({folder}: {why}); record to another folder.",
        RecordingReason.CANNOT_WRITE,
    )


def new_path(now: datetime) -> Path:
    """A file in the user's data folder that does not exist, named by local date and time."""
    folder = recordings_folder()
    # No colons: Windows does not allow them in names.
    name = now.astimezone().strftime("%Y-%m-%d-%H%M%S")
    path = folder / f"{name}.csv"
    number = 2
    while path.exists():
        path = folder / f"{name}-{number}.csv"
        number += 1
    return path
