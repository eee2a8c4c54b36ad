"""Measures the knee in one rep: its range, its angle at the top, and its lag."""

from dataclasses import dataclass

import numpy as np

from evenstride.analysis.knee.angle import angles_deg, is_told_by_gravity, within_half_turn
from evenstride.analysis.knee.hinge import Hinge
from evenstride.analysis.knee.paired import Paired
from evenstride.analysis.knee.straight import StraightLeg
from evenstride.analysis.knee.tuning import KNEE, KneeTuning
from evenstride.analysis.model.exercise_values import HipMoves, KneeMoves
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

_REST_TICKS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RepTimes:
    """The times of a movement, in seconds on the session's timeline."""

    start_s: float
    top_s: float
    leave_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RepKnee:
    """The knee's values in one rep.

    Attributes:
        rom_deg: Its largest change from its angle at the rep's start, degrees.
        at_top_deg: Its angle at the top, degrees: 0 is straight, bent is positive. None if it is
            unknown which way it bends, or where it is straight.
        lag_deg: By how much it was not straight when the exercise asks for it, degrees: in a raise
            with a straight leg its largest bend from the rep's rest, otherwise its angle at the top
            of a straightening or at the end of a bend. None if it is unknown or not asked for.
        is_bent: Whether it gave way in an exercise in which it should stay straight.
    """

    rom_deg: float
    at_top_deg: float | None
    lag_deg: float | None
    is_bent: bool


class RepStretch:
    """The ticks of one rep, and where its phases are in them.

    Args:
        ticks: From before its start to its end.
    """

    def __init__(self, ticks: Paired, times: RepTimes) -> None:
        self.ticks = ticks
        self.start, self.top, self.leave, self.end = (
            # A tick's value is the mean over the tick, which ends at its number.
            int(np.clip(np.searchsorted(ticks.index, at_s / TICK_S + 0.5), 0, len(ticks) - 1))
            for at_s in (times.start_s, times.top_s, times.leave_s, times.end_s)
        )

    @property
    def rest(self) -> Paired:
        """The rest just before the rep."""
        return self.ticks.part(max(self.start - _REST_TICKS, 0), self.start + 1)

    @property
    def hold(self) -> Paired:
        """The hold at the top."""
        return self.ticks.part(self.top, max(self.leave, self.top) + 1)

    @property
    def way_out(self) -> Paired:
        """The way out."""
        return self.ticks.part(self.start, self.top + 1)

    @property
    def whole(self) -> Paired:
        """The way out, the hold and the way back."""
        return self.ticks.part(self.start, self.end + 1)


def flexion_vote(
    stretch: RepStretch,
    hinge: Hinge,
    knee: KneeMoves,
    hip: HipMoves,
    *,
    tuning: KneeTuning = KNEE,
) -> float:
    """Return the evidence of a rep about the direction in which the knee bends, degrees.

    It is positive if angles grow as the knee bends, and 0 if the exercise does not show it. A bend
    and a straightening show it themselves. In other exercises the hip shows it: about the knee's
    axis, the thigh turns one way when the hip flexes, and the shank the other way when the knee
    bends.
    """
    if knee in (KneeMoves.BENDS, KneeMoves.STRAIGHTENS):
        angle_deg = angles_deg(stretch.ticks, hinge, tuning)
        by_deg = float(angle_deg[stretch.top] - angle_deg[stretch.start])
        return by_deg if knee is KneeMoves.BENDS else -by_deg
    if hip not in (HipMoves.FLEXES, HipMoves.EXTENDS):
        return 0.0
    rate_deg_s = stretch.way_out.thigh.rate_deg_s @ hinge.thigh_axis
    by_deg = float(rate_deg_s.sum()) * TICK_S
    return -by_deg if hip is HipMoves.FLEXES else by_deg


def pairing_evidence(stretch: RepStretch, knee: KneeMoves) -> FloatArray:
    """Return the evidence of a rep about the relative direction of the axes, shape (3, 3).

    In a raise and in a straightening both segments turn the same way in space, in a bend opposite
    ways. The matrix is positive between two axes that point the same way.
    """
    whole = stretch.whole
    together: FloatArray = whole.thigh.rate_deg_s.T @ whole.shank.rate_deg_s
    if knee is KneeMoves.ANY:
        return np.zeros((3, 3))
    return -together if knee is KneeMoves.BENDS else together


def measure_rep(
    stretch: RepStretch,
    hinge: Hinge,
    straight: StraightLeg,
    flexion: float,
    knee: KneeMoves,
    *,
    tuning: KneeTuning = KNEE,
) -> RepKnee:
    """Measure the knee in one rep.

    Args:
        straight: Where it is straight.
        flexion: 1 if angles grow as the knee bends, -1 if they fall, 0 if that is unknown.
        knee: What the exercise asks of it.
    """
    angle_deg = angles_deg(stretch.ticks, hinge, tuning)
    at_rest_deg = float(
        np.median(angle_deg[max(stretch.start - _REST_TICKS, 0) : stretch.start + 1])
    )
    during_deg = angle_deg[stretch.start : stretch.end + 1]
    rom_deg = float(np.abs(during_deg - at_rest_deg).max())
    top_deg = float(np.median(angle_deg[stretch.top : max(stretch.leave, stretch.top) + 1]))
    is_grounded = is_told_by_gravity(stretch.whole, hinge, tuning)
    zero_deg = straight.at_deg(hinge, flexion) if flexion and is_grounded else None
    if zero_deg is None:
        return RepKnee(rom_deg=rom_deg, at_top_deg=None, lag_deg=None, is_bent=False)

    def bent_by(turned_deg: float) -> float:
        return flexion * within_half_turn(turned_deg - zero_deg)

    lag_deg: float | None = None
    if knee is KneeMoves.STRAIGHT:
        # Relative to this rep's own rest, because straps creep from rep to rep.
        lag_deg = max(float((flexion * (during_deg - at_rest_deg)).max()), 0.0)
    elif knee is KneeMoves.STRAIGHTENS:
        lag_deg = max(bent_by(top_deg), 0.0)
    elif knee is KneeMoves.BENDS:
        lag_deg = max(bent_by(float(angle_deg[stretch.end])), 0.0)
    return RepKnee(
        rom_deg=rom_deg,
        at_top_deg=bent_by(top_deg),
        lag_deg=lag_deg,
        is_bent=knee is KneeMoves.STRAIGHT and lag_deg is not None and lag_deg > tuning.bent_deg,
    )
