"""What the evidence says against a gyroscope.

A doubt needs proof, not a suspicion: every limit here lies between what sound sensors show and what
a wrong unit, sign or axis does. In the recordings of legs that exercise, the gyroscope explained 84
to 99 % of the turning of gravity, with a gain of 0.65 to 1.12; a wrong sign or axis explains none.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto
from math import pi
from typing import Final

from evenstride.analysis.signal.doubts.axes_fit import (
    CONTRADICTED,
    EXPLAINED,
    HYPOTHESES,
    SOUND,
    SURE_MOMENTS,
    Hypothesis,
    better_axes,
    fit,
    holds_throughout,
    is_enough,
)
from evenstride.analysis.signal.doubts.gravity_doubts import (
    QUIET_CHUNKS,
    gravity_doubt,
    uneven_gravity,
)
from evenstride.analysis.signal.doubts.gravity_turning import CHUNK_TICKS, Turning
from evenstride.analysis.signal.doubts.noise import NOISY_M_S2
from evenstride.analysis.signal.doubts.sensor_evidence import SensorEvidence

CLEAR_TIMES: Final = 8.0
"""A sound gyroscope is out of the question as well when it explains too little, and leaves so many
times as much without an explanation as what fits best."""

SCALE_SLACK: Final = 1.6
"""How far a known factor may be off: a limb that swings in the time of the averaging shows less
turning of gravity than it makes, 0.65 of it at least in the recordings."""

GAIN: Final = (0.55, 1.7)
"""Gains of sound sensors, with the same reason; outside, one of the two is faulty."""

IMPOSSIBLE_TICKS: Final = 10
IMPOSSIBLE_SHARE: Final = 0.002
"""So many readings beyond every scale, and this part of all of them, are no single damaged ones."""

IMPOSSIBLE_AFTER_TICKS: Final = 500
"""After ten seconds in which nothing better was learnt from gravity, they decide."""

SURE_GAIN: Final = (0.75, 1.3)
"""Gains of sound sensors where the gyroscope explains ``GAIN_EXPLAINED`` of the turning of gravity,
so that movements are slow: they were 0.80 to 1.08."""

GAIN_EXPLAINED: Final = 0.93

OUTRAGEOUS: Final = 8.0
"""No accelerometer shows so small a part of the tilt, or so much more: it is the gyroscope."""

SILENT_PART: Final = 0.05
"""A gyroscope that shows less than this part of the turning of gravity, in squares, does not
measure. In the recordings, steps and shaken sensors too, sound ones showed 0.4 of it and more."""

DEAD_EXPLAINED: Final = 0.9
"""An axis that never changes may be one that the limb never turns about, if it is a simulated one;
then the others explain nearly all."""

BIAS_DEG_S: Final = 7.5
"""More than the worst sensors read at rest (5 °/s on two axes); fusion looks for no more."""

DEGREES: Final = pi / 180.0
"""Radians in a degree."""


class GyroscopeKind(Enum):
    """What the gyroscope does other than turn as gravity does."""

    DEGREES = auto()
    RADIANS_TWICE = auto()
    SIGN = auto()
    AXES = auto()
    UNPROVEN = auto()
    GAIN = auto()
    RAW = auto()
    SILENT = auto()
    AXIS = auto()


@dataclass(frozen=True, slots=True)
class GyroscopeDoubt:
    """The gyroscope does not turn as gravity does.

    Attributes:
        kind: What that means.
        times: How many times the turning of gravity it reads; 0.0 where that is not known.
        axes: What it reads about the x, y and z axis of the accelerometer, such as ``-y``; where
            axes stand still, those.
    """

    kind: GyroscopeKind
    times: float
    axes: tuple[str, ...] = ("x", "y", "z")


OF_AXES: Final = (GyroscopeKind.SIGN, GyroscopeKind.AXES)
"""Kinds that say the axes are not the accelerometer's."""


def gyroscope_doubt(evidence: SensorEvidence) -> GyroscopeDoubt | None:
    """Whether the gyroscope contradicts the turning of gravity, or reads more than any can."""
    turning = evidence.gravity.so_far
    found = None
    # By a gravity that is none no turning can be told.
    if is_enough(turning) and gravity_doubt(evidence) is None:
        found = _standing_still(turning, evidence) or _from_turning(turning)
        if found is not None and found.kind in OF_AXES:
            found = _as_proven(found, evidence)
    impossible = evidence.impossible
    is_beyond = impossible >= max(IMPOSSIBLE_TICKS, IMPOSSIBLE_SHARE * evidence.rates)
    if found is None and is_beyond and evidence.rates >= IMPOSSIBLE_AFTER_TICKS:
        raw = evidence.beyond_degrees >= IMPOSSIBLE_TICKS
        return GyroscopeDoubt(GyroscopeKind.RAW if raw else GyroscopeKind.DEGREES, 0.0)
    return found


def _as_proven(doubt: GyroscopeDoubt, evidence: SensorEvidence) -> GyroscopeDoubt | None:
    """What is left of an accusation of axes; a witness that reads gravity unevenly is none."""
    if uneven_gravity(evidence) is not None:
        return None
    if holds_throughout(evidence, doubt.axes):
        return doubt
    return replace(doubt, kind=GyroscopeKind.UNPROVEN)


def doubt_of_turning(turning: Turning) -> GyroscopeDoubt | None:
    """Whether a gyroscope that turned so contradicts gravity."""
    return _from_turning(turning) if is_enough(turning) else None


