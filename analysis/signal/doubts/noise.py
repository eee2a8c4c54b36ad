"""Noise of a sensor: its readings jump to and fro, and go nowhere."""

from typing import Final

import numpy as np

from evenstride.sensors.samples import FloatArray

_LAG: Final = 2
"""Ticks. Neighbours hide the noise of a sensor of 25 Hz: every other one is a mean of two."""

ROUGH_TIMES: Final = 1.0
"""White noise is 2.5 times as rough as its means of a quarter of a second differ, 1.5 times where
every other reading is interpolated; limbs that walk and step with both legs 0.75 times at most."""


def roughness(parts: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How rough readings are, and how far they go.

    Args:
        parts: Stretches that follow each other, shape (n, ticks, 3); at least two.

    Returns:
        The standard deviation of white noise that would bend each but the first as much, and that
        by which its mean differs from that of the one before, by axis, both of shape (n - 1,).
    """
    bends = parts[1:, 2 * _LAG :] - 2.0 * parts[1:, _LAG:-_LAG] + parts[1:, : -2 * _LAG]
    means = parts.mean(axis=1)
    rough = np.sqrt(np.mean(bends * bends, axis=(1, 2)) / 6.0)
    return rough, np.sqrt(np.mean((means[1:] - means[:-1]) ** 2, axis=1))
