"""Finds gyroscopes with a wrong unit, sign or axis, or none at all.

A doubt needs proof, not a suspicion: every limit here lies between what sound sensors show and what
a wrong unit, sign or axis does. In the recordings of legs that exercise, the gyroscope explained 84
to 99 % of the rotation of gravity, with a gain of 0.65 to 1.12; a wrong sign or axis explains none.
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
    is_contradicted,
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
"""A sound gyroscope is also ruled out if it explains too little, and leaves this many times as much
unexplained as the best fit."""

SCALE_SLACK: Final = 1.6
"""How far a known factor may be off: if a limb swings as fast as the averaging time, it shows less
rotation of gravity than there is, at least 0.65 of it in the recordings."""

GAIN: Final = (0.55, 1.7)
"""Gains of sound sensors, for the same reason; outside, one of the two sensors is faulty."""

IMPOSSIBLE_TICKS: Final = 10
IMPOSSIBLE_SHARE: Final = 0.002
"""Readings beyond every scale are not just a few damaged ones if there are at least this many, and
this part of all."""

IMPOSSIBLE_AFTER_TICKS: Final = 500
"""They decide after ten seconds in which gravity showed nothing better."""

SURE_GAIN: Final = (0.75, 1.3)
"""Gains of sound sensors if the gyroscope explains ``GAIN_EXPLAINED`` of the rotation of gravity,
and movements are slow: they were 0.80 to 1.08."""

GENTLY: Final = 0.2
"""So much gentle movement, rad²/s², shows that they are slow: ten seconds of a limb that turns by
4 °/s. In quick even reps of a shank the force turned by 0.6 of what the shank did."""

GAIN_EXPLAINED: Final = 0.93

OUTRAGEOUS: Final = 8.0
"""No accelerometer shows the tilt this many times too small or too large: it is the gyroscope."""

SILENT_PART: Final = 0.05
"""A gyroscope that shows less than this part of the rotation of gravity, in squares, does not
measure. In the recordings, including steps and shaken sensors, sound ones showed at least 0.4."""

DEAD_EXPLAINED: Final = 0.9
"""In simulated data an axis that never changes may be one that the limb never turns about; then the
others explain nearly everything."""

BIAS_DEG_S: Final = 7.5
"""More than the worst sensors read at rest (5 °/s on two axes); fusion corrects no more."""

DEGREES: Final = pi / 180.0
"""Radians in a degree."""


class GyroscopeKind(Enum):
    """How the gyroscope contradicts gravity."""

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
        times: How many times the rotation of gravity it reads; 0.0 if that is not known.
        axes: Which of its axes reads the rate about the accelerometer's x, y and z, such as ``-y``;
            for dead axes, which ones they are.
    """

    kind: GyroscopeKind
    times: float
    axes: tuple[str, ...] = ("x", "y", "z")


OF_AXES: Final = (GyroscopeKind.SIGN, GyroscopeKind.AXES)
"""Kinds that say the axes are not the accelerometer's."""


def gyroscope_doubt(evidence: SensorEvidence) -> GyroscopeDoubt | None:
    """Return what is wrong if the gyroscope contradicts gravity, or reads too much; else None."""
    turning = evidence.gravity.so_far
    found = None
    # If the accelerometer does not read gravity, its rotation proves nothing.
    if gravity_doubt(evidence) is None:
        if is_enough(turning):
            found = _standing_still(turning, evidence) or _from_turning(turning)
        if found is None and is_contradicted(turning):
            found = GyroscopeDoubt(GyroscopeKind.UNPROVEN, 0.0)
        if found is not None and found.kind in (*OF_AXES, GyroscopeKind.UNPROVEN):
            found = _as_proven(found, evidence)
    impossible = evidence.impossible
    is_beyond = impossible >= max(IMPOSSIBLE_TICKS, IMPOSSIBLE_SHARE * evidence.rates)
    if found is None and is_beyond and evidence.rates >= IMPOSSIBLE_AFTER_TICKS:
        raw = evidence.beyond_degrees >= IMPOSSIBLE_TICKS
        return GyroscopeDoubt(GyroscopeKind.RAW if raw else GyroscopeKind.DEGREES, 0.0)
    return found


