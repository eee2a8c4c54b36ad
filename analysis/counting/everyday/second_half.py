"""How much the second half of a movement repeats the first, as the two steps of a stride do."""

import math
from typing import Final

import numpy as np

from evenstride.analysis.signal.short_rows import mean, mean_square
from evenstride.sensors.samples import FloatArray

_LEVEL_PART: Final = 1e-6
"""If the variance of a half is under this fraction of the largest square, running sums, which are
good to some 1e-14 of that square, say nothing certain about it."""

_ROUNDING: Final = 1e-6
"""Running sums may misjudge the repetition of any other half by this much; it is a hundredth of
that fraction."""


def repeats_first_half(felt: FloatArray) -> float:
    """How much the second half of a movement repeats the first, -1 to 1.

    The best of all lags between 0.4 and 0.6 of the duration, because a limp makes unequal steps.

    Args:
        felt: The upward acceleration from the start of the movement to its end, shape (n,).
    """
    best = -1.0
    for lag in _likely_lags(felt):
        first, second = felt[:-lag], felt[lag:]
        first, second = first - mean(first), second - mean(second)
        size = math.sqrt(mean_square(first) * mean_square(second)) + 1e-6
        best = max(best, mean(first * second) / size)
    return best


def _likely_lags(felt: FloatArray) -> list[int]:
    """The few lags that may be the best one: running sums give all but the last digits."""
    size = len(felt)
    first, last = max(int(0.4 * size), 3), min(int(0.6 * size), size - 5)
    if last < first:
        return []
    lags = np.arange(first, last + 1)
    level = felt - mean(felt)
    so_far = np.cumsum(level)
    squares = level * level
    squares_so_far = np.cumsum(squares)
    counts = size - lags
    means = so_far[counts - 1] / counts, (so_far[-1] - so_far[lags - 1]) / counts
    powers = squares_so_far[counts - 1], squares_so_far[-1] - squares_so_far[lags - 1]
    variances = [power / counts - one * one for power, one in zip(powers, means, strict=True)]
    late = np.concatenate((level[first:], np.zeros(last - first)))
    products = np.correlate(late, level[: size - first], "valid")
    alike = products / counts - means[0] * means[1]
    # For a half that is level compared with the whole, the sums leave no digits.
    is_level = np.minimum(*variances) < _LEVEL_PART * squares.max()
    repeats = alike / (np.sqrt(np.where(is_level, 1.0, variances[0] * variances[1])) + 1e-6)
    least = np.max(repeats, where=~is_level, initial=-np.inf) - _ROUNDING
    likely: list[int] = lags[is_level | (repeats > least)].tolist()
    return likely
