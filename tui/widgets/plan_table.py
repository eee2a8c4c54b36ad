"""The plan: one row for each exercise, the chosen one marked."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from tui.sensor_words import fit
from tui.today import PlanRow
from tui.widgets.sized import SizedWidget

_GAP = 3


class PlanTable(SizedWidget):
    """Exercise, sets × reps, hold, weight, which leg first, and what is done."""

    DEFAULT_CSS = """
    PlanTable {
        height: auto;
        color: $foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[PlanRow, ...] = ()

    def show(self, rows: tuple[PlanRow, ...]) -> None:
        """Show a plan."""
        if rows != self._rows:
            is_taller = len(rows) != len(self._rows)
            self._rows = rows
            self.refresh(layout=is_taller)

    def render(self) -> Content:
        """One line for each exercise."""
        columns = [
            [getattr(row, name) for row in self._rows]
            for name in ("title", "sets", "hold", "weight", "first", "done")
        ]
        widths = [max(map(cell_len, column), default=0) for column in columns]
        lines = []
        for n, row in enumerate(self._rows):
            cells = [column[n] for column in columns]
            lines.append(_line(row.chosen, cells, widths, self.size.width))
        # In a tall window the rows stand apart: they are read from further away.
        apart = "\n\n" if self.screen.has_class("-tall") else "\n"
        return Content(apart).join(lines)


def _line(chosen: bool, cells: Sequence[str], widths: Sequence[int], width: int) -> Content:
    gap = " " * _GAP
    words = gap.join(fit(cell, room) for cell, room in zip(cells, widths, strict=True) if room)
    text = fit(f"{'▸' if chosen else ' '} {words}", width)
    return Content.styled(text, "bold reverse" if chosen else "")
