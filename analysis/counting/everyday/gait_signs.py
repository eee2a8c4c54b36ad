"""Tells strides from reps with one sensor, from one finished movement alone.

There are four signs. Each is a number of octaves (log2) beyond its limit, positive for a stride:

* **yaw**: a stride turns the pelvis, and the limb with it, about the vertical; a leg that lifts or
  dips turns about a level axis.
* **jolt**: a stride shakes the leg from outside, by heel strikes and a hip that rises and falls.
  The part of the upward force that a rigid leg turning about a resting hinge explains is removed;
  the rest is the jolt. If somebody walks slowly on soft soles it is small, but most of what is
  felt; if a foot is slammed down it is large, but a small part of what is felt.
* **twice**: the body rises and falls twice in a stride, once for each foot, so the second half of
  the movement repeats the first. In a movement out and back the second half mirrors the first,
  which no stride does.
* **duration**: a stride lasts 0.9 to 1.5 s from a brisk to a slow walk.

Everything is computed in the sensor's own frame, so the strap may sit any way round.
"""

import math
from dataclasses import dataclass

import numpy as np

from evenstride.analysis.counting.everyday.second_half import repeats_first_half
from evenstride.analysis.counting.tuning.gait import GAIT, GaitTuning
from evenstride.analysis.signal.motion.motion import Motion
from evenstride.analysis.signal.short_rows import (
    averaged,
    crossed,
    derivative,
    dots,
    lengths,
    mean,
    mean_square,
    median_of_five,
    spread,
)
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What one movement looks like.

    Attributes:
        duration_s: From its start to its end, seconds.
        felt_m_s2: The upward acceleration, RMS about its mean.
        yaw_deg_s: The turning about the vertical, RMS; None without a gyroscope.
        jolt_m_s2: The upward acceleration that no lever explains, RMS; None without a gyroscope.
        repeats: How much the second half repeats the first, from -1 to 1; None if hardly anything
            is felt.
        octaves: How clearly it is a stride (positive) or none (negative).
        turns: Whether the body turned about the vertical meanwhile.
        kind_octaves: The same by the signs that do not depend on how fast and how hard somebody
            walks: which part of the turning is about the vertical, which part of the force no lever
            explains, and whether the halves are alike. None without a gyroscope, if hardly anything
            is felt, or if part of it lies in a hole of the data.
    """

    duration_s: float
    felt_m_s2: float
    yaw_deg_s: float | None
    jolt_m_s2: float | None
    repeats: float | None
    octaves: float
    turns: bool = False
    kind_octaves: float | None = None


def signs(motion: Motion, *, has_gyro: bool, tuning: GaitTuning = GAIT) -> Signs:
    """The signs of one movement.

    Args:
        motion: From its start to its end.
        has_gyro: Whether the sensor measures angular rate. Without it there is no yaw, and the jolt
            is all of the upward force, which says half as much.
    """
    duration_s = len(motion) * TICK_S
    upward = _sound(_upward(motion), tuning.wild_m_s2)
    spin_deg_s = _sound(motion.spin_deg_s, tuning.wild_deg_s)
    rate_deg_s = _sound(motion.raw_rate_deg_s, tuning.wild_deg_s)
    felt = _averaged(upward, tuning.felt_width_s)
    felt_m_s2 = spread(felt)
    yaw_deg_s = math.sqrt(mean_square(spin_deg_s)) if has_gyro else None
    jolt_m_s2 = _jolt(motion.up, rate_deg_s, upward, tuning) if has_gyro else None
    repeats = repeats_first_half(felt) if felt_m_s2 > tuning.felt_least_m_s2 else None
    speed_deg_s = lengths(rate_deg_s)
    turning_deg_s = mean(speed_deg_s)
    lasts = tuning.duration_weight * _octaves(tuning.stride_s, duration_s, tuning)
    octaves = min(lasts, tuning.duration_most)
    if yaw_deg_s is not None:
        limit_deg_s = max(tuning.yaw_deg_s, tuning.yaw_part * turning_deg_s)
        octaves += _octaves(yaw_deg_s, limit_deg_s, tuning)
    if jolt_m_s2 is not None:
        octaves += _octaves(jolt_m_s2, _jolt_limit_m_s2(felt_m_s2, tuning), tuning)
    else:
        octaves += 0.5 * _octaves(felt_m_s2, 2.0 * tuning.jolt_m_s2, tuning)
    octaves += tuning.unfelt_octaves if repeats is None else _twice(repeats, tuning)
    # Nobody was seen to walk in a hole: what was made up there is no evidence for it.
    is_cut = bool(motion.lost.any())
    octaves = min(octaves, 0.0) if is_cut else octaves
    kind_octaves = None
    if yaw_deg_s is not None and jolt_m_s2 is not None and repeats is not None and not is_cut:
        level_deg_s = math.sqrt(mean_square(speed_deg_s))
        kind_octaves = _octaves(yaw_deg_s, tuning.yaw_part * level_deg_s, tuning)
        kind_octaves += _octaves(jolt_m_s2, tuning.kind_jolt_part * felt_m_s2, tuning)
        kind_octaves += tuning.twice_octaves * repeats
    return Signs(
        duration_s=duration_s,
        felt_m_s2=felt_m_s2,
        yaw_deg_s=yaw_deg_s,
        jolt_m_s2=jolt_m_s2,
        repeats=repeats,
        octaves=octaves,
        # What turned about the vertical on the way out turns back on the way back, if that was
        # seen.
        turns=has_gyro and not is_cut and _turns(speed_deg_s, spin_deg_s, tuning),
        kind_octaves=kind_octaves,
    )


def weighs(motion: Motion, tuning: GaitTuning = GAIT) -> bool:
    """Whether the size of the force varies during a movement, as that of gravity never does."""
    weight = lengths(motion.force_m_s2)
    return spread(_averaged(weight, tuning.felt_width_s)) > tuning.weighs_m_s2


def is_wild(motion: Motion, tuning: GaitTuning = GAIT) -> bool:
    """Whether a movement contains damaged readings, which are no shaking."""
    parts = (motion.force_m_s2, tuning.wild_m_s2), (motion.raw_rate_deg_s, tuning.wild_deg_s)
    return any(bool((_sound(rows, wild) != rows).any()) for rows, wild in parts)


def _turns(speed_deg_s: FloatArray, spin: FloatArray, tuning: GaitTuning) -> bool:
    """Whether the body turned about the vertical, in all or to and fro.

    A person who balances on one foot wobbles about the vertical all the time: that adds up to any
    sum, but does not lead far from where it began.
    """
    net_deg = abs(float(spin.sum())) * TICK_S - tuning.drift_deg_s * len(spin) * TICK_S
    beyond = np.maximum(np.abs(spin) - tuning.drift_deg_s, 0.0)
    spun_deg = float(beyond.sum()) * TICK_S
    turned_deg = float(speed_deg_s.sum()) * TICK_S
    reached_deg = np.cumsum(np.copysign(beyond, spin)) * TICK_S
    is_wide = float(np.ptp(reached_deg)) > tuning.spun_least_deg
    return net_deg > tuning.turned_deg or (is_wide and spun_deg > tuning.spun_factor * turned_deg)


def _octaves(value: float, limit: float, tuning: GaitTuning) -> float:
    most = tuning.sign_most
    return max(-most, min(float(np.log2(max(value, 1e-3) / limit)), most))


def _jolt_limit_m_s2(felt_m_s2: float, tuning: GaitTuning) -> float:
    """The limit that a stride's jolt exceeds, given how much the movement is felt."""
    least = max(tuning.jolt_least_m_s2, tuning.jolt_part * felt_m_s2)
    return max(min(tuning.jolt_m_s2, least), tuning.jolt_least_part * felt_m_s2)


