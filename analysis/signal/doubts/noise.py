"""Measures a sensor's noise: readings that jump to and fro and lead nowhere."""

from typing import Final

import numpy as np

from evenstride.sensors.samples import FloatArray

_LAG: Final = 2
"""Ticks. In neighbouring ticks the noise of a 25 Hz sensor is hidden, as every other one is a mean
of two."""

ROUGH_TIMES: Final = 1.0
"""Least ratio of roughness to differences of means over a quarter of a second. White noise has 2.5,
or 1.5 if every other reading is interpolated; limbs that walk and step 0.75 at most."""

_LOOKED_AT: Final = 80
"""Quarters of a second, 20 s together: even a limb that shakes for so long does so in bursts."""

_QUIETEST_PART: Final = 0.5
"""Least roughness of the quietest twentieth as a part of the usual one. White noise has 0.6 to 0.8;
walking, running and stairs 0.2 at most."""


def roughness(parts: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return how rough readings are, and how far they go.

    Args:
        parts: Successive stretches, shape (ticks, 3, n); at least two.

    Returns:
        For each stretch but the first, the standard deviation of white noise with the same second
        differences, and the RMS difference of its mean from that of the stretch before; both per
        axis, shape (n - 1,).
    """
    later = parts[:, :, 1:]
    bends = later[2 * _LAG :] - 2.0 * later[_LAG:-_LAG] + later[: -2 * _LAG]
    means = parts.sum(axis=0) / len(parts)
    steps = means[:, 1:] - means[:, :-1]
    # Sum over ticks first and then over axes: the same to the last bit for any number of stretches.
    rough = _sum_of_axes((bends * bends).sum(axis=0)) / (3 * len(bends)) / 6.0
    return np.sqrt(rough), np.sqrt(_sum_of_axes(steps * steps) / 3)


def _sum_of_axes(squares: FloatArray) -> FloatArray:
    x, y, z = squares
    return np.asarray(x + y + z)


NOISY_M_S2: Final = 0.5
"""At rest, sound accelerometers in the recordings scatter by a median of 0.17 at most; those of
people who drive or cycle by 0.5 to 2."""


_NONE_SEEN: Final = np.empty((2, 0))


class Noise:
    """Measures the noise of one sensor's readings if they are noisy for 20 s without a break.

    Attributes:
        most: The largest standard deviation of such noise per axis; 0 without any.
    """

    def __init__(self) -> None:
        self._last: FloatArray | None = None
        self._seen = _NONE_SEEN
        self.most = 0.0

    def begin_again(self) -> None:
        """Forget the latest readings, as there is a gap."""
        self._last, self._seen = None, _NONE_SEEN

    def update(self, parts: FloatArray) -> None:
        """Take successive stretches, shape (ticks, 3, n)."""
        if self._last is not None:
            parts = np.concatenate((self._last, parts), axis=2)
        self._last = parts[:, :, -1:].copy()
        self._seen = np.concatenate((self._seen, roughness(parts)), axis=1)
        while self._seen.shape[1] >= _LOOKED_AT:
            self.most = max(self.most, _noise_of(self._seen[:, :_LOOKED_AT]))
            self._seen = self._seen[:, _LOOKED_AT:].copy()

    @property
    def suspected(self) -> float:
        """The same as ``most``, but including noise that has not lasted for 20 s yet."""
        return max(self.most, _noise_of(self._seen))


def _noise_of(seen: FloatArray) -> float:
    """Return the standard deviation of noise in quarters of a second, (2, n); 0 without noise."""
    if not seen.size:
        return 0.0
    rough, goes = np.sort(seen)
    usual = float(rough[len(rough) // 2])
    is_even = rough[len(rough) // 20] > _QUIETEST_PART * usual
    return usual if is_even and usual > ROUGH_TIMES * goes[len(goes) // 2] else 0.0
