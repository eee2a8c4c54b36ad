"""Samples in, those that can be used out; what is left out is counted, what is doubtful marked."""

from dataclasses import dataclass, field

import numpy as np

from evenstride.analysis.signal.steps import steps
from evenstride.analysis.signal.stuck_gyroscope import StuckGyroscope
from evenstride.analysis.signal.tuning import SIGNAL, SignalTuning
from evenstride.sensors.samples import BoolArray, FloatArray, IntArray, Samples

_ACC, _GYR = slice(0, 3), slice(3, 6)
_SPIKE_PEAKS = 3.0  # times what was read at most
_SPIKE_BACK = 0.25  # a spike is back by then; a heel that strikes goes on, or swings


@dataclass(slots=True)
class DataCounter:
    """What became of one leg's samples so far, in numbers of samples where no unit is named.

    Attributes:
        used: Those that the analysis is made on.
        not_a_number: Left out: a value is no number, or none that a sensor reads.
        backwards: Left out: not later than the one before.
        repeated: Left out: they say that the limb turns, in just the values of the one before.
        nothing: Left out: all values are zero.
        acc_spikes: Left out: the accelerometer jumped in a single sample, and back.
        gyr_spikes: The same of the gyroscope.
        lost: Those that never came, by the jumps of their numbers.
        acc_stuck: Where the accelerometer had read the same for long.
        gyr_stuck: Where the gyroscope had read the same for long, and turned.
        gyr_zero: Where the gyroscope read zero, while the accelerometer did not stand still.
        no_gyro: Those without angular rate.
        acc_saturated: Where the accelerometer was at the end of its scale, ``acc_peak_m_s2``.
        gyr_saturated: Where the gyroscope was at the end of its scale, ``gyr_peak_rad_s``.
        acc_peak_m_s2: The largest reading of any axis.
        gyr_peak_rad_s: The same of the gyroscope.
        first_s: Time of the first sample in use; None before it.
        last_s: Time of the last one that was not left out for its time or as no number.
    """

    used: int = 0
    not_a_number: int = 0
    backwards: int = 0
    repeated: int = 0
    nothing: int = 0
    acc_spikes: int = 0
    gyr_spikes: int = 0
    lost: int = 0
    acc_stuck: int = 0
    gyr_stuck: int = 0
    gyr_zero: int = 0
    no_gyro: int = 0
    acc_saturated: int = 0
    gyr_saturated: int = 0
    acc_peak_m_s2: float = SIGNAL.saturated_m_s2
    gyr_peak_rad_s: float = float(np.radians(SIGNAL.saturated_deg_s))
    first_s: float | None = None
    last_s: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Usable:
    """Samples in order of time, all of numbers.

    Attributes:
        t_s: Seconds on the session's timeline, rising, shape (n,).
        values: Specific force in m/s² and angular rate in rad/s, shape (n, 6); the latter NaN
            without a gyroscope.
        saturated: Whether a reading is at the end of its scale, shape (n,).
    """

    t_s: FloatArray
    values: FloatArray
    saturated: BoolArray


@dataclass(slots=True)
class _Run:
    """Readings that repeat each other exactly, the last of which was the last of all."""

    last: FloatArray = field(default_factory=lambda: np.full(3, np.nan))
    since_s: float = 0.0

    def repeats(self, values: FloatArray) -> BoolArray:
        """Whether each reading repeats the one before; they are to be followed then."""
        return _all_three(values == np.concatenate((self.last[None], values[:-1])))

    def follow(self, t_s: FloatArray, values: FloatArray, same: BoolArray) -> FloatArray:
        """For how long readings have repeated each other, seconds, shape (n,).

        Args:
            t_s: Their times, shape (n,).
            values: The readings, shape (n, 3).
            same: Whether each repeats the one before, shape (n,).
        """
        self.last = values[-1].copy()
        if not same.any():
            self.since_s = float(t_s[-1])
            return np.zeros(len(t_s))
        start = np.maximum.accumulate(np.where(same, -1, np.arange(len(t_s))))
        since_s = np.where(start < 0, self.since_s, t_s[start])
        self.since_s = float(since_s[-1])
        return np.asarray(t_s - since_s)


def _all_three(columns: BoolArray) -> BoolArray:
    """Whether all of each row is so: column by column, which is faster than along short rows."""
    return columns[:, 0] & columns[:, 1] & columns[:, 2]


