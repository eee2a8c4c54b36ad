"""Uneven samples in, an even grid of ticks out; short gaps are bridged, long ones begin anew."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.tuning import (
    BRIDGE_S,
    GAP_FACTOR,
    GAP_MIN_S,
    LARGEST_READING,
    LINE_S,
    TICK_S,
)
from sensors.samples import FloatArray, IntArray, Samples

_GYR = slice(3, 6)
_COLUMNS = 8  # three of acceleration, three of angular rate, 1 in a gap, 1 where it is held

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Ticks:
    """Consecutive ticks of one leg, without a long gap among them.

    Attributes:
        index: Number of each tick on the session's timeline, shape (n,); a tick ends at
            ``index * TICK_S`` seconds.
        acc_m_s2: Mean specific force over the tick, shape (n, 3).
        gyr_rad_s: Mean angular rate over the tick, shape (n, 3); NaN without a gyroscope.
        bridged: True where the tick touches a short gap, shape (n,).
        held: True where it touches one in which the limb is taken to stand still, shape (n,).
    """

    index: IntArray
    acc_m_s2: FloatArray
    gyr_rad_s: FloatArray
    bridged: BoolArray
    held: BoolArray


@dataclass(frozen=True, slots=True)
class LongGap:
    """A gap in which anything may have happened, in seconds."""

    from_s: float
    to_s: float


@dataclass(slots=True)
class DataCounter:
    """What became of one leg's samples so far; the raw material of ``DataQuality``."""

    used: int = 0
    not_a_number: int = 0
    backwards: int = 0
    lost: int = 0
    first_s: float | None = None
    last_s: float | None = None


