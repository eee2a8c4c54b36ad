"""A disk that fails while a session is recorded, and recovers on command."""

import errno
import io
import os
import threading
from collections.abc import Callable

import pytest

from evenstride.recordings.background import BackgroundWriter


class Disk:
    """Every recording that is written, with a fault that can be switched on and off.

    Attributes:
        fault: The number of the error that writing meets; None for none.
        refused: Set once something was refused, and the recording's writer knows it.
        largest: How large a file may become, bytes; None for as large as wanted.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fault: int | None = None
        self.refused = threading.Event()
        self.largest: int | None = None
        monkeypatch.setattr("evenstride.recordings.writer.io.FileIO", self._file())
        work = BackgroundWriter._work

        def told(writer: BackgroundWriter) -> None:
            work(writer)
            if writer.trouble:
                self.refused.set()

        monkeypatch.setattr(BackgroundWriter, "_work", told)

    def _file(self) -> type[io.FileIO]:
        disk = self

        class File(io.FileIO):
            def write(self, data: bytes) -> int:  # type: ignore[override]
                if disk.largest is not None and self.tell() + len(data) > disk.largest:
                    raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
                fault = disk.fault  # another thread may mend it meanwhile
                if fault is not None:
                    # Part of it fits, as on a real disk.
                    super().write(data[: len(data) // 2])
                    raise OSError(fault, os.strerror(fault))
                return super().write(data)

        return File


def until(is_so: Callable[[], object]) -> None:
    """Wait for another thread, or a process; the suite's limit ends what never comes."""
    pause = threading.Event()
    while not is_so():
        pause.wait(0.001)
