"""Vectors of three plain floats, for work tick by tick, where arrays would cost ten times more."""

from math import sqrt
from typing import TypeAlias

Vector: TypeAlias = tuple[float, float, float]

ZERO: Vector = (0.0, 0.0, 0.0)


def add(a: Vector, b: Vector) -> Vector:
    """Return the sum a + b."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def subtract(a: Vector, b: Vector) -> Vector:
    """Return the difference a - b."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vector, factor: float) -> Vector:
    """Return a vector times a factor."""
    return (a[0] * factor, a[1] * factor, a[2] * factor)


def dot(a: Vector, b: Vector) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def norm(a: Vector) -> float:
    """Return the length of a vector."""
    return sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


def unit(a: Vector) -> Vector:
    """Return the unit vector of a vector that is not zero."""
    return scale(a, 1.0 / norm(a))


def cosine(a: Vector, b: Vector) -> float:
    """Return the cosine of the angle between two vectors; 0 if one of them is zero."""
    lengths = norm(a) * norm(b)
    return dot(a, b) / lengths if lengths > 0.0 else 0.0
