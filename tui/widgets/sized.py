"""The common part of widgets that draw for their size."""

import re

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

_FULL_BLOCKS = re.compile("█+")


class SizedWidget(Widget):
    """A widget whose content depends on its size: redrawn when that changes."""

    def on_resize(self) -> None:
        """Redraw for the new size."""
        self.refresh()


def give_rows(widget: Widget, rows: int) -> None:
    """Give a widget this many rows; hide it if there are none."""
    widget.styles.height = max(1, rows)
    widget.display = rows > 0


def blocks(widget: Widget, text: str) -> Content:
    """Return block characters without seams.

    Many terminals and pictures leave a hairline between rows of full blocks. The same colour as
    background closes it, and without colours the blocks are still there.
    """
    content = Content(text)
    *_, background, color = widget.colors
    opaque = background.blend(color, color.a, alpha=1.0)
    solid = Style(background=opaque, foreground=opaque)
    for run in _FULL_BLOCKS.finditer(text):
        content = content.stylize(solid, run.start(), run.end())
    return content
