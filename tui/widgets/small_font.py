"""Small letters of half blocks, for words too wide for the large ones in a narrow window.

Three by five dots is the least size at which capitals can be told apart; for a few known words they
can be read from further away than text of one row.
"""

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstride.tui.widgets.block_font import draw_dots

_DOT_ROWS: Final = 5

_GLYPHS: Final = {
    "A": ".#. #.# ### #.# #.#",
    "B": "##. #.# ##. #.# ##.",
    "C": ".## #.. #.. #.. .##",
    "D": "##. #.# #.# #.# ##.",
    "E": "### #.. ##. #.. ###",
    "F": "### #.. ##. #.. #..",
    "G": ".## #.. #.# #.# .##",
    "H": "#.# #.# ### #.# #.#",
    "I": "# # # # #",
    "K": "#.# #.# ##. #.# #.#",
    "L": "#.. #.. #.. #.. ###",
    "N": "##. #.# #.# #.# #.#",
    "O": "### #.# #.# #.# ###",
    "P": "##. #.# ##. #.. #..",
    "R": "##. #.# ##. #.# #.#",
    "S": ".## #.. .#. ..# ##.",
    "T": "### .#. .#. .#. .#.",
    "U": "#.# #.# #.# #.# ###",
    "W": "#.# #.# #.# ### #.#",
    "X": "#.# #.# .#. #.# #.#",
    "Y": "#.# #.# .#. .#. .#.",
    "Z": "### ..# .#. #.. ###",
}

_HEIGHTS: Final = (1, 2)
"""The possible heights of a dot in half rows, at a width of one column: square, and as high as
letters are in text."""


def small_sizes(words: tuple[str, ...], columns: int) -> tuple[int, ...]:
    """Return the sizes in rows that all of these words can have in this many columns."""
    widest = max((_width(word) for word in words), default=0)
    return tuple(map(_rows, _HEIGHTS)) if 0 < widest <= columns else ()


def draw_small(word: str, columns: int, rows: int) -> tuple[str, ...]:
    """Draw a word as high as fits into this many columns and rows; empty if it does not."""
    fitting = [tall for tall in _HEIGHTS if _rows(tall) <= rows]
    if not fitting or _width(word) > columns:
        return ()
    return draw_dots(_bitmap(word), 1, fitting[-1])


def _rows(tall: int) -> int:
    return (_DOT_ROWS * tall + 1) // 2


def _width(word: str) -> int:
    """Return the columns of a word; more than any window has if a letter is missing."""
    return len(_bitmap(word)[0]) if word and set(word) <= set(_GLYPHS) else 1 << 16


@lru_cache(maxsize=64)
def _bitmap(word: str) -> npt.NDArray[np.bool_]:
    """Return the dots of a word, shape (5, width), with one dot between letters."""
    rows = zip(*(_GLYPHS[letter].split() for letter in word), strict=True)
    return np.array([[dot == "#" for dot in ".".join(row)] for row in rows], dtype=np.bool_)
