"""The last row of a screen: its keys."""

from textual.events import Resize
from textual.widgets import Footer

from tui.live_screen import ROOMY_COLUMNS


class KeysRow(Footer):
    """The keys of a screen, moved together where the window is narrow, so that all are there."""

    DEFAULT_CSS = """
    KeysRow {
        &.-compact FooterLabel { margin: 0 1 0 0; }
    }
    """

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)

    def on_resize(self, event: Resize) -> None:
        """Look whether there is room."""
        self.compact = event.size.width < ROOMY_COLUMNS
