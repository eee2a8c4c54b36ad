"""Tells whether losses are so evenly spaced that they are none, but a slower sensor's beat."""

import numpy as np

from evenstride.sensors.samples import FloatArray

# No radio loses at such even distances: it is the beat of a slower sensor with the connection's
# events, or a sensor that leaves out every n-th sample, which is a slower one as well.
_EVEN_LOSSES, _EVEN_MOST = 6, 10
_EVEN_PART = 0.8
_EVEN = 0.4
# Fewer losses are enough if they are this even.
_VERY_EVEN_LOSSES, _VERY_EVEN = 3, 0.12
_EVENTS_APART = 2.0


def is_even(at: FloatArray, at_once: float) -> bool:
    """Return whether losses are more evenly spaced than a radio's.

    Args:
        at: How many samples had come at each loss, shape (n,), ascending.
        at_once: How many samples come at one event, which makes closer losses even by itself.
    """
    spacing = np.diff(at[-_EVEN_MOST:])
    if len(spacing) < _VERY_EVEN_LOSSES:
        return False
    usual = float(np.median(spacing))
    if usual < _EVENTS_APART * at_once:
        return False
    times = spacing / usual
    if np.abs(times - 1).max() < _VERY_EVEN:
        return True
    if len(spacing) < _EVEN_LOSSES:
        return False
    even = np.minimum(np.abs(times - 1), 2 * np.abs(times - 2)) < _EVEN
    return bool(even.mean() >= _EVEN_PART)
