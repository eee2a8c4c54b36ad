"""Both legs' samples in step: cut into seconds, and held back until the other leg's arrive.

A live session receives both legs at the same time, and each leg's movements are judged by the
other's. Callers may pass all of one leg and then the other; the result must be the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from evenstride.analysis.counting.tuning.counting import COUNTING
from evenstride.sensors.samples import Block, FloatArray, Samples, Site

_STEP_S: Final = 1.0
"""Half of the time for which the analysis waits for the other leg's samples."""


def samples_in_step(samples: Sequence[Samples]) -> Iterator[Samples]:
    """Yield both legs' samples as if they had arrived together, a second of each in turn."""
    for which, part in _turns([one.t_s for one in samples]):
        yield samples[which].part(part.start, part.stop)


def blocks_in_step(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks in order of arrival, by their ``host_us``, a second of each leg in turn."""
    arrivals_s = [np.maximum.accumulate(one.host_us) / 1e6 for one in blocks]
    for which, part in _turns(arrivals_s):
        yield blocks[which].part(part.start, part.stop)


def _turns(times_s: Sequence[FloatArray]) -> list[tuple[int, slice]]:
    """Return the order of the arrays' parts: index of the array and slice; times must not fall."""
    turns: list[tuple[float, float, int, slice]] = []
    for which, of_leg in enumerate(times_s):
        seconds = np.floor(of_leg / _STEP_S)
        firsts = np.flatnonzero(np.diff(seconds, prepend=-np.inf)).tolist() if len(of_leg) else []
        for first, end in zip(firsts, [*firsts[1:], len(of_leg)], strict=False):
            # Within one second, the part that begins first comes first: the session begins with it.
            turns.append((float(seconds[first]), float(of_leg[first]), which, slice(first, end)))
    turns.sort(key=lambda turn: turn[:3])
    return [(which, part) for _, _, which, part in turns]


class InStep:
    """Holds back one leg's samples until the other's of the same time have arrived.

    Samples that wait for a silent leg, for instance one whose connection is lost, are released with
    the next update of their own leg.

    Args:
        sites: The places of the expected sensors.

    Attributes:
        origin_s: Time of the first sample of either leg on the caller's clock; None until it is
            known.
    """

    def __init__(self, sites: Sequence[Site]) -> None:
        self.origin_s: float | None = None
        self._waiting: dict[Site, list[Samples]] = {site: [] for site in sites}
        self._newest_s: dict[Site, float] = {}

    def take(self, samples: Samples) -> Iterator[Samples]:
        """Take one leg's next samples; yield those that are due, in seconds since the first."""
        site = samples.site
        if not len(samples):
            return
        if self._waiting[site] and (self._all_are_heard or self._is_long()):
            yield from self.take_all()
        self._waiting[site].append(samples)
        self._newest_s[site] = float(samples.t_s[-1])
        if self._all_are_heard:
            yield from self._release(min(self._newest_s.values()) + COUNTING.stale_s)

    def take_all(self) -> Iterator[Samples]:
        """Yield all waiting samples: nothing more will come of their time."""
        yield from self._release(np.inf)

    @property
    def _all_are_heard(self) -> bool:
        return len(self._newest_s) == len(self._waiting)

    def _is_long(self) -> bool:
        """Whether so much waits that the other leg is not just a little late."""
        waiting = [one for of_leg in self._waiting.values() for one in of_leg]
        first_s = min(float(one.t_s[0]) for one in waiting)
        return max(float(one.t_s[-1]) for one in waiting) - first_s > COUNTING.stale_s

    def _release(self, until_s: float) -> Iterator[Samples]:
        ready: list[Samples] = []
        for site, waiting in self._waiting.items():
            if not waiting:
                continue
            whole = joined(waiting)
            end = int(np.searchsorted(whole.t_s, until_s, side="right"))
            ready.append(whole.part(0, end))
            rest = whole.part(end, len(whole))
            self._waiting[site] = [rest] if len(rest) else []
        starts_s = [float(one.t_s[0]) for one in ready if len(one)]
        if self.origin_s is None and starts_s:
            self.origin_s = min(starts_s)
        origin_s = self.origin_s or 0.0
        yield from samples_in_step([replace(one, t_s=one.t_s - origin_s) for one in ready])


def joined(samples: Sequence[Samples]) -> Samples:
    """Join one leg's consecutive samples."""
    if len(samples) == 1:
        return samples[0]
    return replace(
        samples[0],
        seq=np.concatenate([one.seq for one in samples]),
        t_s=np.concatenate([one.t_s for one in samples]),
        acc_m_s2=np.concatenate([one.acc_m_s2 for one in samples]),
        gyr_rad_s=np.concatenate([one.gyr_rad_s for one in samples]),
    )
