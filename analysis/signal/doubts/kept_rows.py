"""Keeps evenly spaced rows of an endless stream, on pages."""

from collections.abc import Iterator
from copy import copy
from typing import Final, Self

import numpy as np

from evenstride.sensors.samples import FloatArray

_PAGE: Final = 64
"""Rows on a page. Single rows, allocated among memory that is soon freed, would leave holes of
about their own size: a session grew by twice as much as it kept."""

MOST: Final = 8 * _PAGE
"""How many rows are kept at most; half as many at least."""


class KeptRows:
    """Keeps all rows at first, then every second one, every fourth one and so on.

    A full page never changes, so copies share it.

    Args:
        columns: The length of a row.

    Attributes:
        every: Of this many rows one is kept, the last of them.
    """

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self.every = 1
        self._given = self._count = 0
        self._pages: list[FloatArray] = []

    def __iter__(self) -> Iterator[FloatArray]:
        """Iterate over the rows in order, shape (columns,) each; they must not be changed."""
        for number, page in enumerate(self._pages):
            yield from page[: self._count - number * _PAGE]

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        """Return an independent copy."""
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
        # Two by two, so that the pages given up have room for the next: all of them at once would
        # take two thirds of a megabyte, which stays with the process.
        full, self._pages = self._pages[::-1], []
        while full:
            self._pages.append(np.concatenate((full.pop()[1::2], full.pop()[1::2])))
        self._count //= 2
        self.every *= 2
