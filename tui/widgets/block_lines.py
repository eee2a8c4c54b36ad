"""A text in block letters as large as it fits: its scale and its lines."""

from collections.abc import Sequence
from functools import lru_cache

from evenstride.tui.widgets.block_font import largest_scale, rows_of, tallest, width_dots


def letter_rows(text: str, columns: int, rows: int) -> int:
    """Return the rows that a text takes in the largest letters that fit; 0 if none fit.

    Words are put below each other if that makes them larger.
    """
    scale, tall, lines = block_lines(text, columns, rows)
    return len(lines) * rows_of(tall) + (len(lines) - 1) if scale else 0


@lru_cache(maxsize=1024)
def block_lines(text: str, columns: int, rows: int) -> tuple[int, int, tuple[str, ...]]:
    """Return how a text is drawn largest: the scale, the height of its dots, and its lines.

    The scale is 0 if it does not fit.
    """
    best: tuple[int, int, tuple[str, ...]] = (0, 0, (text,))
    words = text.split()
    for count in range(1, len(words) + 1):
        lines = _in_lines(words, count)
        room = (rows - len(lines) + 1) // len(lines)
        scale = min(largest_scale(line, columns, room) for line in lines)
        if scale > best[0]:
            best = (scale, tallest(scale, room), lines)
    return best


def _in_lines(words: Sequence[str], count: int) -> tuple[str, ...]:
    """Return words in at most this many lines, of which the longest is as short as possible."""
    if count == 1 or len(words) < 2:
        return (" ".join(words),)
    splits = (
        (" ".join(words[:first]), *_in_lines(words[first:], count - 1))
        for first in range(1, len(words) - count + 2)
    )
    return min(splits, key=lambda lines: max(map(width_dots, lines)))
