"""Samples of several sensors that came interleaved, and where one is too late for the others.

Many samples are analyzed together much faster than a few at a time, and the result must be the
same. Only one thing depends on the order of arrival: a silent leg is waited for, but not for ever,
so that the others go on without it. When it is heard again, samples before and after that must not
be mixed. There, and for a moment after it, samples are taken just as they came.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from evenstride.analysis.signal.tuning import TICK_S, SignalTuning
from evenstride.sensors.samples import BoolArray, FloatArray, IntArray, Link, Note, Samples, Site


@dataclass(frozen=True, slots=True, eq=False)
class Interleaved:
    """Samples in their order of arrival, split by sensor.

    Attributes:
        samples: Those of each sensor.
        places: For each sensor, the places of its samples among all, rising, shape (n,).
    """

    samples: Sequence[Samples]
    places: Sequence[IntArray]

    def __len__(self) -> int:
        return sum(map(len, self.samples))

    def part(self, start: int, end: int) -> Iterator[Samples]:
        """Yield the samples from ``start`` to before ``end`` of each sensor that has any."""
        for samples, places in zip(self.samples, self.places, strict=True):
            first, last = places.searchsorted((start, end)).tolist()
            if first < last:
                yield samples.part(first, last)

    def of_sites(self, sites: Container[Site]) -> "Interleaved":
        """Return only the samples of some sensors."""
        if all(one.site in sites for one in self.samples):
            return self
        kept = [at for at, one in enumerate(self.samples) if one.site in sites]
        places = [self.places[at] for at in kept]
        order = np.sort(np.concatenate(places)) if places else np.empty(0, np.int64)
        return Interleaved(
            [self.samples[at] for at in kept], [order.searchsorted(one) for one in places]
        )

    def times_s(self) -> FloatArray:
        """Return the times of all samples in their order of arrival, seconds, shape (n,)."""
        times_s = np.empty(len(self))
        for samples, places in zip(self.samples, self.places, strict=True):
            times_s[places] = samples.t_s
        return times_s


Analyzable: TypeAlias = Samples | Interleaved | Link | Note
"""Everything that the analysis takes."""


class Lateness:
    """Tracks how far each sensor's samples are behind those of the others.

    Args:
        sites: Where sensors are worn.
        stale_s: How long the analysis of one leg waits for the others' samples.
        signal: The constants of the way from samples to ticks.
    """

    def __init__(self, sites: Sequence[Site], stale_s: float, signal: SignalTuning) -> None:
        # Ticks are known later than samples come: by half a window, and after a hole only when the
        # pose is known. A sensor of 10 Hz adds a tenth of a second.
        delay_s = max(signal.smoothing_half_s, signal.acc_only_half_s) + signal.pose_s + 0.1
        self._apart_s = stale_s - delay_s - TICK_S
        self._soon_s = delay_s + TICK_S
        self._newest_s = dict.fromkeys(sites, 0.0)
        self._caught_up_s = dict.fromkeys(sites, -np.inf)

    def take(self, samples: Samples) -> None:
        """Take samples of a single sensor."""
        if len(samples):
            self._newest_s[samples.site] = float(samples.t_s[-1])

    def cuts(self, items: Interleaved, absent: Mapping[Site, bool]) -> list[int]:
        """Take samples of several sensors.

        Args:
            items: The samples.
            absent: For each sensor, whether it is already not waited for.

        Returns:
            The places where they must be cut, including the first and the end.
        """
        size = len(items)
        site_at = np.empty(size, np.int64)
        sites = list(self._newest_s)
        for samples, places in zip(items.samples, items.places, strict=True):
            site_at[places] = sites.index(samples.site)
        times_s = items.times_s()
        # For each sensor, the newest time before each place.
        newest_s = np.empty((len(sites), size))
        for number, site in enumerate(sites):
            before_s = -np.inf if absent[site] else self._newest_s[site]
            last = np.maximum.accumulate(np.where(site_at == number, np.arange(size), -1))
            all_s = np.where(last < 0, before_s, times_s[last])
            newest_s[number] = np.concatenate(([before_s], all_s[:-1]))
            self._newest_s[site] = float(all_s[-1]) if last[-1] >= 0 else self._newest_s[site]
        with np.errstate(invalid="ignore"):  # if all are absent, none is behind another
            behind_s = newest_s.max(axis=0) - newest_s[site_at, np.arange(size)]
        is_late = behind_s > self._apart_s
        as_they_came = np.zeros(size, np.bool_)
        for number, site in enumerate(sites):
            self._mark(site, np.flatnonzero(site_at == number), times_s, is_late, as_they_came)
        begins = as_they_came[1:] & ((site_at[1:] != site_at[:-1]) | ~as_they_came[:-1])
        ends = as_they_came[:-1] & ~as_they_came[1:]
        return [0, *(np.flatnonzero(begins | ends) + 1).tolist(), size]

    def _mark(
        self,
        site: Site,
        places: IntArray,
        times_s: FloatArray,
        is_late: BoolArray,
        as_they_came: BoolArray,
    ) -> None:
        """Mark all samples from each late one of a sensor until it has caught up."""
        if not len(places):
            return
        own_s = np.maximum.accumulate(times_s[places])
        late = np.flatnonzero(is_late[places])
        spans = [(0, self._caught_up_s[site])] if own_s[0] < self._caught_up_s[site] else []
        spans += [(int(at), float(own_s[at]) + self._soon_s) for at in late]
        reached = 0
        for at, until_s in spans:
            end = int(own_s.searchsorted(until_s))
            if end > reached:
                last = int(places[end]) if end < len(places) else len(times_s)
                as_they_came[int(places[max(at, reached)]) : last] = True
                reached = end
        if spans:
            self._caught_up_s[site] = spans[-1][1]
