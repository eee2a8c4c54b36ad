"""Puts uneven samples on an even grid of ticks; short gaps are bridged, long ones cut the grid."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from evenstride.analysis.signal.screening.columns import ACC, GYR
from evenstride.analysis.signal.screening.data_counter import DataCounter
from evenstride.analysis.signal.screening.screening import SampleScreen
from evenstride.analysis.signal.screening.stuck_gyroscope import StuckRun
from evenstride.analysis.signal.steps import steps
from evenstride.analysis.signal.tuning import SIGNAL, TICK_S, SignalTuning
from evenstride.sensors.samples import BoolArray, FloatArray, IntArray, Samples

# Each kind of value is one row here, contiguous in memory: arithmetic on few columns of many rows
# takes several times as long.
_VALUES = 7  # three of acceleration, three of angular rate, and 1 where one is saturated
_KINDS = _VALUES + 2  # the same, and 1 in a gap, and 1 in a hole


@dataclass(frozen=True, slots=True, eq=False)
class Ticks:
    """Consecutive ticks of one leg, without a long gap among them.

    Attributes:
        index: Number of each tick on the session's timeline, shape (n,); a tick ends at
            ``index * TICK_S`` seconds.
        acc_m_s2: Mean specific force over the tick, shape (n, 3).
        gyr_rad_s: Mean angular rate over the tick, shape (n, 3); NaN without a gyroscope.
        bridged: True where the tick touches a short gap, shape (n,).
        lost: True where it touches a hole, in which nothing is known about the limb, shape (n,).
        saturated: True where it touches a reading at the end of its scale, shape (n,).
    """

    index: IntArray
    acc_m_s2: FloatArray
    gyr_rad_s: FloatArray
    bridged: BoolArray
    lost: BoolArray
    saturated: BoolArray


@dataclass(frozen=True, slots=True)
class Hole:
    """A time without samples so long that it is not known what happened.

    Attributes:
        from_s: Time of the last sample before it, seconds.
        to_s: Time of the first sample after it, seconds.
        is_cut: Whether the ticks end before it and begin again after it; else they go on over it.
        is_anew: Whether the samples after it are of another kind: a gyroscope fell silent or
            joined.
        is_loss: Whether samples are missing in it, and not only far apart or of another kind.
        numbers_go_on: Whether no sample is missing by the sensor's own numbers: its clock was set,
            or the samples that came were unusable.
    """

    from_s: float
    to_s: float
    is_cut: bool = True
    is_anew: bool = False
    is_loss: bool = True
    numbers_go_on: bool = False


class UniformGrid:
    """Puts one leg's samples on ticks of equal length.

    Each tick is the mean of the straight lines between the samples, so that its rate times its
    length is the rotation in it, whatever the sensor's own sample rate. The same goes for short
    gaps; longer ones cut the grid.

    Args:
        rate_hz: The sensor's nominal rate; 0 if it is not known.
    """

    def __init__(self, rate_hz: float, tuning: SignalTuning = SIGNAL) -> None:
        self._tuning = tuning
        period_s = 1.0 / rate_hz if rate_hz > 0 else 0.0
        self._gap_s = max(tuning.gap_min_s, tuning.gap_periods * period_s)
        hole_s = tuning.hole_s + period_s + 1e-6  # times are in microseconds
        self._hole_s = max(hole_s, self._gap_s)
        self._limits_s = np.array([[self._gap_s], [self._hole_s]])
        self._t_s: FloatArray = np.empty(0)
        self._values: FloatArray = np.empty((_VALUES, 0))
        self._integral: FloatArray = np.empty((_KINDS, 0))
        self._next_tick = 0
        self._screen = SampleScreen(rate_hz, tuning)
        self.gaps: list[tuple[float, float]] = []

    @property
    def counter(self) -> DataCounter:
        """What became of the samples so far."""
        return self._screen.counter

    @property
    def stuck_run(self) -> StuckRun | None:
        """Where the gyroscope was last stuck."""
        return self._screen.repeated.stuck.run

    def update(self, samples: Samples) -> Iterator[Ticks | Hole]:
        """Take samples; yield the ticks that they complete, and each hole in its place.

        Unusable samples are counted and left out. Where a gyroscope falls silent or joins, samples
        become of another kind, which is yielded as a hole, too.
        """
        usable = self._screen.update(samples)
        t_s = usable.t_s
        if not len(t_s):
            return
        values: FloatArray = np.empty((_VALUES, len(t_s)))
        values[:-1], values[-1] = usable.values, usable.saturated
        steps_s = steps(t_s, self._t_s[-1] if len(self._t_s) else t_s[0])
        for at in (steps_s > self._gap_s).nonzero()[0]:
            self.gaps.append((float(t_s[at] - steps_s[at]), float(t_s[at])))
        before = self._values[:, -1:] if len(self._t_s) else values[:, :1]
        no_gyro = np.isnan(np.concatenate((before[GYR.start], values[GYR.start])))
        start = 0
        changes = no_gyro[:-1] != no_gyro[1:]
        cuts = (steps_s > self._tuning.line_s) | changes
        losses = steps_s > self._hole_s
        for at in (cuts | losses).nonzero()[0]:
            if at > start:
                yield self._extend(t_s[start:at], values[:, start:at])
            from_s, to_s = float(t_s[at] - steps_s[at]), float(t_s[at])
            jumped_s = self._screen.jumped_s
            yield Hole(
                from_s,
                to_s,
                is_cut=bool(cuts[at]),
                is_anew=bool(changes[at]),
                is_loss=bool(losses[at]),
                numbers_go_on=not ((jumped_s > from_s) & (jumped_s <= to_s)).any(),
            )
            if cuts[at]:
                self._t_s, self._values = np.empty(0), np.empty((_VALUES, 0))
            start = int(at)
        yield self._extend(t_s[start:], values[:, start:])

    def _extend(self, t_s: FloatArray, values: FloatArray) -> Ticks:
        if not len(self._t_s):
            self._next_tick = int(np.ceil(t_s[0] / TICK_S)) + 1
            self._integral = np.zeros((_KINDS, 1))
            self._t_s, self._values = t_s[:1], values[:, :1]
            t_s, values = t_s[1:], values[:, 1:]
        known = len(self._t_s) - 1
        t_s = np.concatenate((self._t_s, t_s))
        values = np.concatenate((self._values, values), axis=1)
        steps_s = t_s[1:] - t_s[:-1]
        marks: FloatArray = (steps_s > self._limits_s).astype(np.float64)
        # A running sum that continues the previous one is the same to the last bit, however the
        # samples are cut into blocks.
        integral = np.empty((_KINDS, len(t_s)))
        integral[:, : known + 1] = self._integral
        areas = integral[:, known + 1 :]
        np.add(values[:, known:-1], values[:, known + 1 :], out=areas[:_VALUES])
        np.multiply(2.0, marks[:, known:], out=areas[_VALUES:])
        areas *= 0.5 * steps_s[known:]
        np.cumsum(integral[:, known:], axis=1, out=integral[:, known:])

        def until(tick: IntArray) -> FloatArray:
            at_s = tick * TICK_S
            step = np.minimum(np.maximum(t_s.searchsorted(at_s) - 1, 0), len(steps_s) - 1)
            into_s = at_s - t_s[step]
            first = values.take(step, axis=1)
            slope = (values.take(step + 1, axis=1) - first) / steps_s[step]
            so_far = integral.take(step, axis=1)
            so_far[:_VALUES] += first * into_s
            so_far[:_VALUES] += slope * (0.5 * into_s**2)
            so_far[_VALUES:] += marks.take(step, axis=1) * into_s
            return so_far

        last = int(t_s[-1] / TICK_S) + 1
        while last * TICK_S > t_s[-1]:
            last -= 1
        index = np.arange(self._next_tick, last + 1)
        means = np.empty((_KINDS, 0))
        if len(index):
            so_far = until(np.arange(self._next_tick - 1, last + 1))
            means = (so_far[:, 1:] - so_far[:, :-1]) / TICK_S
            self._next_tick = last + 1
        keep = int(t_s.searchsorted((self._next_tick - 1) * TICK_S)) - 1
        keep = max(keep, 0)
        # Copies, so that the whole block is not kept alive.
        self._t_s, self._values = t_s[keep:].copy(), values[:, keep:].copy()
        self._integral = integral[:, keep:].copy()
        has: BoolArray = means > 0
        return Ticks(index, means[ACC].T, means[GYR].T, has[7], has[8], has[6])
