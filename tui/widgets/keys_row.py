"""The last row of a screen: its keys."""

from textual.events import Resize
from textual.widgets import Footer

# From here on there is room between the keys.
ROOMY_COLUMNS = 116


class KeysRow(Footer):
    """The keys of a screen, moved together where the window is narrow, so that all are there."""

    DEFAULT_CSS = """
    KeysRow {
        &.-compact FooterLabel { margin: 0 1 0 0; }
        &.-compact KeyGroup { padding-left: 0; }
    }
    """

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)

    def on_resize(self, event: Resize) -> None:
        """Look whether there is room."""
        self.compact = event.size.width < ROOMY_COLUMNS
