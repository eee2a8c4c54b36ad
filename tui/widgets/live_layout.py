"""How many rows each part of the live screen has: a pure function of its size and its content.

Rows are dealt out in the order of what matters to somebody who lies three metres away. The count
and the state of each leg come first; what is to be read last gets what is left.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from evenstride.language import tr
from evenstride.sensors.samples import Leg
from evenstride.tui.widgets.block_font import largest_scale, rows_of, tallest, width_dots

_WIDEST_COUNT: Final = "00"
"""Room for two digits is kept from the start: the tenth rep must not shrink the count."""

_NOTES_COLUMNS: Final = 14
"""What stands beside the count needs so many: "range 42°", "! short hold"."""

_ROOMY_COLUMNS: Final = 60
"""From here on a leg that has the whole width has room for notes beside a large count."""

_MOST_OF_ALL: Final = 3
"""A message has a third of the rows at most, if it can be read in that."""

SMALLEST_ROWS: Final = rows_of(1)
"""Of block letters at their smallest."""

_LONG_MESSAGE_ROWS: Final = 8
_ROOMY_TRACE_ROWS: Final = 4
LOST: Final = "SIGNAL LOST"
"""The word of a leg whose samples stay away."""

_SIDES: Final = 2
_EDGE: Final = 3
"""Columns of a leg's half that are not drawn on: a space at either side, and the line between."""

_STACKED_RATIO: Final = 1.5
"""A window that has less columns to a row is higher than wide, as a phone's that is held upright (a
cell is twice as high as it is wide): the legs stand above each other."""


class Moment(Enum):
    """What is going on, as far as it decides what matters most."""

    TRAINING = auto()
    BETWEEN = auto()
    OVER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What there is to show.

    Attributes:
        moment: What is going on.
        lost: The legs whose signal is lost.
        bright: The leg that works, where only one does.
        holds: Whether there is a hold to show.
        message_rows: Rows of the message at this width; 0 for none.
        is_problem: Whether the message is of something that is wrong.
        compared: Rows of the comparison.
        is_paced: Whether the pacing guide is on.
        below: Rows that a kind of session adds.
        verdict_rows: Rows of the large words after a session, at their smallest.
    """

    moment: Moment = Moment.TRAINING
    lost: frozenset[Leg] = frozenset()
    bright: Leg | None = None
    holds: bool = True
    message_rows: int = 0
    is_problem: bool = False
    compared: int = 0
    is_paced: bool = False
    below: int = 0
    verdict_rows: int = 0


@dataclass(frozen=True, slots=True)
class LegRows:
    """The rows of each part of one leg; 0 for not there."""

    name: int = 0
    count: int = 0
    word: int = 0
    hold: int = 0
    trace: int = 0

    @property
    def height(self) -> int:
        """Rows of the leg."""
        return self.name + self.count + self.word + self.hold + self.trace


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveLayout:
    """The rows of each part of the live screen, from top to bottom; 0 for not there.

    Attributes:
        is_stacked: The legs stand above each other, and not side by side.
        legs: The parts of each leg.
        session: The first row, of exercise, time and source.
        banner: What comes next, or how it went, in large letters.
        pace: The pacing guide.
        comparison: Left against right.
        message: A sentence.
        below: What a kind of session adds.
        keys: The keys.
    """

    is_stacked: bool
    legs: Mapping[Leg, LegRows]
    session: int = 0
    banner: int = 0
    pace: int = 0
    comparison: int = 0
    message: int = 0
    below: int = 0
    keys: int = 0

    @property
    def height(self) -> int:
        """All rows."""
        legs = [one.height for one in self.legs.values()]
        outside = self.session + self.banner + self.pace + self.comparison
        outside += self.message + self.below + self.keys
        return outside + (sum(legs) if self.is_stacked else max(legs))


def leg_columns(width: int, *, is_stacked: bool) -> int:
    """Columns on which a leg is drawn in a window of so many."""
    return max(1, (width if is_stacked else width // _SIDES) - _EDGE)


def count_columns(columns: int, *, is_stacked: bool) -> int:
    """Columns of a leg that its count has; the notes beside it have the others.

    A narrow leg has no notes: its count would become too small to be read.
    """
    if is_stacked and columns < _ROOMY_COLUMNS:
        return columns
    beside = columns - max(_NOTES_COLUMNS, columns * 2 // 5)
    return beside if beside >= width_dots(_WIDEST_COUNT) else columns


def letter_rows(text: str, columns: int, rows: int) -> int:
    """Rows that a text takes in the largest letters that fit; 0 where none fit.

    Words stand below each other where they are larger so.
    """
    scale, tall, lines = block_lines(text, columns, rows)
    return len(lines) * rows_of(tall) + (len(lines) - 1) if scale else 0


@lru_cache(maxsize=1024)
def block_lines(text: str, columns: int, rows: int) -> tuple[int, int, tuple[str, ...]]:
    """How a text is drawn largest: the scale, the height of its dots, and its lines.

    The scale is 0 where it does not fit.
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
    """Words in so many lines, or less, of which the longest is as short as can be."""
    if count == 1 or len(words) < 2:
        return (" ".join(words),)
    splits = (
        (" ".join(words[:first]), *_in_lines(words[first:], count - 1))
        for first in range(1, len(words) - count + 2)
    )
    return min(splits, key=lambda lines: max(map(width_dots, lines)))


