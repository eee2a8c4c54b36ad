"""Noise of a sensor: its readings jump to and fro, and go nowhere."""

from typing import Final

import numpy as np

from evenstride.sensors.samples import FloatArray

_LAG: Final = 2
"""Ticks. Neighbours hide the noise of a sensor of 25 Hz: every other one is a mean of two."""

ROUGH_TIMES: Final = 1.0
"""White noise is 2.5 times as rough as its means of a quarter of a second differ, 1.5 times where
every other reading is interpolated; limbs that walk and step with both legs 0.75 times at most."""

_LOOKED_AT: Final = 80
"""Quarters of a second, 20 s together: a limb that shakes so long still does so in bursts."""

_QUIETEST_PART: Final = 0.5
"""A twentieth of those of white noise have 0.6 to 0.8 of its usual roughness, of walking, running
and stairs 0.2 at most."""


def roughness(parts: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How rough readings are, and how far they go.

    Args:
        parts: Stretches that follow each other, shape (ticks, 3, n); at least two.

    Returns:
        The standard deviation of white noise that would bend each but the first as much, and that
        by which its mean differs from that of the one before, by axis, both of shape (n - 1,).
    """
    later = parts[:, :, 1:]
    bends = later[2 * _LAG :] - 2.0 * later[_LAG:-_LAG] + later[: -2 * _LAG]
    means = parts.sum(axis=0) / len(parts)
    steps = means[:, 1:] - means[:, :-1]
    # Of all ticks first, and then of the axes: the same to the last bit for any number of them.
    rough = _sum_of_axes((bends * bends).sum(axis=0)) / (3 * len(bends)) / 6.0
    return np.sqrt(rough), np.sqrt(_sum_of_axes(steps * steps) / 3)


def _sum_of_axes(squares: FloatArray) -> FloatArray:
    x, y, z = squares
    return np.asarray(x + y + z)


NOISY_M_S2: Final = 0.5
"""At rest sound accelerometers in the recordings scatter by 0.17 on the median at most; of people
who drive or cycle it is 0.5 to 2."""


_NONE_SEEN: Final = np.empty((2, 0))


class Noise:
    """Tells the noise of one sensor's readings, where they are noisy for 20 s without a break.

    Attributes:
        most: The largest standard deviation of such noise by axis; 0 where there was none.
    """

    def __init__(self) -> None:
        self._last: FloatArray | None = None
        self._seen = _NONE_SEEN
        self.most = 0.0

    def begin_again(self) -> None:
        """What follows does not go on from what was before."""
        self._last, self._seen = None, _NONE_SEEN

    def update(self, parts: FloatArray) -> None:
        """Take stretches that follow each other, shape (ticks, 3, n)."""
        if self._last is not None:
            parts = np.concatenate((self._last, parts), axis=2)
        self._last = parts[:, :, -1:].copy()
        self._seen = np.concatenate((self._seen, roughness(parts)), axis=1)
        while self._seen.shape[1] >= _LOOKED_AT:
            self.most = max(self.most, _noise_of(self._seen[:, :_LOOKED_AT]))
            self._seen = self._seen[:, _LOOKED_AT:].copy()

    @property
    def suspected(self) -> float:
        """The same, of what is noisy by now but has not been so for 20 s yet as well."""
        return max(self.most, _noise_of(self._seen))


def _noise_of(seen: FloatArray) -> float:
    """The standard deviation of noise in quarters of a second, (2, n); 0 where there is none."""
    if not seen.size:
        return 0.0
    rough, goes = np.sort(seen)
    usual = float(rough[len(rough) // 2])
    is_even = rough[len(rough) // 20] > _QUIETEST_PART * usual
    return usual if is_even and usual > ROUGH_TIMES * goes[len(goes) // 2] else 0.0