class UniformGrid:
    """Puts one leg's samples on ticks of equal length.

    Each tick is the mean of the straight line through the samples, so that its rate times its
    length is the rotation in it, whatever the sensor's own rate. So it is over the shortest gaps,
    too; in longer ones the limb is taken to stand still: it turns by nothing that was measured.

    Args:
        rate_hz: The sensor's nominal rate; 0 where it is not known.
    """

    def __init__(self, rate_hz: float) -> None:
        self._gap_s = max(GAP_MIN_S, GAP_FACTOR / rate_hz if rate_hz > 0 else 0.0)
        self._t_s: FloatArray = np.empty(0)
        self._values: FloatArray = np.empty((0, _GYR.stop))
        self._integral: FloatArray = np.empty((0, _COLUMNS))
        self._next_tick = 0
        self._last_seq: int | None = None
        self._last_gyro_s = -np.inf
        self.counter = DataCounter()
        self.gaps: list[tuple[float, float]] = []

    def update(self, samples: Samples) -> Iterator[Ticks | LongGap]:
        """Take samples; give the ticks that they complete, and the gaps that are too long.

        Samples that are not numbers or not later than the one before are counted and left out.
        """
        t_s, values = self._usable(samples)
        if not len(t_s):
            return
        steps_s = np.diff(t_s, prepend=self._t_s[-1:] if len(self._t_s) else t_s[:1])
        for at in np.flatnonzero(steps_s > self._gap_s):
            self.gaps.append((float(t_s[at] - steps_s[at]), float(t_s[at])))
        start = 0
        for cut in np.flatnonzero(steps_s > BRIDGE_S):
            if cut > start:
                yield self._extend(t_s[start:cut], values[start:cut])
            yield LongGap(float(t_s[cut] - steps_s[cut]), float(t_s[cut]))
            self._t_s = np.empty(0)
            start = int(cut)
        yield self._extend(t_s[start:], values[start:])

    def _usable(self, samples: Samples) -> tuple[FloatArray, FloatArray]:
        counter = self.counter
        values = np.hstack((samples.acc_m_s2, samples.gyr_rad_s))
        # A gyroscope is missing as a whole; a single broken value spoils its sample.
        missing = np.isnan(values[:, 3:]).all(axis=1)
        real = np.abs(values) < LARGEST_READING
        number = real[:, :3].all(axis=1) & np.isfinite(samples.t_s)
        number &= missing | real[:, 3:].all(axis=1)
        # What lacks the gyroscope that it has just had would spoil the sums of all that follows.
        gyro_s = np.where(number & ~missing, samples.t_s, -np.inf)
        gyro_s = np.maximum.accumulate(np.concatenate(([self._last_gyro_s], gyro_s)))
        self._last_gyro_s = float(gyro_s[-1])
        number &= ~missing | (samples.t_s > gyro_s[1:] + BRIDGE_S)
        counter.not_a_number += int((~number).sum())
        t_s, values, seq = samples.t_s[number], values[number], samples.seq[number]
        before_s = np.concatenate(([-np.inf if counter.last_s is None else counter.last_s], t_s))
        later = t_s > np.maximum.accumulate(before_s)[:-1]
        counter.backwards += int((~later).sum())
        t_s, values, seq = t_s[later], values[later], seq[later]
        if len(t_s):
            counter.first_s = float(t_s[0]) if counter.first_s is None else counter.first_s
            counter.last_s = float(t_s[-1])
            counter.used += len(t_s)
            jumps = np.diff(seq, prepend=seq[0] - 1 if self._last_seq is None else self._last_seq)
            counter.lost += int(np.maximum(jumps - 1, 0).sum())
            self._last_seq = int(seq[-1])
        return t_s, values

    def _extend(self, t_s: FloatArray, values: FloatArray) -> Ticks:
        if not len(self._t_s):
            self._next_tick = int(np.ceil(t_s[0] / TICK_S)) + 1
            self._integral = np.zeros((1, _COLUMNS))
            self._t_s, self._values, t_s, values = t_s[:1], values[:1], t_s[1:], values[1:]
        known = len(self._t_s) - 1
        t_s = np.concatenate((self._t_s, t_s))
        values = np.concatenate((self._values, values))
        steps_s = np.diff(t_s)
        in_gap: FloatArray = (steps_s > self._gap_s).astype(np.float64)[:, None]
        held: FloatArray = in_gap * (steps_s > LINE_S)[:, None]
        # Each step between two samples: what is there at its begin and at its end.
        begin: FloatArray = np.hstack((values[:-1], in_gap, held))
        end: FloatArray = np.hstack((values[1:], in_gap, held))
        begin[:, _GYR] *= 1.0 - held
        end[:, _GYR] *= 1.0 - held
        areas = (begin + end) * (0.5 * steps_s)[:, None]
        # A running sum that goes on from the one before: the same to the last bit however the
        # samples are cut into blocks.
        new = np.cumsum(np.vstack((self._integral[-1:], areas[known:])), axis=0)
        integral = np.vstack((self._integral, new[1:]))

        def until(tick: IntArray) -> FloatArray:
            at_s = tick * TICK_S
            step = np.clip(np.searchsorted(t_s, at_s) - 1, 0, len(steps_s) - 1)
            into_s = (at_s - t_s[step])[:, None]
            slope = (end[step] - begin[step]) / steps_s[step][:, None]
            so_far = integral[step] + begin[step] * into_s + slope * (0.5 * into_s**2)
            return np.asarray(so_far, dtype=np.float64)

        index = np.arange(self._next_tick, int(np.floor(t_s[-1] / TICK_S)) + 2)
        index = index[index * TICK_S <= t_s[-1]]
        means = np.empty((0, _COLUMNS))
        if len(index):
            means = (until(index) - until(index - 1)) / TICK_S
            self._next_tick = int(index[-1]) + 1
        keep = int(np.searchsorted(t_s, (self._next_tick - 1) * TICK_S)) - 1
        keep = max(keep, 0)
        self._t_s, self._values, self._integral = t_s[keep:], values[keep:], integral[keep:]
        return Ticks(index, means[:, :3], means[:, _GYR], means[:, 6] > 0, means[:, 7] > 0)
