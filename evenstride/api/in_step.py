"""Both legs' samples in step: cut into seconds, and one leg's waiting for the other's.

A live session hears of both legs at the same time, and what one leg does is judged by what the
other does. Callers may give a whole leg and then the other; it is to be the same.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from evenstride.analysis.counting.tuning import COUNTING
from evenstride.sensors.samples import Block, FloatArray, Leg, Samples

_STEP_S: Final = 1.0
"""Half of what the analysis waits for the other leg's samples."""


def samples_in_step(samples: Sequence[Samples]) -> Iterator[Samples]:
    """Both legs' samples as if they had arrived together, a second of each in turn."""
    for which, part in _turns([one.t_s for one in samples]):
        yield cut(samples[which], part)


def blocks_in_step(blocks: Sequence[Block]) -> Iterator[Block]:
    """The same of blocks, which arrived when their ``host_us`` says."""
    arrivals_s = [np.maximum.accumulate(one.host_us) / 1e6 for one in blocks]
    for which, part in _turns(arrivals_s):
        one = blocks[which]
        yield Block(
            one.leg,
            one.seq[part],
            one.t_us[part],
            one.host_us[part],
            one.acc_m_s2[part],
            one.gyr_rad_s[part],
        )


def cut(samples: Samples, part: slice) -> Samples:
    """Some consecutive ones of a leg's samples."""
    return Samples(
        samples.leg,
        samples.seq[part],
        samples.t_s[part],
        samples.acc_m_s2[part],
        samples.gyr_rad_s[part],
    )


def _turns(times_s: Sequence[FloatArray]) -> list[tuple[int, slice]]:
    """Which array has its turn with which of its entries; times must not fall."""
    turns: list[tuple[float, float, int, slice]] = []
    for which, of_leg in enumerate(times_s):
        seconds = np.floor(of_leg / _STEP_S)
        firsts = np.flatnonzero(np.diff(seconds, prepend=-np.inf)).tolist() if len(of_leg) else []
        for first, end in zip(firsts, [*firsts[1:], len(of_leg)], strict=False):
            # Of one second, what begins first comes first: the session begins with it.
            turns.append((float(seconds[first]), float(of_leg[first]), which, slice(first, end)))
    turns.sort(key=lambda turn: turn[:3])
    return [(which, part) for _, _, which, part in turns]


class InStep:
    """Holds back one leg's samples until the other's of the same time have come.

    What waits for a leg that is silent, as a sensor is whose connection is lost, goes on with the
    next update of its own leg.

    Args:
        legs: The legs that samples are expected of.

    Attributes:
        origin_s: Time of the first sample of either leg on the caller's clock; None until it is
            known.
    """

    def __init__(self, legs: Sequence[Leg]) -> None:
        self.origin_s: float | None = None
        self._waiting: dict[Leg, list[Samples]] = {leg: [] for leg in legs}
        self._newest_s: dict[Leg, float] = {}

    def take(self, samples: Samples) -> Iterator[Samples]:
        """Take one leg's next samples; give those whose turn has come, seconds since the first."""
        leg = samples.leg
        if not len(samples):
            return
        if self._waiting[leg] and (self._all_are_heard or self._is_long()):
            yield from self.take_all()
        self._waiting[leg].append(samples)
        self._newest_s[leg] = float(samples.t_s[-1])
        if self._all_are_heard:
            yield from self._release(min(self._newest_s.values()) + COUNTING.stale_s)

    def take_all(self) -> Iterator[Samples]:
        """Give what waits: nothing else comes of its time."""
        yield from self._release(np.inf)

    @property
    def _all_are_heard(self) -> bool:
        return len(self._newest_s) == len(self._waiting)

    def _is_long(self) -> bool:
        """Whether so much waits that the other leg is not only a little late."""
        waiting = [one for of_leg in self._waiting.values() for one in of_leg]
        first_s = min(float(one.t_s[0]) for one in waiting)
        return max(float(one.t_s[-1]) for one in waiting) - first_s > COUNTING.stale_s

    def _release(self, until_s: float) -> Iterator[Samples]:
        ready: list[Samples] = []
        for leg, waiting in self._waiting.items():
            if not waiting:
                continue
            whole = joined(waiting)
            end = int(np.searchsorted(whole.t_s, until_s, side="right"))
            ready.append(cut(whole, slice(0, end)))
            rest = cut(whole, slice(end, len(whole)))
            self._waiting[leg] = [rest] if len(rest) else []
        starts_s = [float(one.t_s[0]) for one in ready if len(one)]
        if self.origin_s is None and starts_s:
            self.origin_s = min(starts_s)
        origin_s = self.origin_s or 0.0
        yield from samples_in_step(
            [
                Samples(one.leg, one.seq, one.t_s - origin_s, one.acc_m_s2, one.gyr_rad_s)
                for one in ready
            ]
        )


def joined(samples: Sequence[Samples]) -> Samples:
    """One leg's samples that follow each other, as one."""
    if len(samples) == 1:
        return samples[0]
    return Samples(
        samples[0].leg,
        np.concatenate([one.seq for one in samples]),
        np.concatenate([one.t_s for one in samples]),
        np.concatenate([one.acc_m_s2 for one in samples]),
        np.concatenate([one.gyr_rad_s for one in samples]),
    )
