"""What the evidence says against a sensor.

A doubt needs proof, not a suspicion: every limit here lies between what sound sensors show and what
a wrong unit, sign or axis does. In the recordings of legs that exercise, the gyroscope explained 84
to 99 % of the turning of gravity, with a gain of 0.65 to 1.12; a wrong sign or axis explains none.

An accelerometer that is negated on all three axes can not be told from a sound one by any motion: a
world mirrored at a point negates every acceleration and gravity, and leaves every rate as it is, so
that turning, levers and jolts are those of a limb that moves in it. Nothing that is counted or
measured here depends on it.
"""

from dataclasses import dataclass
from enum import Enum, auto
from itertools import permutations, product
from math import pi
from typing import Final

import numpy as np

from evenstride.analysis.signal.sensor_evidence import CHUNK_TICKS, SensorEvidence, Turning
from evenstride.analysis.signal.short_rows import median
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray

QUIET_CHUNKS: Final = 8
"""Two seconds of rest in all tell what the accelerometer reads of gravity."""

MOVING_CHUNKS: Final = 40
"""Without rest, ten seconds tell whether it can be gravity at all."""

SOUND_GRAVITY: Final = (0.85, 1.15)
"""What sound accelerometers read of gravity: offsets are up to 0.1 g (MPU-6050: 80 mg), and the
recordings have 0.92 to 1.02."""

NO_GRAVITY: Final = 0.4
"""A force that is less than this part of gravity on the median of ten seconds is none with gravity:
nobody falls for so long."""

UNIT_SLACK: Final = 0.2
"""A unit is known when gravity is what it should be in that unit, up to this part of it."""

OTHER_UNIT: Final = 3.0
"""What reads so many times gravity in all poses has another unit (feet: 3.3), and no offset."""

PROOF_MOMENTS: Final = 8
"""Visible turning at so many quarters of a second: they overlap, so that two seconds of a movement
are two to three independent ones; with TURNED_DEG they are two movements at least."""

PROOF_DEG: Final = 45.0
"""Gravity must have turned so far in all, 20 times the error of its direction."""

EXPLAINED: Final = 0.85
"""A matrix is the gyroscope's when it explains this part of the turning of gravity."""

CONTRADICTED: Final = 0.5
"""... and a sound gyroscope is out of the question when it explains less than half as much."""

CLEAR_TIMES: Final = 8.0
"""... or when it leaves so many times as much without an explanation, and too much of it."""

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


class GravityKind(Enum):
    """What a wrong length of gravity means."""

    G = auto()
    MILLI_G = auto()
    WITHOUT = auto()
    EXCHANGED = auto()
    UNIT = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class GravityDoubt:
    """The accelerometer does not read 9.8 m/s² at rest.

    Attributes:
        kind: What that means.
        reads_m_s2: What it reads.
    """

    kind: GravityKind
    reads_m_s2: float


class GyroscopeKind(Enum):
    """What the gyroscope does other than turn as gravity does."""

    DEGREES = auto()
    RADIANS_TWICE = auto()
    SIGN = auto()
    AXES = auto()
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


def gravity_doubt(evidence: SensorEvidence) -> GravityDoubt | None:
    """Whether the accelerometer reads something other than gravity at rest."""
    quiet, means = evidence.quiet_m_s2, evidence.mean_m_s2
    if len(quiet) >= QUIET_CHUNKS:
        reads = median(quiet.values)
        if SOUND_GRAVITY[0] <= reads / GRAVITY_M_S2 <= SOUND_GRAVITY[1]:
            return None
        return GravityDoubt(_or_exchanged(_gravity_kind(reads, quiet.values), evidence), reads)
    if len(means) < MOVING_CHUNKS:
        return None
    low, reads, high = np.percentile(means.values, (10, 50, 90)).tolist()
    if NO_GRAVITY <= reads / GRAVITY_M_S2 <= 1.0 / NO_GRAVITY:
        return None
    kind = _gravity_kind(reads, np.array((low, high)))
    # Without gravity a force has no length to speak of; with it, it never comes near zero.
    if reads < GRAVITY_M_S2 and high - low > 0.7 * reads:
        kind = GravityKind.WITHOUT
    return GravityDoubt(_or_exchanged(kind, evidence), reads)


