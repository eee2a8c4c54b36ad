"""The size of each part of the live screen, in order of importance.

To somebody lying three metres away the count matters most, then each leg's word, then the hold;
parts that are read last get the remaining rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from evenstride.language import tr
from evenstride.tui.widgets.block_font import rows_of, tallest, width_dots
from evenstride.tui.widgets.live_rows import Moment, Wants
from evenstride.tui.widgets.small_font import small_sizes

OTHER: Final = "other "
"""Prefix of the parts of the leg that is not working, if the legs are above each other."""

_WIDEST_COUNT: Final = "00"
"""Room for two digits is kept from the start: the tenth rep must not shrink the count."""

_NOTES_COLUMNS: Final = 14
"""The columns of the notes next to the count: "range 42°", "! short hold"."""

_ROOMY_COLUMNS: Final = 60
"""From this width on, a leg with the whole width has room for notes next to a large count."""

_MOST_OF_ALL: Final = 3
"""A message gets at most a third of the rows, if it can be read in that."""

_REMEDY_ROWS: Final = 4
"""The rows that a problem and its remedy take in a small window."""

_LONG_MESSAGE_ROWS: Final = 8
_ROOMY_TRACE_ROWS: Final = 4
_LONGEST_WORDS: Final = ("READY", "HOLD", "LOWER")

_ROUNDS: Final = range(3, 22)
"""The rounds in which all parts grow a little together."""

_SIDES: Final = 2
_EDGE: Final = 3
"""Columns of a leg's half that are not drawn on: a space on either side, and the line between."""


@dataclass(frozen=True, slots=True)
class Window:
    """The window whose rows are distributed.

    Attributes:
        width: Its columns.
        height: Its rows.
        is_stacked: Whether the legs are above each other.
    """

    width: int
    height: int
    is_stacked: bool

    @property
    def columns(self) -> int:
        """Columns on which a leg is drawn."""
        return leg_columns(self.width, is_stacked=self.is_stacked)


