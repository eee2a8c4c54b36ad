"""The most important message between sets: a countdown and a few words in block letters."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from textual.content import Content

from evenstride.language import tr
from evenstride.sensors.samples import Leg
from evenstride.session.state.banner import Banner
from evenstride.tui.cells import fit
from evenstride.tui.widgets.block_font import draw, rows_of
from evenstride.tui.widgets.block_lines import block_lines
from evenstride.tui.widgets.message_bar import wrapped
from evenstride.tui.widgets.sized import SizedWidget, blocks

_GAP: Final = 4
_NARROW: Final = 56
_SMALLEST: Final = rows_of(1)

ROOMY_BANNER: Final = 1 + _SMALLEST
"""From this number of rows on, one of them is a line above the banner."""


class BannerBar(SizedWidget):
    """The number and the words side by side; the words are in the half of the leg they concern."""

    DEFAULT_CSS = """
    BannerBar {
        padding: 0 2;
        border-top: solid $panel;
        background: $surface;
        color: $foreground;
        text-style: bold;
        &.-bare { border-top: none; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._banner: Banner | None = None

    def show(self, banner: Banner | None) -> None:
        """Show a banner, or none."""
        if banner != self._banner:
            self._banner = banner
            self.refresh()

    def render(self) -> Content:
        """Draw the rows."""
        if self._banner is None:
            return Content("")
        rows = banner_rows(self._banner, self.size.width, self.size.height)
        return blocks(self, "\n".join(rows))


@lru_cache(maxsize=32)
def banner_rows(banner: Banner, width: int, height: int) -> tuple[str, ...]:
    """Return the rows of a banner.

    Args:
        width: Columns.
        height: Rows.
    """
    if width < 1 or height < 1:
        return ()
    if height < _SMALLEST:
        return _plain(banner, width, height)
    if width < _NARROW and height > 2 * _SMALLEST:
        return _narrow(banner, width, height)
    if banner.number is None:
        return _before(banner, width, height)
    room = str(banner.largest).rjust(2, "0")
    most = width * (1 if not banner.headline else 45) // (1 if not banner.headline else 100)
    scale, tall, _ = block_lines(room, most, height)
    if not scale:
        return _plain(banner, width, height)
    number_width = len(draw(room, scale)[0])
    number = [row.rjust(number_width) for row in draw(str(banner.number), scale, tall)]
    words_width = width - number_width - _GAP
    if banner.leg is Leg.RIGHT:
        # Words about the right leg are in its half, as far as there is room.
        words_width = min(words_width, width - width // 2 - 1)
    words = _words(banner, words_width, height)
    number, words = _in_middle(number, height), _in_middle(words, height)
    rows = []
    for digits, said in zip_longest(number, words, fillvalue=""):
        if banner.leg is Leg.LEFT:
            rows.append(f"{said.ljust(width - number_width)}{digits}")
        else:
            before = width - words_width if banner.leg is Leg.RIGHT else number_width + _GAP
            rows.append(f"{digits.ljust(before)}{said}")
    return tuple(row[:width] for row in rows[:height])


def _plain(banner: Banner, width: int, height: int) -> tuple[str, ...]:
    """Return the number and the first words in a few rows, without block letters."""
    said = [banner.plain] if banner.plain else []
    if banner.number is not None:
        first = tr("REST {number} s", number=banner.number) if banner.number else tr("REST is over")
        said.insert(0, first)
    said += [*banner.before, *banner.lines, *banner.cues]
    if height == 1 and len(said) > 1:
        said = [" · ".join(said[:2])]
    return tuple(_told_in(said, width, height))


def _before(banner: Banner, width: int, height: int) -> tuple[str, ...]:
    """Return, without a number, the words in their leg's half and the cues in the other one."""
    if banner.leg is None or not banner.cues:
        return _in_rows(_words(banner, width, height), width, height)
    half = width // 2 + 1
    words = _in_middle(_words(replace(banner, cues=()), width - half - 1, height), height)
    cues = _in_middle(_told_in(banner.cues, half - 2, height), height)
    left, right = (words, cues) if banner.leg is Leg.LEFT else (cues, words)
    both = zip_longest(left, right, fillvalue="")
    return tuple(f"{one[: half - 1].ljust(half)}{other}"[:width] for one, other in both)[:height]


def _narrow(banner: Banner, width: int, height: int) -> tuple[str, ...]:
    """Return the words below the number, for a narrow window."""
    if banner.number is None:
        return _in_rows(_words(banner, width, height), width, height)
    room = str(banner.largest).rjust(2, "0")
    scale, tall, _ = block_lines(room, width, max(_SMALLEST, height * 3 // 5))
    if not scale:
        return _plain(banner, width, height)
    number = [row.center(width) for row in draw(str(banner.number), scale, tall)]
    words = _words(banner, width, height - len(number) - 1)
    block = max((len(row.rstrip()) for row in words), default=0)
    left = " " * max(0, (width - block) // 2)
    return tuple([*number, "", *(f"{left}{row}"[:width] for row in words)][:height])


def _words(banner: Banner, width: int, height: int) -> list[str]:
    """Return as much of the headline as fits in block letters, and the lines below it."""
    caption = [banner.caption] if banner.caption else []
    needed = [*banner.before, *caption]
    lines = [*needed, *banner.lines, *banner.cues]
    # What has to be done first is shown completely. Of the other lines one is shown, or two rather
    # than a second headline, which says the same.
    least = _rows_of_all(needed, width) if banner.before else min(len(lines), 1)
    with_more = max(least, min(len(lines), 2))
    drawn: list[tuple[str, ...]] = []
    used = 0
    for said in banner.headline:
        room = height - used - (1 + with_more if drawn else least)
        rows = _letters(said, width, room, scale=1)
        if rows:
            used += len(rows) + bool(drawn)
            drawn.append(rows)
        elif not drawn:
            break  # the first headline does not fit: its text is put first among the lines
    if not drawn:
        lines[:0] = [banner.plain] * bool(banner.plain)
    else:
        # The first headline is the most important one: it grows into the remaining space.
        spare = height - used - max(least, min(len(lines), 3))
        drawn[0] = _letters(banner.headline[0], width, len(drawn[0]) + spare) or drawn[0]
    block = [row for letters in drawn for row in ("", *letters)][1:]
    spare = height - len(block)
    if block and spare > _rows_of_all(lines, width):
        block.append("")
        spare -= 1
    return [*block, *_told_in(lines, width, spare)]


def _rows_of_all(lines: Sequence[str], width: int) -> int:
    return sum(len(wrapped(line, width)) for line in lines)


def _told_in(lines: Sequence[str], width: int, height: int) -> list[str]:
    """Return lines in this many rows, wrapped if they are too long; a sign marks what is cut."""
    told: list[str] = []
    for line in lines:
        room = height - len(told)
        rows = list(wrapped(line, width))
        told += rows if len(rows) <= room else [fit(line, width).rstrip()] * min(room, 1)
    return told


def _letters(said: str, width: int, height: int, scale: int = 0) -> tuple[str, ...]:
    """Return a text in block letters, at a scale or as large as it fits; empty if it does not."""
    largest, tall, parts = block_lines(said, width, height)
    if not largest:
        return ()
    if scale:
        tall = largest = scale
    return tuple(row for part in parts for row in ("", *draw(part, largest, tall)))[1:]


def _in_rows(words: list[str], width: int, height: int) -> tuple[str, ...]:
    block = max((len(row.rstrip()) for row in words), default=0)
    left = " " * max(0, (width - block) // 2)
    return tuple(f"{left}{row}"[:width] for row in _in_middle(words, height))


def _in_middle(rows: list[str], height: int) -> list[str]:
    return [""] * max(0, (height - len(rows)) // 2) + rows