def _or_exchanged(kind: GravityKind, evidence: SensorEvidence) -> GravityKind:
    """The gyroscope reads what the accelerometer should where their columns are exchanged."""
    if kind is not GravityKind.WITHOUT or len(evidence.mean_rad_s) < MOVING_CHUNKS:
        return kind
    reads = median(evidence.mean_rad_s.values)
    is_gravity = SOUND_GRAVITY[0] <= reads / GRAVITY_M_S2 <= SOUND_GRAVITY[1]
    return GravityKind.EXCHANGED if is_gravity else kind


def _gravity_kind(reads: float, at_rest: FloatArray) -> GravityKind:
    """What a length of gravity means.

    Args:
        reads: It.
        at_rest: What was read at different times.
    """
    for kind, gravity in ((GravityKind.G, 1.0), (GravityKind.MILLI_G, 1000.0)):
        if abs(reads / gravity - 1.0) < UNIT_SLACK:
            return kind
    if reads < 0.05 * GRAVITY_M_S2:
        return GravityKind.WITHOUT
    low, high = np.percentile(at_rest, (10, 90)).tolist()
    is_even = high - low < UNIT_SLACK * reads
    return GravityKind.UNIT if is_even and reads > OTHER_UNIT * GRAVITY_M_S2 else GravityKind.OTHER


def gyroscope_doubt(evidence: SensorEvidence) -> GyroscopeDoubt | None:
    """Whether the gyroscope contradicts the turning of gravity, or reads more than any can."""
    turning = evidence.turning
    found = None
    # By a gravity that is none no turning can be told.
    if _is_enough(turning) and gravity_doubt(evidence) is None:
        found = _standing_still(turning, evidence.still_axes) or _from_turning(turning)
    impossible = evidence.impossible
    is_beyond = impossible >= max(IMPOSSIBLE_TICKS, IMPOSSIBLE_SHARE * evidence.rates)
    if found is None and is_beyond and evidence.rates >= IMPOSSIBLE_AFTER_TICKS:
        raw = evidence.beyond_degrees >= IMPOSSIBLE_TICKS
        return GyroscopeDoubt(GyroscopeKind.RAW if raw else GyroscopeKind.DEGREES, 0.0)
    return found


def doubt_of_turning(turning: Turning) -> GyroscopeDoubt | None:
    """Whether a gyroscope that turned so contradicts gravity."""
    return _from_turning(turning) if _is_enough(turning) else None


def is_settled(evidence: SensorEvidence) -> bool:
    """Whether both sensors have been seen to be sound, so that no doubt can follow."""
    if len(evidence.quiet_m_s2) < QUIET_CHUNKS or gravity_doubt(evidence) is not None:
        return False
    turning = evidence.turning
    is_at_rest_known = evidence.quiet_rates >= QUIET_CHUNKS * CHUNK_TICKS
    is_sound = turns_as_gravity(turning) and _is_unlike_any_other(turning) and is_at_rest_known
    return not evidence.rates or is_sound


def turns_as_gravity(turning: Turning) -> bool:
    """Whether the gyroscope was seen to turn as gravity does: then both are sound."""
    if not _is_enough(turning):
        return False
    gain, explained = _fit(turning, _SOUND)
    return explained >= EXPLAINED and GAIN[0] < gain < GAIN[1]


def _is_unlike_any_other(turning: Turning) -> bool:
    """Whether no other axes would fit better.

    A limb that turns about an axis between two of the sensor's turns nearly alike where these are
    swapped, until it turns about another one.
    """
    most = max(_fit(turning, one)[1] for one in HYPOTHESES)
    return _fit(turning, _SOUND)[1] >= most - _AS_GOOD


