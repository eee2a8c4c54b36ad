"""Holds samples of a recording in the order of its file, all sensors together, and cuts them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from evenstride.sensors.samples import Block, FloatArray, IntArray, Site

SITES: Final = tuple(Site)
"""A site's number in a stretch is its index here."""

BLOCK_US: Final = 1_000_000
"""Longest time of arrivals in one block, so that left and right do not come far apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """One or more consecutive samples of a file, with no event between them.

    Attributes:
        sites: The number of each sample's site in ``SITES``, shape (n,).
        counts: ``seq``, ``t_us`` and ``host_us``, shape (n, 3).
        values: Acceleration, m/s², and angular rate, rad/s, shape (n, 6); the rate is NaN without a
            gyroscope.
    """

    sites: npt.NDArray[np.uint8]
    counts: IntArray
    values: FloatArray

    def __len__(self) -> int:
        return len(self.sites)

    @property
    def host_us(self) -> IntArray:
        """When each sample arrived, microseconds, shape (n,)."""
        return self.counts[:, 2]

    def part(self, start: int, end: int) -> Self:
        """Return the samples from one place to before another."""
        return type(self)(self.sites[start:end], self.counts[start:end], self.values[start:end])

    def of_sites(self) -> Iterator[tuple[Site, IntArray]]:
        """Yield each site that has samples, with their places; the first sample's site first."""
        first = int(self.sites[0])
        for number in (first, *(one for one in range(len(SITES)) if one != first)):
            places = np.flatnonzero(self.sites == number)
            if len(places):
                yield SITES[number], places

    def without(self, sites: Collection[Site]) -> Self:
        """Return the samples of all other sites."""
        left_out = [number for number, site in enumerate(SITES) if site in sites]
        kept = ~np.isin(self.sites, left_out)
        return type(self)(self.sites[kept], self.counts[kept], self.values[kept])

    def blocks(self) -> Iterator[Block]:
        """Yield all samples as one block of each sensor."""
        for site, places in self.of_sites():
            seq, t_us, host_us = np.ascontiguousarray(self.counts[places].T)
            values = self.values[places]
            yield Block(
                site.leg,
                seq,
                t_us,
                host_us,
                values[:, :3].copy(),
                values[:, 3:].copy(),
                second=site.is_second,
            )

    def in_seconds(self, most: int) -> Iterator[Self]:
        """Yield parts of up to ``BLOCK_US`` of arrivals and up to ``most`` samples."""
        host_us = self.host_us
        start = 0
        while start < len(self):
            end = min(start + most, len(self))
            late = host_us[start:end] > host_us[start] + BLOCK_US
            first_late = int(late.argmax())
            if late[first_late]:
                end = start + first_late
            yield self.part(start, end)
            start = end

    def arrivals(self, most: int) -> Iterator[Block]:
        """Yield blocks as they arrived, each with one ``host_us`` and up to ``most`` samples."""
        host_us = self.host_us
        starts = [0, *(np.flatnonzero(host_us[1:] != host_us[:-1]) + 1).tolist(), len(self)]
        for start, end in pairwise(starts):
            for at in range(start, end, most):
                yield from self.part(at, min(at + most, end)).blocks()
