"""How steadily a limb is held: how much it trembles, and how far it sinks.

The tremor of a held limb lies between 3 and 12 Hz (physiological tremor 8-12, increased by fatigue;
in illness lower: Deuschl, Bain, Brin, Mov Disord 13 Suppl 3:2, 1998). It is given in degrees, as it
looks, and not in degrees per second: at the same rate, a faster tremor is smaller.
"""

from functools import lru_cache

import numpy as np

from evenstride.analysis.counting.tuning.measuring import MEASURING, MeasuringTuning
from evenstride.analysis.signal.short_rows import crossed, mean_row
from evenstride.sensors.samples import FloatArray


def tremor_deg(
    rate_deg_s: FloatArray, rate_hz: float, *, tuning: MeasuringTuning = MEASURING
) -> float | None:
    """Return the tremor in a hold: RMS of the angle between 3 and 12 Hz, over all three axes.

    The power spectrum of the angle is that of the angular rate over (2πf)², so slow sinking, a
    change of grip or a gyroscope's offset leave no trace. The window that suppresses the ends of
    the hold also suppresses the limb's coming to rest there.

    A sensor of 25 samples per second shows 80 % of a tremor of 6 Hz and half of one of 10 Hz; one
    of 12.5 shows only what lies below 6 Hz. So compare legs and days at the same rate.

    Args:
        rate_deg_s: Angular rate during the hold, evenly sampled, shape (n, 3).
        rate_hz: Samples per second, at least twice 12 Hz.

    Returns:
        Degrees; None for a hold of under ``steady_min_s`` or if a sample is not finite.
    """
    size = len(rate_deg_s)
    if size < tuning.steady_min_s * rate_hz or not np.all(np.isfinite(rate_deg_s)):
        return None
    time = np.arange(size) - 0.5 * (size - 1)
    slope = time @ rate_deg_s / (time @ time)
    level = rate_deg_s - mean_row(rate_deg_s) - time[:, None] * slope
    window = _window(size)
    spectrum = np.fft.rfft(window[:, None] * level, axis=0)
    frequency_hz = np.fft.rfftfreq(size, 1.0 / rate_hz)
    low_hz, high_hz = tuning.tremor_hz
    band = (frequency_hz >= low_hz) & (frequency_hz <= high_hz)
    power = 2.0 * np.sum(np.abs(spectrum[band]) ** 2, axis=1) / (size * (window @ window))
    return float(np.sqrt(np.sum(power / (2.0 * np.pi * frequency_hz[band]) ** 2)))


@lru_cache(maxsize=64)
def _window(size: int) -> FloatArray:
    """Return a symmetric Hann window, cached as holds of one exercise are about equally long."""
    return np.hanning(size + 2)[1:-1]


def sag_deg(
    up: FloatArray, axis: FloatArray, rate_hz: float, *, tuning: MeasuringTuning = MEASURING
) -> float | None:
    """Return how far a limb sinks in a hold, from its start to its end; negative if it rises.

    It is taken from the vertical, which does not drift like an integrated rate. If a limb sinks and
    is lifted again, only the difference counts.

    Args:
        up: The vertical in the sensor's frame during the hold, unit vectors, shape (n, 3).
        axis: The unit vector about which the limb turned on its way out, shape (3,).
        rate_hz: Samples per second.

    Returns:
        Degrees about that axis; None for a hold of under ``steady_min_s``.
    """
    if len(up) < tuning.steady_min_s * rate_hz:
        return None
    edge = max(round(tuning.steady_edge_s * rate_hz), 1)
    first, last = mean_row(up[:edge]), mean_row(up[-edge:])
    # As the limb turns back, the vertical turns forward in the sensor's frame.
    across = first - (first @ axis) * axis
    sine, cosine = axis @ crossed(across, last), across @ last
    return float(np.degrees(np.arctan2(sine, cosine)))
