"""Damages a sensor's samples on purpose, in each way in which they can go wrong."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
from hypothesis import strategies as st

from evenstride.sensors.samples import BoolArray, Samples

Doing: TypeAlias = Callable[[Samples, BoolArray, np.random.Generator], Samples]


@dataclass(frozen=True)
class Damage:
    """Damage of one kind to a part of the samples, from 0 to 1."""

    kind: str
    at: float
    length: float
    seed: int

    def done_to(self, samples: Samples) -> Samples:
        n = len(samples)
        first = int(self.at * n)
        where = np.zeros(n, dtype=np.bool_)
        where[first : first + max(1, int(self.length * n))] = True
        return KINDS[self.kind](samples, where, np.random.default_rng(self.seed))


def damages(kinds: list[str] | None = None) -> st.SearchStrategy[Damage]:
    return st.builds(
        Damage,
        kind=st.sampled_from(sorted(KINDS) if kinds is None else kinds),
        at=st.floats(0.0, 0.99),
        length=st.one_of(st.floats(0.0, 0.1), st.floats(0.0, 1.0)),
        seed=st.integers(0, 99),
    )


def _set_to(value: float, *, acc: bool, gyr: bool) -> Doing:
    def do(samples: Samples, where: BoolArray, _: np.random.Generator) -> Samples:
        acc_m_s2, gyr_rad_s = samples.acc_m_s2.copy(), samples.gyr_rad_s.copy()
        if acc:
            acc_m_s2[where] = value
        if gyr:
            gyr_rad_s[where] = value
        return replace(samples, acc_m_s2=acc_m_s2, gyr_rad_s=gyr_rad_s)

    return do


def _stuck(*, acc: bool, gyr: bool) -> Doing:
    def do(samples: Samples, where: BoolArray, _: np.random.Generator) -> Samples:
        acc_m_s2, gyr_rad_s = samples.acc_m_s2.copy(), samples.gyr_rad_s.copy()
        if acc:
            acc_m_s2[where] = acc_m_s2[where][0]
        if gyr:
            gyr_rad_s[where] = gyr_rad_s[where][0]
        return replace(samples, acc_m_s2=acc_m_s2, gyr_rad_s=gyr_rad_s)

    return do


def _one_broken_axis(samples: Samples, where: BoolArray, rng: np.random.Generator) -> Samples:
    gyr_rad_s = samples.gyr_rad_s.copy()
    gyr_rad_s[where, rng.integers(3)] = rng.choice([np.nan, np.inf, 1e300])
    return replace(samples, gyr_rad_s=gyr_rad_s)


def _saturated(samples: Samples, where: BoolArray, rng: np.random.Generator) -> Samples:
    acc_end, gyr_end = rng.uniform(5.0, 20.0), rng.uniform(0.5, 4.0)
    acc_m_s2, gyr_rad_s = samples.acc_m_s2.copy(), samples.gyr_rad_s.copy()
    acc_m_s2[where] = np.clip(acc_m_s2[where], -acc_end, acc_end)
    gyr_rad_s[where] = np.clip(gyr_rad_s[where], -gyr_end, gyr_end)
    return replace(samples, acc_m_s2=acc_m_s2, gyr_rad_s=gyr_rad_s)


def _spikes(samples: Samples, where: BoolArray, rng: np.random.Generator) -> Samples:
    rare = where & (rng.random(len(samples)) < 0.01)
    acc_m_s2, gyr_rad_s = samples.acc_m_s2.copy(), samples.gyr_rad_s.copy()
    acc_m_s2[rare] += rng.normal(0.0, 50.0, 3)
    gyr_rad_s[rare] += rng.normal(0.0, 10.0, 3)
    return replace(samples, acc_m_s2=acc_m_s2, gyr_rad_s=gyr_rad_s)


def _noise(samples: Samples, where: BoolArray, rng: np.random.Generator) -> Samples:
    shape, size = (int(where.sum()), 3), 10.0 ** rng.uniform(-2.0, 1.0)
    acc_m_s2, gyr_rad_s = samples.acc_m_s2.copy(), samples.gyr_rad_s.copy()
    acc_m_s2[where] += rng.normal(0.0, 5.0 * size, shape)
    gyr_rad_s[where] += rng.normal(0.0, size, shape)
    return replace(samples, acc_m_s2=acc_m_s2, gyr_rad_s=gyr_rad_s)


def _back_in_time(samples: Samples, where: BoolArray, rng: np.random.Generator) -> Samples:
    return replace(samples, t_s=samples.t_s - where * rng.uniform(0.0, 9.0))


def _time_stands_still(samples: Samples, where: BoolArray, _: np.random.Generator) -> Samples:
    return replace(samples, t_s=np.where(where, samples.t_s[where][0], samples.t_s))


def _time_not_a_number(samples: Samples, where: BoolArray, _: np.random.Generator) -> Samples:
    return replace(samples, t_s=np.where(where, np.nan, samples.t_s))


def _jump_ahead(samples: Samples, where: BoolArray, rng: np.random.Generator) -> Samples:
    later = np.arange(len(samples)) >= np.flatnonzero(where)[0]
    return replace(samples, t_s=samples.t_s + later * rng.choice([0.3, 1.0, 3.0, 600.0]))


def _wild_numbers(samples: Samples, where: BoolArray, rng: np.random.Generator) -> Samples:
    wild = rng.integers(-(10**12), 10**12, len(samples))
    return replace(samples, seq=np.where(where, wild, samples.seq))


KINDS: Final[dict[str, Doing]] = {
    "accelerometer not a number": _set_to(np.nan, acc=True, gyr=False),
    "gyroscope not a number": _set_to(np.nan, acc=False, gyr=True),
    "nothing is a number": _set_to(np.nan, acc=True, gyr=True),
    "accelerometer zero": _set_to(0.0, acc=True, gyr=False),
    "gyroscope zero": _set_to(0.0, acc=False, gyr=True),
    "all zero": _set_to(0.0, acc=True, gyr=True),
    "beyond any sensor": _set_to(1e300, acc=True, gyr=True),
    "accelerometer stuck": _stuck(acc=True, gyr=False),
    "gyroscope stuck": _stuck(acc=False, gyr=True),
    "all stuck": _stuck(acc=True, gyr=True),
    "one axis broken": _one_broken_axis,
    "saturated": _saturated,
    "spikes": _spikes,
    "noise": _noise,
    "back in time": _back_in_time,
    "time stands still": _time_stands_still,
    "time not a number": _time_not_a_number,
    "jump ahead": _jump_ahead,
    "wild numbers": _wild_numbers,
}
