"""The recording of a live session: where it is kept, and that no empty one stays behind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from analysis.exercises import Exercise
from recordings.errors import RecordingError, RecordingReason
from recordings.format import Header
from recordings.writer import RecordingWriter
from sensors.samples import Block, Item
from tui.session import Sensors
from tui.streams import say


class SessionRecording:
    """One session's recording.

    Args:
        path: Where the user wants it; None for a new file in the user's data folder.
        exercise: What is trained; None where that is not known.
        now: The time of day, aware.

    Attributes:
        path: Where it is.
        is_kept: Whether it holds samples and stays.

    Raises:
        RecordingError: There is such a file already; said before anybody straps on a sensor.
    """

    def __init__(
        self,
        path: Path | None,
        exercise: Exercise | None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._now = now
        self._exercise = exercise
        self.path = path or new_path(now())
        self.is_kept = False
        self._is_ours = False
        if self.path.exists() and not self.path.is_dir():
            raise RecordingError(
                f"{self.path} exists already; record to another name, or move it away.",
                RecordingReason.EXISTS,
            )

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

    def say_outcome(self) -> None:
        """Say what became of it, if it ever began."""
        if self.is_kept:
            say(f"Saved {self.path}")
        elif self._is_ours:
            say("No sample arrived, so nothing was recorded.")


def new_path(now: datetime) -> Path:
    """A file in the user's data folder that does not exist, named by local date and time."""
    folder = platformdirs.user_data_path("evenstride", appauthor=False) / "recordings"
    # No colons: Windows does not allow them in names.
    name = now.astimezone().strftime("%Y-%m-%d-%H%M%S")
    path = folder / f"{name}.csv"
    number = 2
    while path.exists():
        path = folder / f"{name}-{number}.csv"
        number += 1
    return path
