"""Rows of numbers that are kept all session long, on pages."""

from collections.abc import Iterator
from copy import copy
from typing import Final, Self

import numpy as np

from evenstride.sensors.samples import FloatArray

_PAGE: Final = 64
"""Rows of a page. Rows that lay among what is soon given back would leave holes in the memory of
about their own size: a session grew by twice as much as it kept."""


class KeptRows:
    """Rows of one length; nothing is left out of them, and none changes.

    A page that is full never changes either, so that a copy of all this shares it.

    Args:
        columns: The length of a row.
    """

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._count = 0
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
        place = self._count % _PAGE
        if place == 0:
            self._pages.append(np.empty((_PAGE, self._columns)))
        self._pages[-1][place] = row
        self._count += 1
