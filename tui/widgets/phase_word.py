"""What a leg is doing now, as a word and as a place in the row of all four words."""

from textual.content import Content

from evenstride.analysis.model.events import Phase
from evenstride.session.state.dashboard import LegView, Signal
from evenstride.tui.widgets.block_font import draw, largest_scale
from evenstride.tui.widgets.sized import SizedWidget, blocks

# A shape for each word, so that the small row can be told apart without reading or colour.
_SHAPES = {Phase.REST: "─", Phase.LIFT: "▲", Phase.HOLD: "■", Phase.LOWER: "▼"}
_WORDS = {phase.value.upper() for phase in Phase}
_LONGEST = "LOWER"
_WALKING = Phase.WALKING.value.upper()


NEXT = "NEXT"
NOT_COUNTED = "not counted"


def word_for(view: LegView, *, is_next: bool = False) -> str:
    """The word for a leg: its phase, or what keeps it from being seen.

    Args:
        view: The leg.
        is_next: Whether it comes next, after the rest that is going on.
    """
    is_there = view.signal in (Signal.ON, Signal.ELSEWHERE)
    if is_next and is_there and view.now.phase is Phase.REST and not view.paused:
        return NEXT
    if view.signal in (Signal.ABSENT, Signal.ELSEWHERE):
        return ""
    if view.signal is Signal.LOST:
        return "LOST"
    if view.signal is not Signal.ON:
        return "WAIT"
    return "PAUSE" if view.paused else view.now.phase.value.upper()


class PhaseWord(SizedWidget):
    """The word in block letters, all but long words at one size, below the row of places."""

    DEFAULT_CSS = """
    PhaseWord {
        height: 5;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._word = ""
        self._why = ""

    def show(self, view: LegView, *, is_next: bool = False) -> None:
        """Show a leg's word; ``is_next`` as for ``word_for``."""
        word = word_for(view, is_next=is_next)
        new = (word, "" if view.signal is Signal.ON else view.link_text)
        if new != (self._word, self._why):
            self._word, self._why = new
            self.refresh()

    def render(self) -> Content:
        """Draw the row of places and the word."""
        width = self.size.width
        longest = max(_LONGEST, self._word, key=len)
        scale = largest_scale(longest, width, self.size.height - 1)
        rows = draw(self._word, scale) if scale and self._word else (self._word,)
        above = "\n" * min(2, self.size.height - len(rows))
        word = blocks(self, "\n".join(row.center(width) for row in rows))
        return Content.assemble(self._places(width), above, word)

    def _places(self, width: int) -> Content:
        if self._word == _WALKING:
            return Content(NOT_COUNTED[:width].center(width))
        if self._word not in _WORDS and (self._word != NEXT or self._why):
            return Content(self._why[:width].center(width))
        slot = max(1, width // len(_SHAPES))
        now = Phase.REST.value.upper() if self._word == NEXT else self._word
        parts = []
        for phase, shape in _SHAPES.items():
            word = phase.value.upper()
            text = f"{shape} {word}"[:slot].center(slot)
            parts.append(Content.styled(text, "bold reverse" if word == now else "dim"))
        return Content("").join(parts)
