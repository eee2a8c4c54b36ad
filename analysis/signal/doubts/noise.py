"""Noise of a sensor: its readings jump to and fro, and go nowhere."""

from collections.abc import Sequence
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
        parts: Stretches that follow each other, shape (n, ticks, 3); at least two.

    Returns:
        The standard deviation of white noise that would bend each but the first as much, and that
        by which its mean differs from that of the one before, by axis, both of shape (n - 1,).
    """
    bends = parts[1:, 2 * _LAG :] - 2.0 * parts[1:, _LAG:-_LAG] + parts[1:, : -2 * _LAG]
    means = parts.sum(axis=1) / parts.shape[1]
    steps = means[1:] - means[:-1]
    count = bends.shape[1] * bends.shape[2]
    rough = np.sqrt((bends * bends).sum(axis=(1, 2)) / count / 6.0)
    return rough, np.sqrt((steps * steps).sum(axis=1) / steps.shape[1])


NOISY_M_S2: Final = 0.5
"""At rest sound accelerometers in the recordings scatter by 0.17 on the median at most; of people
who drive or cycle it is 0.5 to 2."""


class Noise:
    """Tells the noise of one sensor's readings, where they are noisy for 20 s without a break.

    Attributes:
        most: The largest standard deviation of such noise by axis; 0 where there was none.
    """

    def __init__(self) -> None:
        self._last: FloatArray | None = None
        self._seen: list[FloatArray] = []
        self.most = 0.0

    def begin_again(self) -> None:
        """What follows does not go on from what was before."""
        self._last, self._seen = None, []

    def update(self, parts: FloatArray) -> None:
        """Take stretches that follow each other, shape (n, ticks, 3)."""
        if self._last is not None:
            parts = np.concatenate((self._last, parts))
        self._last = parts[-1:]
        self._seen.extend(np.stack(roughness(parts), axis=1))
        while len(self._seen) >= _LOOKED_AT:
            self.most = max(self.most, _noise_of(self._seen[:_LOOKED_AT]))
            del self._seen[:_LOOKED_AT]

    @property
    def suspected(self) -> float:
        """The same, of what is noisy by now but has not been so for 20 s yet as well."""
        return max(self.most, _noise_of(self._seen))


def _noise_of(seen: Sequence[FloatArray]) -> float:
    """The standard deviation of noise in quarters of a second; 0 where there is none."""
    if not seen:
        return 0.0
    rough, goes = np.sort(seen, axis=0).T
    usual = float(rough[len(rough) // 2])
    is_even = rough[len(rough) // 20] > _QUIETEST_PART * usual
    return usual if is_even and usual > ROUGH_TIMES * goes[len(goes) // 2] else 0.0
