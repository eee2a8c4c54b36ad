"""Whether a movement is like those of a set, by its direction and its range."""

from math import acos, log, radians

from evenstride.analysis.counting.excursions import Excursion
from evenstride.analysis.model.vectors import Vector, dot
from evenstride.analysis.tuning import (
    ATTEMPT_FRACTION,
    OTHER_WAY_COS,
    TOO_LARGE_ASIDE_DEG,
    TOO_LARGE_FACTOR,
    TOO_LARGE_SHARE,
)


def alike(a: Excursion, b: Excursion) -> bool:
    """Whether two movements go the same way and about as far."""
    smaller, larger = sorted((a.range_deg, b.range_deg))
    return dot(a.axis, b.axis) > OTHER_WAY_COS and smaller > ATTEMPT_FRACTION * larger


def is_too_much(found: Excursion, axis: Vector, usual_deg: float) -> bool:
    """Whether a movement is too large for the set's, the less the more it also turns aside."""
    larger = log(max(found.range_deg / usual_deg, 1.0)) / log(TOO_LARGE_FACTOR)
    aside = acos(min(dot(found.axis, axis), 1.0)) / radians(TOO_LARGE_ASIDE_DEG)
    return larger**2 + aside**2 > 1.0 and larger > TOO_LARGE_SHARE
