"""A line on a terminal that shows the progress of some work, and is wiped in the end."""

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
"""Called with the name of the recording being analyzed, and how far it is, in seconds."""

# Somebody who waits longer than this wants to know what for, and is told a few times a second.
PATIENCE_S: Final = 1.0
EVERY_S: Final = 0.2


class ProgressLine:
    """A line on standard error if that is a terminal; otherwise nothing is shown.

    Args:
        patience_s: How long to wait before the first line, seconds.
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
        """Whether it is time for another text; before, none needs to be made."""
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
    """Show a line that names the recording being analyzed, and how far the analysis is."""
    with ProgressLine(patience_s=PATIENCE_S, every_s=EVERY_S) as line:

        def on_time(name: str, at_s: float) -> None:
            if line.is_due:
                line.show(f"{safe(name, limit=50)}: {clock(at_s)} analyzed")

        yield on_time
