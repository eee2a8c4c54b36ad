"""The hinge of a movement: where the sensor sits relative to it, and the force it cannot explain.

A sensor at r from its hinge is accelerated by dω/dt × r + ω × (ω × r), which is linear in r. The
direction of gravity is known from the gyroscope up to a small error that drifts. Both r and that
error are fitted to the force on the ways out and back. Whatever force is left shook the sensor in
another way, as a trunk does that carries the thigh along.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.analysis.signal.motion.motion import Motion
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.short_rows import averaged, cross_matrices, derivative, widened
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray

_AROUND: Final = 12  # ticks around a way in which the limb comes to rest
_WINDOW: Final = 7  # ticks over which rate and force are smoothed; this many are one observation
_REACH_M: Final = 0.5  # a sensor on a leg is within this of the joint that it turns about
_TILT: Final = np.radians(3.0)  # error of the vertical
_DRIFT: Final = np.radians(0.3)  # drift of that error in a second
_SCALE: Final = 0.02  # accelerometers read gravity to two per cent
_QUIET: Final = 15  # ticks of one stretch that is looked at as a rest
_LEAST_M_S2: Final = 0.01  # noise of the quietest sensor


@dataclass(frozen=True, slots=True)
class Hinge:
    """Where the sensor is, seen from the hinge.

    Attributes:
        rise_m: Horizontal distance, metres: how fast the sensor rises, in m/s, when the limb turns
            by one radian per second on its way out; negative if it sinks.
        error_m: Standard error of ``rise_m``, metres.
        left_m_s2: The force that no hinge explains, RMS.
    """

    rise_m: float
    error_m: float
    left_m_s2: float


def mean_rise_m(rises_m: Sequence[float], errors_m: Sequence[float]) -> tuple[float, float]:
    """Return how far a series of movements carries the sensor up, and its standard error, metres.

    The rises may scatter by more than their own errors say; then the scatter is believed.

    Args:
        rises_m: ``Hinge.rise_m`` of each movement; at least one.
        errors_m: ``Hinge.error_m`` of each.
    """
    error_m = max(float(np.mean(errors_m)), float(np.std(rises_m)))
    return float(np.mean(rises_m)), error_m / float(np.sqrt(len(rises_m)))


def ways_of(
    start: int, top: int, leave: int, end: int, *, apart_s: float
) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a movement that a hinge is fitted to, from tick to tick.

    Args:
        start: Where its way out begins.
        top: Where its way out ends.
        leave: Where its way back begins.
        end: Where its way back ends.
        apart_s: Ways that are further apart than this are stretches of their own, seconds.
    """
    is_held = (leave - top) * TICK_S > apart_s
    return ((start, top), (leave, end)) if is_held else ((start, end),)


def hinge(
    recent: RecentMotion, ways: tuple[tuple[int, int], ...], axis: FloatArray, now: int
) -> Hinge | None:
    """Fit the hinge of a movement.

    Args:
        ways: Its ways out and back, from tick to tick; a single one if there is no hold between.
        axis: The axis that the limb turned about on its way out, a unit vector, shape (3,).
        now: The tick by which it was found: nothing later is looked at.

    Returns:
        The hinge; None if too little was measured to fit it.
    """
    parts = [recent.stretch(first - _AROUND, min(last + _AROUND, now)) for first, last in ways]
    if any(len(part) < 2 * _WINDOW for part in parts):
        return None
    rows = [_design(part, number, len(parts)) for number, part in enumerate(parts)]
    if any(len(up) < 2 * _WINDOW for _, _, up in rows):
        return None
    design = np.concatenate([design for design, _, _ in rows])
    force = np.concatenate([force for _, force, _ in rows])
    spread = np.array([_REACH_M] * 3 + [_SCALE] + ([_TILT] * 3 + [_DRIFT] * 3) * len(parts))
    prior = np.diag(spread**-2.0)
    gram, moment = design.T @ design / _WINDOW, design.T @ force / _WINDOW
    variance = 0.05**2
    for _ in range(3):
        covariance = np.linalg.inv(gram / variance + prior)
        fitted = covariance @ moment / variance
        variance = max(float(np.mean((force - design @ fitted) ** 2)), _LEAST_M_S2**2)
    up = np.concatenate([up for _, _, up in rows]).mean(axis=0)
    level = np.cross(up / np.linalg.norm(up), axis)
    return Hinge(
        rise_m=float(fitted[:3] @ level),
        error_m=float(np.sqrt(level @ covariance[:3, :3] @ level)),
        left_m_s2=float(np.sqrt(variance)),
    )


def unexplained_at_rest(before: Motion) -> float:
    """Return the force on a resting limb that a drifting tilt does not explain, RMS, m/s².

    The quietest short stretch is taken, as the limb may have moved in others.
    """
    size = len(before) // _QUIET
    if not size:
        return _LEAST_M_S2
    left = _smoothed(before.force_m_s2) - GRAVITY_M_S2 * _smoothed(before.up)
    parts = left[-size * _QUIET :].reshape(size, _QUIET, 3)
    if before.lost.any():
        made_up = widened(before.lost, _WINDOW)[-size * _QUIET :].reshape(size, _QUIET)
        parts = parts[~made_up.any(axis=1)]
        if not len(parts):
            return _LEAST_M_S2
    time = np.linspace(-1.0, 1.0, _QUIET)
    parts = parts - parts.mean(axis=1, keepdims=True)
    slope = (parts * time[:, None]).sum(axis=1, keepdims=True) / (time @ time)
    parts = parts - slope * time[:, None]
    return float(np.sqrt((parts**2).mean(axis=(1, 2)).min()))


def _design(part: Motion, number: int, count: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the design matrix of one way, its force without gravity, and the vertical.

    Only measured ticks have rows: motion in a hole was made up.
    """
    omega = _smoothed(np.radians(part.raw_rate_deg_s + part.spin_deg_s[:, None] * part.up))
    up, force = _smoothed(part.up), _smoothed(part.force_m_s2)
    turning = cross_matrices(derivative(omega, TICK_S)) + cross_matrices(omega) @ cross_matrices(
        omega
    )
    tilted = -GRAVITY_M_S2 * cross_matrices(up)
    time_s = (np.arange(len(part)) - 0.5 * len(part)) * TICK_S
    columns = np.zeros((len(part), 3, 4 + 6 * count))
    columns[:, :, :3] = turning
    columns[:, :, 3] = GRAVITY_M_S2 * up
    columns[:, :, 4 + 6 * number : 7 + 6 * number] = tilted
    columns[:, :, 7 + 6 * number : 10 + 6 * number] = tilted * time_s[:, None, None]
    rest = force - GRAVITY_M_S2 * up
    if part.lost.any():
        measured = ~widened(part.lost, _WINDOW)
        columns, rest, up = columns[measured], rest[measured], up[measured]
    return columns.reshape(-1, columns.shape[2]), rest.reshape(-1), up


def _smoothed(rows: FloatArray) -> FloatArray:
    window = np.hanning(_WINDOW + 2)[1:-1]
    return averaged(rows, window / window.sum())
