"""What one movement shows of whether the limb is moved or the body carries it along."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.hinge import hinge, unexplained_at_rest, ways_of
from evenstride.analysis.counting.tuning.carried import CARRIED, CarriedTuning
from evenstride.analysis.signal.motion.motion import Motion
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.short_rows import averaged, median
from evenstride.analysis.signal.tuning import TICK_S

_REST_FROM: Final = 75
_REST_TO: Final = 8
"""The rest before a movement: from a second and a half before its start up to 0.16 s before it, as
a way out begins before it is found."""


@dataclass(frozen=True, slots=True)
class CarriedSigns:
    """What one movement shows.

    Attributes:
        swing_part: Rotation about the vertical on its ways, RMS, as a part of all rotation about
            level axes. If nearly all of it is proportional to the tilt, as with a slanting hinge,
            only the rest counts. None without a gyroscope.
        left_per_deg: Specific force that no hinge explains, m/s² per degree of its range.
        rise_m: How far the hinge carries the sensor up, metres; see ``Hinge``.
        error_m: Standard error of ``rise_m``, metres.
        aside_part: Tilt aside of the line of its ways, RMS, as a part of its range, apart from that
            of the resting limb. None with a gyroscope.
    """

    swing_part: float | None
    left_per_deg: float
    rise_m: float
    error_m: float
    aside_part: float | None = None


def carried_signs(
    recent: RecentMotion,
    found: Excursion,
    now: int,
    *,
    has_gyro: bool = True,
    tuning: CarriedTuning = CARRIED,
) -> CarriedSigns | None:
    """Look at one movement; None if too little was measured.

    Args:
        now: The tick by which it was found.
    """
    edges = found.start, found.top, found.leave, found.end
    ways = ways_of(*edges, apart_s=tuning.apart_s)
    about = hinge(recent, ways, np.array(found.axis), now)
    if about is None:
        return None
    swing_part = _swing_part(recent, found, ways, tuning) if has_gyro else None
    if has_gyro and swing_part is None:
        return None
    noise_m_s2 = unexplained_at_rest(_rest_before(recent, found))
    return CarriedSigns(
        swing_part=swing_part,
        aside_part=None if has_gyro else _aside_part(recent, found, now, tuning),
        left_per_deg=_beyond(about.left_m_s2, noise_m_s2) / max(found.range_deg, 1e-9),
        rise_m=about.rise_m,
        error_m=about.error_m,
    )


def _swing_part(
    recent: RecentMotion,
    found: Excursion,
    ways: Sequence[tuple[int, int]],
    tuning: CarriedTuning,
) -> float | None:
    """Return ``swing_part`` of ``CarriedSigns``; None if too little was measured."""
    at_rest = _rest_before(recent, found).measured.spin_deg_s
    moved = [recent.stretch(*way).measured for way in ways]
    if not (len(at_rest) and all(len(one) for one in moved)):
        return None
    # Its reading at rest is the gyroscope's bias about the vertical.
    spin = np.concatenate([_averaged(one.spin_deg_s) for one in moved]) - median(at_rest)
    rate = np.concatenate([one.rate_deg_s for one in moved])
    along = rate @ np.array(found.axis)
    aslant = along * float(spin @ along) / max(float(along @ along), 1e-9)
    swing, rest = (float(np.sqrt(np.mean(one**2))) for one in (spin, spin - aslant))
    swing = rest if rest < tuning.aslant_part * swing else swing
    turning = float(np.sqrt(np.mean(np.sum(rate**2, axis=1))))
    return swing / max(turning, 1e-9)


def _aside_part(
    recent: RecentMotion, found: Excursion, now: int, tuning: CarriedTuning
) -> float | None:
    """Return ``aside_part`` of ``CarriedSigns``; None if too little was measured."""
    around = round(tuning.around_s / TICK_S)
    moved = recent.stretch(found.start - around, min(found.end + around, now)).measured.up
    at_rest = _rest_before(recent, found).measured.up
    count = len(at_rest) // (2 * around)
    if len(moved) < 2 * around or not count:
        return None
    axis = np.array(found.axis)
    line = np.cross(moved.mean(axis=0), axis)
    aside, along = moved @ axis, moved @ line
    # A hinge that stands aslant tilts in proportion, and a limb drifts.
    causes = np.stack((np.ones(len(moved)), along, np.linspace(-1.0, 1.0, len(moved))), axis=1)
    left = aside - causes @ np.linalg.lstsq(causes, aside, rcond=None)[0]
    # The quietest short stretch of the rest, as the limb may have moved in others.
    rests = (at_rest[-2 * around * count :] @ axis).reshape(count, -1)
    sway = float(np.sqrt(rests.var(axis=1).min()))
    beyond_deg = np.degrees(_beyond(float(np.sqrt(np.mean(left**2))), sway))
    return float(beyond_deg) / max(found.range_deg, 1e-9)


def _rest_before(recent: RecentMotion, found: Excursion) -> Motion:
    return recent.stretch(found.start - _REST_FROM, found.start - _REST_TO)


def _beyond(value: float, noise: float) -> float:
    return float(np.sqrt(max(value**2 - noise**2, 0.0)))


def _averaged(values: np.ndarray) -> np.ndarray:
    return averaged(values, np.full(7, 1 / 7))
