"""Pain over the weeks: a mark for each session, and one for the morning after."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from textual.content import Content

from evenstride.analysis.advising.pain import TOO_MUCH_PAIN
from evenstride.history.pain_course import PainCourse, PainPoint
from evenstride.history.weeks import monday
from evenstride.language import tr
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

_MOST: Final = 10.0
_THEN, _MORNING = "●", "○"


class PainPlot(WeekPlot):
    """From 0 to 10, with a line at the limit; ratings above it stand out.

    Args:
        course: The ratings.
        weeks: Every Monday that may be shown; the latest ones if there is no room for all.
    """

    def __init__(self, course: PainCourse, weeks: Sequence[date]) -> None:
        super().__init__()
        self._course, self._weeks = course, weeks

    def render(self) -> Content:
        """Draw the course in words, the plot, and the weeks below it."""
        heading = headed(tr("Pain"), (self._course.words,), self.size.width)
        width, height = self.size.width - LABEL_WIDTH, self.size.height - 2
        if height < 2 or width < 4 or not self._course.points:
            return heading
        week_width, weeks = shown_weeks(self._weeks, width)
        cells = empty_cells(len(weeks) * week_width, height)
        limit = _row(TOO_MUCH_PAIN, height)
        cells[limit] = [("┄", "$foreground 40%")] * len(cells[limit])
        for point in self._course.points:
            if weeks[0] <= point.day < weeks[-1] + timedelta(weeks=1):
                _draw(cells, point, weeks[0], week_width)
        labels = {0: "10", limit: f"{TOO_MUCH_PAIN:g}", height - 1: "0"}
        trained = {monday(point.day) for point in self._course.points}
        under = week_labels(weeks, week_width, trained)
        return plotted(heading, cells, labels, under)


def _row(rating: float, height: int) -> int:
    """Return the row of a rating, from the top."""
    return min(height - 1, int((1.0 - rating / _MOST) * (height - 1) + 0.5))


def _draw(cells: Cells, point: PainPoint, first: date, week_width: int) -> None:
    """Draw the mark of the session, and to its right that of the morning after."""
    column = (point.day - first).days * week_width // 7
    for x, sign, rating, is_bad in (
        (column, _THEN, point.then, point.is_too_much),
        (column + 1, _MORNING, point.morning, point.is_sore),
    ):
        if rating is not None and x < len(cells[0]):
            colour = "bold $warning" if is_bad else "$foreground"
            cells[_row(rating, len(cells))][x] = (sign, colour)
