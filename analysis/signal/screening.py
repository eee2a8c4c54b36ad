"""Samples in, those that can be used out; what is left out is counted, what is doubtful marked."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from evenstride.analysis.signal.tuning import SIGNAL, SignalTuning
from evenstride.sensors.samples import FloatArray, IntArray, Samples

BoolArray = npt.NDArray[np.bool_]

_ACC, _GYR = slice(0, 3), slice(3, 6)


@dataclass(slots=True)
class DataCounter:
    """What became of one leg's samples so far, in numbers of samples where no unit is named.

    Attributes:
        used: Those that the analysis is made on.
        not_a_number: Left out: a value is no number, or none that a sensor reads.
        backwards: Left out: not later than the one before.
        repeated: Left out: they say that the limb turns, in just the values of the one before.
        nothing: Left out: all values are zero.
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

    def update(self, t_s: FloatArray, values: FloatArray) -> tuple[BoolArray, FloatArray]:
        """Whether each reading repeats the one before, and for how long they did, seconds."""
        same = _all_three(values == np.concatenate((self.last[None], values[:-1])))
        start = np.maximum.accumulate(np.where(same, -1, np.arange(len(t_s))))
        since_s = np.where(start < 0, self.since_s, t_s[start])
        self.last, self.since_s = values[-1], float(since_s[-1])
        return same, np.asarray(t_s - since_s)