def _twice(repeats: float, tuning: GaitTuning) -> float:
    return (tuning.twice_octaves if repeats > 0.0 else tuning.mirror_octaves) * repeats


def _upward(motion: Motion) -> FloatArray:
    """Acceleration along the vertical, m/s²: free of errors of inclination to first order."""
    return np.asarray(dots(motion.up, motion.force_m_s2) - GRAVITY_M_S2)


def _sound(values: FloatArray, wild: float) -> FloatArray:
    """The values with single wild ones replaced by the median of the five ticks around."""
    if values.max() - values.min() <= wild:  # nearly always: all are near their median
        return values
    middle = median_of_five(values)
    return np.where(np.abs(values - middle) > wild, middle, values)


def _averaged(values: FloatArray, width_s: float) -> FloatArray:
    """Moving average along the first axis, with the ends repeated."""
    size = max(round(width_s / TICK_S), 1)
    return averaged(values, np.full(size, 1.0 / size))


def _jolt(up: FloatArray, rate_deg_s: FloatArray, upward: FloatArray, tuning: GaitTuning) -> float:
    """RMS of the upward acceleration that no lever from a resting hinge explains, m/s².

    A sensor at r from its hinge is accelerated by dω/dt × r + ω × (ω × r), whose vertical part
    is linear in r: three numbers and an offset are fitted over the movement.
    """
    omega = _averaged(np.radians(rate_deg_s), tuning.jolt_width_s)
    felt = _averaged(upward, tuning.jolt_width_s)
    alpha = derivative(omega, TICK_S)
    along = dots(omega, up)[:, None]
    lever = crossed(up, alpha) + omega * along - up * dots(omega, omega)[:, None]
    design = np.ones((len(lever), 4))
    design[:, :3] = lever
    fitted = design @ np.linalg.lstsq(design, felt, rcond=1e-3)[0]
    return spread(felt - fitted)
