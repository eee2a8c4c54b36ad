"""Plots as inline SVG with a text alternative; all lengths are in mm."""

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from typing import Final

from evenstride.report.markup import tag

# Left is dark, solid and filled, right is light, dashed and hollow: at least one of these differs
# in black and white, on a bad printer, and for people with colour blindness.
LEFT: Final = "#12436d"
RIGHT: Final = "#d9730d"
INK: Final = "#222222"
FAINT: Final = "#8a8a8a"

TEXT_MM: Final = 2.4
"""Height of letters: 7 points."""

LETTER_MM: Final = 0.52 * TEXT_MM
"""Mean width of a letter in the page's sans-serif fonts; digits are a little wider."""

HAIR_MM: Final = 0.05
"""Leaving out points moves a line by no more than this: less than half of the thinnest line."""


def picture(
    parts: Iterable[ET.Element],
    size_mm: tuple[float, float],
    *,
    name: str,
    title: str,
    told: str,
) -> ET.Element:
    """Return a plot as an ``svg`` element.

    Args:
        parts: Its elements; the origin is its upper left corner.
        size_mm: Width and height.
        name: A name that is unique on the page; letters, digits and hyphens.
        title: What it shows, in a few words.
        told: Its content in sentences, for people who do not see it.
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
    """Return a line through points, without those that make no visible difference."""
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
    """Return the points of a line without those that change it by less than a hair.

    This is the algorithm of Douglas and Peucker: between two ends the farthest point stays if it is
    far enough from the line.
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
    """Return text with its base line at y, and at x the part ``anchor``: start, middle or end."""
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
    """Return a mark at a point: ``circle``, ``square`` or ``diamond``, about a millimetre wide."""
    ways = {
        "circle": "m-0.5 0a0.5 0.5 0 1 0 1 0a0.5 0.5 0 1 0 -1 0",
        "square": "m-0.45 -0.45h0.9v0.9h-0.9z",
        "diamond": "m0 -0.65l0.65 0.65l-0.65 0.65l-0.65 -0.65z",
    }
    way = f"M{x:.2f} {y:.2f}{ways[shape]}"
    return tag("path", d=way, fill=fill, stroke=colour, stroke_width="0.22")


def band(left: float, right: float, top: float, bottom: float, *, fill: str) -> ET.Element:
    """Return a translucent rectangle."""
    return tag(
        "rect",
        x=f"{left:.2f}",
        y=f"{top:.2f}",
        width=f"{max(right - left, 0.0):.2f}",
        height=f"{bottom - top:.2f}",
        fill=fill,
        fill_opacity="0.2",
    )