@lru_cache(maxsize=256)
def live_layout(width: int, height: int, wants: Wants) -> LiveLayout:
    """Deal the rows of a window out.

    Args:
        width: Its columns.
        height: Its rows.
        wants: What there is to show.
    """
    is_stacked = width < _STACKED_RATIO * height
    dealer = _Dealer(width, height, wants, is_stacked=is_stacked)
    for part, rows in _in_order(dealer):
        dealer.deal(part, rows)
    return dealer.layout()


class _Dealer:
    """Deals rows out until there are none left."""

    def __init__(self, width: int, height: int, wants: Wants, *, is_stacked: bool) -> None:
        self.wants, self.width, self.height = wants, width, height
        self.is_stacked = is_stacked
        self.columns = leg_columns(width, is_stacked=is_stacked)
        self.left = height
        self.rows: dict[str, int] = {}

    def deal(self, part: str, rows: int) -> None:
        """Give a part so many rows in all, if they are there; else it stays as it is."""
        more = (rows - self.rows.get(part, 0)) * self._times(part)
        if 0 < more <= self.left:
            self.left -= more
            self.rows[part] = rows

    def _times(self, part: str) -> int:
        """How many times the rows of a part are needed."""
        if not self.is_stacked:
            return 0 if part.startswith(_OTHER) else 1
        is_both = self.wants.bright is None and part.removeprefix(_OTHER) in _OF_LEG
        if part.startswith(_OTHER):
            return 0 if is_both else 1
        return len(Leg) if is_both else 1

    def layout(self) -> LiveLayout:
        """What was dealt; what is left goes to the traces, else to what is the largest."""
        if self.wants.moment is not Moment.TRAINING and not self.rows.get("trace"):
            self.rows["banner"] = self.rows.get("banner", 0) + self.left
            self.left = 0
        legs = {leg: self._leg(leg) for leg in Leg}
        outside = {name: self.rows.get(name, 0) for name in _OUTSIDE}
        return LiveLayout(is_stacked=self.is_stacked, legs=legs, **outside)

    def _leg(self, leg: Leg) -> LegRows:
        first = self.wants.bright or Leg.LEFT
        is_other = self.is_stacked and self.wants.bright is not None and leg is not first
        prefix = _OTHER if is_other else ""
        dealt = {name: self.rows.get(f"{prefix}{name}", 0) for name in _OF_LEG}
        if leg is first or not self.is_stacked:
            dealt["trace" if dealt["trace"] else "count"] += self.left
        return LegRows(**(self._lost(dealt) if leg in self.wants.lost else dealt))

    def _lost(self, dealt: dict[str, int]) -> dict[str, int]:
        """Of a leg whose signal is lost, that is the largest: its count waits."""
        spare = sum(dealt[name] for name in ("count", "word", "hold", "trace"))
        count = rows_of(1) if spare >= 3 * rows_of(1) else 1
        room = spare - count
        # The words with a row above them and one below; the curve of what was keeps the others.
        word = min(room, 2 + letter_rows(LOST, self.columns, room - 2))
        return {**dealt, "count": count, "word": word, "hold": 0, "trace": room - word}


_OTHER: Final = "other "
"""Before the parts of the leg that does not work, where the legs stand above each other."""

_OF_LEG: Final = ("name", "count", "word", "hold", "trace")
_OUTSIDE: Final = ("session", "banner", "pace", "comparison", "message", "below", "keys")


def _in_order(dealer: _Dealer) -> Iterator[tuple[str, int]]:
    """What each part is to have, the most important first; the same part comes again for more."""
    wants = dealer.wants
    yield from (("count", 1), ("word", 1), (f"{_OTHER}count", 1), (f"{_OTHER}word", 1))
    if wants.message_rows:
        yield "message", 1
    is_banner = wants.moment is not Moment.TRAINING
    if is_banner:
        yield "banner", 1
    yield from (("name", 1), (f"{_OTHER}name", 1))
    if is_banner:
        yield from _with_banner(dealer)
    else:
        yield from _in_training(dealer)


