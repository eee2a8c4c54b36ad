"""The count, in digits that can be read from the floor."""

from textual.content import Content

from evenstride.tui.widgets.block_font import draw, largest_scale, tallest
from evenstride.tui.widgets.sized import SizedWidget, blocks


class BigCount(SizedWidget):
    """A number in the largest block digits that fit."""

    DEFAULT_CSS = """
    BigCount {
        height: 1fr;
        content-align: center middle;
        text-style: bold;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._text = "0"

    def show(self, count: int | None) -> None:
        """Show a number; None if it is not known yet."""
        text = "-" if count is None else str(count)
        if self._text != text:
            self._text = text
            self.refresh()

    def render(self) -> Content:
        """Draw the number, or write it if the window is too small for block digits."""
        # Room for two digits is kept from the start: the tenth rep must not shrink the count.
        width, height = self.size.width, self.size.height
        scale = largest_scale(self._text.rjust(2, "0"), width, height)
        if scale == 0:
            return Content(self._text)
        return blocks(self, "\n".join(draw(self._text, scale, tallest(scale, height))))
