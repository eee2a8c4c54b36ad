"""The rows of each part of the live screen: a pure function of its size and content.

Rows are distributed by importance to somebody lying three metres away.
"""

from functools import lru_cache
from typing import Final

from evenstride.language import tr
from evenstride.sensors.samples import Leg
from evenstride.tui.widgets.block_font import rows_of
from evenstride.tui.widgets.block_lines import letter_rows
from evenstride.tui.widgets.live_order import OTHER, Window, in_order
from evenstride.tui.widgets.live_rows import LegRows, LiveLayout, Moment, Wants
from evenstride.tui.widgets.small_font import small_sizes

SMALLEST_ROWS: Final = rows_of(1)
"""The rows of the smallest block letters."""

LOST: Final = "SIGNAL LOST"
"""The word of a leg whose samples stay away."""

_STACKED_RATIO: Final = 1.5
"""A window with fewer columns per row than this is higher than wide, like a phone held upright (a
cell is twice as high as wide); the legs are then above each other."""

_OF_LEG: Final = ("name", "count", "word", "hold", "trace")
_OUTSIDE: Final = ("session", "banner", "pace", "comparison", "message", "below", "keys")


@lru_cache(maxsize=256)
def live_layout(width: int, height: int, wants: Wants) -> LiveLayout:
    """Distribute the rows of a window.

    Args:
        width: Its columns.
        height: Its rows.
        wants: What there is to show.
    """
    window = Window(width, height, is_stacked=width < _STACKED_RATIO * height)
    dealer = _Dealer(window, wants)
    for part, rows in in_order(window, wants):
        dealer.deal(part, rows)
    return dealer.layout()


class _Dealer:
    """Distributes rows until none are left."""

    def __init__(self, window: Window, wants: Wants) -> None:
        self.wants = wants
        self.is_stacked = window.is_stacked
        self.columns = window.columns
        self.left = window.height
        self.rows: dict[str, int] = {}

    def deal(self, part: str, rows: int) -> None:
        """Give a part this many rows in all, if there are enough; else leave it as it is."""
        more = (rows - self.rows.get(part, 0)) * self._times(part)
        if 0 < more <= self.left:
            self.left -= more
            self.rows[part] = rows

    def _times(self, part: str) -> int:
        """Return how many times a part's rows are needed."""
        if not self.is_stacked:
            return 0 if part.startswith(OTHER) else 1
        is_both = self.wants.bright is None and part.removeprefix(OTHER) in _OF_LEG
        if part.startswith(OTHER):
            return 0 if is_both else 1
        return len(Leg) if is_both else 1

    def layout(self) -> LiveLayout:
        """Return the layout; remaining rows go to the traces, or to the largest part."""
        if self.wants.moment is not Moment.TRAINING and not self.rows.get("trace"):
            self.rows["banner"] = self.rows.get("banner", 0) + self.left
            self.left = 0
        legs = {leg: self._leg(leg) for leg in Leg}
        outside = {name: self.rows.get(name, 0) for name in _OUTSIDE}
        return LiveLayout(is_stacked=self.is_stacked, legs=legs, **outside)

    def _leg(self, leg: Leg) -> LegRows:
        first = self.wants.bright or Leg.LEFT
        is_other = self.is_stacked and self.wants.bright is not None and leg is not first
        prefix = OTHER if is_other else ""
        dealt = {name: self.rows.get(f"{prefix}{name}", 0) for name in _OF_LEG}
        if leg is first or not self.is_stacked:
            dealt["trace" if dealt["trace"] else "count"] += self.left
        return LegRows(**(self._lost(dealt) if leg in self.wants.lost else dealt))

    def _lost(self, dealt: dict[str, int]) -> dict[str, int]:
        """Make the word the largest part of a leg whose signal is lost; its count waits."""
        spare = sum(dealt[name] for name in ("count", "word", "hold", "trace"))
        count = rows_of(1) if spare >= 3 * rows_of(1) else 1
        letters = letter_rows(tr(LOST), self.columns, spare - count - 2)
        if not letters:
            # The word is then in small letters, and the background of the whole half shows it, too.
            count = min(dealt["count"], spare - 2) if spare > 2 else 1
            sizes = small_sizes((tr(LOST).split()[-1],), self.columns)
            letters = max((rows for rows in sizes if rows <= spare - count - 2), default=0)
        room = spare - count
        # The words with a row above and below; the old curve keeps the other rows.
        word = min(room, 2 + letters)
        return {**dealt, "count": count, "word": word, "hold": 0, "trace": room - word}
