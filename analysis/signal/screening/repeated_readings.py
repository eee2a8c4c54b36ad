"""Finds readings that are not real: they repeat the one before exactly, or are all zero."""

from dataclasses import dataclass

import numpy as np

from evenstride.analysis.signal.screening.columns import ACC, GYR
from evenstride.analysis.signal.screening.data_counter import DataCounter
from evenstride.analysis.signal.screening.stuck_gyroscope import StuckGyroscope
from evenstride.analysis.signal.tuning import SIGNAL, SignalTuning
from evenstride.sensors.samples import BoolArray, FloatArray


@dataclass(slots=True)
class _Run:
    """The latest run of readings that repeat each other exactly."""

    since_s: float = 0.0

    def follow(self, t_s: FloatArray, same: BoolArray) -> FloatArray:
        """Return for how long readings have repeated each other, seconds, shape (n,).

        Args:
            t_s: Their times, shape (n,).
            same: Whether each repeats the one before, shape (n,).
        """
        start = np.maximum.accumulate(np.where(same, -1, np.arange(len(t_s))))
        since_s = np.where(start < 0, self.since_s, t_s[start])
        self.since_s = float(since_s[-1])
        return np.asarray(t_s - since_s)


def repeats(values: FloatArray, before: FloatArray) -> BoolArray:
    """Compare each sample's values with those of the one before; ``before`` precedes the first."""
    same = np.empty(values.shape, dtype=np.bool_)
    np.equal(values[:, 0], before, out=same[:, 0])
    np.equal(values[:, 1:], values[:, :-1], out=same[:, 1:])
    return same


def all_three(axes: BoolArray) -> BoolArray:
    """Tell where all three axes are true, shape (n,)."""
    x, y, z = axes
    return np.asarray(x & y & z)


def _is_nothing(values: FloatArray) -> BoolArray:
    """Tell which samples have only zeros, not counting a missing gyroscope."""
    nothing = all_three(values[ACC] == 0.0)
    if np.count_nonzero(nothing):
        gyr = values[GYR]
        nothing &= all_three(gyr == 0.0) | np.isnan(gyr[0])
    return nothing


class RepeatedReadings:
    """Finds readings that repeat the one before exactly, as of a stuck or missing sensor.

    Args:
        counter: Where they are counted.

    Attributes:
        stuck: What is known about a stuck gyroscope.
    """

    def __init__(self, counter: DataCounter, tuning: SignalTuning = SIGNAL) -> None:
        self._tuning = tuning
        self._counter = counter
        self._acc_run, self._gyr_run = _Run(), _Run()
        self._last_read: FloatArray = np.full(6, np.nan)  # by the last sample, used or not
        self.stuck = StuckGyroscope(tuning)

    def are_new(self, t_s: FloatArray, values: FloatArray) -> BoolArray:
        """Tell which samples are new readings; the others are counted.

        Args:
            t_s: Their times, shape (n,).
            values: Their values, shape (6, n). NaN is written where the gyroscope is stuck.
        """
        same = repeats(values, self._last_read)
        self._last_read = values[:, -1].copy()
        acc_same, gyr_same = all_three(same[ACC]), all_three(same[GYR])
        nothing = _is_nothing(values)
        # Readings of a sound sensor hardly ever repeat each other, so this is the usual case.
        if not (np.count_nonzero(acc_same) or np.count_nonzero(gyr_same)):
            self._acc_run.since_s = self._gyr_run.since_s = float(t_s[-1])
            self._counter.nothing += int(np.count_nonzero(nothing))
            return ~nothing
        repeated = gyr_same & self._turns(values[GYR])
        stuck = self._count_stuck(t_s, values, acc_same, gyr_same, nothing)
        if stuck.any():
            values[GYR, stuck] = np.nan
            repeated = repeated & ~stuck
        self._counter.repeated += int(repeated.sum())
        self._counter.nothing += int(nothing.sum())
        return ~(repeated | nothing)

    def _turns(self, gyr: FloatArray) -> BoolArray:
        """Tell which angular rates mean that the limb turns."""
        # Squares one by one: norms of rows may round differently for different numbers of rows.
        rate_deg_s = np.degrees(np.sqrt(gyr[0] ** 2 + gyr[1] ** 2 + gyr[2] ** 2))
        return np.asarray(rate_deg_s > self._tuning.repeated_deg_s)

    def _count_stuck(
        self,
        t_s: FloatArray,
        values: FloatArray,
        acc_same: BoolArray,
        gyr_same: BoolArray,
        nothing: BoolArray,
    ) -> BoolArray:
        """Count where a sensor has read the same for long; return where the gyroscope is stuck."""
        counter, gyr, stuck_s = self._counter, values[GYR], self._tuning.stuck_s
        acc_stuck = self._acc_run.follow(t_s, acc_same) > stuck_s
        lasting_s = self._gyr_run.follow(t_s, gyr_same)
        gyr_stuck = lasting_s > stuck_s
        counter.acc_stuck += int((acc_stuck & ~nothing).sum())
        if not gyr_stuck.any():
            return gyr_stuck
        turns = self._turns(gyr)
        is_zero = all_three(gyr == 0.0)
        counter.gyr_zero += int((gyr_stuck & is_zero & ~acc_same & ~nothing).sum())
        # If the limb seems to turn evenly while the accelerometer changes, the gyroscope is stuck.
        is_certain = self.stuck.update(t_s, values.T, lasting_s) | (gyr_stuck & turns & ~acc_same)
        counter.gyr_stuck += int((gyr_stuck & turns & ~is_certain).sum())
        return np.asarray(is_certain, np.bool_)
