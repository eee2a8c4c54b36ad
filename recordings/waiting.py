"""Lines that the disk does not take now: kept in memory, within limits, until it does."""

from collections import deque
from dataclasses import dataclass
from typing import Final

from evenstride.recordings.format import format_event
from evenstride.recordings.writer import lines_of
from evenstride.sensors.samples import Block, Item, Note

_KEPT_US: Final = 600_000_000
"""Waiting samples are kept for ten minutes: some 12 MB, and long enough to make room on a disk, or
to plug it in again."""

_MOST_EVENTS: Final = 10_000
"""Events are kept however old they are: an exercise or a correction affects all that follows."""

_AT_ONCE_BYTES: Final = 1 << 12
"""How much is written in one piece: on a disk that is nearly full, a small piece fits."""


@dataclass(frozen=True, slots=True)
class _Lines:
    data: bytes
    host_us: int
    samples: int


class WaitingLines:
    """Lines in order of arrival; if there are too many, the oldest samples are dropped.

    Attributes:
        total: The number of samples ever added.
        lost: The number of samples that were dropped, and are in no file.
    """

    def __init__(self) -> None:
        self._lines: deque[_Lines] = deque()
        self._events = 0
        self._newest_us = 0
        self.total = 0
        self.lost = 0

    def __bool__(self) -> bool:
        return bool(self._lines)

    @property
    def samples(self) -> int:
        """The number of waiting samples."""
        return sum(one.samples for one in self._lines)

    def add(self, item: Item) -> None:
        """Keep an item until it is taken."""
        data = lines_of(item)
        if isinstance(item, Block):
            if not len(item):
                return
            self.total += len(item)
            self._newest_us = int(item.host_us[-1])
            self._lines.append(_Lines(data, self._newest_us, len(item)))
        else:
            self._lines.append(_Lines(data, item.host_us, 0))
            self._events += 1

    def first(self) -> bytes:
        """Return the first lines, as many as are written at once."""
        return b"".join(one.data for one in self._piece())

    def taken(self) -> None:
        """Remove the first lines, because they are in a file."""
        for one in self._piece():
            self._lines.popleft()
            self._events -= one.samples == 0

    def _piece(self) -> list[_Lines]:
        piece: list[_Lines] = []
        size = 0
        for one in self._lines:
            if piece and size + len(one.data) > _AT_ONCE_BYTES:
                break
            piece.append(one)
            size += len(one.data)
        return piece

    def drop_old(self) -> None:
        """Drop the oldest samples; the recording will show where they were.

        Call this after each attempt to write, not before it: samples that a disk takes at once are
        never too old, however far the clock jumped while they waited.
        """
        oldest = next((one for one in self._lines if one.samples), None)
        if oldest is not None and oldest.host_us < self._newest_us - _KEPT_US:
            kept: deque[_Lines] = deque()
            # A tenth more than necessary, so that this is done now and then and not for each block.
            limit_us = self._newest_us - _KEPT_US * 9 // 10
            gone = 0
            for one in self._lines:
                if one.samples and one.host_us < limit_us:
                    gone += one.samples
                else:
                    kept.append(one)
            note = Note(limit_us, "not-saved", {"samples": gone})
            kept.appendleft(_Lines(format_event(note).encode("ascii"), limit_us, 0))
            self._events += 1
            self._lines = kept
            self.lost += gone
        if self._events > _MOST_EVENTS:
            first = next(at for at, one in enumerate(self._lines) if not one.samples)
            del self._lines[first]
            self._events -= 1
