"""Sentences one below the other, as wide as there is room and as high as they need."""

from collections.abc import Iterable

from textual.content import Content
from textual.geometry import Size

from evenstride.tui.widgets.message_bar import wrapped
from evenstride.tui.widgets.sized import SizedWidget


class Sentences(SizedWidget):
    """The sentences about a result.

    Textual's own widget breaks lines at no-break spaces, too.

    Args:
        classes: Its classes in the style sheet.
    """

    def __init__(self, said: Iterable[str], *, classes: str) -> None:
        super().__init__(classes=classes)
        self._text = "\n".join(said)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the number of rows at this width."""
        return len(wrapped(self._text, width))

    def render(self) -> Content:
        """Draw all of them."""
        return Content("\n".join(wrapped(self._text, self.size.width)))
