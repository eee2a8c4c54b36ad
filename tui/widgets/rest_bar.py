"""The rest between two sets: a countdown in block digits, and what comes next.

Before the first set there is no countdown: what comes stands in its leg's half, and in the other
half what to see to.
"""

import math
from itertools import zip_longest

from textual.content import Content

from evenstride.sensors.samples import Leg
from evenstride.session.state.rest import Rest
from evenstride.tui.widgets.block_font import draw, largest_scale
from evenstride.tui.widgets.sized import SizedWidget, blocks

_GAP = 4


class RestBar(SizedWidget):
    """Seconds left, and beside them the words; not there between two rests."""

    DEFAULT_CSS = """
    RestBar {
        display: none;
        height: 9;
        padding: 0 2;
        border-top: solid $panel;
        background: $surface;
        color: $foreground;
        text-style: bold;
        &.-shown { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._left: int | None = None
        self._rest = Rest(None, ())

    def show(self, rest: Rest | None, clock_s: float) -> None:
        """Show a rest at a time on the session's timeline, seconds; None hides it."""
        self.set_class(rest is not None, "-shown")
        if rest is None:
            return
        left_s = rest.left_s(clock_s)
        left = None if left_s is None else math.ceil(left_s)
        if (left, rest) != (self._left, self._rest):
            self._left, self._rest = left, rest
            self.refresh()

    def render(self) -> Content:
        """Lay digits and words out side by side."""
        return blocks(self, "\n".join(self._first() if self._left is None else self._between()))

    def _first(self) -> list[str]:
        """What comes first, and beside it what to see to."""
        rest, half = self._rest, self.size.width // 2 + 1
        sides = rest.words, rest.cues
        rows = zip_longest(*(sides if rest.leg is not Leg.RIGHT else sides[::-1]), fillvalue="")
        lines = [f"{left.ljust(half)}{right}"[: self.size.width] for left, right in rows]
        return lines[: self.size.height]

    def _between(self) -> list[str]:
        """The countdown, and beside it what comes next and what to think of."""
        width, height = self.size.width, self.size.height
        text = str(self._left)
        longest = str(math.ceil(self._rest.rest_s)).rjust(2, "0")
        scale = largest_scale(longest, width // 2, height)
        digits = draw(text, scale) if scale else (text,)
        room = len(draw(longest, scale)[0]) if scale else len(longest)
        digits = tuple(row.rjust(room) for row in digits)
        # What is told of the right leg stands in its half.
        gap = max(_GAP, width // 2 + 1 - room) if self._rest.leg is Leg.RIGHT else _GAP
        title = "REST, seconds left" if self._left else "REST is over: begin"
        words = (title, *self._rest.words, *self._rest.cues)
        top = max(0, (len(digits) - len(words)) // 2)
        lines = []
        for row in range(max(len(digits), top + len(words))):
            digit_row = digits[row] if row < len(digits) else " " * room
            word = words[row - top] if 0 <= row - top < len(words) else ""
            lines.append(f"{digit_row}{' ' * gap}{word}"[:width])
        return lines[:height]
