"""Screens samples: unusable ones are left out and counted, and saturated ones are marked."""

from dataclasses import dataclass

import numpy as np

from evenstride.analysis.signal.screening.columns import ACC, GYR
from evenstride.analysis.signal.screening.data_counter import DataCounter
from evenstride.analysis.signal.screening.repeated_readings import (
    RepeatedReadings,
    all_three,
    repeats,
)
from evenstride.analysis.signal.screening.scale_end import ScaleEnd
from evenstride.analysis.signal.screening.single_spikes import SingleSpikes
from evenstride.analysis.signal.steps import steps
from evenstride.analysis.signal.tuning import SIGNAL, SignalTuning
from evenstride.sensors.samples import BoolArray, FloatArray, IntArray, Samples

_SPIKE_PEAKS = 3.0  # a spike is this many times the largest reading before
_SPIKE_BACK = 0.25  # after a spike this part of the jump is left at most; a heel strike swings on


@dataclass(frozen=True, slots=True, eq=False)
class Usable:
    """Samples in order of time, whose values are all numbers.

    Attributes:
        t_s: Seconds on the session's timeline, rising, shape (n,).
        values: Specific force in m/s² and angular rate in rad/s, shape (6, n); the latter NaN
            without a gyroscope. Each kind is contiguous in memory, as numpy is slow along short
            rows.
        saturated: Whether a reading is at the end of its scale, shape (n,).
    """

    t_s: FloatArray
    values: FloatArray
    saturated: BoolArray


