"""The look of dialogs: a framed box above a screen that stays visible."""

from typing import Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

_Given = TypeVar("_Given")


class Dialog(ModalScreen[_Given], Generic[_Given]):
    """A box in the middle (a list, a container or a ``.box``), whose width each dialog sets."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
        & > OptionList, & > Vertical, & > VerticalScroll, & > .box {
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            background: $surface;
            border: round $foreground 60%;
            border-title-style: bold;
            border-title-color: $foreground;
            border-subtitle-color: $foreground;
        }
    }
    """

    def dismiss(self, result: _Given | None = None) -> AwaitComplete:
        """Return the answer, once: a second one, typed quickly, would close the screen below."""
        return super().dismiss(result) if self.is_current else AwaitComplete()
