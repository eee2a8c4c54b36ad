"""Whether the thigh's sensor is on the shin and the shin's on the thigh."""

import numpy as np

from evenstride.analysis.knee.paired import Segment
from evenstride.analysis.knee.rep_knee import RepStretch
from evenstride.analysis.model.exercise_values import KneeMoves, ThighAtRest
from evenstride.analysis.model.physics import GRAVITY_M_S2
from evenstride.sensors.samples import FloatArray

_FEWEST = 2
# A thigh turns less than the shank where the knee straightens (half at most in recordings of five
# people), and more where a standing person bends (1.4 times and more).
_TURNS_MORE = 1.5
_STANDING_TURNS_MORE = 1.3
_LEAST_TURN_DEG = 8.0
# A raised leg carries the shin 2-3 times as far as the thigh, and so accelerates it as much more.
_PUSHED_MORE = 1.3
_LEAST_PUSH_M_S2 = 0.25
_SMOOTH_TICKS = 9


class SwapWatch:
    """Collects from reps whether the two sensors of a leg are exchanged.

    It accuses only where two reps and most of them say so.
    """

    def __init__(self) -> None:
        self._for = 0
        self._against = 0

    @property
    def is_swapped(self) -> bool:
        """Whether they are."""
        return self._for >= _FEWEST and self._for > 2 * self._against

    def forget(self) -> None:
        """The sensors were put on anew."""
        self._for = self._against = 0

    def look(self, stretch: RepStretch, knee: KneeMoves, at_rest: ThighAtRest) -> None:
        """Take a rep."""
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
    # In a bend on the floor heel and hip both stay low: the two are too much alike.
    return None


def _turn_deg(segment: Segment) -> float:
    """How far it turned against gravity from where it began."""
    half = 0.5 * np.linalg.norm(segment.up - segment.up[0], axis=1)
    return float(np.degrees(2 * np.arcsin(np.clip(half, 0.0, 1.0))).max())


def _push_m_s2(segment: Segment) -> float:
    """How much it is accelerated, RMS, without what is faster than a movement."""
    push: FloatArray = segment.force_m_s2 - GRAVITY_M_S2 * segment.up
    kernel = np.full(_SMOOTH_TICKS, 1 / _SMOOTH_TICKS)
    smooth = np.stack([np.convolve(column, kernel, mode="same") for column in push.T], axis=1)
    # An accelerometer's offset is there all the time.
    return float(np.sqrt(((smooth - smooth.mean(axis=0)) ** 2).sum(axis=1).mean()))