def _in_training(dealer: _Dealer) -> Iterator[tuple[str, int]]:
    wants = dealer.wants
    counts, words = _counts(dealer), _words(dealer)
    if wants.holds:
        yield "hold", 1
    if wants.is_paced:
        yield "pace", 2
    yield from _up_to(counts, rows_of(1), "count")
    yield from (("session", 1), ("keys", 1), ("below", wants.below))
    yield from _message(dealer, 3)
    yield "word", 2
    yield f"{_OTHER}count", rows_of(1)
    yield from _up_to(counts, rows_of(2), "count")
    yield from _message(dealer, max(_LONG_MESSAGE_ROWS, dealer.height // _MOST_OF_ALL))
    yield "trace", 2
    yield from _up_to(words, 1 + rows_of(1), "word")
    if wants.is_paced:
        yield "pace", 6
    if dealer.is_stacked:
        # On a phone the count of the leg that works is the one thing that is seen.
        yield from _up_to(counts, dealer.height * 9 // 20, "count")
    yield "trace", 3
    if wants.compared:
        yield "comparison", wants.compared + 1
    yield "trace", _ROOMY_TRACE_ROWS
    # From here on all grow together, the count first.
    for part in range(3, 100):
        yield from _up_to(counts, dealer.height * 3 // 10 * part // 6, "count")
        yield from _up_to(words, 2 + dealer.height * part // 36, "word")
        if wants.holds and dealer.height >= 34:
            yield "hold", 2 + (dealer.height >= 52)
        if wants.is_paced:
            yield "pace", min(13, 2 * part)
        yield "trace", dealer.height * part // 40
        if dealer.left == 0 or part > 20:
            return


def _with_banner(dealer: _Dealer) -> Iterator[tuple[str, int]]:
    """Between two sets, or after the last: what comes next is larger than what was."""
    wants = dealer.wants
    counts, words = _counts(dealer), _words(dealer)
    is_over = wants.moment is Moment.OVER
    yield "banner", 2
    yield from _message(dealer, 4 if is_over else 2)
    yield "banner", 1 + rows_of(1)
    yield from (("session", 1), ("keys", 1), ("below", wants.below))
    if is_over:
        yield from _message(dealer, max(_LONG_MESSAGE_ROWS, dealer.height // _MOST_OF_ALL))
        yield "banner", 1 + wants.verdict_rows
    yield from _up_to(counts, rows_of(1), "count")
    yield "word", 1 if is_over else 2
    if not is_over:
        yield "banner", 1 + rows_of(2)
    yield from _message(dealer, max(_LONG_MESSAGE_ROWS, dealer.height // _MOST_OF_ALL))
    if not is_over:
        yield from _up_to(words, 1 + rows_of(1), "word")
    if is_over:
        yield from _up_to(counts, rows_of(2), "count")
        if wants.compared:
            yield "comparison", wants.compared + 1
    else:
        yield "banner", 1 + rows_of(3)
    for part in range(3, 100):
        yield "banner", min(dealer.height // 2, 2 * part + 6)
        yield from _up_to(counts, min(dealer.height * part // 20, dealer.height // 4), "count")
        if not is_over:
            yield from _up_to(words, 2 + dealer.height * part // 40, "word")
        if wants.compared:
            yield "comparison", wants.compared + 1
        yield "trace", max(3, dealer.height * part // 60)
        if dealer.left == 0 or part > 20:
            return


def _message(dealer: _Dealer, most: int) -> Iterator[tuple[str, int]]:
    """The message's rows, as many as there are up to some, one after the other."""
    for rows in range(2, min(dealer.wants.message_rows, most) + 1):
        yield "message", rows


def _counts(dealer: _Dealer) -> tuple[int, ...]:
    """The rows of the sizes that the count can have in its columns."""
    columns = count_columns(dealer.columns, is_stacked=dealer.is_stacked)
    return _steps(columns // width_dots(_WIDEST_COUNT))


def _words(dealer: _Dealer) -> tuple[int, ...]:
    """The rows of the sizes that the words can have in a leg's columns, with the row above them."""
    longest = max(width_dots(tr(word)) for word in _LONGEST_WORDS)
    return tuple(1 + rows for rows in _steps(dealer.columns // longest))


_LONGEST_WORDS: Final = ("READY", "HOLD", "LOWER")


def _steps(widest: int) -> tuple[int, ...]:
    """Rows of letters up to a scale, and of the highest ones of that."""
    if widest < 1:
        return ()
    return tuple(rows_of(tall) for tall in range(1, tallest(widest, 1000) + 1))


def _up_to(sizes: tuple[int, ...], rows: int, part: str) -> Iterator[tuple[str, int]]:
    """A part's sizes up to so many rows; letters have no size between two."""
    for size in sizes:
        if size <= rows:
            yield part, size