def is_settled(evidence: SensorEvidence) -> bool:
    """Whether both sensors have been seen to be sound, so that no doubt can follow."""
    if len(evidence.quiet_m_s2) < QUIET_CHUNKS or gravity_doubt(evidence) is not None:
        return False
    turning = evidence.gravity.so_far
    is_at_rest_known = evidence.quiet_rates >= QUIET_CHUNKS * CHUNK_TICKS
    is_sound = turns_as_gravity(turning) and _is_unlike_any_other(turning) and is_at_rest_known
    return not evidence.rates or is_sound


def turns_as_gravity(turning: Turning) -> bool:
    """Whether the gyroscope was seen to turn as gravity does: then both are sound."""
    if not is_enough(turning):
        return False
    gain, explained = fit(turning, SOUND)
    return explained >= EXPLAINED and GAIN[0] < gain < GAIN[1]


def _is_unlike_any_other(turning: Turning) -> bool:
    """Whether no other axes would fit better.

    A limb that turns about an axis between two of the sensor's turns nearly alike where these are
    swapped, until it turns about another one.
    """
    explained = fit(turning, SOUND)[1]
    if explained > _UNBEATEN:
        return True
    most = max(fit(turning, one)[1] for one in HYPOTHESES)
    return explained >= most - _AS_GOOD


_ALL_AXES: Final = 3
_AS_GOOD: Final = 0.03  # a simpler matrix that explains hardly less is the better one
_UNBEATEN: Final = 1.0 - _AS_GOOD / 2.0  # none explains more than all, so that none is better


def _from_turning(turning: Turning) -> GyroscopeDoubt | None:
    sound_gain, sound_explained = fit(turning, SOUND)
    if sound_explained > _UNBEATEN:
        kind = _kind(SOUND, sound_gain, _sound_gains(turning, sound_explained))
        return None if kind is None else GyroscopeDoubt(kind, 1.0 / sound_gain, SOUND.axes)
    fits = [(*fit(turning, one), one) for one in HYPOTHESES]
    most = max(explained for _, explained, _ in fits)
    if most < EXPLAINED:
        return None
    gain, explained, best = next(one for one in fits if one[1] >= most - _AS_GOOD)
    leaves, sound_leaves = 1.0 - explained, 1.0 - sound_explained
    is_clear = sound_explained < EXPLAINED and sound_leaves > CLEAR_TIMES * leaves
    if best is not SOUND and sound_explained > CONTRADICTED * explained and not is_clear:
        gain, best = sound_gain, SOUND
        if sound_explained < EXPLAINED:
            return None
    if best is SOUND and (better := better_axes(turning)) is not None:
        best, (gain, explained) = better, fit(turning, better)
    kind = _kind(best, gain, _sound_gains(turning, explained))
    return None if kind is None else GyroscopeDoubt(kind, 1.0 / gain, best.axes)


def _sound_gains(turning: Turning, explained: float) -> tuple[float, float]:
    """The gains of sound sensors, the surer the more of the turning is explained."""
    is_sure = explained >= GAIN_EXPLAINED and turning.moments >= SURE_MOMENTS
    return SURE_GAIN if is_sure else GAIN


def _kind(best: Hypothesis, gain: float, sound: tuple[float, float]) -> GyroscopeKind | None:
    kind = GyroscopeKind.GAIN
    if best is not SOUND:
        kind = GyroscopeKind.AXES if best.is_permuted else GyroscopeKind.SIGN
    elif is_of_degrees(1.0 / gain):
        kind = GyroscopeKind.DEGREES
    elif is_of_degrees(gain):
        kind = GyroscopeKind.RADIANS_TWICE
    elif not 1.0 / OUTRAGEOUS < gain < OUTRAGEOUS:
        kind = GyroscopeKind.RAW
    elif sound[0] < gain < sound[1]:
        return None
    return kind


def is_of_degrees(times: float) -> bool:
    """Whether a factor is that between radians and degrees."""
    return 1.0 / SCALE_SLACK < times * DEGREES < SCALE_SLACK


def _standing_still(turning: Turning, evidence: SensorEvidence) -> GyroscopeDoubt | None:
    """Whether it, or an axis of it, does not measure, though gravity turned.

    Gravity seems to turn all the time where the accelerometer is noisy, which is no witness then.
    """
    still_axes, (_, explained) = evidence.still_axes, fit(turning, SOUND)
    own = float(SOUND.matrix @ turning.squares @ SOUND.matrix)
    if len(still_axes) == _ALL_AXES:
        return GyroscopeDoubt(GyroscopeKind.SILENT, 0.0)
    if still_axes and explained < DEAD_EXPLAINED:
        return GyroscopeDoubt(GyroscopeKind.AXIS, 0.0, still_axes)
    is_silent = own < SILENT_PART * turning.total and evidence.noise_acc.suspected < NOISY_M_S2
    if is_silent and max(fit(turning, one)[1] for one in HYPOTHESES) < EXPLAINED:
        return GyroscopeDoubt(GyroscopeKind.SILENT, 0.0)
    return None


def rate_at_rest(evidence: SensorEvidence) -> tuple[float, float, float] | None:
    """What the gyroscope reads at rest, rad/s, where that is more than any sound one does."""
    if evidence.quiet_rates < QUIET_CHUNKS * CHUNK_TICKS:
        return None
    x, y, z = (evidence.quiet_rate_sum / evidence.quiet_rates).tolist()
    return (x, y, z) if x * x + y * y + z * z > (BIAS_DEG_S * DEGREES) ** 2 else None
