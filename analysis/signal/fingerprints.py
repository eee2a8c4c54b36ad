"""Whether the samples of two sensors are the same values: one was logged twice, or copied."""

from typing import Final

import numpy as np

from evenstride.sensors.samples import FloatArray, IntArray, Samples

_EVERY: Final = 61
"""One sample in so many is remembered. Which ones is told by their own values, so that it is the
same ones of a copy, however late it is."""

_MOST: Final = 2048
"""As many are remembered: twenty minutes of a fast sensor."""

_LEAST: Final = 12
"""Of fewer nothing is said: some ten seconds of a fast sensor."""

_SAME_PART: Final = 0.5
"""Two sensors, each with its noise, have hardly one sample in common."""

_HASH: Final = np.uint64(0x9E3779B97F4A7C15)  # Knuth's multiplicative hashing: 2⁶⁴ / golden ratio


class Fingerprints:
    """Remembers some samples of one sensor; how they are cut into blocks changes nothing."""

    def __init__(self) -> None:
        self._at_s: dict[tuple[float, ...], float] = {}

    def update(self, samples: Samples) -> None:
        """Take samples as they came."""
        if len(self._at_s) >= _MOST or not len(samples):
            return
        acc, gyr = samples.acc_m_s2, samples.gyr_rad_s
        for at in _chosen(acc).tolist():
            if len(self._at_s) < _MOST:
                values = (*acc[at].tolist(), *np.nan_to_num(gyr[at]).tolist())
                self._at_s.setdefault(values, float(samples.t_s[at]))

    def later_s(self, other: "Fingerprints") -> float | None:
        """How much later these are than another sensor's, seconds; None if they are others."""
        same = self._at_s.keys() & other._at_s.keys()
        if len(same) < max(_LEAST, _SAME_PART * min(len(self._at_s), len(other._at_s))):
            return None
        return float(np.median([self._at_s[one] - other._at_s[one] for one in same]))


def _chosen(acc: FloatArray) -> IntArray:
    """Which samples are remembered, by their own values."""
    bits = np.ascontiguousarray(acc[:, 0]).view(np.uint64)
    mixed = (bits ^ np.ascontiguousarray(acc[:, 1]).view(np.uint64) >> np.uint64(1)) * _HASH
    return np.flatnonzero((mixed >> np.uint64(33)) % np.uint64(_EVERY) == 0)
