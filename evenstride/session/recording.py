"""The recording of a live session: its place, its removal if it is empty, and its history entry."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.summary import Summary
from evenstride.history.keeping import keep
from evenstride.language import later, told, tr
from evenstride.places import recordings_folder
from evenstride.recordings.background import BackgroundWriter
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.format import Header
from evenstride.recordings.private import make_private_folder
from evenstride.recordings.session_files import Kept
from evenstride.sensors.samples import Block, Item
from evenstride.session.later import AGAIN_S, Later
from evenstride.session.stream import Sensors
from evenstride.terminal.streams import say

NOT_ALL_SAVED: Final = later("Not all of the session is saved, and its result is above; make room.")


class SessionRecording:
    """One session's recording, and the storage of its result in the history.

    A disk error does not end the session: anything that cannot be saved is tried again, during the
    session and after it, until ``say_outcome``.

    Args:
        path: The file that the user named; None for a new file in the user's data folder.
        exercise: The exercise; None if unknown.
        own: The user's own exercises.
        now: Returns the current time, aware.
        again_s: How long to wait between two attempts to save the rest, seconds.

    Attributes:
        has_samples: Whether any sample arrived.
        problem: Why the session is not in the history, as a sentence; None if there is no problem.

    Raises:
        RecordingError: The file exists already, or could not be created; known before anybody
            straps on a sensor.
    """

    def __init__(
        self,
        path: Path | None,
        exercise: Exercise | None,
        own: Sequence[Exercise] = (),
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        again_s: float = AGAIN_S,
    ) -> None:
        self._now = now
        self._exercise = exercise
        self._own = own
        self._wanted = path or new_path(now())
        self._again_s = again_s
        self._header: Header | None = None
        self._writer: BackgroundWriter | None = None
        self.has_samples = False
        self._summary: Summary | None = None
        self._later: Later | None = None
        self.problem: str | None = None
        _refuse(self._wanted)

    @property
    def path(self) -> Path:
        """Its current or future path."""
        return self._writer.path if self._writer else self._wanted

    @property
    def is_kept(self) -> bool:
        """Whether it holds samples and stays; after the session, according to the written file."""
        if self._writer is None or not self.has_samples:
            return False
        return not self._writer.is_over or self._writer.kept.path is not None

    @property
    def trouble(self) -> str:
        """Why nothing is being saved, as a sentence; "" if all is well."""
        return self._writer.trouble if self._writer else ""

    @contextmanager
    def open(self, sensors: Sensors) -> Iterator["SessionRecording"]:
        """Create it, and close it at the end; without a sample it is removed again."""
        self._header = Header(
            started_utc=self._now().replace(microsecond=0),
            sensors=sensors,
            exercise=self._exercise.id if self._exercise else None,
        )
        if self._wanted.parent == recordings_folder():
            with suppress(OSError):  # the writer gives the better message
                make_private_folder(self._wanted.parent)
        with BackgroundWriter(self._wanted, self._header) as self._writer:
            yield self

    def write(self, item: Item) -> None:
        """Keep an item without waiting for the disk."""
        if self._writer is not None:
            self._writer.write(item)
        self.has_samples = self.has_samples or isinstance(item, Block)

    def keep(self, summary: Summary) -> None:
        """Add the session to the history, once it is closed.

        A failure is put in ``problem``, and tried again until ``say_outcome``.
        """
        if not self.has_samples:
            return
        self._summary = summary
        if not self._save() and self._later is None:
            self._later = Later(self._save, again_s=self._again_s)

    def say_outcome(self) -> bool:
        """Report its outcome, if it ever began; return whether all of it is saved."""
        if self._writer is None:
            return True
        if self._later is not None:
            self._later.end()
            self._save(is_last=True)
        if not self.has_samples:
            say(tr("No sample arrived, so nothing was recorded."))
            return True
        kept = self._writer.kept
        for sentence in _outcome(kept, self._wanted):
            say(sentence)
        if self.problem is not None:
            say(self.problem)
        return kept.is_whole

    def _save(self, *, is_last: bool = False) -> bool:
        """Save what is not saved yet; return whether nothing is left to do."""
        if self._writer is None or self._summary is None:
            return True
        self._writer.retry(is_last=is_last)
        self.problem = keep(self.path, self._summary, self._own, self._header)
        return self.problem is None and self._writer.kept.is_whole


def _outcome(kept: Kept, wanted: Path) -> Iterator[str]:
    """Yield the outcome of a recording, in sentences."""
    if kept.path is None:
        yield tr("The recording is not saved. {problem}", problem=told(kept.problem))
    elif kept.missing:
        yield tr(
            "Saved {path}, but {missing} samples are missing in it. {problem}",
            path=kept.path,
            missing=kept.missing,
            problem=told(kept.problem),
        )
    else:
        yield tr("Saved {path}", path=kept.path)
        if kept.path != wanted:
            yield tr(
                "It is not in {wanted}: that was taken, or taken away, or took nothing more.",
                wanted=wanted,
            )
    for path in kept.earlier:
        yield tr("The session's first part is in {path}.", path=path)


def _refuse(path: Path) -> None:
    """Check that a recording can be created; a missing folder is no obstacle.

    Raises:
        RecordingError: It cannot be created.
    """
    try:
        _refuse_place(path)
    except OSError as error:  # a parent folder without permission
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
        f"Cannot write {path} ({folder}: {why}); change that, or record to another place with"
        " evenstride live --record.",
        RecordingReason.CANNOT_WRITE,
    )


def new_path(now: datetime) -> Path:
    """Return a new path in the user's data folder, named by local date and time."""
    folder = recordings_folder()
    # No colons: Windows does not allow them in names.
    name = now.astimezone().strftime("%Y-%m-%d-%H%M%S")
    path = folder / f"{name}.csv"
    number = 2
    while path.exists():
        path = folder / f"{name}-{number}.csv"
        number += 1
    return path
