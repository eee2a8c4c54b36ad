"""Finds accelerometers that do not read gravity, or not in every pose.

No motion distinguishes an accelerometer that is negated on all three axes from a sound one. A
world mirrored at a point negates every acceleration and gravity, and leaves every rate unchanged,
so rotation, levers and jolts are those of a limb that moves in it. Nothing that is counted or
measured here depends on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

import numpy as np

from evenstride.analysis.signal.doubts.sensor_evidence import SensorEvidence
from evenstride.analysis.signal.short_rows import median, quantile_row
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray

QUIET_CHUNKS: Final = 8
"""Two seconds of rest in total show what the accelerometer reads as gravity."""

MOVING_CHUNKS: Final = 20
"""Without rest, five seconds show whether it can be gravity at all."""

SOUND_GRAVITY: Final = (0.85, 1.15)
"""Readings of sound accelerometers at rest as a part of gravity: offsets are up to 0.1 g (MPU-6050:
80 mg), and the recordings have 0.92 to 1.02."""

NO_GRAVITY: Final = 0.4
"""If the median force of five seconds is less than this part of gravity, it does not contain
gravity: nobody falls for so long."""

UNIT_SLACK: Final = 0.2
"""A unit is recognized if gravity is right in that unit to within this part."""

OTHER_UNIT: Final = 3.0
"""A sensor that reads this many times gravity in all poses has another unit (feet: 3.3), not an
offset."""

UNEVEN_GRAVITY: Final = 0.1
"""If gravity differs by more than this part from pose to pose, it is read wrongly. Sound sensors in
the recordings differ by up to 0.05, with offsets of 0.2 m/s²; faulty ones by 0.13."""

_LEAST_CHUNKS: Final = 3 * QUIET_CHUNKS
"""Six seconds of rest in total, two of which are at either end of the readings."""

_ENDS_PART: Final = 0.05
"""In a long session the lowest and highest twentieth of the readings are its ends, so that a jolt
does not count as a pose."""


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
        reads_m_s2: What it reads, m/s².
    """

    kind: GravityKind
    reads_m_s2: float


def gravity_doubt(evidence: SensorEvidence) -> GravityDoubt | None:
    """Return what is wrong if the accelerometer does not read gravity at rest; else None."""
    quiet, means = evidence.quiet_m_s2, evidence.mean_m_s2
    if len(quiet) >= QUIET_CHUNKS:
        reads = median(quiet.values)
        if SOUND_GRAVITY[0] <= reads / GRAVITY_M_S2 <= SOUND_GRAVITY[1]:
            return None
        return GravityDoubt(_or_exchanged(_gravity_kind(reads, quiet.values), evidence), reads)
    if len(means) < MOVING_CHUNKS:
        return None
    low, reads, high = _quantiles(means.values, (0.1, 0.5, 0.9))
    if NO_GRAVITY <= reads / GRAVITY_M_S2 <= 1.0 / NO_GRAVITY:
        return None
    kind = _gravity_kind(reads, np.array((low, high)))
    # Without gravity a force varies down to zero; with it, it never comes near zero.
    if reads < GRAVITY_M_S2 and high - low > 0.7 * reads:
        kind = GravityKind.WITHOUT
    return GravityDoubt(_or_exchanged(kind, evidence), reads)


def _or_exchanged(kind: GravityKind, evidence: SensorEvidence) -> GravityKind:
    """Correct the kind if the gyroscope reads gravity, as if the columns were exchanged."""
    if kind is not GravityKind.WITHOUT or len(evidence.mean_rad_s) < MOVING_CHUNKS:
        return kind
    reads = median(evidence.mean_rad_s.values)
    is_gravity = SOUND_GRAVITY[0] <= reads / GRAVITY_M_S2 <= SOUND_GRAVITY[1]
    return GravityKind.EXCHANGED if is_gravity else kind


def _gravity_kind(reads: float, at_rest: FloatArray) -> GravityKind:
    """Tell what a magnitude of gravity means.

    Args:
        reads: The magnitude, m/s².
        at_rest: What was read at different times, m/s².
    """
    for kind, gravity in ((GravityKind.G, 1.0), (GravityKind.MILLI_G, 1000.0)):
        if abs(reads / gravity - 1.0) < UNIT_SLACK:
            return kind
    if reads < 0.05 * GRAVITY_M_S2:
        return GravityKind.WITHOUT
    low, high = _quantiles(at_rest, (0.1, 0.9))
    is_even = high - low < UNIT_SLACK * reads
    return GravityKind.UNIT if is_even and reads > OTHER_UNIT * GRAVITY_M_S2 else GravityKind.OTHER


def _quantiles(values: FloatArray, parts: Sequence[float]) -> list[float]:
    # numpy's own would load its masked arrays, which takes longer than to analyze a minute.
    return [float(quantile_row(values, part)) for part in parts]


def uneven_gravity(evidence: SensorEvidence) -> tuple[float, float] | None:
    """Return the least and the most gravity read at rest, m/s², if they differ too much."""
    quiet = np.sort(np.asarray(evidence.quiet_m_s2.values))
    if len(quiet) < _LEAST_CHUNKS:
        return None
    end = max(QUIET_CHUNKS, round(_ENDS_PART * len(quiet)))
    low, high = float(quiet[end - 1]), float(quiet[-end])
    return (low, high) if high - low > UNEVEN_GRAVITY * GRAVITY_M_S2 else None
