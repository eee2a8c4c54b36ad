"""Tests measuring a sensor's true rate and loss."""

import numpy as np
import pytest

from evenstride.sensors.quality import Quality, QualityMeter
from evenstride.sensors.samples import Block, Leg


def measured(seq: list[int], period_s: float, size: int = 4) -> list[Quality | None]:
    meter = QualityMeter()
    told: list[Quality | None] = []
    for at in range(0, len(seq), size):
        numbers = np.array(seq[at : at + size], np.int64)
        zeros = np.zeros((len(numbers), 3))
        block = Block(Leg.LEFT, numbers, numbers, numbers, zeros, zeros)
        told.append(meter.update(block, float(numbers[-1]) * period_s))
    return told


def figures(told: list[Quality | None]) -> tuple[float, float]:
    last = told[-1]
    assert last is not None
    return last.rate_hz, last.lost_fraction


def test_the_true_rate_is_measured_after_three_seconds() -> None:
    told = measured(list(range(2000)), 1 / 99.26)
    assert told[70] is None
    assert figures(told) == pytest.approx((99.26, 0.0))


def test_lost_samples_are_a_part_of_those_that_were_taken_in_the_last_ten_seconds() -> None:
    seq = [n for n in range(3000) if n < 1000 or n % 40 >= 4]
    assert figures(measured(seq, 0.01)) == pytest.approx((100.0, 0.1), abs=0.005)
    healed = [n for n in range(3000) if n > 1000 or n % 40 >= 4]
    assert figures(measured(healed, 0.01)) == pytest.approx((100.0, 0.0))


def test_a_sensor_that_counts_anew_is_measured_anew() -> None:
    meter = QualityMeter()
    zeros = np.zeros((1, 3))
    for at_s, number in ((0.0, 500), (4.0, 900), (5.0, 3)):
        one = np.array([number])
        told = meter.update(Block(Leg.LEFT, one, one, one, zeros, zeros), at_s)
    assert told is None
