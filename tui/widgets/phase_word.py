"""What a leg is doing now, as a word and as a place in the row of all four words."""

from textual.content import Content

from evenstride.analysis.model.events import Phase
from evenstride.language import tr
from evenstride.session.state.leg_view import LegView, Signal
from evenstride.tui.widgets.block_font import LETTERS, draw, width_dots
from evenstride.tui.widgets.block_lines import block_lines, letter_rows
from evenstride.tui.widgets.live_layout import LOST
from evenstride.tui.widgets.sized import SizedWidget, blocks
from evenstride.tui.widgets.small_font import draw_small

# Between two reps a leg is ready for the next one; a rest is between two sets.
WORD_OF = {phase: phase.value.upper() for phase in Phase} | {Phase.REST: "READY"}

# A shape for each word, so that the small row can be understood without reading or colour.
_SHAPES = {Phase.REST: "─", Phase.LIFT: "▲", Phase.HOLD: "■", Phase.LOWER: "▼"}
_PLACES = {WORD_OF[phase]: shape for phase, shape in _SHAPES.items()}
_WALKING = WORD_OF[Phase.WALKING]
_READY = WORD_OF[Phase.REST]


NEXT = "NEXT"
NOT_COUNTED = "not counted"


def word_for(view: LegView, *, is_next: bool = False) -> str:
    """Return the word for a leg: its phase, or why it cannot be seen.

    Args:
        is_next: Whether it comes next, after the current rest.
    """
    is_there = view.signal in (Signal.ON, Signal.ELSEWHERE)
    if is_next and is_there and view.now.phase is Phase.REST and not view.paused:
        return NEXT
    if view.signal in (Signal.ABSENT, Signal.ELSEWHERE):
        return ""
    if view.signal is Signal.LOST:
        return LOST
    if view.signal is not Signal.ON:
        return "WAIT"
    return "PAUSE" if view.paused else WORD_OF[view.now.phase]


def remark_for(view: LegView) -> str:
    """Return what was wrong with the last rep, while the leg is ready for the next one.

    The person can act on it, while the word that it replaces only says that the leg is down, which
    the person knows.
    """
    in_set = view.now.usual_range_deg is not None
    if word_for(view) != _READY or not in_set or not view.news:
        return ""
    said = tr(view.news[0]).upper()
    return said if set(said) <= LETTERS and len(said.split()) <= 2 else ""


class PhaseWord(SizedWidget):
    """The word in block letters, below the row of places; on a single row just the word."""

    DEFAULT_CSS = """
    PhaseWord {
        height: 5;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._word = ""
        self._remark = ""
        self._why = ""

    def show(self, view: LegView, *, is_next: bool = False) -> None:
        """Show a leg's word; ``is_next`` as for ``word_for``."""
        word = word_for(view, is_next=is_next)
        remark = "" if is_next else remark_for(view)
        new = (word, remark, "" if view.signal is Signal.ON else view.link_text)
        if new != (self._word, self._remark, self._why):
            self._word, self._remark, self._why = new
            self.refresh()

    def render(self) -> Content:
        """Draw the row of places and the word, or the remark instead of it."""
        width, height = self.size.width, self.size.height
        if height < 1:
            return Content("")
        if height == 1:
            return Content(tr(self._word)[:width].center(width))
        said = self._said(width, height - 1)
        # All words of the cycle have the same size.
        is_usual = self._word in _PLACES or self._word == NEXT
        model = max(map(tr, _PLACES), key=width_dots) if is_usual and said != self._remark else said
        model = max(model, said, key=width_dots)
        scale, tall, lines = block_lines(model, width, height - 1)
        lines = lines if model is said else (said,)
        rows = [row for line in lines for row in ("", *_drawn(line, scale, tall, width))][1:]
        if not scale and said:
            # If two words are too wide together, the last one is the most telling: LOST.
            small = (draw_small(word, width, height - 1) for word in (said, said.split()[-1]))
            rows = list(next(filter(None, small), rows))
        above = "\n" * min(2, max(1, height - len(rows)))
        word = blocks(self, "\n".join(row.center(width) for row in rows))
        return Content.assemble(self._places(width), above, word)

    def _said(self, width: int, height: int) -> str:
        """Return the word, or as much of the remark as fits in block letters."""
        for said in (self._remark, self._remark.partition(" ")[0]):
            if said and letter_rows(said, width, height):
                return said
        return tr(self._word)

    def _places(self, width: int) -> Content:
        if self._word == _WALKING:
            return Content(tr(NOT_COUNTED)[:width].center(width))
        if self._word not in _PLACES and (self._word != NEXT or self._why):
            why = self._why
            shown = why if len(why) <= width else f"{why[: width - 1]}…"
            return Content(shown.center(width))
        slot = max(1, width // len(_PLACES))
        is_roomy = slot >= max(len(f"{shape} {tr(word)}") for word, shape in _PLACES.items())
        now = _READY if self._word == NEXT else self._word
        parts = []
        for word, shape in _PLACES.items():
            text = (f"{shape} {tr(word)}" if is_roomy else shape).center(slot)
            parts.append(Content.styled(text, "bold reverse" if word == now else ""))
        return Content("").join(parts)


def _drawn(line: str, scale: int, tall: int, width: int) -> tuple[str, ...]:
    return draw(line, scale, tall) if scale and line else (line[:width],)
