"""How far the values of a normal distribution spread, in its standard deviations."""

from functools import cache
from statistics import NormalDist


@cache
def deviations_around(part: float) -> float:
    """Return within how many standard deviations of its mean a part of all values lies.

    Args:
        part: Between 0 and 1; for a half it is 0.6745.
    """
    return NormalDist().inv_cdf(0.5 * (1.0 + part))
