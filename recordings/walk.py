"""Reads through a recording and knows its place, so that a later reading can go on from there."""

from collections.abc import Generator
from copy import deepcopy
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from evenstride.recordings.lines import TextPlace, Texts
from evenstride.recordings.read_ahead import read_ahead
from evenstride.recordings.reading import Reading
from evenstride.recordings.stretch import Stretch
from evenstride.sensors.samples import Link, Note

_Read: TypeAlias = tuple[TextPlace, Reading, Stretch | Note | Link]
"""An item, the place of the text that contains it, and the reading's state before that text."""


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A place in a recording from which a ``Walk`` can go on.

    Attributes:
        position_s: Arrival of the last sample before it, seconds since the recording's first one.
    """

    position_s: float
    _text: TextPlace
    _before: Reading
    _given: int
    _first_us: int | None


class Walk:
    """Reads a recording from its start, or from a place on.

    Args:
        file: The recording's file, open.
        reading: A reading that has not begun.
        place: Where to go on; None for the start.
        knows_place: Whether ``place`` is needed; for it, copies of the reading are kept.
        reads_ahead: Whether a thread reads the next part; then the walk has to be closed.

    Attributes:
        reading: The reading, with its report.
        position_s: Arrival of the latest sample that was taken, seconds since the first one.
    """

    def __init__(
        self,
        file: BinaryIO,
        reading: Reading,
        place: Place | None = None,
        *,
        knows_place: bool = True,
        reads_ahead: bool = False,
    ) -> None:
        self.reading = reading if place is None else deepcopy(place._before)
        self.position_s = place.position_s if place else 0.0
        self._texts = Texts(file, place._text if place else None)
        self._text = self._texts.place
        self._knows_place = knows_place
        self._before = deepcopy(self.reading) if knows_place else self.reading
        self._given = 0
        self._first_us = place._first_us if place else None
        items = self._read()
        self._items = read_ahead(items, _is_large) if reads_ahead else items
        self._rest: Stretch | None = None
        self._pass_over(place._given if place else 0)

    @property
    def place(self) -> Place:
        """The place after the last item that was taken; it needs ``knows_place``."""
        return Place(self.position_s, self._text, self._before, self._given, self._first_us)

    @property
    def first_s(self) -> float:
        """Arrival of the first sample on the computer's clock, seconds; 0 before it was taken."""
        return (self._first_us or 0) / 1e6

    def take(
        self, most_us: int | None = None, until_s: float | None = None
    ) -> Stretch | Note | Link | None:
        """Take the next samples, or the next event; None at the end.

        Args:
            most_us: Longest time of arrivals to take, microseconds; None for no limit.
            until_s: Latest arrival to take, seconds since the first one; None for no limit. At
                least one sample is taken.

        Raises:
            RecordingError: The file can not be read any more.
        """
        item = self._rest or self._next()
        self._rest = None
        if not isinstance(item, Stretch):
            self._given += item is not None
            return item
        host_us = item.host_us
        if self._first_us is None:
            self._first_us = int(host_us[0])
        limits_us = [] if most_us is None else [int(host_us[0]) + most_us]
        limits_us += [] if until_s is None else [self._first_us + round(until_s * 1e6)]
        if limits_us:
            late = host_us > min(limits_us)
            end = max(int(late.argmax()), 1) if late.any() else len(item)
            if end < len(item):
                item, self._rest = item.part(0, end), item.part(end, len(item))
        self._given += len(item)
        arrived_s = (int(item.host_us.max()) - self._first_us) / 1e6
        self.position_s = max(self.position_s, arrived_s)
        return item

    def close(self) -> None:
        """Stop reading."""
        self._items.close()

    def _read(self) -> Generator[_Read, None, None]:
        place, before = self._text, self._before
        for text in self._texts:
            if isinstance(text, bytes) and self._knows_place:
                place, before = self._texts.place, deepcopy(self.reading)
            for item in self.reading.take(text):
                yield place, before, item
            for item in self.reading.finish():
                yield place, before, item

    def _next(self) -> Stretch | Note | Link | None:
        """Return the next item of the file, uncut; None at the end."""
        read = next(self._items, None)
        if read is None:
            return None
        place, before, item = read
        if place is not self._text:
            self._text, self._before, self._given = place, before, 0
        return item

    def _pass_over(self, given: int) -> None:
        """Skip a number of samples and events of the text."""
        while self._given < given:
            item = self._next()
            if isinstance(item, Stretch) and self._given + len(item) > given:
                end = given - self._given
                self._rest = item.part(end, len(item))
                item = item.part(0, end)
            self._given += len(item) if isinstance(item, Stretch) else 1


def _is_large(read: _Read) -> bool:
    return isinstance(read[2], Stretch)
