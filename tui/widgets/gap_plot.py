"""The gap between the legs over the weeks, with intervals, and weeks without training."""

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from textual.content import Content

from evenstride.history.progress import Gap, Point
from evenstride.history.weeks import monday
from evenstride.language import number, tr
from evenstride.sensors.samples import Leg
from evenstride.tui.widgets.week_plot import (
    LABEL_WIDTH,
    NARROWEST_WEEK,
    WeekPlot,
    empty_cells,
    headed,
    plotted,
    shown_weeks,
    week_labels,
)


class GapPlot(WeekPlot):
    """Left minus right, session by session: a dot for each, and a line for its interval.

    Args:
        gap: The quantity.
        weeks: Every Monday that may be shown; the latest ones if there is no room for all.
        days: The days of all sessions, including those without a gap.
    """

    def __init__(self, gap: Gap, weeks: Sequence[date], days: Iterable[date]) -> None:
        super().__init__()
        self._gap, self._weeks = gap, weeks
        self._trained = {monday(day) for day in days}

    def render(self) -> Content:
        """Draw the current gap in words, the plot, and the weeks below it."""
        width, height = self.size.width - LABEL_WIDTH, self.size.height - 2
        heading = self._heading()
        if width < NARROWEST_WEEK or height < 3:
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
        # If an end coincides with the zero line, the line keeps its own label.
        labels = {0: high, height - 1: low, grid.row(0.0): 0.0}
        under = week_labels(weeks, week_width, self._trained)
        words = {y: self._label(value) for y, value in labels.items()}
        return plotted(heading, grid.cells, words, under)

    def _heading(self) -> Content:
        """Return the current gap, on one row."""
        told = self._gap.words, self._gap.short_words
        return headed(tr(self._gap.quantity.title), told, self.size.width)

    def _label(self, value: float) -> str:
        if value == 0.0:
            return "0"
        sign = "−" if value < 0.0 else "+"
        return f"{sign}{number(abs(value), self._gap.quantity.decimals)}{self._gap.quantity.unit}"


class _Grid:
    """The drawing of the gap.

    Attributes:
        cells: Characters with their colours.
    """

    def __init__(self, width: int, height: int, low: float, high: float) -> None:
        self._low, self._high, self._height = low, high, height
        self.cells = empty_cells(width, height)

    def row(self, value: float) -> int:
        """Return the row of a value; the nearest one if it is outside."""
        part = (self._high - value) / (self._high - self._low)
        return min(self._height - 1, max(0, int(part * self._height)))

    def shade(self, from_x: int, width: int) -> None:
        """Shade columns without data."""
        for row in self.cells:
            row[from_x : from_x + width] = [("░", "$foreground 25%")] * width

    def zero(self) -> None:
        """Draw the line on which both legs are equal."""
        y = self.row(0.0)
        self.cells[y] = [("┄", "$foreground 60%")] * len(self.cells[y])

    def point(self, x: int, point: Point) -> None:
        """Draw a session."""
        colour = {Leg.LEFT: "$primary", Leg.RIGHT: "$secondary", None: "$foreground"}[point.less]
        faint = f"{colour} 60%"
        if point.ci95 is not None:
            low, high = point.ci95
            top, bottom = self.row(high), self.row(low)
            for y in range(top, bottom + 1):
                self.cells[y][x] = ("┼" if y == self.row(0.0) else "│", faint)
            # Mark intervals that continue beyond the scale.
            if high > self._high:
                self.cells[top][x] = ("▲", colour)
            if low < self._low:
                self.cells[bottom][x] = ("▼", colour)
        self.cells[self.row(point.gap)][x] = ("○" if point.less is None else "●", colour)


def scale_of(gap: Gap, points: Sequence[Point]) -> tuple[float, float]:
    """Return the ends: all gaps, zero, and as much of the intervals as keeps gaps large.

    Args:
        gap: The quantity.
        points: The shown points.
    """
    furthest = max([gap.least, *(abs(point.gap) for point in points)])
    limit = 1.5 * furthest
    values = [0.0, *(point.gap for point in points)]
    values += [end for point in points if point.ci95 for end in point.ci95]
    # It must be visible on which side of zero a gap is, and that a small one is small.
    beside = gap.least if furthest == gap.least else 0.3 * gap.least
    low = min(-beside, max(-limit, min(values)))
    high = max(beside, min(limit, max(values)))
    step = 10.0**-gap.quantity.decimals
    return math.floor(low / step) * step, math.ceil(high / step) * step
