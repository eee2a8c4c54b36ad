"""A line over time as braille dots: two columns and four rows of dots per character."""

import numpy as np
import numpy.typing as npt

from evenstride.sensors.samples import FloatArray

Grid = npt.NDArray[np.bool_]

# Samples further apart than this are not joined, so that a hole in the data is visible.
MAX_JOIN_S = 0.5

# Value of each dot in a character of the Unicode block "Braille Patterns", row by row.
_DOTS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]], dtype=np.int64)
EMPTY = 0x2800


def line_dots(
    t_s: FloatArray,
    value: FloatArray,
    *,
    end_s: float,
    window_s: float,
    low: float,
    high: float,
    width: int,
    height: int,
) -> Grid:
    """Return the dots of a line, newest on the right.

    Columns begin at whole multiples of their duration, so that the picture moves by whole dots and
    does not flicker.

    Args:
        t_s: Times, ascending, shape (n,), seconds.
        value: Values, shape (n,).
        end_s: Time at the right edge, seconds.
        window_s: Duration shown, seconds.
        low: Value at the lower edge.
        high: Value at the upper edge; values outside are drawn on the edge.
        width: Characters.
        height: Rows of characters.

    Returns:
        Dots, shape (4 * height, 2 * width).
    """
    columns = 2 * width
    grid = np.zeros((4 * height, columns), dtype=np.bool_)
    if len(t_s) == 0 or grid.size == 0:
        return grid
    column_s = window_s / columns
    first = int(np.floor(end_s / column_s)) - columns + 1
    edges_s = (first + np.arange(columns + 1)) * column_s
    at_edges = np.interp(edges_s, t_s, value)
    after = np.searchsorted(t_s, edges_s)
    inside = (after > 0) & (after < len(t_s))
    gap_s = np.full(columns + 1, np.inf)
    gap_s[inside] = t_s[after[inside]] - t_s[after[inside] - 1]
    joined = gap_s <= MAX_JOIN_S

    lowest = np.full(columns, np.inf)
    highest = np.full(columns, -np.inf)
    for edge in (slice(0, -1), slice(1, None)):
        lowest = np.where(joined[edge], np.minimum(lowest, at_edges[edge]), lowest)
        highest = np.where(joined[edge], np.maximum(highest, at_edges[edge]), highest)
    column = np.floor(t_s / column_s).astype(np.int64) - first
    shown = (column >= 0) & (column < columns)
    np.minimum.at(lowest, column[shown], value[shown])
    np.maximum.at(highest, column[shown], value[shown])

    drawn = np.isfinite(lowest)
    row = np.arange(4 * height)[:, None]
    top = dot_row(np.where(drawn, highest, low), low, high, height)
    bottom = dot_row(np.where(drawn, lowest, low), low, high, height)
    grid[:] = drawn & (row >= top) & (row <= bottom)
    return grid


def dot_row(value: FloatArray, low: float, high: float, height: int) -> npt.NDArray[np.int64]:
    """Return the row of dots, from the top, of each value; shape as given."""
    rows = 4 * height
    row = np.floor((high - value) / (high - low) * rows).astype(np.int64)
    return np.clip(row, 0, rows - 1)


def characters(grid: Grid) -> npt.NDArray[np.int64]:
    """Return the code points of a grid's braille characters, shape (height, width)."""
    height, width = grid.shape[0] // 4, grid.shape[1] // 2
    cells = grid.reshape(height, 4, width, 2).transpose(0, 2, 1, 3)
    codes: npt.NDArray[np.int64] = EMPTY + (cells * _DOTS).sum(axis=(2, 3))
    return codes
