"""Fast arithmetic for the few hundred rows of one movement.

For so few rows numpy's own ``pad``, ``cross``, ``median``, ``quantile``, ``mean``, ``std`` and
``pinv`` take several times as long to start as to compute, and each rep needs dozens of such calls.
The functions here give the same numbers to the last bit.
"""

import math
from collections.abc import Sequence

import numpy as np

from evenstride.sensors.samples import BoolArray, FloatArray


def with_ends(rows: FloatArray, before: int, after: int) -> FloatArray:
    """Repeat the first and the last row.

    Args:
        rows: At least one, shape (n,) or (n, k).
        before: How many copies of the first row to add.
        after: How many copies of the last row to add.
    """
    wider = np.empty((before + len(rows) + after, *rows.shape[1:]))
    wider[:before] = rows[0]
    wider[before : before + len(rows)] = rows
    wider[before + len(rows) :] = rows[-1]
    return wider


def averaged(rows: FloatArray, weights: Sequence[float] | FloatArray) -> FloatArray:
    """Return the weighted mean of the rows around each one, with the ends repeated.

    Args:
        rows: At least one, shape (n,) or (n, k).
        weights: Weights of the rows around; if their number is even, the earlier half has one more.
    """
    size = len(weights)
    wider = with_ends(rows, size // 2, size - 1 - size // 2)
    if rows.ndim == 1:
        return np.convolve(wider, weights, "valid")
    smooth = np.empty(rows.shape)
    for column in range(rows.shape[1]):
        smooth[:, column] = np.convolve(wider[:, column], weights, "valid")
    return smooth


def crossed(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the vector products of rows, shape (n, 3), or of two vectors, shape (3,)."""
    if a.ndim == b.ndim == 1:
        (ax, ay, az), (bx, by, bz) = a.tolist(), b.tolist()
        return np.array((ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx))
    (ax, ay, az), (bx, by, bz) = a.T, b.T
    product = np.empty(a.shape if a.ndim >= b.ndim else b.shape)
    product[..., 0] = ay * bz - az * by
    product[..., 1] = az * bx - ax * bz
    product[..., 2] = ax * by - ay * bx
    return product


def cross_matrices(rows: FloatArray) -> FloatArray:
    """Return the matrices by which each row's vector product with a vector is made, (n, 3, 3)."""
    x, y, z = rows.T
    zero = np.zeros(len(rows))
    return np.array([[zero, -z, y], [z, zero, -x], [-y, x, zero]]).transpose(2, 0, 1)


def median_of_five(rows: FloatArray) -> FloatArray:
    """Return the median of each value and the two before and after it; the ends are repeated."""
    wider = with_ends(rows, 2, 2)
    a, b, c, d, e = (wider[at : at + len(rows)] for at in range(5))
    # In two pairs, neither the least nor the greatest of the four can be the median of the five.
    low = np.maximum(np.minimum(a, b), np.minimum(d, e))
    high = np.minimum(np.maximum(a, b), np.maximum(d, e))
    return np.asarray(np.maximum(np.minimum(low, high), np.minimum(np.maximum(low, high), c)))


def derivative(rows: FloatArray, step: float) -> FloatArray:
    """Return how fast rows change: central differences, one-sided at the ends.

    Args:
        rows: At least two, evenly spaced, shape (n,) or (n, k).
        step: Distance from one row to the next.
    """
    slope = np.empty(rows.shape)
    slope[1:-1] = (rows[2:] - rows[:-2]) / (2.0 * step)
    slope[0] = (rows[1] - rows[0]) / step
    slope[-1] = (rows[-1] - rows[-2]) / step
    return slope


def lengths(rows: FloatArray) -> FloatArray:
    """Return the length of each row of shape (n, 3), shape (n,)."""
    return np.asarray(np.sqrt(dots(rows, rows)))


def dots(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the scalar product of each pair of rows of shape (n, 3), shape (n,)."""
    products = a * b
    return np.asarray(products[:, 0] + products[:, 1] + products[:, 2])


def length(vector: FloatArray) -> float:
    """Return the length of a vector, shape (3,)."""
    return math.sqrt(vector.dot(vector))


def mean(values: FloatArray) -> float:
    """Return the mean of at least one number, shape (n,)."""
    return float(np.add.reduce(values)) / len(values)


def mean_square(values: FloatArray) -> float:
    """Return the mean of the squares of at least one number, shape (n,)."""
    return mean(values * values)


def spread(values: FloatArray) -> float:
    """Return the standard deviation of at least one number, shape (n,)."""
    return math.sqrt(mean_square(values - mean(values)))


def mean_row(rows: FloatArray) -> FloatArray:
    """Return the mean of at least one row, shape (k,)."""
    return np.asarray(np.add.reduce(rows, axis=0) / len(rows))


def median(values: FloatArray) -> float:
    """Return the median of at least one number, in any shape."""
    ranked = np.sort(values, axis=None)
    middle = len(ranked) // 2
    if len(ranked) % 2:
        return float(ranked[middle])
    return float((ranked[middle - 1] + ranked[middle]) / 2.0)


def median_row(rows: FloatArray) -> FloatArray:
    """Return the median of each column of at least one row, shape (k,)."""
    ranked = np.sort(rows, axis=0)
    middle = len(ranked) // 2
    if len(ranked) % 2:
        return np.asarray(ranked[middle])
    return np.asarray((ranked[middle - 1] + ranked[middle]) / 2.0)


def quantile_row(rows: FloatArray, part: float) -> FloatArray:
    """Return a quantile of each column, interpolated linearly, shape (k,).

    Args:
        rows: At least one, shape (n, k).
        part: Which quantile, from 0 to 1.
    """
    ranked = np.sort(rows, axis=0)
    place = part * (len(rows) - 1)
    low = ranked[int(place)]
    high = ranked[min(int(place) + 1, len(rows) - 1)]
    beyond, step = place - int(place), high - low
    # Interpolate from the nearer of the two, as numpy does.
    near_high = high - step * (1.0 - beyond)
    return np.asarray(near_high if beyond >= 0.5 else low + step * beyond)


def pseudo_inverse(matrix: FloatArray) -> FloatArray:
    """Return the Moore-Penrose inverse of a small matrix, by its singular values."""
    u, sizes, vt = np.linalg.svd(matrix, full_matrices=False)
    is_large = sizes > 1e-15 * sizes.max()
    inverse = np.divide(1.0, sizes, out=np.zeros_like(sizes), where=is_large)
    return np.asarray(vt.T @ (inverse[:, None] * u.T))


def widened(marks: BoolArray, reach: int) -> BoolArray:
    """Extend each mark by ``reach`` rows before and after it, shape (n,)."""
    wider = np.zeros(len(marks), np.bool_)
    for at in np.flatnonzero(marks).tolist():
        wider[max(at - reach, 0) : at + reach + 1] = True
    return wider
