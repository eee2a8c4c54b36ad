"""Leaves out single readings that jump away and back while the limb does not.

A loose cable, a bit error or a knock on the case shows in one sample. A movement of the limb, even
a heel strike, also shows in the samples around it: they differ from each other, and have changed by
a part of the jump just before.
"""

from typing import Final

import numpy as np

from evenstride.analysis.signal.screening.columns import ACC, GYR
from evenstride.analysis.signal.screening.data_counter import DataCounter
from evenstride.sensors.samples import BoolArray, FloatArray, IntArray

_LEAST: Final = np.array([4.0, 1.0])
"""Smaller jumps, m/s² and rad/s, do no harm: in a tick of 0.02 s the one adds 0.08 m/s to a speed,
and the other 1° to a tilt."""

_LEAST_OF_AXES: Final = _LEAST.repeat(3)

_TIMES: Final = 4.0
"""A spike jumps by this many times the differences of the samples around it. In the recordings,
including walks and runs, 1 sample in 8,000 does."""

_TIMES_MOVING: Final = 8.0
"""The same for a limb that turns: a knock, as when the limb is put down, may last for just one
sample of a slow sensor."""

_BEFORE: Final = 6
"""How many steps before a jump it is compared with: a quarter of a second of a slow sensor."""

_WITHIN_S: Final = 0.1
"""The samples around a spike lie within this time; in more a limb may go out and come back."""

_STILL_RAD_S: Final = 0.25
"""14 °/s: a limb that is put down on something turns faster just before, or just after."""

_SENSORS: Final = (ACC, GYR)


class SingleSpikes:
    """Filters samples as they come; how they are cut into blocks changes nothing.

    If the last sample jumps, it is held back until the next one has come.

    Args:
        counter: Where the samples that are left out are counted.
    """

    def __init__(self, counter: DataCounter) -> None:
        self._counter = counter
        self._t_s: FloatArray = np.empty(0)  # the last ones in use, and one that is held back
        self._values: FloatArray = np.empty((6, 0))
        self._kept_back = 0

    def update(self, t_s: FloatArray, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Take samples; return those that are no spikes, including one held back before.

        Args:
            t_s: Their times, seconds, rising, shape (n,); at least one.
            values: Specific force in m/s² and angular rate in rad/s, shape (6, n).
        """
        known = len(self._t_s) - self._kept_back
        t_s = np.concatenate((self._t_s, t_s))
        values = np.concatenate((self._values, values), axis=1)
        steps = np.abs(values[:, 1:] - values[:, :-1])
        self._counter.steps.update(steps[:, max(known - 1, 0) :])
        # A sensor's three axes are always present or missing together.
        is_calm = not steps.size or not (steps.max(axis=1) > _LEAST_OF_AXES).any()
        if not self._kept_back and is_calm:
            self._remember(t_s, values, kept_back=0)
            return t_s[known:], values[:, known:]
        kept, rows = np.ones(len(t_s), np.bool_), values.T
        for at in _candidates(t_s, rows, steps.T).tolist():
            if at >= known:
                by_acc, by_gyr = _jumps(rows, kept, at)
                kept[at] = not (by_acc or by_gyr)
                is_unmoved = not kept[at] and not _moves(rows, kept, at)
                if by_acc:
                    self._counter.acc_near_spikes += 1
                    self._counter.acc_unmoved_spikes += int(is_unmoved)
                elif by_gyr:
                    self._counter.gyr_near_spikes += 1
                    self._counter.gyr_unmoved_spikes += int(is_unmoved)
        last = len(t_s) - 1
        is_soon = last > 0 and t_s[last] - t_s[last - 1] < _WITHIN_S
        back = int(is_soon and any(_jumps(rows, kept, last)))
        found = kept.copy()
        found[:known] = False
        found[last + 1 - back :] = False
        self._remember(t_s[kept], values[:, kept], kept_back=back)
        return t_s[found], values[:, found]

    def _remember(self, t_s: FloatArray, values: FloatArray, kept_back: int) -> None:
        size = _BEFORE + 1 + kept_back
        # Copies, so that a few samples do not keep the whole block alive.
        self._t_s, self._values = t_s[-size:].copy(), values[:, -size:].copy()
        self._kept_back = kept_back


def _jumps(values: FloatArray, kept: BoolArray, at: int) -> tuple[bool, bool]:
    """Whether a sample is much further from the one before than its neighbours are.

    The neighbours are the steps before it, and the next sample.

    Args:
        values: The samples, shape (n, 6).
        kept: Which are no spikes, as far as that is known, shape (n,).

    Returns:
        Whether the accelerometer jumps, and whether the gyroscope does.
    """
    before = np.flatnonzero(kept[:at])[-_BEFORE - 1 :]
    if len(before) <= _BEFORE:
        return False, False
    rows = values[before]
    jump = _most(np.abs(values[at : at + 1] - rows[-1]))
    usual = _most(np.abs(np.diff(rows, axis=0)))
    around = _most(np.abs(values[at + 1 : at + 2] - rows[-1]))
    near = values[[int(before[-1]), *range(at + 1, min(at + 2, len(values)))], 3:]
    times = _TIMES_MOVING if bool((np.abs(near) > _STILL_RAD_S).any()) else _TIMES
    by_acc, by_gyr = (jump > np.maximum(_LEAST, times * np.fmax(usual, around))).tolist()
    return by_acc, by_gyr


def _moves(values: FloatArray, kept: BoolArray, at: int) -> bool:
    """Whether the limb turns before or after a sample, so that a jump may have been a knock."""
    before = int(np.flatnonzero(kept[:at])[-1])
    return bool((np.abs(values[[before, at + 1], 3:]) > _STILL_RAD_S).any())


def _most(rows: FloatArray) -> FloatArray:
    """Return the largest value of each sensor, NaN for a missing one, shape (2,)."""
    if not len(rows):
        return np.zeros(2)
    most = rows.max(axis=0)
    return np.array([most[sensor].max() for sensor in _SENSORS])


def _most_of_each(rows: FloatArray) -> FloatArray:
    """Return each sensor's largest value in each row, shape (n, 2), fast despite short rows."""
    ax, ay, az, gx, gy, gz = rows.T
    sizes = np.maximum(np.maximum(ax, ay), az), np.maximum(np.maximum(gx, gy), gz)
    return np.stack(sizes, axis=1)


def _candidates(t_s: FloatArray, values: FloatArray, steps: FloatArray) -> IntArray:
    """Return samples that are far from both neighbours while these are near each other."""
    if len(t_s) < 3:
        return np.empty(0, np.int64)
    jumps = _most_of_each(steps[:-1])
    places = np.flatnonzero((jumps > _LEAST).any(axis=1))
    apart = _most_of_each(np.abs(values[places + 2] - values[places]))
    is_far = (jumps[places] > np.maximum(_LEAST, _TIMES * apart)).any(axis=1)
    is_soon = t_s[places + 2] - t_s[places] < _WITHIN_S
    return np.asarray(places[is_far & is_soon] + 1)
