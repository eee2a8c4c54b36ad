"""The pacing guide: what to do now as a word, for how long, and a hill that fills over time."""

import math

from textual.content import Content

from evenstride.analysis.model.events import Phase
from evenstride.language import tr
from evenstride.session.state.pace import Pace, Step
from evenstride.tui.widgets.block_font import draw, largest_scale, width_dots
from evenstride.tui.widgets.phase_word import WORD_OF
from evenstride.tui.widgets.sized import SizedWidget, blocks

_WORDS = tuple(WORD_OF[phase] for phase in (Phase.REST, Phase.LIFT, Phase.HOLD, Phase.LOWER))
_GAP = 3
# Eighths of a row, for smooth slopes.
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_LEAST_HILL = 20


class PaceBar(SizedWidget):
    """Word and whole seconds left in block characters, and the hill of a rep; hidden while off."""

    DEFAULT_CSS = """
    PaceBar {
        padding: 0 2;
        border-top: solid $panel;
        border-title-color: $foreground;
        background: $surface;
        color: $accent;
        text-style: bold;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.border_title = tr("pace")
        self._pace: Pace | None = None
        self._step: Step | None = None

    def show(self, pace: Pace | None, clock_s: float) -> None:
        """Show the guide at a time on the session's timeline, seconds; None hides it."""
        step = None if pace is None else pace.step(clock_s)
        if (pace, step) != (self._pace, self._step):
            self._pace, self._step = pace, step
            self.refresh()

    def render(self) -> Content:
        """Lay word, seconds and hill out side by side."""
        width, height = self.size.width, self.size.height
        if self._pace is None or width < 1 or height < 1:
            return Content("")
        step = self._step
        word = tr(WORD_OF[Phase.REST if step is None else step.phase])
        seconds = "" if step is None else str(max(1, math.ceil(step.left_s - 1e-6)))
        # A letter stands for the digit, which is as wide.
        scale = largest_scale(f"{_longest()}D", width - 2 * _GAP - _LEAST_HILL, height)
        if scale == 0:
            return Content(f"{word} {seconds}"[:width])
        words = _words(word, seconds, scale)
        room = width - len(words[0]) - _GAP
        below = (height - len(words)) // 2
        rows = [Content(" " * len(words[0]))] * (height - below - len(words))
        rows += [blocks(self, row) for row in words]
        both = zip(rows, self._hill(room, height), strict=False)
        return Content("\n").join(Content.assemble(row, " " * _GAP, part) for row, part in both)

    def _hill(self, width: int, height: int) -> list[Content]:
        """Return a rep's height over its time: full up to now, hatched after that."""
        assert self._pace is not None
        tempo = self._pace.tempo
        column_s = tempo.rep_s / width
        now = 0 if self._step is None else round(self._step.into_s / column_s)
        levels = [round(8 * height * tempo.height((x + 0.5) * column_s)) for x in range(width)]
        rows = []
        for y in range(height - 1, -1, -1):
            cells = [_EIGHTHS[max(0, min(8, level - 8 * y))] for level in levels]
            ahead = "".join(cells[now:]).replace("█", "░")
            rows.append(
                Content.assemble(blocks(self, "".join(cells[:now])), (ahead, "$foreground 60%"))
            )
        return rows


def _longest() -> str:
    """Return the widest of the words in the current language."""
    return max(map(tr, _WORDS), key=width_dots)


def _words(word: str, seconds: str, scale: int) -> list[str]:
    """Return word and seconds in block characters, always equally wide."""
    word_width, digit_width = len(draw(_longest(), scale)[0]), len(draw("0", scale)[0])
    left = draw(word, scale)
    right = draw(seconds, scale) if seconds else ("",) * len(left)
    return [
        f"{one.ljust(word_width)}{' ' * max(_GAP, 2 * scale)}{two.rjust(digit_width)}"
        for one, two in zip(left, right, strict=True)
    ]
