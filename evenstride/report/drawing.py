"""Plots as inline SVG, told in words for whoever does not see them; all lengths are in mm."""

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from typing import Final

from evenstride.report.markup import tag

# Left is dark, solid and filled, right is light, dashed and hollow: one of these can be told apart
# in black and white, on a bad printer, and by whoever sees few colours.
LEFT: Final = "#12436d"
RIGHT: Final = "#d9730d"
INK: Final = "#222222"
FAINT: Final = "#8a8a8a"

TEXT_MM: Final = 2.4
"""Height of letters: 7 points."""

LETTER_MM: Final = 0.52 * TEXT_MM
"""Width of a letter on average, in the sans serifs of the page; figures are a little wider."""

HAIR_MM: Final = 0.05
"""No line moves by more than this where points are left out: a third of the thinnest line."""


def picture(
    parts: Iterable[ET.Element],
    size_mm: tuple[float, float],
    *,
    name: str,
    title: str,
    told: str,
) -> ET.Element:
    """A plot as an ``svg`` element.

    Args:
        parts: What is in it, drawn from its upper left corner.
        size_mm: Width and height.
        name: What sets it apart from all others of the page; letters, digits and hyphens.
        title: What it shows, in some words.
        told: What is to be seen in it, in sentences.
    """
    width, height = size_mm
    return tag(
        "svg",
        tag("title", title, id=f"{name}-title"),
        tag("desc", told, id=f"{name}-desc"),
        *parts,
        viewBox=f"0 0 {width:g} {height:g}",
        width=f"{width:g}mm",
        height=f"{height:g}mm",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )


def path(
    points: Iterable[tuple[float, float]],
    colour: str = INK,
    *,
    width_mm: float = 0.2,
    dash: str = "",
    opacity: float = 1.0,
) -> ET.Element:
    """A line through points, without those that nobody would miss."""
    steps = [f"{x:.2f} {y:.2f}" for x, y in thinned(list(points))]
    more = {"stroke_dasharray": dash} if dash else {}
    if opacity < 1.0:
        more["stroke_opacity"] = f"{opacity:g}"
    return tag(
        "path",
        d=f"M{'L'.join(steps)}",
        fill="none",
        stroke=colour,
        stroke_width=f"{width_mm:g}",
        **more,
    )


def thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points of a line without those from which the line stays nearer than a hair.

    After Douglas and Peucker: between two ends the farthest point stays, if it is far enough.
    """
    kept, parts = {0, len(points) - 1}, [(0, len(points) - 1)]
    while parts:
        first, last = parts.pop()
        (x, y), (to_x, to_y) = points[first], points[last]
        length = math.hypot(to_x - x, to_y - y)
        away = [
            abs((to_x - x) * (points[i][1] - y) - (to_y - y) * (points[i][0] - x)) / length
            if length
            else math.hypot(points[i][0] - x, points[i][1] - y)
            for i in range(first + 1, last)
        ]
        if away and max(away) > HAIR_MM:
            farthest = first + 1 + away.index(max(away))
            kept.add(farthest)
            parts += [(first, farthest), (farthest, last)]
    return [points[i] for i in sorted(kept)]


def text(words: str, x: float, y: float, *, anchor: str = "start") -> ET.Element:
    """Words whose base line is at y; ``anchor`` is start, middle or end of them, which is at x."""
    return tag(
        "text",
        words,
        x=f"{x:.2f}",
        y=f"{y:.2f}",
        fill=INK,
        font_size=f"{TEXT_MM:g}",
        text_anchor=anchor,
    )


def mark(shape: str, x: float, y: float, colour: str, fill: str) -> ET.Element:
    """A mark at a point: ``circle``, ``square`` or ``diamond``, about a millimetre wide."""
    ways = {
        "circle": "m-0.5 0a0.5 0.5 0 1 0 1 0a0.5 0.5 0 1 0 -1 0",
        "square": "m-0.45 -0.45h0.9v0.9h-0.9z",
        "diamond": "m0 -0.65l0.65 0.65l-0.65 0.65l-0.65 -0.65z",
    }
    way = f"M{x:.2f} {y:.2f}{ways[shape]}"
    return tag("path", d=way, fill=fill, stroke=colour, stroke_width="0.22")


def band(left: float, right: float, top: float, bottom: float, *, fill: str) -> ET.Element:
    """A rectangle that is filled faintly."""
    return tag(
        "rect",
        x=f"{left:.2f}",
        y=f"{top:.2f}",
        width=f"{max(right - left, 0.0):.2f}",
        height=f"{bottom - top:.2f}",
        fill=fill,
        fill_opacity="0.2",
    )
