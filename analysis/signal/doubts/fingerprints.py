"""Tells whether two sensors have the same samples, because one was logged twice or copied."""

from typing import Final

import numpy as np

from evenstride.sensors.samples import FloatArray, IntArray, Samples

_EVERY: Final = 127
"""One sample in this many is remembered. Their own values decide which ones, so that they are the
same in a copy, however late it is."""

_MOST: Final = 512
"""How many are remembered at most: ten minutes of a fast sensor."""

_LEAST: Final = 12
"""Least number in common: some fifteen seconds of a fast sensor, a minute of a slow one."""

_SAME_PART: Final = 0.5
"""Two sensors, each with its noise, have hardly one sample in common."""

_AT_ONCE: Final = 4096

_HASH: Final = np.uint64(0x9E3779B97F4A7C15)  # Knuth's multiplicative hashing: 2⁶⁴ / golden ratio


class Fingerprints:
    """Remembers some samples of one sensor; how they are cut into blocks changes nothing."""

    def __init__(self) -> None:
        self._at_s: dict[bytes, float] = {}
        self._waiting: list[Samples] = []
        self._waiting_samples = 0

    def update(self, samples: Samples) -> None:
        """Take samples as they came."""
        if len(self._at_s) < _MOST:
            self._waiting.append(samples)
            self._waiting_samples += len(samples)
            if self._waiting_samples >= _AT_ONCE:
                self._take()

    def _take(self) -> None:
        """Look at what waits, many samples at once, which takes a tenth of the time."""
        waiting, self._waiting, self._waiting_samples = self._waiting, [], 0
        if not waiting:
            return
        acc = np.concatenate([one.acc_m_s2 for one in waiting])
        chosen = _chosen(acc)[: _MOST - len(self._at_s)]
        gyr = np.concatenate([one.gyr_rad_s for one in waiting])[chosen]
        t_s = np.concatenate([one.t_s for one in waiting])[chosen]
        values = np.concatenate((acc[chosen], gyr), axis=1)
        for row, at_s in zip(values, t_s.tolist(), strict=True):
            self._at_s.setdefault(row.tobytes(), at_s)

    def later_s(self, other: "Fingerprints") -> float | None:
        """Return how much later these are than another sensor's, seconds; None if they differ."""
        self._take()
        other._take()
        same = self._at_s.keys() & other._at_s.keys()
        if len(same) < max(_LEAST, _SAME_PART * min(len(self._at_s), len(other._at_s))):
            return None
        return float(np.median([self._at_s[one] - other._at_s[one] for one in same]))


def _chosen(acc: FloatArray) -> IntArray:
    """Choose which samples are remembered, by their own values."""
    bits = np.ascontiguousarray(acc[:, 0]).view(np.uint64)
    mixed = (bits ^ np.ascontiguousarray(acc[:, 1]).view(np.uint64) >> np.uint64(1)) * _HASH
    return np.flatnonzero((mixed >> np.uint64(33)) % np.uint64(_EVERY) == 0)
