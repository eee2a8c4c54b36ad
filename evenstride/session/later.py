"""Retrying something on a thread of its own, until it succeeds or the program ends."""

import threading
from collections.abc import Callable
from typing import Final

AGAIN_S: Final = 5.0
"""Short enough that whoever makes room on a disk soon sees the effect, long enough not to keep the
disk busy."""


class Later:
    """Retries what did not succeed at once.

    Args:
        attempt: Tries; returns whether it succeeded. It must not raise.
        again_s: How long to wait between two attempts, seconds.
    """

    def __init__(self, attempt: Callable[[], bool], *, again_s: float = AGAIN_S) -> None:
        self._attempt = attempt
        self._again_s = again_s
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="saving later", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop trying; wait for an attempt that is in progress."""
        self._ends.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ends.wait(self._again_s):
            if self._attempt():
                return
