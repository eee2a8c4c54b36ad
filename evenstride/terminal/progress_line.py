"""A line on a terminal that says how far something has come, and is wiped in the end."""

import math
import sys
import time
from typing import Final, Self

from evenstride.terminal.streams import draw

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
