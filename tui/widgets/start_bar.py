"""The start key, as large as a button."""

from textual.content import Content

from evenstride.tui.cells import fit
from evenstride.tui.widgets.sized import SizedWidget


class StartBar(SizedWidget):
    """A bar across the screen: the key, and its current effect."""

    DEFAULT_CSS = """
    StartBar {
        height: 3;
        padding: 1 2;
        background: $accent;
        color: $background;
        text-style: bold;
        &.-waiting { background: $panel; color: $foreground; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._setup = ("", "")

    def show(self, key: str, words: str, *, ready: bool) -> None:
        """Show the key's effect; it is bright if the session can start at once."""
        self.set_class(not ready, "-waiting")
        if (key, words) != self._setup:
            self._setup = (key, words)
            self.refresh()

    def render(self) -> Content:
        """Draw the key, set apart, and the words."""
        key, words = self._setup
        return Content.assemble(
            (f" {key} ", "reverse"), "  ", fit(words, self.size.width - len(key) - 4)
        )
