"""Probabilities and quantiles of Student's t distribution.

``scipy.special`` has both, but importing it takes longer than analyzing a short recording.
"""

import math
from functools import lru_cache
from statistics import NormalDist
from typing import Final

_NORMAL: Final = NormalDist()

_TINY: Final = 1e-300
"""Stands for zero in a denominator (Thompson & Barnett 1986, J Comput Phys 64, 490)."""

_MOST_TERMS: Final = 1000
"""More than any number of degrees of freedom below ``_LARGE`` needs."""

_LARGE: Final = 3000.0
"""From this many degrees of freedom on, the first terms of an expansion are exact to twelve digits,
and the continued fraction converges slowly."""

_ENOUGH: Final = 4e-16
"""A smaller relative change of a product is none."""

_NEAR: Final = 1e-12
"""After a relative Newton step this small, the error is about its square."""


def student_cdf(freedom: float, t: float) -> float:
    """Return the probability of a value below ``t``.

    Args:
        freedom: Degrees of freedom, above 0; infinity for the normal distribution.
        t: The value.
    """
    below = _tail(freedom, abs(t))
    return below if t < 0.0 else 1.0 - below


@lru_cache(maxsize=256)
def student_quantile(freedom: float, probability: float) -> float:
    """Return the value below which another one lies with a given probability.

    It is found by Newton's method within an interval that contains the root, starting from the
    expansion about the normal distribution (Abramowitz & Stegun 1964, 26.7.5).

    Args:
        freedom: Degrees of freedom, above 0; infinity for the normal distribution.
        probability: Above 0.5 and below 1.
    """
    guess = _expanded(freedom, _NORMAL.inv_cdf(probability))
    if freedom > _LARGE:
        return guess
    wanted = 1.0 - probability
    low, high = 0.0, 1.0
    while _tail(freedom, high) > wanted:
        low, high = high, 2.0 * high
    t = guess if low < guess < high else 0.5 * (low + high)
    log_scale = (
        math.lgamma((freedom + 1.0) / 2.0)
        - math.lgamma(freedom / 2.0)
        - 0.5 * math.log(freedom * math.pi)
    )
    while True:
        too_much = _tail(freedom, t) - wanted
        if too_much > 0.0:
            low = t
        else:
            high = t
        density = math.exp(log_scale - (freedom + 1.0) / 2.0 * math.log1p(t * t / freedom))
        step = t + too_much / density if density > 0.0 else low
        nearer = step if low < step < high else 0.5 * (low + high)
        if abs(nearer - t) <= _NEAR * nearer or not low < nearer < high:
            return nearer
        t = nearer


def _expanded(freedom: float, z: float) -> float:
    """Expand a quantile from the normal one; exact for many degrees of freedom."""
    z2 = z * z
    terms = (
        (z2 + 1.0) / 4.0,
        ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0,
        (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0,
    )
    factor = 1.0 + sum(term / freedom**power for power, term in enumerate(terms, start=1))
    return z * factor


def _tail(freedom: float, t: float) -> float:
    """Return the probability of a value above ``t``, which must not be negative."""
    if freedom > _LARGE:
        return 0.5 * math.erfc(_normal(freedom, t) / math.sqrt(2.0))
    square = t * t
    if not square:
        return 0.5
    # From the incomplete beta function (Abramowitz & Stegun 26.5.27), whose continued fraction
    # converges fast on one side of its mean; the other side is its complement.
    a, b = freedom / 2.0, 0.5
    x, y = freedom / (freedom + square), square / (freedom + square)
    log_x = math.log1p(-y) if y < x else math.log(x)
    log_y = math.log(y) if y < x else math.log1p(-x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * log_x + b * log_y)
    if x < (a + 1.0) / (a + b + 2.0):
        return 0.5 * front * _fraction(a, b, x) / a
    return 0.5 * (1.0 - front * _fraction(b, a, y) / b)


def _normal(freedom: float, t: float) -> float:
    """Return the normal value with the same tail (Hill 1970, Comm ACM 13, algorithm 395)."""
    if math.isinf(freedom):
        return t
    a = freedom - 0.5
    y = a * math.log1p(t * t / freedom)
    inner = ((-0.4 * y - 3.3) * y - 24.0) * y - 85.5
    b = 48.0 * a * a
    return ((inner / (0.8 * y * y + 100.0 + b) + y + 3.0) / b + 1.0) * math.sqrt(y)


def _fraction(a: float, b: float, x: float) -> float:
    """Compute the continued fraction of the incomplete beta function, by Lentz's method (1976)."""
    c, d = 1.0, _inverse(1.0 - (a + b) * x / (a + 1.0))
    found = d
    for m in range(1, _MOST_TERMS):
        for part in (
            m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0)),
        ):
            d = _inverse(1.0 + part * d)
            c = 1.0 + part / (c if abs(c) > _TINY else _TINY)
            found *= d * c
        if abs(d * c - 1.0) < _ENOUGH:
            break
    return found


def _inverse(value: float) -> float:
    return 1.0 / (value if abs(value) > _TINY else _TINY)
