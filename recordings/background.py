"""Recording a session without waiting for the disk, and without ending when the disk fails."""

import logging
import threading
import time
from collections import deque
from pathlib import Path
from typing import Final, Self

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.format import Header
from evenstride.recordings.session_files import Kept, SessionFiles
from evenstride.recordings.waiting import WaitingLines
from evenstride.sensors.samples import Item

_log = logging.getLogger(__name__)

RETRY_S: Final = 1.0
"""How long to wait before retrying a disk that failed, and how often to check that the file is
there: whoever makes room, or removes the file by mistake, sees the effect soon."""

LEAVE_S: Final = 5.0
"""How long the end waits for a disk that does not answer."""


class BackgroundWriter:
    """Records one session to a new file, on a thread of its own; use it as a context manager.

    Only leaving waits for the disk, and no failure of the disk is raised. Items that cannot be
    written wait in memory (``evenstride.recordings.waiting``), and are tried again every second: in
    the same file, or in a new one next to it if the first is gone or takes nothing more
    (``evenstride.recordings.session_files``).

    Args:
        path: The file to create.
        retry_s: How long to wait after a failure, seconds.
    """

    def __init__(self, path: Path, header: Header, *, retry_s: float = RETRY_S) -> None:
        self._retry_s = retry_s
        self._waiting = WaitingLines()
        self._files = SessionFiles(path, header, self._waiting)
        self._arrived: deque[Item] = deque()
        self._changed = threading.Condition()
        self._is_closing = False
        self._trouble = ""
        self._kept: Kept | None = None
        self._look_s = 0.0
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)

    def __enter__(self) -> Self:
        """Begin; a file that cannot be created is reported as trouble, and tried again."""
        self._work()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Write the waiting items, sync and close the file, and read it back.

        A file without a sample is removed. If something still waits, the file stays open, and
        ``retry`` continues.
        """
        with self._changed:
            self._is_closing = True
            self._changed.notify()
        self._thread.join(LEAVE_S)

    def retry(self, *, is_last: bool = False) -> None:
        """Try once more to write what still waits after the end.

        Args:
            is_last: Whether to close the file whatever the outcome.
        """
        if self._kept is not None and not self._files.is_closed:
            self._work()
            self._kept = self._files.end(is_last=is_last, trouble=self._trouble)

    def write(self, item: Item) -> None:
        """Keep an item; it is in the file within moments."""
        with self._changed:
            self._arrived.append(item)
            self._changed.notify()

    @property
    def trouble(self) -> str:
        """Why nothing is being saved, as a sentence; "" if all is well."""
        return self._trouble

    @property
    def path(self) -> Path:
        """The file being written; another one than was asked for if that was taken away."""
        return self._files.path

    @property
    def is_over(self) -> bool:
        """Whether the end was reached, and ``kept`` is known."""
        return self._is_closing

    @property
    def kept(self) -> Kept:
        """The outcome of the recording, known when it is closed."""
        if self._kept is not None:
            return self._kept
        problem = self._trouble or f"The disk of {self.path} does not answer."
        return Kept(None, is_whole=False, missing=self._waiting.total, problem=problem)

    def _run(self) -> None:
        while self._wait():
            self._work()
        self._work()
        self._kept = self._files.end(is_last=False, trouble=self._trouble)

    def _wait(self) -> bool:
        """Wait for something to do; return whether there is some, rather than the end."""
        with self._changed:
            while not (self._arrived or self._is_closing):
                left_s = self._look_s - time.monotonic()
                if left_s <= 0.0:
                    return True
                self._changed.wait(left_s)
            return not self._is_closing

    def _work(self) -> None:
        """Write all that waits, if the disk takes it; after a failure only when a retry is due."""
        try:
            while self._arrived:
                self._waiting.add(self._arrived.popleft())
            now_s = time.monotonic()
            is_due = now_s >= self._look_s or self._is_closing
            if is_due:
                self._look_s = now_s + self._retry_s
                self._files.look()
            if is_due or not self._trouble:
                self._files.write()
                if self._trouble:
                    _log.info("what waited is saved")
                self._trouble = ""
        except RecordingError as error:
            if not self._trouble:
                _log.warning("nothing can be saved: %s", error)
            self._trouble = str(error)
        except Exception as error:
            # A fault of this program must not end the recording either.
            if not self._trouble:
                _log.exception("nothing can be saved")
            self._trouble = f"A fault in evenstride: {type(error).__name__}: {error}."
        finally:
            self._waiting.drop_old()
