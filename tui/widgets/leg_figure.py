"""A leg from hip to ankle that moves like the person's, visible from the floor."""

from typing import Any

import numpy as np
import numpy.typing as npt
from textual.content import Content

from evenstride.language import number, tr
from evenstride.session.state.leg_drawing import LegDrawing, Point
from evenstride.tui.widgets.braille import EMPTY, characters
from evenstride.tui.widgets.sized import SizedWidget

_THIGH, _SHANK, _JOINT = 0.09, 0.065, 0.13
"""Half of the drawn thicknesses, in thigh lengths."""

_LEAST_DOTS = 0.8


class LegFigure(SizedWidget):
    """The leg, with its knee's angle in words below it; empty without a drawing."""

    DEFAULT_CSS = """
    LegFigure { width: 1fr; height: 1fr; content-align: center middle; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._drawing: LegDrawing | None = None
        self._words = ""

    def show(self, drawing: LegDrawing | None, knee_deg: float | None) -> None:
        """Show a leg."""
        words = "" if knee_deg is None else tr("knee {knee_deg}°", knee_deg=number(knee_deg, 0))
        if (drawing, words) != (self._drawing, self._words):
            self._drawing, self._words = drawing, words
            self.refresh()

    def render(self) -> Content:
        """Draw it as large as it fits."""
        width, height = self.size.width, self.size.height - 1
        if self._drawing is None or width < 1 or height < 1:
            return Content("")
        rows = characters(leg_dots(self._drawing, 2 * width, 4 * height))
        lines = ["".join(" " if code == EMPTY else chr(code) for code in row) for row in rows]
        return Content("\n".join([*lines, self._words.center(width).rstrip()]))


def leg_dots(drawing: LegDrawing, width: int, height: int) -> npt.NDArray[np.bool_]:
    """Return the leg in a grid of square dots, as large as it fits, shape (height, width)."""
    (left, low), (right, high) = drawing.low, drawing.high
    a_dot = max((right - left) / width, (high - low) / height)
    x = (left + right) / 2 + (np.arange(width) - (width - 1) / 2) * a_dot
    y = (low + high) / 2 - (np.arange(height) - (height - 1) / 2) * a_dot
    hip, knee, ankle = drawing.hip, drawing.knee, drawing.ankle
    parts = ((hip, knee, _THIGH), (knee, ankle, _SHANK))
    joints = ((joint, joint, _JOINT) for joint in (hip, knee, ankle))
    dots = np.zeros((height, width), np.bool_)
    for start, end, half in (*parts, *joints):
        dots |= _away(x, y, start, end) <= max(half, _LEAST_DOTS * a_dot)
    return dots


def _away(
    x: npt.NDArray[np.floating[Any]], y: npt.NDArray[np.floating[Any]], start: Point, end: Point
) -> npt.NDArray[np.floating[Any]]:
    """Return each dot's distance from a straight segment."""
    way_x, way_y = end[0] - start[0], end[1] - start[1]
    from_x, from_y = x[None, :] - start[0], y[:, None] - start[1]
    length = max(way_x**2 + way_y**2, 1e-12)
    part = np.clip((from_x * way_x + from_y * way_y) / length, 0.0, 1.0)
    away: npt.NDArray[np.floating[Any]] = np.hypot(from_x - part * way_x, from_y - part * way_y)
    return away
