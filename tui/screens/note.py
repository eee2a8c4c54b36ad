"""Writing a note about a session."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input

from evenstride.language import tr
from evenstride.tui.keys import key
from evenstride.tui.screens.dialog import Dialog


class NoteScreen(Dialog[str | None]):
    """One field; returns its text, or None if nothing changes.

    Args:
        now: The current note.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "dismiss", "Go back", "Leave the note as it is."),
    ]
    DEFAULT_CSS = """
    NoteScreen {
        & > Vertical { width: 70; }
    }
    """

    def __init__(self, now: str) -> None:
        super().__init__()
        self._now = now

    def compose(self) -> ComposeResult:
        """Yield the field."""
        with Vertical() as box:
            box.border_title = tr("A note about this session")
            box.border_subtitle = tr("enter keeps · escape goes back")
            yield Input(self._now)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the text."""
        self.dismiss(event.value.strip())
