"""Left against right so far: bars from a middle line, left to the left and right to the right."""

from textual.content import Content

from evenstride.language import number
from evenstride.session.result.comparison_rows import ComparisonRow
from evenstride.tui.widgets.sized import SizedWidget

_SIDE_WIDTH = 20
_VALUE_WIDTH = 7
# In a narrower window the verdict's words are dropped, and the bars are no longer in the middle.
_ROOMY_COLUMNS = 60
_NARROW_SIDE_WIDTH = 12


class ComparisonBar(SizedWidget):
    """A row per quantity: label, left value and bar, middle line, right bar and value, verdict."""

    DEFAULT_CSS = """
    ComparisonBar {
        padding: 0 1;
        border-top: solid $panel;
        color: $foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ComparisonRow, ...] = ()

    def show(self, rows: tuple[ComparisonRow, ...]) -> None:
        """Show quantities."""
        if rows != self._rows:
            self._rows = rows
            self.refresh()

    def render(self) -> Content:
        """Draw the rows."""
        return Content("\n").join([_draw(row, self.size.width) for row in self._rows])


def _draw(row: ComparisonRow, width: int) -> Content:
    # Equal room at both ends keeps the middle line in the middle of the screen.
    is_roomy = width >= _ROOMY_COLUMNS
    side_width = _SIDE_WIDTH if is_roomy else _NARROW_SIDE_WIDTH
    room = (width - 1) // 2 - side_width if is_roomy else (width - 1 - side_width) // 2
    bar_width = max(1, room - _VALUE_WIDTH - 1)
    largest = max(row.left or 0.0, row.right or 0.0)
    lengths = [
        round(max(0.0, value) / largest * bar_width) if value is not None and largest > 0.0 else 0
        for value in (row.left, row.right)
    ]
    return Content.assemble(
        row.label.ljust(side_width),
        _value(row.left, row).rjust(_VALUE_WIDTH) + " ",
        (("▆" * lengths[0]).rjust(bar_width), "$primary"),
        "┃",
        (("▆" * lengths[1]).ljust(bar_width), "$secondary"),
        " " + _value(row.right, row).ljust(_VALUE_WIDTH),
        row.verdict.rjust(side_width) if is_roomy else "",
    )


def _value(value: float | None, row: ComparisonRow) -> str:
    return "–" if value is None else f"{number(value, row.decimals)}{row.unit}"
