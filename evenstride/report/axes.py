"""A pair of axes on paper: scales in millimetres, round ticks, and a title with a legend."""

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.language import number
from evenstride.report.drawing import FAINT, INK, LETTER_MM, TEXT_MM, band, mark, path, text

_TITLE_MM: Final = 4.2
_BELOW_MM: Final = 3.8
_LABEL_MM: Final = 2.8
_TICK_MM: Final = 0.7
_APART_MM: Final = 7.0
_SAMPLE_MM: Final = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a quantity is drawn.

    Attributes:
        colour: Colour of its line and of its marks' edges.
        line: Width of its line, mm; 0 for none.
        dash: Dashes and gaps of its line, mm; "" for a solid one.
        shape: Shape of its marks; "" for none.
        fill: Fill of its marks.
    """

    colour: str = INK
    line: float = 0.0
    dash: str = ""
    shape: str = ""
    fill: str = "none"


class Axes:
    """One plot in a picture.

    Args:
        place: Left, top, width and height in the picture, including all labels.
        x: The lowest and the highest value of the horizontal axis.
        y: The lowest and the highest value of the vertical axis.
        title: The title above it.
        x_label: The label of the horizontal axis; "" for none.

    Attributes:
        parts: The elements drawn so far.
    """

    def __init__(
        self,
        place: tuple[float, float, float, float],
        x: tuple[float, float],
        y: tuple[float, float],
        *,
        title: str,
        x_label: str = "",
    ) -> None:
        self._x, self._y = x, y
        left, top, width, height = place
        below = _BELOW_MM + (_LABEL_MM if x_label else 0.0)
        self._top = top + _TITLE_MM
        self._bottom = top + height - below
        ticks = round_ticks(*y, most=max(2, int((self._bottom - self._top) / _APART_MM)))
        names = [_name(at, ticks) for at in ticks]
        self._left = left + LETTER_MM * max(map(len, names), default=1) + _TICK_MM + 0.8
        self._right = left + width - 0.5
        self.parts: list[ET.Element] = [text(title, self._left, top + TEXT_MM)]
        self._frame()
        for at, name in zip(ticks, names, strict=True):
            height_mm = self._at_y(at)
            self.parts.append(path([(self._left - _TICK_MM, height_mm), (self._left, height_mm)]))
            label = text(
                name, self._left - _TICK_MM - 0.5, height_mm + 0.36 * TEXT_MM, anchor="end"
            )
            self.parts.append(label)
        if x_label:
            middle = (self._left + self._right) / 2
            self.parts.append(text(x_label, middle, top + height - 0.6, anchor="middle"))

    def ticks(self, named: Iterable[tuple[float, str]], *, marks: bool = True) -> None:
        """Label values of the horizontal axis."""
        for at, name in named:
            x = self._at_x(at)
            if marks:
                self.parts.append(path([(x, self._bottom), (x, self._bottom + _TICK_MM)]))
            anchor = "middle"
            if x + LETTER_MM * len(name) / 2 > self._right + 0.5:
                anchor, x = "end", self._right + 0.5
            self.parts.append(text(name, x, self._bottom + _TICK_MM + TEXT_MM, anchor=anchor))

    def plot(
        self, points: Sequence[tuple[float, float]], look: Look, *, opacity: float = 1.0
    ) -> None:
        """Draw values as a line, as marks, or as both; values to the right of the axes are cut."""
        shown = [(x, y) for x, y in points if x <= self._x[1]]
        placed = [(self._at_x(x), self._at_y(y)) for x, y in shown]
        if look.line and len(placed) > 1:
            line = path(placed, look.colour, width_mm=look.line, dash=look.dash, opacity=opacity)
            self.parts.append(line)
        if look.shape:
            self.parts += [mark(look.shape, x, y, look.colour, look.fill) for x, y in placed]

    def level(self, y: float, *, dash: str = "") -> None:
        """Draw a horizontal line at a value, if it is within the axes."""
        if self._y[0] <= y <= self._y[1]:
            height_mm = self._at_y(y)
            self.parts.append(path([(self._left, height_mm), (self._right, height_mm)], dash=dash))

    def border(self, x: float) -> None:
        """Draw a vertical line at a value."""
        ends = [(self._at_x(x), self._top), (self._at_x(x), self._bottom)]
        self.parts.append(path(ends, FAINT, width_mm=0.15))

    def band(self, x: float, to: float) -> None:
        """Draw a grey band from one value to another."""
        left, right = max(self._at_x(x), self._left), min(self._at_x(to), self._right)
        self.parts.append(band(left, right, self._top, self._bottom, fill=FAINT))

    def keys(self, named: Sequence[tuple[str, Look]]) -> None:
        """Draw the legend, above the axes on the right."""
        x = self._right
        y = self._top - _TITLE_MM + TEXT_MM
        for name, look in reversed(named):
            x -= LETTER_MM * len(name)
            self.parts.append(text(name, x, y))
            sample = _SAMPLE_MM if look.line else 1.4
            middle = y - 0.35 * TEXT_MM
            x -= 0.8
            if look.line:
                ends = [(x - sample, middle), (x, middle)]
                line = path(ends, look.colour, width_mm=look.line, dash=look.dash)
                self.parts.append(line)
            if look.shape:
                at = x - sample / 2
                self.parts.append(mark(look.shape, at, middle, look.colour, look.fill))
            x -= sample + 2.0

    def _frame(self) -> None:
        corners = [
            *((self._left, self._top), (self._left, self._bottom)),
            (self._right, self._bottom),
        ]
        self.parts.append(path(corners, width_mm=0.18))

    def _at_x(self, value: float) -> float:
        low, high = self._x
        return self._left + (value - low) / (high - low) * (self._right - self._left)

    def _at_y(self, value: float) -> float:
        low, high = self._y
        part = min(max((value - low) / (high - low), 0.0), 1.0)
        return self._bottom - part * (self._bottom - self._top)


def round_ticks(low: float, high: float, *, most: int) -> list[float]:
    """Return at most this many round numbers between two values, in steps of 1, 2 or 5 by tens."""
    span = high - low
    if not span > 0:
        return [low]
    decade = 10.0 ** math.floor(math.log10(span / most))
    steps = (factor * decade for factor in (1, 2, 5, 10, 20, 50, 100))
    for step in steps:
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= most:
            return [number * step for number in range(first, last + 1)]
    return [low]


def _name(value: float, ticks: Sequence[float]) -> str:
    """Return a tick's label, with as many decimals as its neighbours need."""
    step = ticks[1] - ticks[0] if len(ticks) > 1 else abs(value) or 1.0
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return number(value + 0.0, decimals).replace("-", "−")
