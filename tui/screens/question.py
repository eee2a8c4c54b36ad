"""A question with two answers."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from evenstride.language import told
from evenstride.tui.keys import key
from evenstride.tui.screens.dialog import Dialog


class QuestionScreen(Dialog[bool]):
    """Says what would happen, and returns whether it should.

    Args:
        text: What would happen, and what to press.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("q,y,enter", "answer(True)", "Yes", "Do it."),
        key("escape,n,space", "answer(False)", "No", "Leave it."),
    ]
    DEFAULT_CSS = """
    QuestionScreen {
        & > Static {
            width: 60;
            max-width: 100%;
            height: auto;
            padding: 1 2;
            background: $surface;
            border: heavy $warning;
            text-align: center;
            text-style: bold;
        }
    }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """Yield the box."""
        yield Static(told(self._text), markup=False)

    def action_answer(self, answer: bool) -> None:
        """Return the answer."""
        self.dismiss(answer)