def _all_three(columns: BoolArray) -> BoolArray:
    """Whether all of each row is so: column by column, which is faster than along short rows."""
    return columns[:, 0] & columns[:, 1] & columns[:, 2]


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
        kept = self._new(t_s, values)
        self._was_new = bool(kept[-1])
        t_s, values = t_s[kept], values[kept]
        counter.used += len(t_s)
        counter.no_gyro += int(np.isnan(values[:, 3]).sum())
        if len(t_s) and counter.first_s is None:
            counter.first_s = float(t_s[0])
        return Usable(t_s, values, self._saturated(values))

    def _sound(self, samples: Samples) -> Usable | None:
        """The samples, where none of them is odd in any way, as nearly always; else None.

        It says in a few steps what all of the others would say of such samples.
        """
        counter, t_s, seq = self.counter, samples.t_s, samples.seq
        size = len(t_s)
        if not size or not self._was_new or counter.last_s is None or self._last_seq is None:
            return None
        last_s, last_seq = float(t_s[-1]), int(seq[-1])
        follows = counter.last_s < float(t_s[0]) and last_seq - self._last_seq == size
        if not (follows and last_s < self._tuning.latest_s):
            return None
        if size > 1 and not ((t_s[1:] > t_s[:-1]).all() and (seq[1:] > seq[:-1]).all()):
            return None
        values = np.concatenate((samples.acc_m_s2, samples.gyr_rad_s), axis=1)
        same = np.empty((size, 6), dtype=np.bool_)
        np.equal(values[0], self._last_values, out=same[0])
        np.equal(values[1:], values[:-1], out=same[1:])
        if not self._is_within_scale(values) or self._repeats_or_is_nothing(values, same):
            return None
        self._last_gyro_s = counter.last_s = self._last_t_s = last_s
        self._last_seq = last_seq
        self._last_values, self._last_same = values[-1], same[-1]
        self._acc_run.last, self._acc_run.since_s = values[-1, _ACC], last_s
        self._gyr_run.last, self._gyr_run.since_s = values[-1, _GYR], last_s
        counter.used += size
        return Usable(t_s, values, np.zeros(size, dtype=np.bool_))

    def _is_within_scale(self, values: FloatArray) -> bool:
        """Whether no reading is near the largest one so far, and all are numbers."""
        most = np.abs(values).max(axis=0).tolist()
        end = self._tuning.scale_end_fraction
        acc_end, gyr_end = end * self.counter.acc_peak_m_s2, end * self.counter.gyr_peak_rad_s
        return all(one < acc_end for one in most[_ACC]) and all(one < gyr_end for one in most[_GYR])

    def _repeats_or_is_nothing(self, values: FloatArray, same: BoolArray) -> bool:
        if same.any() and (_all_three(same[:, _ACC]) | _all_three(same[:, _GYR])).any():
            return True
        return not values.all() and bool((values == 0.0).all(axis=1).any())

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
        self.counter.not_a_number += int((~number).sum())
        return samples.t_s[number], values[number], samples.seq[number]

    def _later(
        self, t_s: FloatArray, values: FloatArray, seq: IntArray
    ) -> tuple[FloatArray, FloatArray, IntArray]:
        last_s = self.counter.last_s
        before_s = np.concatenate(([-np.inf if last_s is None else last_s], t_s))
        later = t_s > np.maximum.accumulate(before_s)[:-1]
        self.counter.backwards += int((~later).sum())
        t_s, values, seq = t_s[later], values[later], seq[later]
        if len(t_s):
            self.counter.last_s = float(t_s[-1])
        return t_s, values, seq

    def _count_lost(self, t_s: FloatArray, seq: IntArray) -> None:
        is_first = self._last_seq is None
        steps_s = np.diff(t_s, prepend=t_s[0] if is_first else self._last_t_s)
        jumps = np.diff(seq, prepend=seq[0] - 1 if self._last_seq is None else self._last_seq)
        lost = np.maximum(jumps - 1, 0)
        if self._rate_hz > 0:
            # No more can be missing than fit into the time; what jumps further is a wrong number.
            room = np.floor(self._tuning.lost_slack * steps_s * self._rate_hz + 0.5) - 1
            lost = np.minimum(lost, np.maximum(room, 0.0))
        self.counter.lost += int(lost.sum())
        self._last_seq, self._last_t_s = int(seq[-1]), float(t_s[-1])

    def _new(self, t_s: FloatArray, values: FloatArray) -> BoolArray:
        """Which samples are readings of their own; those that repeat one are counted."""
        counter = self.counter
        acc, gyr = values[:, _ACC], values[:, _GYR]
        acc_same, acc_s = self._acc_run.update(t_s, acc)
        gyr_same, gyr_s = self._gyr_run.update(t_s, gyr)
        # Squares one by one: norms of rows may round by how many there are.
        rate_deg_s = np.degrees(np.sqrt(gyr[:, 0] ** 2 + gyr[:, 1] ** 2 + gyr[:, 2] ** 2))
        repeated: BoolArray = gyr_same & (rate_deg_s > self._tuning.repeated_deg_s)
        is_zero = _all_three(gyr == 0.0)
        nothing: BoolArray = (is_zero | np.isnan(gyr[:, 0])) & _all_three(acc == 0.0)
        counter.repeated += int(repeated.sum())
        counter.nothing += int(nothing.sum())
        counter.acc_stuck += int((acc_same & (acc_s > self._tuning.stuck_s) & ~nothing).sum())
        counter.gyr_stuck += int((repeated & (gyr_s > self._tuning.stuck_s)).sum())
        counter.gyr_zero += int(
            (is_zero & (gyr_s > self._tuning.stuck_s) & ~acc_same & ~nothing).sum()
        )
        return ~(repeated | nothing)

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
            size = np.abs(values[:, kind])
            peak_before: float = getattr(counter, peak_name)
            peaks = np.maximum.accumulate(
                np.concatenate(([peak_before], np.fmax.reduce(size, axis=1, initial=0.0)))
            )
            is_largest = size >= self._tuning.scale_end_fraction * peaks[1:, None]
            at_end = (thrice[:, kind] & is_largest).any(axis=1)
            saturated |= at_end
            rises = np.flatnonzero(peaks[1:] > self._tuning.scale_grows_factor * peaks[:-1])
            if len(rises):  # what came before was not at the end of the scale
                setattr(counter, name, 0)
                at_end = at_end[rises[-1] :]
            setattr(counter, name, getattr(counter, name) + int(at_end.sum()))
            setattr(counter, peak_name, float(peaks[-1]))
        return saturated
