"""What the evidence says against a gyroscope that is sound on the whole: it does not stay so."""

from evenstride.analysis.signal.sensor_doubts import (
    GyroscopeDoubt,
    GyroscopeKind,
    doubt_of_turning,
)
from evenstride.analysis.signal.sensor_evidence import SensorEvidence


def changing_gyroscope(evidence: SensorEvidence) -> GyroscopeDoubt | None:
    """A unit of the gyroscope that holds for a part of the session only."""
    for turning in evidence.gravity.by_time:
        doubt = doubt_of_turning(turning)
        if doubt and doubt.kind in (GyroscopeKind.DEGREES, GyroscopeKind.RADIANS_TWICE):
            return doubt
    return None