def _as_proven(doubt: GyroscopeDoubt, evidence: SensorEvidence) -> GyroscopeDoubt | None:
    """Keep, weaken or drop a doubt of axes, by how credible the accelerometer is as a witness."""
    if uneven_gravity(evidence) is not None:
        return None
    if doubt.kind in OF_AXES and holds_throughout(evidence, doubt.axes):
        return doubt
    return replace(doubt, kind=GyroscopeKind.UNPROVEN)


def doubt_of_turning(turning: Turning) -> GyroscopeDoubt | None:
    """Return what such sums prove against the gyroscope; None if nothing."""
    return _from_turning(turning) if is_enough(turning) else None


def is_settled(evidence: SensorEvidence) -> bool:
    """Whether both sensors have proven sound, so that no doubt can arise later."""
    if len(evidence.quiet_m_s2) < QUIET_CHUNKS or gravity_doubt(evidence) is not None:
        return False
    turning = evidence.gravity.so_far
    is_at_rest_known = evidence.quiet_rates >= QUIET_CHUNKS * CHUNK_TICKS
    is_sound = turns_as_gravity(turning) and _is_unlike_any_other(turning) and is_at_rest_known
    return not evidence.rates or is_sound


def turns_as_gravity(turning: Turning) -> bool:
    """Whether the gyroscope was seen to turn as gravity does, so that both sensors are sound."""
    if not is_enough(turning):
        return False
    gain, explained = fit(turning, SOUND)
    return explained >= EXPLAINED and GAIN[0] < gain < GAIN[1]


def _is_unlike_any_other(turning: Turning) -> bool:
    """Whether no other axes would fit better.

    If a limb turns about an axis between two of the sensor's, swapping these makes hardly any
    difference until it turns about another axis.
    """
    explained = fit(turning, SOUND)[1]
    if explained > _UNBEATEN:
        return True
    most = max(fit(turning, one)[1] for one in HYPOTHESES)
    return explained >= most - _AS_GOOD


_ALL_AXES: Final = 3
_AS_GOOD: Final = 0.03  # a simpler matrix that explains hardly less is the better one
_UNBEATEN: Final = 1.0 - _AS_GOOD / 2.0  # no other matrix can explain enough to be better


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
    is_open = best is not SOUND and sound_explained > CONTRADICTED * explained and not is_clear
    if is_open:
        gain, best = sound_gain, SOUND
    if best is SOUND and (better := better_axes(turning)) is not None:
        best, (gain, explained) = better, fit(turning, better)
    elif is_open and sound_explained < EXPLAINED:
        return None
    kind = _kind(best, gain, _sound_gains(turning, explained))
    return None if kind is None else GyroscopeDoubt(kind, 1.0 / gain, best.axes)


def _sound_gains(turning: Turning, explained: float) -> tuple[float, float]:
    """Return the range of sound gains, narrower if more of the rotation is explained."""
    is_sure = explained >= GAIN_EXPLAINED and turning.moments >= SURE_MOMENTS
    is_sure &= turning.gently >= GENTLY
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
    """Return a doubt if the gyroscope or some of its axes do not measure; else None.

    A noisy accelerometer is no witness, as gravity seems to turn all the time in it.
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
    """Return what the gyroscope reads at rest, rad/s, if no sound one reads so much; else None."""
    if evidence.quiet_rates < QUIET_CHUNKS * CHUNK_TICKS:
        return None
    x, y, z = (evidence.quiet_rate_sum / evidence.quiet_rates).tolist()
    return (x, y, z) if x * x + y * y + z * z > (BIAS_DEG_S * DEGREES) ** 2 else None
