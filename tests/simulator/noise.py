"""Random wandering within a band, as limbs, muscles and hands add it to a movement."""

import numpy as np

from evenstride.sensors.samples import FloatArray


def noise(
    time_s: FloatArray, rng: np.random.Generator, low_hz: float, high_hz: float, count: int = 8
) -> FloatArray:
    """Wandering of RMS 1 within a band: sines of random frequency and phase."""
    total = np.zeros(len(time_s))
    for hz in rng.uniform(low_hz, high_hz, count):
        total += np.sin(2 * np.pi * (hz * time_s + rng.random()))
    return np.asarray(total * np.sqrt(2 / count), dtype=np.float64)
