"""The common part of plots over the weeks: the weeks that fit, and rows with labels around them."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import ClassVar, Final, TypeAlias

from rich.cells import cell_len
from textual.content import Content

from evenstride.language import short_date, tr
from evenstride.tui.cells import fit
from evenstride.tui.widgets.sized import SizedWidget

LABEL_WIDTH: Final = 6
NARROWEST_WEEK: Final = 3  # three sessions a week are separate
_WIDEST_WEEK: Final = 28  # columns: a screen with two sessions need not be stretched over its width
_FAINT: Final = "$foreground 75%"


class WeekPlot(SizedWidget):
    """The look of a plot over the weeks: it shares the height with those beside it."""

    DEFAULT_CSS: ClassVar[str] = """
    WeekPlot {
        height: 1fr;
    }
    """


Cells: TypeAlias = list[list[tuple[str, str]]]
"""Characters with their colours, row by row from the top."""


def empty_cells(width: int, height: int) -> Cells:
    """Return an empty drawing."""
    return [[(" ", "")] * width for _ in range(height)]


def shown_weeks(weeks: Sequence[date], width: int) -> tuple[int, Sequence[date]]:
    """Return the width of a week in this many columns, and the latest weeks that fit."""
    week_width = min(_WIDEST_WEEK, max(NARROWEST_WEEK, width // len(weeks)))
    return week_width, weeks[-max(1, width // week_width) :]


def headed(title: str, told: Sequence[str], width: int) -> Content:
    """Return the row above a plot: its title, and the longest of the words that fit.

    Args:
        title: The plotted quantity.
        told: Its current value, in ever fewer words. The last ones are cut if necessary, with a
            sign: "no clear differ" alone would be misunderstood.
        width: Columns.
    """
    room = max(0, width - cell_len(title) - 2)
    words = next((one for one in told if cell_len(one) <= room), told[-1])
    return Content.styled(f"{title}  ", "bold") + Content(fit(words, room).rstrip())


def plotted(heading: Content, cells: Cells, labels: Mapping[int, str], under: str) -> Content:
    """Return a plot with its surroundings.

    Args:
        heading: The row above.
        cells: The drawing.
        labels: Labels on the left of some rows.
        under: The row below, for the weeks.
    """
    rows = [heading]
    for y, row in enumerate(cells):
        label = Content.styled(f"{labels.get(y, ''):>{LABEL_WIDTH - 1}} ", _FAINT)
        rows.append(label + _line(row))
    rows.append(Content.styled(f"{'':{LABEL_WIDTH}}{under}", _FAINT))
    return Content("\n").join(rows)


def _line(row: Sequence[tuple[str, str]]) -> Content:
    """Return one row, with one piece for each run of a colour."""
    return Content("").join(
        Content.styled("".join(cell for cell, _ in run), colour)
        if colour
        else Content("".join(cell for cell, _ in run))
        for colour, run in groupby(row, key=lambda cell: cell[1])
    )


def week_labels(weeks: Sequence[date], week_width: int, trained: Container[date]) -> str:
    """Return the row below: the first day of as many weeks as fit, "none" below an empty one."""
    line = [" "] * (len(weeks) * week_width)
    free_from = 0
    for place, week in enumerate(weeks):
        at = place * week_width
        if week in trained:
            text = short_date(week)
        else:
            none = tr("none")
            text = none if week_width > len(none) else "–"
        room = len(line) - at
        if at >= free_from and len(text) <= room:
            line[at : at + len(text)] = text
            free_from = at + len(text) + 1
    return "".join(line)
