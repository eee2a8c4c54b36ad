"""How smooth a movement is: the spectral arc length (SPARC) of its speed.

Balasubramanian, Melendez-Calderon, Roby-Brami, Burdet: "On the analysis of movement smoothness",
J NeuroEngineering Rehabil 12:112 (2015), eqs. 8-10. Of the published measures it is the one that
may be taken directly from a gyroscope's rate (Melendez-Calderon 2021): noise hardly changes it,
while measures based on jerk mistake noise for tremor.
"""

import math
from typing import Final

import numpy as np

from evenstride.sensors.samples import FloatArray

CUTOFF_HZ: Final = 10.0
"""No movement of a limb lies above; the authors' value."""

AMPLITUDE_THRESHOLD: Final = 0.05
"""The spectrum ends where it stays below this part of its value at 0 Hz; the authors' value."""

PAD_LEVEL: Final = 4
"""Zero padding to 2^4 times the next power of two, so that the arc is fine; the authors' value."""

MIN_SAMPLES: Final = 8
"""A way of fewer samples has no shape to judge."""


def sparc(speed: FloatArray, rate_hz: float) -> float | None:
    """Return the spectral arc length of one movement; closer to zero is smoother.

    A bell-shaped movement has about -1.4, one with a tremor or in two parts about -2. Never pass a
    whole rep: the stillness of a hold would be judged as bad movement (-4 and worse). Pass the
    speed before any smoothing for counting, which would remove the tremor.

    Args:
        speed: Speed without sign, any unit, evenly sampled, shape (n,).
        rate_hz: Samples per second.

    Returns:
        The arc length, at most -1; None for fewer than ``MIN_SAMPLES`` samples, without any
        movement, or if a sample is not finite.
    """
    if len(speed) < MIN_SAMPLES or not np.all(np.isfinite(speed)):
        return None
    size = 2 ** (math.ceil(math.log2(len(speed))) + PAD_LEVEL)
    magnitude = np.abs(np.fft.rfft(speed, size)[: int(CUTOFF_HZ * size / rate_hz) + 1])
    if not magnitude[0] > 0.0:
        return None
    # A speed is never negative, so its spectrum is largest at 0 Hz.
    magnitude /= magnitude[0]
    last = int(np.flatnonzero(magnitude >= AMPLITUDE_THRESHOLD)[-1])
    if last == 0:
        return None
    steps = np.diff(magnitude[: last + 1])
    return -float(np.sum(np.hypot(1.0 / last, steps)))


def rep_smoothness(
    raise_speed: FloatArray, lower_speed: FloatArray, rate_hz: float
) -> float | None:
    """Return the smoothness of a rep: the mean of its way out and way back, without the hold.

    Args:
        raise_speed: Speed on the way out, evenly sampled, shape (n,).
        lower_speed: Speed on the way back, shape (m,).
        rate_hz: Samples per second of both.

    Returns:
        The mean SPARC; None if either way cannot be judged.
    """
    out, back = sparc(raise_speed, rate_hz), sparc(lower_speed, rate_hz)
    if out is None or back is None:
        return None
    return (out + back) / 2.0
