"""Tells whether a movement is plausible: it may be noise, or gravity may contradict it."""

import math

import numpy as np

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.signal.motion.motion import Motion
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.normal import deviations_around
from evenstride.analysis.signal.short_rows import crossed, length, lengths, mean, mean_row, median
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray

_HALF_REST = 13  # ticks, half of the half second over which a resting limb's shaking averages out
_FELT_PART = 0.5  # the part of a way out that a sound accelerometer feels in any case


def is_noise(
    recent: RecentMotion, found: Excursion, *, has_gyro: bool, tuning: CountingTuning = COUNTING
) -> bool:
    """Whether a movement goes no further than the sensor's noise alone would.

    Noise shows in how much neighbouring readings contradict each other, as even a trembling limb
    does not reverse from one tick to the next. The sum of n noisy rates wanders by the root of n
    times one of them. If the direction is taken from the force, its error is the part of the
    force's noise that smoothing leaves.
    """
    stretch = recent.stretch(found.start, found.end)
    ways = (found.top - found.start, found.end - found.leave)
    by_noise_deg = _by_rates(stretch, max(*ways, 1)) if has_gyro else _by_forces(stretch, tuning)
    return found.range_deg < tuning.belief.noise_factor * by_noise_deg


def gravity_disagrees(
    recent: RecentMotion,
    found: Excursion,
    *,
    spare_deg: float = 0.0,
    tuning: CountingTuning = COUNTING,
) -> bool:
    """Whether the force's direction turned by far less or far more than the gyroscope says.

    A movement's ways begin and end slowly, so the force there is nearly that of gravity.

    Args:
        spare_deg: How much more they may differ, degrees: see ``speeding_deg``.
    """
    half = round(tuning.belief.gravity_half_s / TICK_S)
    before = _force(recent, found.start - half, half)
    top = _force(recent, (found.top + found.leave) // 2, half)
    after = _force(recent, found.end + half, half)
    turned_deg = 0.5 * (_angle_deg(before, top) + _angle_deg(top, after))
    off_deg = abs(turned_deg - found.range_deg)
    part_deg = tuning.belief.gravity_disagrees_fraction * found.range_deg
    return off_deg > max(tuning.belief.gravity_disagrees_deg, part_deg) + spare_deg


def weight_wanders(
    recent: RecentMotion, found: Excursion, *, tuning: CountingTuning = COUNTING
) -> bool:
    """Whether a limb seems to weigh more or less while it moves than at rest before.

    Acceleration out and back averages out over the whole movement. What is left in a slow one is an
    error of scale or offset that depends on the pose, and no lever can be derived from such forces.
    """
    rest = recent.stretch(found.start - round(tuning.belief.weight_rest_s / TICK_S), found.start)
    moved = recent.stretch(found.start, found.end)
    if rest.lost.any() or moved.lost.any():
        # In a hole the force was made up as gravity.
        rest, moved = rest.measured, moved.measured
        if not (len(rest) and len(moved)):
            return False
    weights_m_s2 = [mean(lengths(one.force_m_s2)) for one in (rest, moved)]
    off_m_s2 = abs(weights_m_s2[1] - weights_m_s2[0])
    return off_m_s2 > tuning.belief.weight_sound_fraction * GRAVITY_M_S2


def speeding_deg(
    recent: RecentMotion, found: Excursion, *, tuning: CountingTuning = COUNTING
) -> float:
    """Return how far acceleration turns the force's direction at the ends of fast ways, degrees.

    In a rep of 0.8 s that turns round without a hold it is half of gravity there.
    """
    half = round(tuning.belief.gravity_half_s / TICK_S)
    places = found.start - half, (found.top + found.leave) // 2, found.end + half
    sped = [_sped_m_s2(recent, place, half, tuning.lever.reach_m) for place in places]
    turned = np.degrees(np.arctan(np.array(sped) / GRAVITY_M_S2))
    return float(turned[1] + 0.5 * (turned[0] + turned[2]))


def came_back(recent: RecentMotion, found: Excursion, now: int, *, least_part: float) -> bool:
    """Whether the force's direction turned back by at least a part of its way out.

    While the gyroscope's bias is being learnt, a limb that only changed its pose seems to drift
    back; the accelerometer feels where it really is. If it did not feel the way out, it proves
    nothing, and the limb is taken to have come back.

    Args:
        now: The tick by which it was found: nothing later is looked at.
        least_part: The least part of the way out.
    """
    felt = _way_out_felt(recent, found)
    if felt is None:
        return True
    _, top, out_deg = felt
    after = _force(recent, min(found.end + _HALF_REST, now - _HALF_REST), _HALF_REST)
    return _angle_deg(top, after) > least_part * out_deg


def _way_out_felt(
    recent: RecentMotion, found: Excursion
) -> tuple[FloatArray, FloatArray, float] | None:
    """Return the force before a movement and at its top, and the angle between them, degrees.

    None if the force did not feel the way out.
    """
    before = _force(recent, found.start - _HALF_REST - 2, _HALF_REST)
    top = mean_row(recent.stretch(found.top, max(found.leave, found.top + 5)).force_m_s2)
    out_deg = _angle_deg(before, top)
    return (before, top, out_deg) if out_deg > _FELT_PART * found.range_deg else None


def ends_apart_deg(
    recent: RecentMotion, found: Excursion, *, tuning: CountingTuning = COUNTING
) -> float:
    """Return how far apart the poses at a movement's start and end are, degrees.

    It is 0 if nothing was seen before the start, or if the accelerometer cannot tell the poses
    because it did not feel the way out, or felt a different one than the gyroscope.
    """
    if len(recent.stretch(found.start - _HALF_REST, found.start)) < _HALF_REST:
        return 0.0
    felt = _way_out_felt(recent, found)
    if felt is None:
        return 0.0
    before, top, _ = felt
    up = recent.stretch(found.start, found.end).up
    apart_deg = _angle_deg(up[0], up[-1])
    if apart_deg <= tuning.lone.apart_deg:
        return apart_deg
    # A way out about several axes turns the force by more or less than its range.
    out = recent.stretch(found.start - _HALF_REST - 2, found.top)
    off_deg = _angle_deg(_carried(before, out), top)
    part_deg = tuning.belief.gravity_disagrees_fraction * found.range_deg
    return 0.0 if off_deg > max(tuning.belief.gravity_disagrees_deg, part_deg) else apart_deg


def _carried(direction: FloatArray, moved: Motion) -> FloatArray:
    """Follow a direction that is fixed in space in the sensor's frame, by gyroscope alone."""
    rates_deg_s = moved.raw_rate_deg_s + moved.spin_deg_s[:, None] * moved.up
    for turn in np.radians(rates_deg_s) * TICK_S:
        # Steps are a few degrees at most; that they lengthen the vector does not turn it.
        direction = direction + crossed(direction, turn)
    return direction


def _by_rates(stretch: Motion, ticks: int) -> float:
    return _roughness(stretch.raw_rate_deg_s) * TICK_S * float(np.sqrt(ticks))


def _by_forces(stretch: Motion, tuning: CountingTuning) -> float:
    along = np.sum(stretch.force_m_s2 * stretch.up, axis=1, keepdims=True)
    rough = (stretch.force_m_s2 - along * stretch.up) / GRAVITY_M_S2
    # A Hann window of n weights leaves the root of 1.5 / n of white noise. The errors of two poses
    # are independent.
    left = np.sqrt(1.5 / (2 * tuning.signal.acc_only_half_s / TICK_S + 1))
    return float(np.degrees(np.sqrt(0.5 * np.mean(np.sum(rough**2, axis=1)))) * left * np.sqrt(2.0))


def _roughness(rows: FloatArray) -> float:
    """Return the standard deviation of white noise in values that otherwise change smoothly."""
    if len(rows) < 3:
        return 0.0
    # Second differences of white noise are the root of 1 + 4 + 1 times as large as the noise. The
    # median is taken because a knock or two do not make a noisy sensor.
    steps = rows[1:] - rows[:-1]
    bends = np.abs(steps[1:] - steps[:-1]) / math.sqrt(6.0)
    return median(bends) / deviations_around(0.5)


def _force(recent: RecentMotion, middle: int, half: int) -> FloatArray:
    stretch = recent.stretch(middle - half, middle + half)
    return mean_row(stretch.force_m_s2)


def _sped_m_s2(recent: RecentMotion, middle: int, half: int, reach_m: float) -> float:
    rates = np.radians(recent.stretch(middle - half, middle + half).rate_deg_s)
    turning = (rates[-1] - rates[0]) / max((len(rates) - 1) * TICK_S, TICK_S)
    return reach_m * length(turning)


def _angle_deg(a: FloatArray, b: FloatArray) -> float:
    return float(np.degrees(np.arctan2(length(crossed(a, b)), a @ b)))
