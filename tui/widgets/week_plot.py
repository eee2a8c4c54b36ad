"""What plots over the weeks share: which weeks have room, and rows with labels around them."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final, TypeAlias

from rich.cells import cell_len
from textual.content import Content

from evenstride.language import short_date, tr
from evenstride.tui.cells import fit

LABEL_WIDTH: Final = 6
NARROWEST_WEEK: Final = 3  # three sessions a week stand apart
_WIDEST_WEEK: Final = 28  # columns: a screen with two sessions need not be full of nothing
_FAINT: Final = "$foreground 75%"

Cells: TypeAlias = list[list[tuple[str, str]]]
"""Characters with their colours, row by row from the top."""


def empty_cells(width: int, height: int) -> Cells:
    """Nothing drawn as yet."""
    return [[(" ", "")] * width for _ in range(height)]


def shown_weeks(weeks: Sequence[date], width: int) -> tuple[int, Sequence[date]]:
    """How wide a week is in a given width, and the latest weeks, for which there is room."""
    week_width = min(_WIDEST_WEEK, max(NARROWEST_WEEK, width // len(weeks)))
    return week_width, weeks[-max(1, width // week_width) :]


def headed(title: str, told: Sequence[str], width: int) -> Content:
    """The row above a plot: its title, and the first of the words that have room.

    Args:
        title: What is plotted.
        told: What it is now, in fewer and fewer words. The last are cut where they must be, which
            is shown: "no clear differ" says another thing than it means.
        width: Columns.
    """
    room = max(0, width - cell_len(title) - 2)
    words = next((one for one in told if cell_len(one) <= room), told[-1])
    return Content.styled(f"{title}  ", "bold") + Content(fit(words, room).rstrip())


def plotted(heading: Content, cells: Cells, labels: Mapping[int, str], under: str) -> Content:
    """A plot with what stands around it.

    Args:
        heading: The row above.
        cells: What is drawn.
        labels: What stands at the left of some rows.
        under: The row below, of the weeks.
    """
    rows = [heading]
    for y, row in enumerate(cells):
        label = Content.styled(f"{labels.get(y, ''):>{LABEL_WIDTH - 1}} ", _FAINT)
        rows.append(label + _line(row))
    rows.append(Content.styled(f"{'':{LABEL_WIDTH}}{under}", _FAINT))
    return Content("\n").join(rows)


def _line(row: Sequence[tuple[str, str]]) -> Content:
    """One row, with one piece for each run of a colour."""
    return Content("").join(
        Content.styled("".join(cell for cell, _ in run), colour)
        if colour
        else Content("".join(cell for cell, _ in run))
        for colour, run in groupby(row, key=lambda cell: cell[1])
    )


def week_labels(weeks: Sequence[date], week_width: int, trained: Container[date]) -> str:
    """Below the plot: the first day of as many weeks as have room, "none" below an empty one."""
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
