"""An instruction in block letters that can be read from the floor."""

from textual.content import Content

from evenstride.tui.widgets.block_font import draw, largest_scale
from evenstride.tui.widgets.sized import SizedWidget, blocks


class Call(SizedWidget):
    """Two words, one below the other; hidden without an instruction."""

    DEFAULT_CSS = """
    Call {
        display: none;
        height: 17;
        padding: 1 2;
        background: $foreground;
        color: $background;
        &.-shown { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ()

    def show(self, *words: str) -> None:
        """Show these words, in letters of the block font; hide it if there are none."""
        self.set_class(bool(words), "-shown")
        if words != self._words:
            self._words = words
            self.refresh()

    def render(self) -> Content:
        """Draw the words at the same size, in the middle."""
        width, height = self.size.width, self.size.height
        room = (height - len(self._words) + 1) // max(1, len(self._words))
        scale = min((largest_scale(word, width, room) for word in self._words), default=0)
        drawn = [draw(word, scale) if scale else (word,) for word in self._words]
        rows = [row.center(width) for word in drawn for row in (*word, "")]
        return blocks(self, "\n".join(rows[:-1]))
