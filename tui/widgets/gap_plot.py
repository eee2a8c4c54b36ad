"""The gap between the legs over the weeks, with intervals, and weeks without training."""

import math
from collections.abc import Container, Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import ClassVar, Final

from textual.content import Content

from evenstride.history.progress import Gap, Point, monday
from evenstride.language import number, short_date, tr
from evenstride.sensors.samples import Leg
from evenstride.tui.widgets.sized import SizedWidget

LABEL_WIDTH: Final = 6
_WIDEST_WEEK: Final = 28  # columns: a screen with two sessions need not be full of nothing
_NARROWEST_WEEK: Final = 3  # three sessions a week stand apart
_DATE_WIDTH: Final = 7  # "26 Oct" and a space


class GapPlot(SizedWidget):
    """Left minus right, session by session: a dot each, and a line for its interval.

    Args:
        gap: The quantity.
        weeks: Every Monday that may be shown; where there is no room for all, the latest are.
        days: The days of all sessions, also of those that give no gap.
    """

    DEFAULT_CSS: ClassVar[str] = """
    GapPlot {
        height: 1fr;
    }
    """

    def __init__(self, gap: Gap, weeks: Sequence[date], days: Iterable[date]) -> None:
        super().__init__()
        self._gap, self._weeks = gap, weeks
        self._trained = {monday(day) for day in days}

    def render(self) -> Content:
        """What it is now in words, the plot, and the weeks below it."""
        width, height = self.size.width - LABEL_WIDTH, self.size.height - 2
        heading = self._heading()
        if width < _NARROWEST_WEEK or height < 3:
            return heading
        week_width, weeks = shown_weeks(self._weeks, width)
        end = weeks[-1] + timedelta(weeks=1)
        points = [point for point in self._gap.points if weeks[0] <= point.day < end]
        low, high = scale_of(self._gap, points)
        grid = _Grid(len(weeks) * week_width, height, low, high)
        for at, week in enumerate(weeks):
            if week not in self._trained:
                grid.shade(at * week_width, week_width)
        grid.zero()
        for point in points:
            start = (point.day - weeks[0]).days // 7 * week_width
            grid.point(start + (point.day.weekday() * week_width + week_width // 2) // 7, point)
        labels = {0: high, grid.row(0.0): 0.0, height - 1: low}
        rows = [heading]
        for y, line in enumerate(grid.lines()):
            label = self._label(labels[y]) if y in labels else ""
            rows.append(Content.styled(f"{label:>{LABEL_WIDTH - 1}} ", "$foreground 75%") + line)
        under = week_labels(weeks, week_width, self._trained)
        rows.append(Content.styled(f"{'':{LABEL_WIDTH}}{under}", "$foreground 75%"))
        return Content("\n").join(rows)

    def _heading(self) -> Content:
        """What it is now, on one row."""
        title = tr(self._gap.quantity.title)
        room = self.size.width - len(title) - 2
        words = self._gap.words if len(self._gap.words) <= room else self._gap.short_words
        return Content.styled(f"{title}  ", "bold") + Content(words)

    def _label(self, value: float) -> str:
        if value == 0.0:
            return "0"
        sign = "−" if value < 0.0 else "+"
        return f"{sign}{number(abs(value), self._gap.quantity.decimals)}{self._gap.quantity.unit}"


def shown_weeks(weeks: Sequence[date], width: int) -> tuple[int, Sequence[date]]:
    """How wide a week is in so many columns, and the weeks that have room: the latest ones."""
    week_width = min(_WIDEST_WEEK, max(_NARROWEST_WEEK, width // len(weeks)))
    return week_width, weeks[-max(1, width // week_width) :]


class _Grid:
    """Characters with their colours, row by row from the top."""

    def __init__(self, width: int, height: int, low: float, high: float) -> None:
        self._low, self._high, self._height = low, high, height
        self._cells = [[(" ", "")] * width for _ in range(height)]

    def row(self, value: float) -> int:
        """The row in which a value is; outside it is the nearest one."""
        part = (self._high - value) / (self._high - self._low)
        return min(self._height - 1, max(0, int(part * self._height)))

    def shade(self, from_x: int, width: int) -> None:
        """Show that there is nothing in these columns."""
        for row in self._cells:
            row[from_x : from_x + width] = [("░", "$foreground 25%")] * width

    def zero(self) -> None:
        """Draw the line on which both legs are alike."""
        y = self.row(0.0)
        self._cells[y] = [("┄", "$foreground 60%")] * len(self._cells[y])

    def point(self, x: int, point: Point) -> None:
        """Draw a session."""
        colour = {Leg.LEFT: "$primary", Leg.RIGHT: "$secondary", None: "$foreground"}[point.less]
        faint = f"{colour} 60%"
        if point.ci95 is not None:
            low, high = point.ci95
            top, bottom = self.row(high), self.row(low)
            for y in range(top, bottom + 1):
                self._cells[y][x] = ("┼" if y == self.row(0.0) else "│", faint)
            # What goes on beyond the scale is not cut in silence.
            if high > self._high:
                self._cells[top][x] = ("▲", colour)
            if low < self._low:
                self._cells[bottom][x] = ("▼", colour)
        self._cells[self.row(point.gap)][x] = ("○" if point.less is None else "●", colour)

    def lines(self) -> list[Content]:
        """Each row, with one piece for each run of a colour."""
        return [
            Content("").join(
                Content.styled("".join(cell for cell, _ in run), colour)
                if colour
                else Content("".join(cell for cell, _ in run))
                for colour, run in groupby(row, key=lambda cell: cell[1])
            )
            for row in self._cells
        ]


def scale_of(gap: Gap, points: Sequence[Point]) -> tuple[float, float]:
    """Lower and upper end: all gaps, zero, and as much of the intervals as leaves the gaps large.

    Args:
        gap: The quantity.
        points: What is shown of it.
    """
    furthest = max([gap.least, *(abs(point.gap) for point in points)])
    limit = 1.5 * furthest
    values = [0.0, *(point.gap for point in points)]
    values += [end for point in points if point.ci95 for end in point.ci95]
    # Which side of zero it is on has to be seen, and that a small gap is small.
    beside = gap.least if furthest == gap.least else 0.3 * gap.least
    low = min(-beside, max(-limit, min(values)))
    high = max(beside, min(limit, max(values)))
    step = 10.0**-gap.quantity.decimals
    return math.floor(low / step) * step, math.ceil(high / step) * step


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
