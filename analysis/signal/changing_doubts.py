"""What the evidence says against a sensor that is sound on the whole: it does not stay the same."""

from typing import Final

import numpy as np

from evenstride.analysis.signal.sensor_doubts import (
    QUIET_CHUNKS,
    GyroscopeDoubt,
    GyroscopeKind,
    doubt_of_turning,
)
from evenstride.analysis.signal.sensor_evidence import SensorEvidence
from evenstride.sensors.samples import GRAVITY_M_S2

UNEVEN_GRAVITY: Final = 0.1
"""Gravity that differs by this part of itself from one pose to another is read wrongly. Sound
sensors in the recordings differ by up to 0.05, with offsets of 0.2 m/s²; faulty ones by 0.13."""

_LEAST_CHUNKS: Final = 3 * QUIET_CHUNKS
"""Six seconds of rest in all, of which two are at either end of what was read."""

_ENDS_PART: Final = 0.05
"""... or the lowest and the highest twentieth of a long session: a jolt is no pose."""


def uneven_gravity(evidence: SensorEvidence) -> tuple[float, float] | None:
    """The least and the most that is read of gravity at rest, m/s², where they differ too much."""
    quiet = np.sort(np.asarray(evidence.quiet_m_s2.values))
    if len(quiet) < _LEAST_CHUNKS:
        return None
    end = max(QUIET_CHUNKS, round(_ENDS_PART * len(quiet)))
    low, high = float(quiet[end - 1]), float(quiet[-end])
    return (low, high) if high - low > UNEVEN_GRAVITY * GRAVITY_M_S2 else None


def changing_gyroscope(evidence: SensorEvidence) -> GyroscopeDoubt | None:
    """A unit of the gyroscope that holds for a part of the session only."""
    for turning in evidence.turning_by_time:
        doubt = doubt_of_turning(turning)
        if doubt and doubt.kind in (GyroscopeKind.DEGREES, GyroscopeKind.RADIANS_TWICE):
            return doubt
    return None