def _is_nothing(values: FloatArray) -> BoolArray:
    """Whether all values of each row are zero, as far as they are there."""
    nothing = _all_three(values[:, _ACC] == 0.0)
    if nothing.any():
        gyr = values[:, _GYR]
        nothing &= _all_three(gyr == 0.0) | np.isnan(gyr[:, 0])
    return nothing


class SampleScreen:
    """Looks through one leg's samples; how they are cut into blocks changes nothing.

    Args:
        rate_hz: The sensor's nominal rate; 0 where it is not known.
        tuning: The constants to go by.
    """

    def __init__(self, rate_hz: float, tuning: SignalTuning = SIGNAL) -> None:
        self._tuning = tuning
        self._rate_hz = rate_hz
        self._last_gyro_s = -np.inf
        self._last_seq: int | None = None
        self._last_t_s = 0.0
        self._acc_run, self._gyr_run = _Run(), _Run()
        self._last_values: FloatArray = np.full(6, np.nan)
        self._last_same: BoolArray = np.zeros(6, dtype=np.bool_)
        self._jumped = self._jumped_by_acc = False  # the last sample, from the one before
        self.stuck = StuckGyroscope(tuning)
        self._was_new = False  # the last sample, a reading of its own
        self.counter = DataCounter(
            acc_peak_m_s2=tuning.saturated_m_s2,
            gyr_peak_rad_s=float(np.radians(tuning.saturated_deg_s)),
        )

    def update(self, samples: Samples) -> Usable:
        """Take samples; give those that can be used.

        A reading that says in just the same values as the one before that the limb turns is no
        new reading: sensors have noise. It is left out, so that a stuck sensor leaves a gap.
        """
        sound = self._sound(samples)
        if sound is not None:
            return sound
        t_s, values, seq = self._numbers(samples)
        t_s, values, seq = self._later(t_s, values, seq)
        if not len(t_s):
            return Usable(t_s, values, np.empty(0, dtype=np.bool_))
        counter = self.counter
        self._count_lost(t_s, seq)
        kept = self._new(t_s, values) & ~self._spikes(values)
        self._was_new = bool(kept[-1])
        if not kept.all():
            t_s, values = t_s[kept], values[kept]
        counter.used += len(t_s)
        counter.no_gyro += int(np.isnan(values[:, 3]).sum())
        if len(t_s) and counter.first_s is None:
            counter.first_s = float(t_s[0])
        return Usable(t_s, values, self._saturated(values))

    def _sound(self, samples: Samples) -> Usable | None:
        """The samples, where each of them is used, as nearly always; else None.

        It says in a few steps what all of the others would say of such samples: they are numbers,
        each is later than the one before, and none repeats a turn or is at the end of a scale.
        """
        counter, t_s = self.counter, samples.t_s
        size = len(t_s)
        if not size or not self._was_new or counter.last_s is None or self.stuck.is_stuck:
            return None
        last_s = float(t_s[-1])
        if not (counter.last_s < float(t_s[0]) and last_s < self._tuning.latest_s):
            return None
        if size > 1 and not (t_s[1:] > t_s[:-1]).all():
            return None
        values = np.concatenate((samples.acc_m_s2, samples.gyr_rad_s), axis=1)
        if not self._is_within_scale(values):
            return None
        # The last sample was used, so that all of these follow on it.
        same = np.empty((size, 6), dtype=np.bool_)
        np.equal(values[0], self._last_values, out=same[0])
        np.equal(values[1:], values[:-1], out=same[1:])
        acc_same, gyr_same = _all_three(same[:, _ACC]), _all_three(same[:, _GYR])
        nothing = _is_nothing(values)
        if nothing.any() or self._turns(values[gyr_same, _GYR]).any():
            return None
        stuck = self._count_stuck(t_s, values, acc_same, gyr_same, nothing)
        if stuck.any():
            values[stuck, _GYR] = np.nan
            counter.no_gyro += int(stuck.sum())
        self._count_lost(t_s, samples.seq)
        self._last_gyro_s = counter.last_s = last_s
        self._last_values, self._last_same = values[-1], same[-1]
        counter.used += size
        return Usable(t_s, values, np.zeros(size, dtype=np.bool_))

    def _is_within_scale(self, values: FloatArray) -> bool:
        """Whether no reading is near the largest one so far, and all are numbers."""
        # Of columns that lie side by side in memory the maximum takes a tenth of the time.
        most = np.abs(np.ascontiguousarray(values.T)).max(axis=1).tolist()
        end = self._tuning.scale_end_fraction
        acc_end, gyr_end = end * self.counter.acc_peak_m_s2, end * self.counter.gyr_peak_rad_s
        return all(one < acc_end for one in most[_ACC]) and all(one < gyr_end for one in most[_GYR])

    def _numbers(self, samples: Samples) -> tuple[FloatArray, FloatArray, IntArray]:
        values = np.hstack((samples.acc_m_s2, samples.gyr_rad_s))
        # A gyroscope is missing as a whole; a single broken value spoils its sample.
        missing = _all_three(np.isnan(values[:, _GYR]))
        real = np.abs(values) < self._tuning.largest_reading
        number = _all_three(real[:, _ACC]) & (np.abs(samples.t_s) < self._tuning.latest_s)
        number &= missing | _all_three(real[:, _GYR])
        # What lacks the gyroscope that it has just had would spoil the sums of all that follows.
        gyro_s = np.where(number & ~missing, samples.t_s, -np.inf)
        gyro_s = np.maximum.accumulate(np.concatenate(([self._last_gyro_s], gyro_s)))
        self._last_gyro_s = float(gyro_s[-1])
        number &= ~missing | (samples.t_s > gyro_s[1:] + self._tuning.no_gyro_s)
        if number.all():  # choosing rows takes longer than all of the above
            return samples.t_s, values, samples.seq
        self.counter.not_a_number += int((~number).sum())
        return samples.t_s[number], values[number], samples.seq[number]

    def _later(
        self, t_s: FloatArray, values: FloatArray, seq: IntArray
    ) -> tuple[FloatArray, FloatArray, IntArray]:
        last_s = self.counter.last_s
        before_s = np.concatenate(([-np.inf if last_s is None else last_s], t_s))
        later = t_s > np.maximum.accumulate(before_s)[:-1]
        if not later.all():
            self.counter.backwards += int((~later).sum())
            t_s, values, seq = t_s[later], values[later], seq[later]
        if len(t_s):
            self.counter.last_s = float(t_s[-1])
        return t_s, values, seq

    def _count_lost(self, t_s: FloatArray, seq: IntArray) -> None:
        is_first = self._last_seq is None
        steps_s = steps(t_s, t_s[0] if is_first else self._last_t_s)
        jumps = steps(seq, seq[0] - 1 if self._last_seq is None else self._last_seq)
        lost = np.maximum(jumps - 1, 0)
        if self._rate_hz > 0 and lost.any():
            # No more can be missing than fit into the time; what jumps further is a wrong number.
            room = np.floor(self._tuning.lost_slack * steps_s * self._rate_hz + 0.5) - 1
            lost = np.minimum(lost, np.maximum(room, 0.0))
        self.counter.lost += int(lost.sum())
        self._last_seq, self._last_t_s = int(seq[-1]), float(t_s[-1])

    def _new(self, t_s: FloatArray, values: FloatArray) -> BoolArray:
        """Which samples are readings of their own; those that repeat one are counted."""
        acc, gyr = values[:, _ACC], values[:, _GYR]
        acc_same, gyr_same = self._acc_run.repeats(acc), self._gyr_run.repeats(gyr)
        repeated: BoolArray = gyr_same & self._turns(gyr)
        nothing = _is_nothing(values)
        stuck = self._count_stuck(t_s, values, acc_same, gyr_same, nothing)
        if stuck.any():
            values[stuck, _GYR] = np.nan
            repeated &= ~stuck
        self.counter.repeated += int(repeated.sum())
        self.counter.nothing += int(nothing.sum())
        return ~(repeated | nothing)

    def _spikes(self, values: FloatArray) -> BoolArray:
        """Which samples jump from the one before; where the next one is there too, it was none."""
        spikes = np.zeros(len(values), dtype=np.bool_)
        far = self._tuning.spike_m_s2, self._tuning.spike_rad_s
        steps_to = np.abs(np.diff(np.vstack((self._last_values, values)), axis=0))
        if not (self._jumped or (steps_to > np.repeat(far, 3)).any()):
            return spikes
        last, size = self._last_values, np.abs(values)
        acc_peak, gyr_peak = self.counter.acc_peak_m_s2, self.counter.gyr_peak_rad_s
        for at, now in enumerate(values):
            steps_by = np.abs(now - last)
            acc_most, gyr_most = np.nanmax(size[at, _ACC]), np.nan_to_num(size[at, _GYR]).max()
            # Beyond all before as well: readings in other units step as far.
            by_acc = (steps_by[_ACC] > far[0]).any() and acc_most > _SPIKE_PEAKS * acc_peak
            by_gyr = (steps_by[_GYR] > far[1]).any() and gyr_most > _SPIKE_PEAKS * gyr_peak
            is_far = bool(by_acc or by_gyr)
            near = _SPIKE_BACK * far[0], _SPIKE_BACK * far[1]
            is_back = (steps_by[_ACC] < near[0]).all() and not (steps_by[_GYR] > near[1]).any()
            if self._jumped and is_back:
                self.counter.acc_spikes += int(self._jumped_by_acc)
                self.counter.gyr_spikes += int(not self._jumped_by_acc)
            self._jumped, self._jumped_by_acc = is_far and not self._jumped, bool(by_acc)
            spikes[at] = self._jumped
            if not self._jumped:
                last = now
                acc_peak, gyr_peak = max(acc_peak, acc_most), max(gyr_peak, gyr_most)
        return spikes

    def _turns(self, gyr: FloatArray) -> BoolArray:
        """Whether each angular rate says that the limb turns."""
        # Squares one by one: norms of rows may round by how many there are.
        rate_deg_s = np.degrees(np.sqrt(gyr[:, 0] ** 2 + gyr[:, 1] ** 2 + gyr[:, 2] ** 2))
        return np.asarray(rate_deg_s > self._tuning.repeated_deg_s)

    def _count_stuck(
        self,
        t_s: FloatArray,
        values: FloatArray,
        acc_same: BoolArray,
        gyr_same: BoolArray,
        nothing: BoolArray,
    ) -> BoolArray:
        """Count where a sensor has read the same for long; tell where the gyroscope is stuck."""
        counter, gyr, stuck_s = self.counter, values[:, _GYR], self._tuning.stuck_s
        acc_stuck = self._acc_run.follow(t_s, values[:, _ACC], acc_same) > stuck_s
        lasting_s = self._gyr_run.follow(t_s, gyr, gyr_same)
        gyr_stuck = lasting_s > stuck_s
        counter.acc_stuck += int((acc_stuck & ~nothing).sum())
        if not gyr_stuck.any():
            return gyr_stuck
        turns = self._turns(gyr)
        is_zero = _all_three(gyr == 0.0)
        counter.gyr_zero += int((gyr_stuck & is_zero & ~acc_same & ~nothing).sum())
        # While the accelerometer goes on, a limb that seems to turn evenly is a stuck gyroscope.
        is_certain = self.stuck.update(t_s, values, lasting_s) | (gyr_stuck & turns & ~acc_same)
        counter.gyr_stuck += int((gyr_stuck & turns & ~is_certain).sum())
        return np.asarray(is_certain, np.bool_)

    def _saturated(self, values: FloatArray) -> BoolArray:
        """Where an axis reads the same three times in a row, and nearly the most it ever read."""
        saturated = np.zeros(len(values), dtype=np.bool_)
        if not len(values):
            return saturated
        counter = self.counter
        before = np.vstack((self._last_values, values[:-1]))
        same = values == before
        thrice = same & np.vstack((self._last_same, same[:-1]))
        self._last_values, self._last_same = values[-1], same[-1]
        for kind, name, peak_name in (
            (_ACC, "acc_saturated", "acc_peak_m_s2"),
            (_GYR, "gyr_saturated", "gyr_peak_rad_s"),
        ):
            x, y, z = size = np.abs(np.ascontiguousarray(values[:, kind].T))
            peak_before: float = getattr(counter, peak_name)
            largest = np.fmax(np.fmax(np.fmax(x, y), z), 0.0)
            peaks = np.maximum.accumulate(np.concatenate(([peak_before], largest)))
            is_largest = size >= self._tuning.scale_end_fraction * peaks[1:]
            x_ends, y_ends, z_ends = thrice[:, kind].T & is_largest
            at_end = x_ends | y_ends | z_ends
            saturated |= at_end
            rises = np.flatnonzero(peaks[1:] > self._tuning.scale_grows_factor * peaks[:-1])
            if len(rises):  # what came before was not at the end of the scale
                setattr(counter, name, 0)
                at_end = at_end[rises[-1] :]
            setattr(counter, name, getattr(counter, name) + int(at_end.sum()))
            setattr(counter, peak_name, float(peaks[-1]))
        return saturated
