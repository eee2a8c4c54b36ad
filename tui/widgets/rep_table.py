"""A leg's reps, one per row, with their holds as bars against the target."""

from textual.content import Content

from evenstride.analysis.model.quantities import HOLD, LOWER, RAISE, RANGE
from evenstride.analysis.model.reps import Rep
from evenstride.language import later, tr
from evenstride.session.result.result import LegResult
from evenstride.terminal.words import figure, flag_words
from evenstride.tui.widgets.sized import SizedWidget

# Columns of a row without its bar; then room for one flag in words, or else for a mark.
_NUMBERS_WIDTH = 30
_WORDS_WIDTH = 13
_MARK_WIDTH = 2
_ENDS = {later("rep"): 3, later("set"): 7, RANGE.short: 13, RAISE.short: 18, LOWER.short: 23}
_LEAST_BAR = 4
_LARGEST_BAR = 20


class RepTable(SizedWidget):
    """Number, range, ways up and down, hold with its bar, and flags if there is room."""

    DEFAULT_CSS = """
    RepTable {
        height: auto;
    }
    """

    def __init__(self, result: LegResult) -> None:
        super().__init__()
        self._result = result
        self.styles.height = len(result.reps) + 1

    def render(self) -> Content:
        """Lay the rows out."""
        width = self.size.width
        holds = self._result.hold_target_s is not None
        bar_width = _bar_width(width) if holds else 0
        rows = [Content.styled(_head(holds=holds)[:width], "dim")]
        rows += [self._row(rep, bar_width, width) for rep in self._result.reps]
        return Content("\n").join(rows)

    def _row(self, rep: Rep, bar_width: int, width: int) -> Content:
        tempo = f"{figure(rep.raise_s, 1, width=4)} {figure(rep.lower_s, 1, width=4)}"
        range_words = f"{figure(rep.rom_deg, 0, width=4)}{' ' if rep.rom_deg is None else '°'}"
        row = Content(f"{rep.number:3d} {rep.set:3d} {range_words} {tempo}")
        if bar_width:
            colour = "$primary" if self._result.leg == "left" else "$secondary"
            bar = hold_bar(rep.hold_s or 0.0, self._result.hold_target_s or 1.0, bar_width)
            row = Content.assemble(row, f"  {figure(rep.hold_s, 1, width=4)} ", (bar, colour))
        flags = ", ".join(map(tr, flag_words(rep)))
        room = width - row.cell_length - 1
        if flags:
            # If there is no room for words, a mark tells that there are flags.
            row += Content(f" {flags}" if len(flags) <= room else " !")
        return row[:width]


def _head(*, holds: bool) -> str:
    """Return the columns' names, each aligned with its column's right end."""
    line = ""
    for name, end in _ENDS.items():
        said = tr(name)
        line = line.ljust(end - len(said)) + said
    return f"{line}  {tr(HOLD.short)}" if holds else line


def _bar_width(width: int) -> int:
    room = width - _NUMBERS_WIDTH
    with_words = room - _WORDS_WIDTH
    return max(_LEAST_BAR, min(_LARGEST_BAR, with_words if with_words >= 8 else room - _MARK_WIDTH))


def hold_bar(hold_s: float, target_s: float, width: int) -> str:
    """Return a hold as a bar with a line at its target, at two thirds of the width."""
    target = max(1, round(width * 2 / 3))
    # Rounded down, so that a hold that is too short in figures never reaches the line.
    held = min(width, int(round(hold_s, 1) / target_s * target + 1e-6))
    cells = ("┃" if x == target else "▆" if x < held else " " for x in range(width))
    return "".join(cells)
