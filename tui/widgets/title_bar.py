"""The first row of a screen outside of sessions: its title, and a text next to it."""

from textual.content import Content

from evenstride.tui.cells import fit
from evenstride.tui.widgets.sized import SizedWidget


class TitleBar(SizedWidget):
    """A title on the left, a text on the right."""

    DEFAULT_CSS = """
    TitleBar {
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
    }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self._setup = (title, "")

    def show(self, title: str, right: str) -> None:
        """Show a title and the text next to it."""
        if (title, right) != self._setup:
            self._setup = (title, right)
            self.refresh()

    def render(self) -> Content:
        """Lay both out; the title keeps its room."""
        title, right = self._setup
        room = max(0, self.size.width - len(title) - 2)
        shown = fit(right, min(room, len(right)))
        return Content.assemble((title, "bold"), " " * max(1, room - len(shown) + 2), shown)
