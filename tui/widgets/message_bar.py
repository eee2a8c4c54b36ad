"""A sentence across the screen, cut to the available rows."""

from functools import lru_cache

from rich.cells import cell_len, chop_cells
from textual.content import Content

from evenstride.session.state.dashboard import Message
from evenstride.tui.widgets.sized import SizedWidget


class MessageBar(SizedWidget):
    """The sentence, centred; one about a problem has the colour of a warning."""

    DEFAULT_CSS = """
    MessageBar {
        text-style: bold reverse;
        &.-problem { background: $background; color: $warning; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="message")
        self._message: Message | None = None

    def show(self, message: Message | None) -> None:
        """Show a sentence, or none."""
        if message != self._message:
            self._message = message
            self.set_class(message is not None and message.problem, "-problem")
            self.refresh()

    def render(self) -> Content:
        """Draw as many of its rows as fit, with a sign if it is cut."""
        width, height = self.size.width, self.size.height
        rows = list(wrapped(self._message.text if self._message else "", width - 2))
        if len(rows) > height > 0:
            rows = [*rows[: height - 1], f"{rows[height - 1][: max(0, width - 4)]} …"]
        return Content("\n".join(row.center(width) for row in rows))


@lru_cache(maxsize=64)
def wrapped(text: str, width: int) -> tuple[str, ...]:
    """Return a text in rows of this many cells, broken between words if possible.

    Sets and reps, "3 × 12", stay in one row, and so does text with a no-break space.
    """
    rows: list[str] = []
    for line in text.replace(" × ", "\u00a0×\u00a0").split("\n"):
        row = ""
        for word in line.split(" "):
            longer = f"{row} {word}" if row else word
            if cell_len(longer) <= width:
                row = longer
                continue
            if row:
                rows.append(row)
            *whole, row = chop_cells(word, max(1, width)) or [""]
            rows += whole
        rows.append(row)
    return tuple(row.replace("\u00a0", " ") for row in rows)
