"""A drawn body as a grid of square dots, for terminals."""

from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from evenstride.poses.body import WIDTHS, Figure, Point
from evenstride.poses.picture import Box

Dots = npt.NDArray[np.int8]

_THINNEST_DOTS = 0.9
"""The least width of a limb in dots; a thinner one would have holes."""


class Paint(IntEnum):
    """What a dot belongs to; a higher value covers a lower one."""

    NOTHING = 0
    GROUND = 1
    FAR = 2
    BODY = 3
    WORKS = 4
    SENSOR = 5


def raster(figure: Figure, box: Box, width: int, height: int, *, both: bool = False) -> Dots:
    """Draw a body into a grid of square dots, as large as it fits, centred, on the ground.

    Args:
        figure: The body.
        box: The extent of its whole movement, so that it stays in place.
        width: Width of the grid, dots.
        height: Height of the grid, dots.
        both: Whether both legs work.

    Returns:
        A ``Paint`` for each dot, from the upper left, of shape (height, width).
    """
    dots = np.zeros((height, width), np.int8)
    if not dots.size:
        return dots
    wide, high = box.size
    a_dot = max(wide / width, high / height)
    left = box.left - (width * a_dot - wide) / 2
    x = left + (np.arange(width) + 0.5) * a_dot
    y = box.low + (height - 0.5 - np.arange(height)) * a_dot
    dots[-1] = Paint.GROUND
    for limb in figure.limbs:
        half = max(WIDTHS[limb.name], _THINNEST_DOTS * a_dot) / 2
        start = limb.end if limb.name == "head" else limb.start
        paint = Paint.FAR if limb.is_far else Paint.WORKS if limb.works else Paint.BODY
        if both and limb.name in ("thigh", "shank", "foot"):
            paint = Paint.WORKS
        near = _away(x, y, start, limb.end) <= half
        dots[near] = np.maximum(dots[near], paint)
    column = int((figure.sensor[0] - left) / a_dot)
    row = height - 1 - int((figure.sensor[1] - box.low) / a_dot)
    if 0 <= row < height and 0 <= column < width:
        dots[row, max(0, column - 1) : column + 1] = Paint.SENSOR
    return dots


def _away(
    x: npt.NDArray[np.floating[Any]], y: npt.NDArray[np.floating[Any]], start: Point, end: Point
) -> npt.NDArray[np.floating[Any]]:
    """Return each dot's distance from a straight segment."""
    way = np.subtract(end, start)
    length = max(float(way @ way), 1e-12)
    from_x, from_y = x[None, :] - start[0], y[:, None] - start[1]
    part = np.clip((from_x * way[0] + from_y * way[1]) / length, 0.0, 1.0)
    away: npt.NDArray[np.floating[Any]] = np.hypot(from_x - part * way[0], from_y - part * way[1])
    return away
