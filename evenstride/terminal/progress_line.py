"""A line on a terminal that says how far something has come, and is wiped in the end."""

import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Self

from evenstride.terminal.outside import safe
from evenstride.terminal.streams import draw
from evenstride.terminal.words import clock

OnTime = Callable[[str, float], None]
"""Told which recording is being analyzed, and how far, in seconds."""

# Who waits longer than this wants to know what for, and then a few times a second.
PATIENCE_S: Final = 1.0
EVERY_S: Final = 0.2


class ProgressLine:
    """Shown on standard error while somebody looks; elsewhere there is nothing of it.

    Args:
        patience_s: Who waits no longer than this needs no line, seconds.
        every_s: How long a text stays at least, seconds.
    """

    def __init__(self, *, patience_s: float, every_s: float) -> None:
        self._every_s = every_s
        self._next_s = time.monotonic() + patience_s if sys.stderr.isatty() else math.inf
        self._is_shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_shown:
            draw("\x1b[K")

    @property
    def is_due(self) -> bool:
        """Whether it is time for another text; others need not be made."""
        return time.monotonic() >= self._next_s

    def show(self, text: str) -> None:
        """Show a text in place of the last one, if it is time for it."""
        if self.is_due:
            self._next_s = time.monotonic() + self._every_s
            self._is_shown = True
            # The cursor goes back, so that a message takes the line's place.
            draw(f"\r{text}\x1b[K\r")


@contextmanager
def analysis_progress() -> Iterator[OnTime]:
    """A line that names the recording that is being analyzed, and how far that has come."""
    with ProgressLine(patience_s=PATIENCE_S, every_s=EVERY_S) as line:

        def on_time(name: str, at_s: float) -> None:
            if line.is_due:
                line.show(f"{safe(name, limit=50)}: {clock(at_s)} analyzed")

        yield on_time