class SampleScreen:
    """Screens one leg's samples; how they are cut into blocks changes nothing.

    Args:
        rate_hz: The sensor's nominal rate; 0 if it is not known.

    Attributes:
        jumped_s: The times of the latest samples whose number does not follow the one before.
    """

    def __init__(self, rate_hz: float, tuning: SignalTuning = SIGNAL) -> None:
        self._tuning = tuning
        self._rate_hz = rate_hz
        self._last_gyro_s = -np.inf
        self._came = 0
        self._last_lost: int | None = None
        self.jumped_s: FloatArray = np.empty(0)
        self._last_t_s = 0.0
        self._last_used: FloatArray = np.full(6, np.nan)
        self._last_used_same: BoolArray = np.zeros(6, dtype=np.bool_)
        self._jumped = self._jumped_by_acc = False  # the last sample, from the one before
        self.counter = DataCounter(
            ScaleEnd(tuning.saturated_m_s2, tuning),
            ScaleEnd(float(np.radians(tuning.saturated_deg_s)), tuning),
        )
        self.repeated = RepeatedReadings(self.counter, tuning)
        self._single = SingleSpikes(self.counter)

    def update(self, samples: Samples) -> Usable:
        """Take samples; return those that can be used.

        If a reading says that the limb turns, but has exactly the values of the one before, it is
        not a new reading, since sensors have noise. It is left out, so that a stuck sensor leaves a
        gap.
        """
        counter, t_s = self.counter, samples.t_s
        # Samples that came and are left out here were not lost.
        lost = samples.seq - self._came - np.arange(len(t_s))
        self._came += len(t_s)
        values: FloatArray = np.empty((6, len(t_s)))
        values[ACC], values[GYR] = samples.acc_m_s2.T, samples.gyr_rad_s.T
        # Nearly always samples are plain, which saves half of the screening.
        is_plain = self._is_plain(t_s, values)
        if is_plain:
            self._last_gyro_s = float(t_s[-1])
        else:
            t_s, values, lost = self._later(*self._numbers(t_s, values, lost))
        if not len(t_s):
            return Usable(t_s, values, np.empty(0, dtype=np.bool_))
        counter.last_s = float(t_s[-1])
        self._count_lost(t_s, lost)
        kept = self.repeated.are_new(t_s, values)
        if not is_plain:
            kept &= ~self._spikes(values.T)
        if np.count_nonzero(kept) < len(kept):
            t_s, values = t_s[kept], values[:, kept]
        if len(t_s):
            t_s, values = self._single.update(t_s, values)
        if not len(t_s):
            return Usable(t_s, values, np.empty(0, dtype=np.bool_))
        counter.used += len(t_s)
        counter.no_gyro += int(np.count_nonzero(np.isnan(values[3])))
        if counter.first_s is None:
            counter.first_s = float(t_s[0])
        return Usable(t_s, values, self._at_end_of_scale(values, is_below=is_plain))

    def _is_plain(self, t_s: FloatArray, values: FloatArray) -> bool:
        """Whether samples are complete, each later than the one before, and below their scale.

        Then ``_numbers`` and ``_later`` would keep all of them, ``_spikes`` would find none, and
        none is at the end of a scale.
        """
        if not len(t_s) or self._jumped:
            return False
        latest_s, last_s = self._tuning.latest_s, self.counter.last_s
        after_s = -latest_s if last_s is None else last_s
        if not (after_s < t_s[0] and t_s[-1] < latest_s and (t_s[1:] > t_s[:-1]).all()):
            return False
        most = np.abs(values).max(axis=1).tolist()
        acc_end, gyr_end = self.counter.acc_scale.least, self.counter.gyr_scale.least
        return all(one < acc_end for one in most[ACC]) and all(one < gyr_end for one in most[GYR])

    def _numbers(
        self, t_s: FloatArray, values: FloatArray, lost: IntArray
    ) -> tuple[FloatArray, FloatArray, IntArray]:
        """Keep samples whose values are numbers; the others are counted."""
        # A gyroscope is missing as a whole; a single broken value spoils its sample.
        missing = all_three(np.isnan(values[GYR]))
        real = np.abs(values) < self._tuning.largest_reading
        number = all_three(real[ACC]) & (np.abs(t_s) < self._tuning.latest_s)
        number &= missing | all_three(real[GYR])
        # A sample without the gyroscope that was just there would spoil all following sums.
        gyro_s = np.where(number & ~missing, t_s, -np.inf)
        gyro_s = np.maximum.accumulate(np.concatenate(([self._last_gyro_s], gyro_s)))
        self._last_gyro_s = float(gyro_s[-1])
        number &= ~missing | (t_s > gyro_s[1:] + self._tuning.no_gyro_s)
        if number.all():  # choosing rows takes longer than all of the above
            return t_s, values, lost
        self.counter.not_a_number += int((~number).sum())
        return t_s[number], values[:, number], lost[number]

    def _later(
        self, t_s: FloatArray, values: FloatArray, lost: IntArray
    ) -> tuple[FloatArray, FloatArray, IntArray]:
        """Keep samples that are later than all before them; the others are counted."""
        last_s = self.counter.last_s
        before_s = np.concatenate(([-np.inf if last_s is None else last_s], t_s))
        later = t_s > np.maximum.accumulate(before_s)[:-1]
        if not later.all():
            self.counter.backwards += int((~later).sum())
            t_s, values, lost = t_s[later], values[:, later], lost[later]
        return t_s, values, lost

    def _count_lost(self, t_s: FloatArray, lost_by_then: IntArray) -> None:
        """Count samples that never came, by how many were lost up to each one that did."""
        is_first = self._last_lost is None
        before = lost_by_then[0] if self._last_lost is None else self._last_lost
        jumps = steps(lost_by_then, before)
        # A reading may wait in SingleSpikes for the next one, so a few earlier times are still
        # asked for. A new link may begin its numbers again.
        self.jumped_s = self.jumped_s[-8:]
        if np.count_nonzero(jumps):
            self.jumped_s = np.concatenate((self.jumped_s, t_s[jumps != 0]))
            lost = np.maximum(jumps, 0)
            if self._rate_hz > 0:
                # No more can be missing than fit into the time; a larger jump is a wrong number.
                steps_s = steps(t_s, t_s[0] if is_first else self._last_t_s)
                room = np.floor(self._tuning.lost_slack * steps_s * self._rate_hz + 0.5) - 1
                lost = np.minimum(lost, np.maximum(room, 0.0))
            self.counter.lost += int(lost.sum())
        self._last_lost, self._last_t_s = int(lost_by_then[-1]), float(t_s[-1])

    def _spikes(self, values: FloatArray) -> BoolArray:
        """Tell which samples are spikes: they jump, and the next one does not stay there.

        Args:
            values: Their values, shape (n, 6).
        """
        spikes = np.zeros(len(values), dtype=np.bool_)
        far = self._tuning.spike_m_s2, self._tuning.spike_rad_s
        steps_to = np.abs(np.diff(np.vstack((self._last_used, values)), axis=0))
        if not (self._jumped or (steps_to > np.repeat(far, 3)).any()):
            return spikes
        last, size = self._last_used, np.abs(values)
        acc_peak, gyr_peak = self.counter.acc_scale.peak, self.counter.gyr_scale.peak
        for at, now in enumerate(values):
            steps_by = np.abs(now - last)
            acc_most, gyr_most = np.nanmax(size[at, ACC]), np.nan_to_num(size[at, GYR]).max()
            # It must also be far beyond all before, as readings in other units jump as far.
            by_acc = (steps_by[ACC] > far[0]).any() and acc_most > _SPIKE_PEAKS * acc_peak
            by_gyr = (steps_by[GYR] > far[1]).any() and gyr_most > _SPIKE_PEAKS * gyr_peak
            is_far = bool(by_acc or by_gyr)
            near = _SPIKE_BACK * far[0], _SPIKE_BACK * far[1]
            is_back = (steps_by[ACC] < near[0]).all() and not (steps_by[GYR] > near[1]).any()
            if self._jumped and is_back:
                self.counter.acc_spikes += int(self._jumped_by_acc)
                self.counter.gyr_spikes += int(not self._jumped_by_acc)
            self._jumped, self._jumped_by_acc = is_far and not self._jumped, bool(by_acc)
            spikes[at] = self._jumped
            if not self._jumped:
                last = now
                acc_peak, gyr_peak = max(acc_peak, acc_most), max(gyr_peak, gyr_most)
        return spikes

    def _at_end_of_scale(self, values: FloatArray, *, is_below: bool) -> BoolArray:
        """Tell which samples in use are at the end of a scale, shape (n,).

        Args:
            values: Their values, shape (6, n); at least one sample.
            is_below: Whether it is already known that none is.
        """
        same = repeats(values, self._last_used)
        before = self._last_used_same
        self._last_used, self._last_used_same = values[:, -1].copy(), same[:, -1].copy()
        thrice = same.copy()
        thrice[:, 0] &= before
        thrice[:, 1:] &= same[:, :-1]
        fastest = float(np.fmax.reduce(np.abs(values[GYR]), axis=None))
        self.counter.steps.see_rates(fastest, values[GYR], thrice[GYR])
        if is_below:
            return np.zeros(values.shape[1], dtype=np.bool_)
        acc_scale, gyr_scale = self.counter.acc_scale, self.counter.gyr_scale
        by_acc = acc_scale.reached(values[ACC], thrice[ACC])
        return by_acc | gyr_scale.reached(values[GYR], thrice[GYR])
