"""One leg's angle over the last seconds, as a braille line on a scale that both legs share."""

from typing import ClassVar

import numpy as np
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from evenstride.sensors.samples import FloatArray
from evenstride.tui.widgets.trace_picture import LABEL_WIDTH, Piece, TraceScale, trace_rows


class TraceStrip(Widget):
    """The trace, newest on the right, with lines at zero and at the person's usual range.

    The hold zone is hatched: the leg holds while it stays in it.
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
        self._scale = TraceScale()
        self._labelled = True
        self._rows: list[tuple[Piece, ...]] = []

    def show(
        self,
        t_s: FloatArray,
        angle_deg: FloatArray,
        *,
        end_s: float,
        scale: TraceScale,
        labelled: bool = True,
    ) -> None:
        """Show a piece of trace.

        Args:
            t_s: Times, ascending, shape (n,), seconds.
            angle_deg: Angles, shape (n,), degrees.
            end_s: Time at the right edge, seconds.
            scale: The meaning of the height.
            labelled: Whether the scale is on the left; else its room is on the right, empty: strips
                next to each other share one scale, which is written once.
        """
        self._t_s, self._angle_deg, self._end_s = t_s, angle_deg, end_s
        self._scale, self._labelled = scale, labelled
        before = self._rows
        self._lay_out()
        if len(before) != len(self._rows):
            self.refresh()
            return
        # If a leg is at rest, most rows stay the same, and drawing is the expensive part.
        changed = [y for y, row in enumerate(self._rows) if row != before[y]]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._lay_out()
        self.refresh()

    def notify_style_update(self) -> None:
        """Redraw everything in other colours."""
        super().notify_style_update()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one row of the picture with its colours."""
        width = self.size.width
        if y >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        return Strip([Segment(text, self._style(kind)) for kind, text in self._rows[y]], width)

    def _style(self, kind: str) -> Style:
        return self.get_component_rich_style(f"trace-strip--{kind}")

    def _lay_out(self) -> None:
        """Compute every row."""
        width, height = self.size.width - LABEL_WIDTH, self.size.height
        if width < 1 or height < 1:
            self._rows = []
            return
        rows = trace_rows(
            self._t_s,
            self._angle_deg,
            end_s=self._end_s,
            scale=self._scale,
            width=width,
            height=height,
        )
        if not self._labelled:
            room = Piece("label", " " * LABEL_WIDTH)
            rows = [(*pieces, room) for _, *pieces in rows]
        self._rows = rows
