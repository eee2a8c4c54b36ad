"""The first row: the exercise, the elapsed time, and where the samples come from."""

from textual.content import Content

from evenstride.terminal.words import clock
from evenstride.tui.widgets.sized import SizedWidget


class SessionBar(SizedWidget):
    """Exercise on the left, clock in the middle, source on the right."""

    DEFAULT_CSS = """
    SessionBar {
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._setup = ("", "", "")

    def show(self, exercise: str, clock_s: float, source: str) -> None:
        """Show the session; ``clock_s`` is seconds since its first sample."""
        setup = (exercise, clock(clock_s), source)
        if setup != self._setup:
            self._setup = setup
            self.refresh()

    def render(self) -> Content:
        """Lay the three parts out."""
        exercise, time, source = self._setup
        width = self.size.width - len(time)
        # The clock gives way to a long name, and the source to both.
        side = max(0, min(max(width // 2, len(exercise) + 1), width))
        left = exercise[: max(0, side - 1)].ljust(side)
        room = max(0, width - side)
        right = source if len(source) < room else ""
        return Content.assemble((left, "bold"), time, right.rjust(room))