def _is_enough(turning: Turning) -> bool:
    return turning.moments >= PROOF_MOMENTS and turning.turned_deg >= PROOF_DEG


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A signed permutation of axes: which reading is the rate about x, y and z."""

    axes: tuple[str, str, str]
    matrix: FloatArray
    is_permuted: bool
    flips: int


def _hypotheses() -> list[Hypothesis]:
    found = []
    for order in permutations(range(3)):
        for signs in product((1.0, -1.0), repeat=3):
            matrix = np.zeros((3, 3))
            matrix[range(3), order] = signs
            x, y, z = (
                f"{'-' if sign < 0 else ''}{'xyz'[at]}"
                for sign, at in zip(signs, order, strict=True)
            )
            is_permuted = order != (0, 1, 2)
            found.append(Hypothesis((x, y, z), matrix.ravel(), is_permuted, signs.count(-1.0)))
    # Simple ones first: one turned axis is likelier than three swapped ones.
    return sorted(found, key=lambda one: (one.is_permuted, one.flips % 3, one.flips))


HYPOTHESES: Final = _hypotheses()
_SOUND: Final = HYPOTHESES[0]
_ALL_AXES: Final = 3
_AS_GOOD: Final = 0.03  # a simpler matrix that explains hardly less is the better one


def _fit(turning: Turning, hypothesis: Hypothesis) -> tuple[float, float]:
    """The gain of least squares, and which part of the turning it explains; 0 if negative."""
    with_itself = float(hypothesis.matrix @ turning.squares @ hypothesis.matrix)
    product_ = float(hypothesis.matrix @ turning.products)
    if with_itself <= 0.0 or product_ <= 0.0 or turning.total <= 0.0:
        return 0.0, 0.0
    gain = product_ / with_itself
    return gain, gain * product_ / turning.total


def _from_turning(turning: Turning) -> GyroscopeDoubt | None:
    fits = [(*_fit(turning, one), one) for one in HYPOTHESES]
    most = max(explained for _, explained, _ in fits)
    if most < EXPLAINED:
        return None
    sound_gain, sound_explained, _ = fits[0]
    gain, explained, best = next(one for one in fits if one[1] >= most - _AS_GOOD)
    leaves, sound_leaves = 1.0 - explained, 1.0 - sound_explained
    is_clear = sound_explained < EXPLAINED and sound_leaves > CLEAR_TIMES * leaves
    if best is not _SOUND and sound_explained > CONTRADICTED * explained and not is_clear:
        gain, best = sound_gain, _SOUND
        if sound_explained < EXPLAINED:
            return None
    kind = _kind(best, gain)
    return None if kind is None else GyroscopeDoubt(kind, 1.0 / gain, best.axes)


def _kind(best: Hypothesis, gain: float) -> GyroscopeKind | None:
    kind = GyroscopeKind.GAIN
    if best is not _SOUND:
        kind = GyroscopeKind.AXES if best.is_permuted else GyroscopeKind.SIGN
    elif is_of_degrees(1.0 / gain):
        kind = GyroscopeKind.DEGREES
    elif is_of_degrees(gain):
        kind = GyroscopeKind.RADIANS_TWICE
    elif not 1.0 / OUTRAGEOUS < gain < OUTRAGEOUS:
        kind = GyroscopeKind.RAW
    elif GAIN[0] < gain < GAIN[1]:
        return None
    return kind


def is_of_degrees(times: float) -> bool:
    """Whether a factor is that between radians and degrees."""
    return 1.0 / SCALE_SLACK < times * DEGREES < SCALE_SLACK


def _standing_still(turning: Turning, still_axes: tuple[str, ...]) -> GyroscopeDoubt | None:
    """Whether it, or an axis of it, does not measure, though gravity turned."""
    _, explained = _fit(turning, _SOUND)
    own = float(_SOUND.matrix @ turning.squares @ _SOUND.matrix)
    if len(still_axes) == _ALL_AXES:
        return GyroscopeDoubt(GyroscopeKind.SILENT, 0.0)
    if still_axes and explained < DEAD_EXPLAINED:
        return GyroscopeDoubt(GyroscopeKind.AXIS, 0.0, still_axes)
    is_silent = own < SILENT_PART * turning.total
    if is_silent and max(_fit(turning, one)[1] for one in HYPOTHESES) < EXPLAINED:
        return GyroscopeDoubt(GyroscopeKind.SILENT, 0.0)
    return None


def rate_at_rest(evidence: SensorEvidence) -> tuple[float, float, float] | None:
    """What the gyroscope reads at rest, rad/s, where that is more than any sound one does."""
    if evidence.quiet_rates < QUIET_CHUNKS * CHUNK_TICKS:
        return None
    x, y, z = (evidence.quiet_rate_sum / evidence.quiet_rates).tolist()
    return (x, y, z) if x * x + y * y + z * z > (BIAS_DEG_S * DEGREES) ** 2 else None
