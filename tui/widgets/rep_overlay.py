"""All reps of a leg on top of each other, and the other leg's mean as dots."""

from itertools import groupby

import numpy as np
from textual.content import Content

from evenstride.language import number
from evenstride.session.result.curves import Curve
from evenstride.session.result.result import LegResult
from evenstride.tui.widgets.braille import EMPTY, Grid, characters, line_dots
from evenstride.tui.widgets.sized import SizedWidget

_LABEL_WIDTH = 5


class RepOverlay(SizedWidget):
    """Angle over the time since each rep's start, on a scale that both legs share.

    Args:
        other: The other leg's mean; None if there is none.
        scale_deg: Lower and upper end, degrees.
        window_s: Duration, seconds.
    """

    DEFAULT_CSS = """
    RepOverlay {
        height: 8;
    }
    """

    def __init__(
        self,
        result: LegResult,
        *,
        other: Curve | None,
        scale_deg: tuple[float, float],
        window_s: float,
    ) -> None:
        super().__init__()
        self._result, self._other = result, other
        self._scale_deg, self._window_s = scale_deg, window_s

    def render(self) -> Content:
        """Draw the curves, and below them the seconds."""
        width, height = self.size.width - _LABEL_WIDTH, self.size.height - 1
        if width < 4 or height < 1:
            return Content("")
        lines = np.zeros((4 * height, 2 * width), dtype=np.bool_)
        for curve in self._result.curves:
            lines |= self._dots((curve.t_s, curve.angle_deg), width, height)
        guide = np.zeros_like(lines)
        if self._other is not None:
            guide = self._dots(self._other, width, height)
            guide[:, 1::2] = False
        drawn, dotted = characters(lines | guide), characters(guide)
        colour = "$primary" if self._result.leg == "left" else "$secondary"
        low, high = self._scale_deg
        zero = min(height - 1, int(high / (high - low) * height))
        labels = {0: f"{high:.0f}°", zero: "0°"}
        rows = []
        for y in range(height):
            codes = np.where(drawn[y] == EMPTY, ord(" "), drawn[y])
            pieces = [Content.styled(labels.get(y, "").rjust(_LABEL_WIDTH - 1) + " ", "dim")]
            # A cell has one colour: the other leg must be visible in the middle of this leg's reps.
            others = (dotted[y] != EMPTY).tolist()
            for is_other, places in groupby(range(width), key=others.__getitem__):
                piece = "".join(chr(codes[x]) for x in places)
                pieces.append(Content.styled(piece, "$foreground" if is_other else colour))
            rows.append(Content("").join(pieces))
        seconds = f"{number(self._window_s, 1)} s"
        rows.append(Content.styled(f"{'':{_LABEL_WIDTH}}0{seconds:>{width - 1}}", "dim"))
        return Content("\n").join(rows)

    def _dots(self, curve: Curve, width: int, height: int) -> Grid:
        low, high = self._scale_deg
        return line_dots(
            *curve,
            end_s=self._window_s,
            window_s=self._window_s,
            low=low,
            high=high,
            width=width,
            height=height,
        )
