"""One quantity of both legs over the weeks: a letter for each session, or bars for each week."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from textual.content import Content

from evenstride.history.each_leg import LegPoint, LegSeries
from evenstride.history.weeks import monday
from evenstride.language import number, short_leg, tr
from evenstride.sensors.samples import Leg
from evenstride.tui.widgets.week_plot import (
    LABEL_WIDTH,
    Cells,
    WeekPlot,
    empty_cells,
    headed,
    plotted,
    shown_weeks,
    week_labels,
)

_COLOURS: Final = {Leg.LEFT: "$primary", Leg.RIGHT: "$secondary"}
_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"


class LegPlot(WeekPlot):
    """The quantity, from zero up, left and right next to each other.

    Args:
        series: The quantity.
        weeks: Every Monday that may be shown; the latest ones if there is no room for all.
    """

    def __init__(self, series: LegSeries, weeks: Sequence[date]) -> None:
        super().__init__()
        self._series, self._weeks = series, weeks

    def render(self) -> Content:
        """Draw each leg's first and last value in words, the plot, and the weeks below it."""
        series = self._series
        told = series.words, series.short_words
        heading = headed(tr(series.title), told, self.size.width)
        width, height = self.size.width - LABEL_WIDTH, self.size.height - 2
        if height < 2 or width < 4:
            return heading
        week_width, weeks = shown_weeks(self._weeks, width)
        end = weeks[-1] + timedelta(weeks=1)
        points = [point for point in series.points if weeks[0] <= point.day < end]
        values = [value for one in points for leg in Leg if (value := one.of(leg)) is not None]
        top = max(values, default=1.0) or 1.0
        cells = empty_cells(len(weeks) * week_width, height)
        for point in points:
            for leg in Leg:
                value = point.of(leg)
                if value is not None:
                    x = _column(point, weeks[0], week_width, is_weekly=series.is_weekly)
                    _draw(cells, x + (leg is Leg.RIGHT), value / top, leg, is_bar=series.is_weekly)
        labels = {0: f"{number(top, series.decimals)}{series.unit.strip()}", height - 1: "0"}
        under = week_labels(weeks, week_width, {monday(point.day) for point in points})
        return plotted(heading, cells, labels, under)


def _column(point: LegPoint, first: date, week_width: int, *, is_weekly: bool) -> int:
    """Return the column of the left leg; the right leg's is next to it."""
    start = (point.day - first).days // 7 * week_width
    within = 0 if is_weekly else (point.day.weekday() * week_width) // 7
    return start + min(within, week_width - 2)


def _draw(cells: Cells, x: int, part: float, leg: Leg, *, is_bar: bool) -> None:
    height = len(cells)
    if not is_bar:
        y = min(height - 1, int((1.0 - part) * (height - 1) + 0.5))
        cells[y][x] = (short_leg(leg), f"bold {_COLOURS[leg]}")
        return
    eighths = round(8 * height * part)
    for row in range(height):
        level = max(0, min(8, eighths - 8 * row))
        if level:
            cells[height - 1 - row][x] = (_EIGHTHS[level], _COLOURS[leg])
