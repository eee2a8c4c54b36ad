"""How an exercise is done, drawn with blocks: a body that repeats it."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from textual.content import Content
from textual.style import Style

from evenstride.poses.exercise_poses import ExercisePoses, part_at, poses_of
from evenstride.poses.picture import box_of
from evenstride.poses.raster import Dots, Paint, raster
from evenstride.tui.plain_glyphs import draws_plain
from evenstride.tui.widgets.sized import SizedWidget

_FRAMES_PER_S = 8.0
_LETTERS = {
    Paint.NOTHING: " ",
    Paint.GROUND: "_",
    Paint.FAR: ".",
    Paint.BODY: "o",
    Paint.WORKS: "#",
    Paint.SENSOR: "@",
}


class PoseView(SizedWidget):
    """The exercise at a time; empty if it has no drawing.

    If a terminal has no blocks, it is drawn with letters.
    """

    DEFAULT_CSS = """
    PoseView { width: 36; height: 7; color: $foreground 70%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._poses: ExercisePoses | None = None
        self._exercise = ""
        self._t_s = 0.0

    def show(self, exercise_id: str, t_s: float = 0.0) -> bool:
        """Show an exercise at a time, seconds; return whether it has a drawing."""
        frame = int(t_s * _FRAMES_PER_S) / _FRAMES_PER_S
        if (exercise_id, frame) != (self._exercise, self._t_s):
            self._exercise, self._t_s = exercise_id, frame
            self._poses = poses_of(exercise_id)
            self.refresh()
        return self._poses is not None

    def render(self) -> Content:
        """Draw the body at this moment."""
        width, height = self.size
        if self._poses is None or not width or not height:
            return Content("")
        figure = self._poses.figure(part_at(self._t_s))
        dots = raster(figure, box_of(self._poses), width, 2 * height, both=self._poses.both)
        return (letters_of if draws_plain() else _blocks)(dots, self._colours())

    def _colours(self) -> dict[int, Style]:
        names = self.app.theme_variables
        of = {
            Paint.GROUND: names["panel"],
            Paint.FAR: names[
                "panel-lighten-3" if self.app.current_theme.dark else "panel-darken-2"
            ],
            Paint.BODY: names["resting"],
            Paint.WORKS: names["primary"],
            Paint.SENSOR: names["secondary"],
        }
        return {paint: Style.parse(colour) for paint, colour in of.items()}


def letters_of(dots: Dots, colours: dict[int, Style]) -> Content:
    """Return the drawing with letters: a cell for two dots, one above the other."""
    rows: Sequence[Sequence[int]] = np.maximum(dots[0::2], dots[1::2]).tolist()
    return Content("\n").join(
        Content.assemble(
            *(
                (_LETTERS[Paint(paint)] * len(list(run)), colours.get(paint, Style()))
                for paint, run in groupby(row)
            )
        )
        for row in rows
    )


def _blocks(dots: Dots, colours: dict[int, Style]) -> Content:
    """Return the drawing with half blocks: each cell has an upper and a lower dot."""
    spans: list[Content | tuple[str, Style]] = []
    rows: Sequence[Sequence[int]] = dots.tolist()
    for number in range(0, len(rows), 2):
        for above, below in zip(rows[number], rows[number + 1], strict=True):
            spans.append(_cell(above, below, colours))
        spans.append(Content("\n"))
    return Content.assemble(*spans)


def _cell(above: int, below: int, colours: dict[int, Style]) -> Content | tuple[str, Style]:
    if not above and not below:
        return Content(" ")
    if above == below:
        return "█", colours[above]
    if not below:
        return "▀", colours[above]
    if not above:
        return "▄", colours[below]
    over = colours[above].foreground
    under = colours[below].foreground
    return "▀", Style(foreground=over, background=under)
