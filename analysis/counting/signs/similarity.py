"""Tells whether a movement is like those of a set, by its direction and its range."""

from math import acos, log, radians

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.vectors import Vector, dot


def alike(a: Excursion, b: Excursion, *, tuning: CountingTuning = COUNTING) -> bool:
    """Whether two movements go the same way and about as far."""
    smaller, larger = sorted((a.range_deg, b.range_deg))
    same_way = dot(a.axis, b.axis) > tuning.other_way_cos
    return same_way and smaller > tuning.attempt_fraction * larger


def is_too_much(
    found: Excursion, axis: Vector, usual_deg: float, *, tuning: CountingTuning = COUNTING
) -> bool:
    """Whether a movement is too large for a set; the limit is lower if it also turns aside."""
    larger = log(max(found.range_deg / usual_deg, 1.0)) / log(tuning.too_large_factor)
    aside = acos(min(dot(found.axis, axis), 1.0)) / radians(tuning.too_large_aside_deg)
    return larger**2 + aside**2 > 1.0 and larger > tuning.too_large_share
