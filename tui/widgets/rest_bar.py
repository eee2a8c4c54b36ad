"""The rest between two sets: a countdown in block digits, and what comes next."""

import math

from textual.content import Content

from sensors.samples import Leg
from tui.block_font import draw, largest_scale
from tui.rest import Rest
from tui.widgets.sized import SizedWidget, blocks

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
        self._left = 0
        self._words: tuple[str, ...] = ()
        self._leg: Leg | None = None

    def show(self, rest: Rest | None, clock_s: float) -> None:
        """Show a rest at a time on the session's timeline, seconds; None hides it."""
        self.set_class(rest is not None, "-shown")
        if rest is None:
            return
        new = math.ceil(rest.left_s(clock_s)), rest.words, rest.leg
        if new != (self._left, self._words, self._leg):
            self._left, self._words, self._leg = new
            self.refresh()

    def render(self) -> Content:
        """Lay digits and words out side by side."""
        width, height = self.size.width, self.size.height
        text = str(self._left)
        scale = largest_scale("00", width // 2, height)
        digits = draw(text, scale) if scale else (text,)
        room = len(draw("00", scale)[0]) if scale else len("00")
        digits = tuple(row.rjust(room) for row in digits)
        # What is told of the right leg stands in its half.
        gap = max(_GAP, width // 2 + 1 - room) if self._leg is Leg.RIGHT else _GAP
        words = ("REST, seconds left" if self._left else "REST is over: begin", *self._words)
        top = max(0, (len(digits) - len(words)) // 2)
        lines = []
        for row in range(max(len(digits), top + len(words))):
            digit_row = digits[row] if row < len(digits) else " " * room
            word = words[row - top] if 0 <= row - top < len(words) else ""
            lines.append(f"{digit_row}{' ' * gap}{word}"[:width])
        return blocks(self, "\n".join(lines[:height]))
