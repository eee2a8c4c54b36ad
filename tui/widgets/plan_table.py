"""The plan: one row for each exercise, the chosen one marked."""

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from textual.content import Content

from evenstride.tui.cells import fit
from evenstride.tui.home.today import PlanRow
from evenstride.tui.widgets.sized import SizedWidget

_GAPS: Final = (3, 2, 1)
"""Columns between two cells: the most that leave room for all cells."""

_SHORTEST_TITLE: Final = 12
"""Columns of a title that distinguish one exercise from the others: "Hip abducti…"."""

MOST_ROWS: Final = 8
"""A longer plan is shown in part, so that the start key is always on the screen."""


class PlanTable(SizedWidget):
    """Exercise, sets × reps, hold, weight, the leg that goes first, and what is done."""

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

    @property
    def _chosen(self) -> int:
        return next((n for n, row in enumerate(self._rows) if row.chosen), -1)

    def render(self) -> Content:
        """Draw one line for each exercise."""
        columns = [
            [getattr(row, name) for row in self._rows]
            for name in ("title", "sets", "hold", "weight", "first", "done")
        ]
        widths = [max(map(cell_len, column), default=0) for column in columns]
        first, end = shown_rows(len(self._rows), self._chosen)
        lines = []
        for n in range(first, end):
            hidden = (n == first > 0) or (n == end - 1 < len(self._rows) - 1)
            mark = "▸" if n == self._chosen else "…" if hidden else " "
            cells = [column[n] for column in columns]
            line = plan_line(mark, cells, widths, self.size.width)
            lines.append(Content.styled(line, "bold reverse" if n == self._chosen else ""))
        # In a tall window the rows are spaced out, because they are read from further away.
        apart = "\n\n" if self.screen.has_class("-tall") else "\n"
        return Content(apart).join(lines)


def shown_rows(rows: int, chosen: int) -> tuple[int, int]:
    """Return the first visible row, and the one after the last; the chosen one is among them."""
    first = max(0, min(chosen - MOST_ROWS // 2, rows - MOST_ROWS))
    return first, min(rows, first + MOST_ROWS)


def plan_line(mark: str, cells: Sequence[str], widths: Sequence[int], width: int) -> str:
    """Return one exercise in this many columns; a title too long for the figures is cut.

    Args:
        mark: One cell on the left.
        cells: The title, then the figures.
        widths: Columns of the widest cell of each kind in the plan.
        width: The available columns.
    """
    rooms = [room for room in widths if room]
    needed = len("▸ ") + sum(rooms)
    gap = " " * next((g for g in _GAPS if needed + g * (len(rooms) - 1) <= width), _GAPS[-1])
    missing = needed + len(gap) * (len(rooms) - 1) - width
    # A title can be recognized by its beginning, a figure cannot.
    title = min(widths[0], max(_SHORTEST_TITLE, widths[0] - max(0, missing)))
    fitting = (title, *widths[1:])
    words = gap.join(fit(cell, room) for cell, room in zip(cells, fitting, strict=True) if room)
    return fit(f"{mark} {words}".rstrip(), width)
