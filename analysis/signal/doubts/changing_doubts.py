"""Finds a gyroscope that is sound on the whole, but not in every part of the session."""

import numpy as np

from evenstride.analysis.signal.doubts.axes_fit import better_axes
from evenstride.analysis.signal.doubts.gravity_doubts import uneven_gravity
from evenstride.analysis.signal.doubts.sensor_doubts import (
    BIAS_DEG_S,
    DEGREES,
    OF_AXES,
    GyroscopeDoubt,
    GyroscopeKind,
    doubt_of_turning,
)
from evenstride.analysis.signal.doubts.sensor_evidence import SensorEvidence
from evenstride.analysis.signal.short_rows import length


def changing_gyroscope(evidence: SensorEvidence) -> GyroscopeDoubt | None:
    """Return a doubt about unit or axes that holds for a part of the session; None without."""
    is_witness = uneven_gravity(evidence) is None
    for turning in evidence.gravity.by_time:
        doubt = doubt_of_turning(turning)
        if doubt is None:
            continue
        of_axes = is_witness and doubt.kind in OF_AXES and better_axes(turning) is not None
        if of_axes or doubt.kind in (GyroscopeKind.DEGREES, GyroscopeKind.RADIANS_TWICE):
            return doubt
    return None


def drifted_rest(evidence: SensorEvidence) -> tuple[float, float, float] | None:
    """Return the largest reading at rest in a part of the session, rad/s; None if it is sound."""
    largest = evidence.rest_rates.largest
    if largest is None or length(np.array(largest)) <= BIAS_DEG_S * DEGREES:
        return None
    return largest
