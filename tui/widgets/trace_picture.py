"""The picture of a trace as rows of text: the line, the guides, and the ends of the scale."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from evenstride.analysis.counting.tuning.measuring import MEASURING
from evenstride.sensors.samples import FloatArray
from evenstride.session.state.trace_buffer import WINDOW_S
from evenstride.tui.widgets.braille import EMPTY, characters, dot_row, line_dots

LABEL_WIDTH: Final = 5

# Dots between those of the hold zone: visible as an area, but weaker than the trace.
_HATCH: Final = 8

_BLANK: Final = ord(" ")


class Piece(NamedTuple):
    """Characters of one kind: ``line``, ``guide`` or ``label``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class TraceScale:
    """The meaning of a picture's height.

    Attributes:
        low_deg: Angle at the lower edge, degrees.
        high_deg: Angle at the upper edge, degrees.
        usual_deg: Where to mark the person's usual range, degrees; None for no mark.
        holds: Whether the exercise has a hold, whose zone is to be marked.
    """

    low_deg: float = -1.0
    high_deg: float = 1.0
    usual_deg: float | None = None
    holds: bool = False


def trace_rows(
    t_s: FloatArray,
    angle_deg: FloatArray,
    *,
    end_s: float,
    scale: TraceScale,
    width: int,
    height: int,
) -> list[tuple[Piece, ...]]:
    """Return the rows of a picture, from the top; the first piece of each is the label.

    Args:
        t_s: Times, ascending, shape (n,), seconds.
        angle_deg: Angles, shape (n,), degrees.
        end_s: Time at the right edge, seconds.
        scale: The meaning of the height.
        width: Characters next to the label.
        height: Rows.
    """
    drawn = characters(
        line_dots(
            t_s,
            angle_deg,
            end_s=end_s,
            window_s=WINDOW_S,
            low=scale.low_deg,
            high=scale.high_deg,
            width=width,
            height=height,
        )
    )
    is_line = drawn != EMPTY
    codes = np.where(is_line, drawn, _guide(scale, width, height)).astype("<u4")
    text = codes.tobytes().decode("utf-32-le")
    changes = is_line[:, 1:] != is_line[:, :-1]
    rows = []
    for y, label in enumerate(_labels(scale, height)):
        starts = [0, *(np.flatnonzero(changes[y]) + 1).tolist(), width]
        pieces = [Piece("label", label)]
        kinds = ("line", "guide") if is_line[y, 0] else ("guide", "line")
        for number, start in enumerate(starts[:-1]):
            end = starts[number + 1]
            pieces.append(Piece(kinds[number % 2], text[y * width + start : y * width + end]))
        rows.append(tuple(pieces))
    return rows


@lru_cache(maxsize=16)
def _guide(scale: TraceScale, width: int, height: int) -> npt.NDArray[np.int64]:
    """Return the code points of the guides under the line: usual range, zero, and hold zone."""
    low, high, usual_deg = scale.low_deg, scale.high_deg, scale.usual_deg
    dots = np.zeros((4 * height, 2 * width), dtype=np.bool_)
    rows: dict[int, float] = {}
    for angle in (high, 0.0, usual_deg):
        if angle is not None:
            rows[int(dot_row(np.array(angle), low, high, height))] = angle
    for row, angle in rows.items():
        if angle != high:
            dots[row, :: 2 if angle == 0.0 else 4] = True
    if scale.holds and usual_deg is not None:
        zone = np.array([usual_deg, (1.0 - MEASURING.sag_fraction) * usual_deg])
        top, bottom = dot_row(zone, low, high, height)
        for row in range(top + 1, bottom + 1):
            dots[row, (_HATCH // 2) * (row % 2) :: _HATCH] = True
    codes = characters(dots)
    # Some fonts draw the empty pattern as eight faint circles.
    codes[codes == EMPTY] = _BLANK
    return codes


@lru_cache(maxsize=16)
def _labels(scale: TraceScale, height: int) -> tuple[str, ...]:
    """Return the label of each row."""
    low, high = scale.low_deg, scale.high_deg
    ends = {0: high, int(dot_row(np.array(0.0), low, high, height)) // 4: 0.0}
    texts = (f"{ends[row]:.0f}°" if row in ends else "" for row in range(height))
    return tuple(text.rjust(LABEL_WIDTH - 1) + " " for text in texts)
