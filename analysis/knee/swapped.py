"""Recognises that the thigh's sensor is on the shin and the shin's on the thigh."""

import numpy as np

from evenstride.analysis.knee.paired import Segment
from evenstride.analysis.knee.rep_knee import RepStretch
from evenstride.analysis.model.exercise_values import KneeMoves, ThighAtRest
from evenstride.analysis.signal.motion.smoother import hann_window
from evenstride.analysis.signal.short_rows import cross_matrices, derivative
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray

_FEWEST = 2
# If the knee straightens, the thigh turns less than the shank (at most half as far in recordings of
# five people); if a standing person bends, the thigh turns more (1.4 times and more).
_TURNS_MORE = 1.5
_STANDING_TURNS_MORE = 1.3
_LEAST_TURN_DEG = 8.0
# A raised leg carries the shin 2-3 times as far as the thigh, and so accelerates it as much more.
_PUSHED_MORE = 1.3
_LEAST_PUSH_M_S2 = 0.25
_SMOOTH_TICKS = 9
# Fraction of the acceleration that a turn about a resting point explains: for a thigh, about the
# hip, 0.95 in curls of two different simulators; for a shin, whose knee moves, 0.3-0.4.
_PIVOTS = 0.8
_MOVES = 0.6
_TURN_SMOOTH_S = 0.24


class SwapWatch:
    """Collects evidence from reps that the two sensors of a leg are exchanged.

    It says so only if at least two reps, and more than two thirds of them, show it.
    """

    def __init__(self) -> None:
        self._for = 0
        self._against = 0

    @property
    def is_swapped(self) -> bool:
        """Whether the sensors are exchanged."""
        return self._for >= _FEWEST and self._for > 2 * self._against

    def forget(self) -> None:
        """Forget all evidence, because the sensors were strapped on again."""
        self._for = self._against = 0

    def look(self, stretch: RepStretch, knee: KneeMoves, at_rest: ThighAtRest) -> None:
        """Take the evidence of a rep.

        Args:
            knee: What the exercise asks of the knee.
            at_rest: The posture of the thigh between reps.
        """
        found = _says_swapped(stretch, knee, at_rest)
        self._for += found is True
        self._against += found is False


def _says_swapped(stretch: RepStretch, knee: KneeMoves, at_rest: ThighAtRest) -> bool | None:
    thigh, shank = stretch.whole.thigh, stretch.whole.shank
    if knee is KneeMoves.STRAIGHT:
        pushes = _push_m_s2(thigh), _push_m_s2(shank)
        return pushes[0] > _PUSHED_MORE * pushes[1] if max(pushes) > _LEAST_PUSH_M_S2 else None
    thigh_deg, shank_deg = _turn_deg(thigh), _turn_deg(shank)
    if max(thigh_deg, shank_deg) < _LEAST_TURN_DEG:
        return None
    if knee is KneeMoves.STRAIGHTENS:
        return thigh_deg > _TURNS_MORE * shank_deg
    if knee is KneeMoves.BENDS and at_rest is ThighAtRest.UPRIGHT:
        return shank_deg > _STANDING_TURNS_MORE * thigh_deg
    if knee is KneeMoves.BENDS:
        pivots = _pivots(thigh), _pivots(shank)
        # Thigh and shank turn alike between hip and heel, but only the hip stays in its place.
        return max(pivots) > _PIVOTS and pivots[1] > pivots[0] if min(pivots) < _MOVES else None
    return None


def _turn_deg(segment: Segment) -> float:
    """Return how far a segment turned against gravity from its first pose, degrees."""
    half = 0.5 * np.linalg.norm(segment.up - segment.up[0], axis=1)
    return float(np.degrees(2 * np.arcsin(np.clip(half, 0.0, 1.0))).max())


def _pivots(segment: Segment) -> float:
    """Return the fraction of the acceleration that a turn about a resting point explains, 0 to 1.

    With the rate w of a rigid body and its derivative w', a sensor at r from such a point is
    accelerated by w' x r + w x (w x r), which is linear in r. The best r is fitted together with a
    constant offset of the accelerometer; the residual shows that the point moves.
    """
    window = np.array(hann_window(_TURN_SMOOTH_S))

    def smooth(values: FloatArray) -> FloatArray:
        return np.stack([np.convolve(one, window, mode="valid") for one in values.T], axis=1)

    if len(segment.up) < 2 * len(window):
        return 0.0
    rate = smooth(np.radians(segment.rate_deg_s))
    push = smooth(segment.force_m_s2 - GRAVITY_M_S2 * segment.up)
    turning = cross_matrices(rate)
    lever = cross_matrices(derivative(rate, TICK_S)) + turning @ turning
    offset = np.broadcast_to(np.eye(3), lever.shape)
    known = np.concatenate([lever, offset], axis=2).reshape(-1, 6)
    found, *_ = np.linalg.lstsq(known, push.ravel(), rcond=None)
    left = float(((push.ravel() - known @ found) ** 2).sum())
    whole = float(((push - push.mean(axis=0)) ** 2).sum())
    return max(1.0 - left / max(whole, 1e-9), 0.0)


def _push_m_s2(segment: Segment) -> float:
    """Return the RMS acceleration of a segment, smoothed to the speed of movements, m/s²."""
    push: FloatArray = segment.force_m_s2 - GRAVITY_M_S2 * segment.up
    kernel = np.full(_SMOOTH_TICKS, 1 / _SMOOTH_TICKS)
    smooth = np.stack([np.convolve(column, kernel, mode="same") for column in push.T], axis=1)
    # The mean is removed, because it is the accelerometer's offset.
    return float(np.sqrt(((smooth - smooth.mean(axis=0)) ** 2).sum(axis=1).mean()))
