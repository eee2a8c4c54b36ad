"""Tests that the second half of a stride repeats the first."""

import numpy as np
import pytest

from evenstride.analysis.counting.everyday.second_half import repeats_first_half
from evenstride.sensors.samples import FloatArray

RANDOM = np.random.default_rng(5)


def by_every_lag(felt: FloatArray) -> float:
    found = [-1.0]
    for lag in range(max(int(0.4 * len(felt)), 3), int(0.6 * len(felt)) + 1):
        if len(felt) - lag >= 5:
            first, second = felt[:-lag], felt[lag:]
            first, second = first - first.mean(), second - second.mean()
            size = np.sqrt(np.mean(first * first) * np.mean(second * second)) + 1e-6
            found.append(float(np.mean(first * second) / size))
    return max(found)


@pytest.mark.parametrize("size_m_s2", [1e-7, 1.0, 1e4])
@pytest.mark.parametrize("ticks", [2, 9, 60, 241])
def test_the_few_lags_that_are_looked_at_have_the_best_one_of_all(
    size_m_s2: float, ticks: int
) -> None:
    swing = np.sin(np.arange(ticks) * 12.0 / ticks) + 0.3 * RANDOM.normal(size=ticks)
    still_at_first = np.where(np.arange(ticks) < ticks // 2, 0.0, swing)
    for felt in (swing, still_at_first, swing + 1e3, np.zeros(ticks)):
        assert repeats_first_half(size_m_s2 * felt) == by_every_lag(size_m_s2 * felt)


def test_two_equal_steps_repeat_each_other_and_a_way_back_mirrors_the_way_out() -> None:
    step = np.sin(np.linspace(0.0, 2.0 * np.pi, 50, endpoint=False))
    assert repeats_first_half(np.concatenate((step, step))) > 0.95
    ramp = np.linspace(-1.0, 1.0, 50)
    assert repeats_first_half(np.concatenate((ramp, -ramp))) < -0.9
