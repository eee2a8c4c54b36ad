"""Tests that steps over few rows give the same results as numpy."""

import numpy as np
import pytest

from evenstride.analysis.signal.short_rows import (
    averaged,
    crossed,
    derivative,
    dots,
    length,
    lengths,
    mean,
    mean_row,
    mean_square,
    median,
    median_of_five,
    median_row,
    quantile_row,
    spread,
    with_ends,
)
from evenstride.sensors.samples import FloatArray

RANDOM = np.random.default_rng(11)


@pytest.mark.parametrize("shape", [(1,), (2,), (40,), (1, 3), (40, 3)])
def test_numbers_are_those_of_numpy_to_the_last_bit(shape: tuple[int, ...]) -> None:
    rows = RANDOM.normal(size=shape)
    ends = ((2, 1), *[(0, 0)] * (len(shape) - 1))
    assert np.array_equal(with_ends(rows, 2, 1), np.pad(rows, ends, mode="edge"))
    places = np.clip(np.arange(len(rows))[:, None] + np.arange(-2, 3), 0, len(rows) - 1)
    assert np.array_equal(median_of_five(rows), np.median(rows[places], axis=1))


@pytest.mark.parametrize("size", [1, 4, 7])
def test_a_mean_of_columns_is_that_of_each(size: int) -> None:
    rows, weights = RANDOM.normal(size=(30, 3)), RANDOM.random(size)
    whole = averaged(rows, weights)
    for column in range(3):
        wider = np.pad(rows[:, column], (size // 2, size - 1 - size // 2), mode="edge")
        assert np.array_equal(whole[:, column], np.convolve(wider, weights, "valid"))
        assert np.array_equal(whole[:, column], averaged(rows[:, column], weights))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (RANDOM.normal(size=3), RANDOM.normal(size=3)),
        (RANDOM.normal(size=(20, 3)), RANDOM.normal(size=(20, 3))),
        (RANDOM.normal(size=(20, 3)), RANDOM.normal(size=3)),
        (RANDOM.normal(size=3), RANDOM.normal(size=(1, 3))),
    ],
)
def test_products_are_those_of_numpy_to_the_last_bit(a: FloatArray, b: FloatArray) -> None:
    assert np.array_equal(crossed(a, b), np.cross(a, b))


def test_slopes_and_lengths_are_those_of_numpy_to_the_last_bit() -> None:
    rows = RANDOM.normal(size=(25, 3))
    assert np.array_equal(derivative(rows, 0.02), np.gradient(rows, 0.02, axis=0))
    assert np.array_equal(derivative(rows[:2, 0], 0.02), np.gradient(rows[:2, 0], 0.02))
    assert np.array_equal(lengths(rows), np.linalg.norm(rows, axis=1))


@pytest.mark.parametrize("shape", [(1,), (2,), (9,), (10,), (7, 3), (8, 3)])
def test_a_median_is_that_of_numpy_to_the_last_bit(shape: tuple[int, ...]) -> None:
    values = RANDOM.normal(size=shape)
    assert median(values) == np.median(values)
    assert np.array_equal(median_row(np.atleast_1d(values)), np.median(values, axis=0))


@pytest.mark.parametrize("part", [0.0, 0.4, 0.5, 0.6, 1.0])
@pytest.mark.parametrize("size", [1, 2, 6, 9, 100])
def test_quantiles_are_those_of_numpy_to_the_last_bit(size: int, part: float) -> None:
    rows = RANDOM.normal(size=(size, 3))
    assert np.array_equal(quantile_row(rows, part), np.quantile(rows, part, axis=0))


@pytest.mark.parametrize("size", [1, 2, 7, 8, 9, 130, 1000])
def test_means_are_those_of_numpy_to_the_last_bit(size: int) -> None:
    rows = RANDOM.normal(size=(size, 3))
    values = rows[:, 1]  # apart in memory, as columns of motion are
    assert mean(values) == np.mean(values)
    assert mean_square(values) == np.mean(values**2)
    assert spread(values) == np.std(values)
    assert np.array_equal(mean_row(rows), np.mean(rows, axis=0))
    assert np.array_equal(dots(rows, rows[::-1]), np.sum(rows * rows[::-1], axis=1))
    assert length(rows[-1]) == np.linalg.norm(rows[-1])
