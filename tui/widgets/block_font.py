"""A dot-matrix font drawn with half blocks, at any size, for reading from across the room."""

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

# 5 x 7 dots is the smallest matrix for numerals in ISO 9241-3. A dot is square on a terminal
# whose cells are twice as high as wide: as many columns wide as half rows high.
DOT_ROWS = 7

_GLYPHS = {
    "0": ".###. #...# #...# #...# #...# #...# .###.",
    "1": "..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###.",
    "2": ".###. #...# ....# ..##. .#... #.... #####",
    "3": "##### ...#. ..#.. ...#. ....# #...# .###.",
    "4": "...#. ..##. .#.#. #..#. ##### ...#. ...#.",
    "5": "##### #.... ####. ....# ....# #...# .###.",
    "6": "..##. .#... #.... ####. #...# #...# .###.",
    "7": "##### ....# ...#. ..#.. ..#.. ..#.. ..#..",
    "8": ".###. #...# #...# .###. #...# #...# .###.",
    "9": ".###. #...# #...# .#### ....# ...#. .##..",
    ".": ". . . . . . #",
    "/": "..# ..# .#. .#. .#. #.. #..",
    "B": "####. #...# #...# ####. #...# #...# ####.",
    "C": ".###. #...# #.... #.... #.... #...# .###.",
    "J": "..### ...#. ...#. ...#. ...#. #..#. .##..",
    "M": "#...# ##.## #.#.# #.#.# #...# #...# #...#",
    "Q": ".###. #...# #...# #...# #.#.# #..#. .##.#",
    "V": "#...# #...# #...# #...# #...# .#.#. ..#..",
    "Z": "##### ....# ...#. ..#.. .#... #.... #####",
    "!": "# # # # # . #",
    ":": ". # . . . # .",
    "-": "... ... ... ### ... ... ...",
    " ": "... ... ... ... ... ... ...",
    "A": ".###. #...# #...# ##### #...# #...# #...#",
    "D": "####. #...# #...# #...# #...# #...# ####.",
    "E": "#### #... #... ###. #... #... ####",
    "F": "#### #... #... ###. #... #... #...",
    "G": ".###. #...# #.... #.### #...# #...# .###.",
    "H": "#...# #...# #...# ##### #...# #...# #...#",
    "I": "### .#. .#. .#. .#. .#. ###",
    "K": "#..# #.#. ##.. #... ##.. #.#. #..#",
    "L": "#... #... #... #... #... #... ####",
    "N": "#...# ##..# #.#.# #.#.# #.#.# #..## #...#",
    "O": ".###. #...# #...# #...# #...# #...# .###.",
    "P": "###. #..# #..# ###. #... #... #...",
    "R": "####. #...# #...# ####. #.#.. #..#. #...#",
    "S": ".#### #.... #.... .###. ....# ....# ####.",
    "T": "##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#..",
    "U": "#...# #...# #...# #...# #...# #...# .###.",
    "W": "#...# #...# #...# #.#.# #.#.# ##.## #...#",
    "X": "#...# #...# .#.#. ..#.. .#.#. #...# #...#",
    "Ä": ".#.#. ..... .###. #...# ##### #...# #...#",
    "Ö": ".#.#. ..... .###. #...# #...# #...# .###.",
    "Ü": "#...# ..... #...# #...# #...# #...# .###.",
    ",": ".. .. .. .. .. .# #.",
    "Y": "#...# #...# .#.#. ..#.. ..#.. ..#.. ..#..",
}
_HALF_BLOCKS = (" ", "▀", "▄", "█")

LETTERS: Final = frozenset(_GLYPHS)
"""The available characters."""

_TALLEST: Final = 1.7
"""A dot may be this much higher than wide, so that a narrow window still has large letters."""


def rows_of(tall: int) -> int:
    """Return the rows of letters whose dots are this many half rows high."""
    return (DOT_ROWS * tall + 1) // 2


def width_dots(text: str) -> int:
    """Return the width of a text in dots, with one dot between characters."""
    return len(_bitmap(text)[0])


def largest_scale(text: str, width: int, height: int) -> int:
    """Return the largest scale at which a text fits into this many columns and rows; 0 if none."""
    return max(0, min(width // max(1, width_dots(text)), 2 * height // DOT_ROWS))


def tallest(scale: int, height: int) -> int:
    """Return how high dots of a scale may be, in half rows, if only the width limits the scale."""
    return max(scale, min(max(2, int(_TALLEST * scale)), 2 * height // DOT_ROWS))


@lru_cache(maxsize=256)
def draw(text: str, scale: int, tall: int = 0) -> tuple[str, ...]:
    """Draw a text.

    Args:
        text: Characters of ``LETTERS``.
        scale: Width of a dot in columns, and its height in half rows; at least 1.
        tall: Height of a dot in half rows instead; 0 for square dots.

    Returns:
        Rows of equal length.

    Raises:
        KeyError: The font lacks a character.
    """
    return draw_dots(_bitmap(text), scale, tall or scale)


def draw_dots(bitmap: npt.NDArray[np.bool_], scale: int, tall: int) -> tuple[str, ...]:
    """Draw dots, shape (rows, columns), each ``scale`` columns wide and ``tall`` half rows high."""
    dots = np.kron(bitmap, np.ones((tall, scale), dtype=np.bool_))
    if len(dots) % 2:
        dots = np.vstack([np.zeros((1, dots.shape[1]), dtype=np.bool_), dots])
    cells = dots[0::2].astype(np.int8) + 2 * dots[1::2].astype(np.int8)
    return tuple("".join(_HALF_BLOCKS[cell] for cell in row) for row in cells)


@lru_cache(maxsize=256)
def _bitmap(text: str) -> npt.NDArray[np.bool_]:
    """Return the dots of a text, shape (7, width)."""
    columns: list[npt.NDArray[np.bool_]] = []
    for character in text:
        glyph = [[dot == "#" for dot in row] for row in _GLYPHS[character].split()]
        if columns:
            columns.append(np.zeros((DOT_ROWS, 1), dtype=np.bool_))
        columns.append(np.array(glyph, dtype=np.bool_))
    return np.hstack(columns) if columns else np.zeros((DOT_ROWS, 0), dtype=np.bool_)
