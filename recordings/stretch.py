"""Samples of a recording as they stand in its file, of all legs together, and ways to cut them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from evenstride.sensors.samples import Block, FloatArray, IntArray, Leg

LEGS: Final = tuple(Leg)
"""A leg's number in a stretch is its place here."""

BLOCK_US: Final = 1_000_000
"""Arrivals that one block holds, whatever the rate: left and right must not come far apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Samples that follow each other in a file, with no event between them; at least one.

    Attributes:
        legs: The number of each sample's leg in ``LEGS``, shape (n,).
        counts: ``seq``, ``t_us`` and ``host_us``, shape (n, 3).
        values: Acceleration and angular rate, shape (n, 6); the rate is NaN where there is none.
    """

    legs: npt.NDArray[np.uint8]
    counts: IntArray
    values: FloatArray

    def __len__(self) -> int:
        return len(self.legs)

    @property
    def host_us(self) -> IntArray:
        """When each sample arrived, microseconds, shape (n,)."""
        return self.counts[:, 2]

    def part(self, start: int, end: int) -> Self:
        """The samples from one place to before another."""
        return type(self)(self.legs[start:end], self.counts[start:end], self.values[start:end])

    def of_legs(self) -> Iterator[tuple[Leg, IntArray]]:
        """Each leg that has samples, and their places; the leg of the first sample comes first."""
        first = int(self.legs[0])
        for number in (first, *(one for one in range(len(LEGS)) if one != first)):
            places = np.flatnonzero(self.legs == number)
            if len(places):
                yield LEGS[number], places

    def blocks(self) -> Iterator[Block]:
        """All of it, as one block of each leg."""
        for leg, places in self.of_legs():
            seq, t_us, host_us = np.ascontiguousarray(self.counts[places].T)
            values = self.values[places]
            yield Block(leg, seq, t_us, host_us, values[:, :3].copy(), values[:, 3:].copy())

    def in_seconds(self, most: int) -> Iterator[Block]:
        """Blocks of at most ``BLOCK_US`` of arrivals, and of at most so many samples together."""
        host_us = self.host_us
        start = 0
        while start < len(self):
            end = min(start + most, len(self))
            late = host_us[start:end] > host_us[start] + BLOCK_US
            first_late = int(late.argmax())
            if late[first_late]:
                end = start + first_late
            yield from self.part(start, end).blocks()
            start = end

    def arrivals(self, most: int) -> Iterator[Block]:
        """Blocks as they arrived, each with one ``host_us``, and of at most so many samples."""
        host_us = self.host_us
        starts = [0, *(np.flatnonzero(host_us[1:] != host_us[:-1]) + 1).tolist(), len(self)]
        for start, end in pairwise(starts):
            for at in range(start, end, most):
                yield from self.part(at, min(at + most, end)).blocks()
