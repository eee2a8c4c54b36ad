"""What a leg is doing now, as a word and as a place in the row of all four words."""

from textual.content import Content
from textual.widget import Widget

from analysis.events import Phase
from tui.block_font import draw, largest_scale
from tui.state import LegView, Signal

# A shape for each word, so that the small row can be told apart without reading or colour.
_SHAPES = {Phase.REST: "─", Phase.LIFT: "▲", Phase.HOLD: "■", Phase.LOWER: "▼"}
_LONGEST = "LOWER"


def word_for(view: LegView) -> str:
    """The word for a leg: its phase, or what keeps it from being seen."""
    if view.signal is Signal.ABSENT:
        return ""
    if view.signal is Signal.LOST:
        return "LOST"
    if view.signal is not Signal.ON:
        return "WAIT"
    return view.now.phase.value.upper()


class PhaseWord(Widget):
    """The word in block letters, all words at one size, below the row of places."""

    DEFAULT_CSS = """
    PhaseWord {
        height: 5;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._word = ""

    def show(self, view: LegView) -> None:
        """Show a leg's word."""
        word = word_for(view)
        if word != self._word:
            self._word = word
            self.refresh()

    def render(self) -> Content:
        """Draw the row of places and the word."""
        width = self.size.width
        scale = largest_scale(_LONGEST, width, self.size.height - 1)
        rows = draw(self._word, scale) if scale and self._word else (self._word,)
        lines = [Content(row.center(width)) for row in rows]
        return Content("\n").join([self._places(width), *lines])

    def _places(self, width: int) -> Content:
        slot = max(1, width // len(_SHAPES))
        parts = []
        for phase, shape in _SHAPES.items():
            word = phase.value.upper()
            text = f"{shape} {word}"[:slot].center(slot)
            parts.append(Content.styled(text, "bold reverse" if word == self._word else "dim"))
        return Content("").join(parts)
