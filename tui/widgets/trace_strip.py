"""One leg's angle over the last seconds, as a braille line on a scale that both legs share."""

from itertools import groupby
from typing import ClassVar

import numpy as np
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from evenstride.analysis.counting.measuring_tuning import MEASURING
from evenstride.sensors.samples import FloatArray
from evenstride.session.state.trace_buffer import WINDOW_S
from evenstride.tui.widgets.braille import EMPTY, characters, dot_row, line_dots

_LABEL_WIDTH = 5
# Dots between those of the hold zone: seen as an area, and no match for the trace.
_HATCH = 8


class TraceStrip(Widget):
    """The trace, newest at the right, with lines at zero and at the person's usual range.

    The hold zone is hatched: who stays in it holds.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "trace-strip--line",
        "trace-strip--guide",
        "trace-strip--label",
    }
    DEFAULT_CSS = """
    TraceStrip {
        height: 1fr;
    }
    TraceStrip > .trace-strip--line {
        color: $foreground;
    }
    TraceStrip > .trace-strip--guide {
        color: $foreground 45%;
    }
    TraceStrip > .trace-strip--label {
        color: $foreground 75%;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._t_s: FloatArray = np.zeros(0)
        self._angle_deg: FloatArray = np.zeros(0)
        self._end_s = 0.0
        self._scale_deg = (-1.0, 1.0)
        self._usual_deg: float | None = None
        self._holds = False
        self._labelled = True
        self._rows: list[list[tuple[str, str]]] = []

    def show(
        self,
        t_s: FloatArray,
        angle_deg: FloatArray,
        *,
        end_s: float,
        scale_deg: tuple[float, float],
        usual_range_deg: float | None,
        holds: bool = False,
        labelled: bool = True,
    ) -> None:
        """Show a piece of trace.

        Args:
            t_s: Times, ascending, shape (n,), seconds.
            angle_deg: Angles, shape (n,), degrees.
            end_s: Time at the right edge, seconds.
            scale_deg: Angles at the lower and the upper edge, degrees.
            usual_range_deg: Where to mark the person's usual range, degrees; None for nowhere.
            holds: Whether the exercise has a hold, whose zone is to be marked.
            labelled: Whether the scale stands at the left; else its room is at the right, empty:
                the strips beside each other have one scale, which is written once.
        """
        self._t_s, self._angle_deg, self._end_s = t_s, angle_deg, end_s
        self._scale_deg, self._usual_deg = scale_deg, usual_range_deg
        self._holds, self._labelled = holds, labelled
        self._lay_out()
        self.refresh()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._lay_out()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Give one row of the picture its colours."""
        if y >= len(self._rows):
            return Strip.blank(self.size.width, self.rich_style)
        segments = [Segment(text, self._style(part)) for part, text in self._rows[y]]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"trace-strip--{part}")

    def _lay_out(self) -> None:
        """Compute every row as pieces of one kind: (component class's ending, text)."""
        width, height = self.size.width - _LABEL_WIDTH, self.size.height
        if width < 1 or height < 1:
            self._rows = []
            return
        low, high = self._scale_deg
        guides: dict[int, float] = {}
        for angle in (high, 0.0, self._usual_deg):
            if angle is not None:
                guides[int(dot_row(np.array(angle), low, high, height))] = angle
        guide_dots = np.zeros((4 * height, 2 * width), dtype=np.bool_)
        for row, angle in guides.items():
            if angle != high:
                guide_dots[row, :: 2 if angle == 0.0 else 4] = True
        if self._holds and self._usual_deg is not None:
            zone = np.array([self._usual_deg, (1.0 - MEASURING.sag_fraction) * self._usual_deg])
            top, bottom = dot_row(zone, low, high, height)
            for row in range(top + 1, bottom + 1):
                guide_dots[row, (_HATCH // 2) * (row % 2) :: _HATCH] = True
        line = characters(
            line_dots(
                self._t_s,
                self._angle_deg,
                end_s=self._end_s,
                window_s=WINDOW_S,
                low=low,
                high=high,
                width=width,
                height=height,
            )
        )
        guide = characters(guide_dots)
        ends = {0: high, int(dot_row(np.array(0.0), low, high, height)) // 4: 0.0}
        labels = {row: f"{angle:.0f}°" for row, angle in ends.items()}
        self._rows = []
        for y in range(height):
            parts = ["line" if code != EMPTY else "guide" for code in line[y]]
            codes = np.where(line[y] != EMPTY, line[y], guide[y])
            # Some fonts draw the empty pattern as eight faint circles.
            codes[codes == EMPTY] = ord(" ")
            label = labels.get(y, "").rjust(_LABEL_WIDTH - 1) + " "
            pieces = [("label", label)] if self._labelled else []
            for part, places in groupby(range(width), key=parts.__getitem__):
                pieces.append((part, "".join(chr(codes[x]) for x in places)))
            self._rows.append(pieces)
