"""The Enter key while a session runs without a screen."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def on_enter(act: Callable[[], object]) -> Iterator[None]:
    """Call ``act`` on the running loop for each line that arrives on standard input."""
    loop = asyncio.get_running_loop()
    over = threading.Event()

    def read() -> None:
        # Not through sys.stdin: a thread that blocks in it keeps Python from exiting.
        with suppress(OSError, ValueError, RuntimeError):
            number = sys.stdin.fileno()
            while not over.is_set() and (got := os.read(number, 4096)):
                for _ in range(got.count(b"\n")):
                    loop.call_soon_threadsafe(lambda: over.is_set() or act())

    threading.Thread(target=read, name="enter key", daemon=True).start()
    try:
        yield
    finally:
        over.set()
