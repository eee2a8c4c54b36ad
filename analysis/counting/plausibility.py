"""Whether the sensor can be believed in a movement: it may be noise, or gravity may contradict."""

import numpy as np
from evenstride.analysis.counting.excursions import Excursion
from evenstride.analysis.model.physics import GRAVITY_M_S2
from evenstride.analysis.signal.recent_motion import History, Stretch
from evenstride.analysis.tuning import (
    ACC_ONLY_HALF_S,
    GRAVITY_DISAGREES_DEG,
    GRAVITY_DISAGREES_FRACTION,
    GRAVITY_HALF_S,
    NOISE_FACTOR,
    TICK_S,
)
from evenstride.sensors.samples import FloatArray

_MEDIAN_OF_NORMAL = 0.6745  # half of a normal distribution is within so many deviations
_HALF = round(GRAVITY_HALF_S / TICK_S)


def is_noise(history: History, found: Excursion, *, has_gyro: bool) -> bool:
    """Whether a movement goes no further than the sensor's noise would take it.

    How much neighbouring readings contradict each other shows how noisy they are: a limb that
    trembles does not turn round from one tick to the next. The sum of n such rates wanders by the
    root of n times one of them; where the direction is taken from the force, it errs by what the
    smoothing leaves of the force's noise.
    """
    stretch = history.stretch(found.start, found.end)
    ways = (found.top - found.start, found.end - found.leave)
    by_noise_deg = _by_rates(stretch, max(*ways, 1)) if has_gyro else _by_forces(stretch)
    return found.range_deg < NOISE_FACTOR * by_noise_deg


def gravity_disagrees(history: History, found: Excursion) -> bool:
    """Whether the force's direction turned by far less or more than the gyroscope says.

    A movement's ways begin and end slowly, so that the force there is nearly that of gravity.
    """
    before = _force(history, found.start - _HALF)
    top = _force(history, (found.top + found.leave) // 2)
    after = _force(history, found.end + _HALF)
    turned_deg = 0.5 * (_angle_deg(before, top) + _angle_deg(top, after))
    off_deg = abs(turned_deg - found.range_deg)
    return off_deg > max(GRAVITY_DISAGREES_DEG, GRAVITY_DISAGREES_FRACTION * found.range_deg)


def _by_rates(stretch: Stretch, ticks: int) -> float:
    return _roughness(stretch.raw_rate_deg_s) * TICK_S * float(np.sqrt(ticks))


def _by_forces(stretch: Stretch) -> float:
    along = np.sum(stretch.force_m_s2 * stretch.up, axis=1, keepdims=True)
    rough = (stretch.force_m_s2 - along * stretch.up) / GRAVITY_M_S2
    # A Hann window of n weights leaves white noise the root of 1.5 / n; two poses err apart.
    left = np.sqrt(1.5 / (2 * ACC_ONLY_HALF_S / TICK_S + 1))
    return float(np.degrees(np.sqrt(0.5 * np.mean(np.sum(rough**2, axis=1)))) * left * np.sqrt(2.0))


def _roughness(rows: FloatArray) -> float:
    """Standard deviation of white noise in values that otherwise change smoothly."""
    if len(rows) < 3:
        return 0.0
    # White noise makes second differences of the root of 1 + 4 + 1 times its own size. The
    # median, because a knock or two do not make a noisy sensor.
    bends = np.abs(np.diff(rows, n=2, axis=0)) / np.sqrt(6.0)
    return float(np.median(bends)) / _MEDIAN_OF_NORMAL


def _force(history: History, middle: int) -> FloatArray:
    stretch = history.stretch(middle - _HALF, middle + _HALF)
    return np.asarray(stretch.force_m_s2.mean(axis=0))


def _angle_deg(a: FloatArray, b: FloatArray) -> float:
    return float(np.degrees(np.arctan2(np.linalg.norm(np.cross(a, b)), a @ b)))
