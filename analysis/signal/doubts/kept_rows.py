"""Rows of numbers of a stream without end, of which evenly spaced ones are kept, on pages."""

from collections.abc import Iterator
from copy import copy
from typing import Final, Self

import numpy as np

from evenstride.sensors.samples import FloatArray

_PAGE: Final = 64
"""Rows of a page. Rows that lay among what is soon given back would leave holes in the memory of
about their own size: a session grew by twice as much as it kept."""

MOST: Final = 8 * _PAGE
"""So many rows are kept at most, and half as many at least."""


class KeptRows:
    """Keeps all rows of one length at first, then every second one, every fourth one and so on.

    A page that is full never changes, so that a copy of all this shares it.

    Args:
        columns: The length of a row.

    Attributes:
        every: Of so many rows the last one is kept.
    """

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self.every = 1
        self._given = self._count = 0
        self._pages: list[FloatArray] = []

    def __iter__(self) -> Iterator[FloatArray]:
        """The rows in order, shape (columns,) each; nobody may change them."""
        for number, page in enumerate(self._pages):
            yield from page[: self._count - number * _PAGE]

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        """A copy that goes on by itself."""
        again = copy(self)
        again._pages = [*self._pages[:-1], *(page.copy() for page in self._pages[-1:])]
        return again

    def append(self, row: FloatArray) -> None:
        """Add a row, shape (columns,)."""
        self._given += 1
        if self._count == MOST:
            self._thin_out()
        if self._given % self.every:
            return
        place = self._count % _PAGE
        if place == 0:
            self._pages.append(np.empty((_PAGE, self._columns)))
        self._pages[-1][place] = row
        self._count += 1

    def _thin_out(self) -> None:
        kept = np.concatenate(self._pages)[1::2]
        self._pages = [page.copy() for page in np.split(kept, len(kept) // _PAGE)]
        self._count = len(kept)
        self.every *= 2