def leg_columns(width: int, *, is_stacked: bool) -> int:
    """Return the columns on which a leg is drawn in a window of this many."""
    return max(1, (width if is_stacked else width // _SIDES) - _EDGE)


def count_columns(columns: int, *, is_stacked: bool) -> int:
    """Return the columns of a leg's count; the notes next to it have the others.

    A narrow leg has no notes, because its count would become too small to be read.
    """
    if is_stacked and columns < _ROOMY_COLUMNS:
        return columns
    beside = columns - max(_NOTES_COLUMNS, columns * 2 // 5)
    return beside if beside >= width_dots(_WIDEST_COUNT) else columns


def in_order(window: Window, wants: Wants) -> Iterator[tuple[str, int]]:
    """Yield each part's rows, the most important first; a part comes again with more rows."""
    yield from (("count", 1), (f"{OTHER}count", 1))
    if wants.moment is not Moment.OVER:
        # After the last set the legs' words are no longer needed.
        yield from (("word", 1), (f"{OTHER}word", 1))
    if wants.message_rows:
        yield "message", 1
    is_banner = wants.moment is not Moment.TRAINING
    if is_banner:
        yield "banner", 1
    yield from (("name", 1), (f"{OTHER}name", 1))
    if is_banner:
        yield from _with_banner(window, wants)
    else:
        yield from _in_training(window, wants)


def _in_training(window: Window, wants: Wants) -> Iterator[tuple[str, int]]:
    counts, words = _counts(window), _words(window)
    if wants.holds:
        yield "hold", 1
    if wants.is_paced:
        yield "pace", 2
    yield from _up_to(counts, rows_of(1), "count")
    if wants.is_problem:
        yield "keys", 1
        yield from _message(wants, _REMEDY_ROWS)
    yield from (("session", 1), ("keys", 1), ("below", wants.below))
    yield from _message(wants, 3)
    yield "word", 2
    yield f"{OTHER}count", rows_of(1)
    yield from _up_to(counts, rows_of(2), "count")
    yield from _message(wants, max(_LONG_MESSAGE_ROWS, window.height // _MOST_OF_ALL))
    yield from _up_to(words, 1 + rows_of(1), "word")
    yield "trace", 2
    if wants.is_paced:
        yield "pace", 6
    if window.is_stacked:
        # On a phone the count of the working leg is the one thing that is seen.
        yield from _up_to(counts, window.height * 9 // 20, "count")
    yield "trace", 3
    if wants.compared:
        yield "comparison", wants.compared + 1
    yield "trace", _ROOMY_TRACE_ROWS
    # From here on all grow together, the count first.
    for part in _ROUNDS:
        yield from _up_to(counts, window.height * 3 // 10 * part // 6, "count")
        yield from _up_to(words, 2 + window.height * part // 36, "word")
        if wants.holds and window.height >= 34:
            yield "hold", 2 + (window.height >= 52)
        if wants.is_paced:
            yield "pace", min(13, 2 * part)
        yield "trace", window.height * part // 40


def _with_banner(window: Window, wants: Wants) -> Iterator[tuple[str, int]]:
    """Yield the parts between sets, or after the last: what comes next is larger than the count."""
    counts, words = _counts(window), _words(window)
    is_over = wants.moment is Moment.OVER
    yield "banner", 2
    yield from _message(wants, 4 if is_over else 2)
    yield "banner", 1 + rows_of(1)
    if is_over:
        yield "banner", 1 + wants.verdict_rows
    yield from (("session", 1), ("keys", 1), ("below", wants.below))
    if is_over:
        yield from _message(wants, max(_LONG_MESSAGE_ROWS, window.height // _MOST_OF_ALL))
    yield from _up_to(counts, rows_of(1), "count")
    if not is_over:
        yield "word", 2
        yield "banner", 1 + rows_of(2)
    yield from _message(wants, max(_LONG_MESSAGE_ROWS, window.height // _MOST_OF_ALL))
    if not is_over:
        yield from _up_to(words, 1 + rows_of(1), "word")
    if is_over:
        yield from (("word", 1), (f"{OTHER}word", 1))
        yield from _up_to(counts, rows_of(2), "count")
        if wants.compared:
            yield "comparison", wants.compared + 1
    else:
        yield "banner", 1 + rows_of(3)
    for part in _ROUNDS:
        yield "banner", min(window.height // 2, 2 * part + 6)
        yield from _up_to(counts, min(window.height * part // 20, window.height // 4), "count")
        if not is_over:
            yield from _up_to(words, 2 + window.height * part // 40, "word")
        if wants.compared:
            yield "comparison", wants.compared + 1
        yield "trace", max(3, window.height * part // 60)


def _message(wants: Wants, most: int) -> Iterator[tuple[str, int]]:
    """Yield a message's rows one after the other, up to a limit."""
    for rows in range(2, min(wants.message_rows, most) + 1):
        yield "message", rows


def _counts(window: Window) -> tuple[int, ...]:
    """Return the possible sizes of the count in its columns, in rows."""
    columns = count_columns(window.columns, is_stacked=window.is_stacked)
    return _steps(columns // width_dots(_WIDEST_COUNT))


def _words(window: Window) -> tuple[int, ...]:
    """Return the possible sizes of the words in a leg's columns, with the row above them."""
    words = tuple(tr(word) for word in _LONGEST_WORDS)
    steps = _steps(window.columns // max(map(width_dots, words)))
    return tuple(1 + rows for rows in steps or small_sizes(words, window.columns))


def _steps(widest: int) -> tuple[int, ...]:
    """Return the rows of letters up to a scale, then with the highest dots."""
    if widest < 1:
        return ()
    return tuple(rows_of(tall) for tall in range(1, tallest(widest, 1000) + 1))


def _up_to(sizes: tuple[int, ...], rows: int, part: str) -> Iterator[tuple[str, int]]:
    """Yield a part's sizes up to this many rows; letters have no sizes in between."""
    for size in sizes:
        if size <= rows:
            yield part, size
