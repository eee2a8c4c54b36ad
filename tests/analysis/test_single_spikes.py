"""Tests that single readings that jump away and back are left out, but no real movement is."""

import numpy as np
import pytest

from evenstride.analysis.signal.screening.data_counter import DataCounter
from evenstride.analysis.signal.screening.scale_end import ScaleEnd
from evenstride.analysis.signal.screening.single_spikes import SingleSpikes
from evenstride.sensors.samples import FloatArray

HZ = 50.0


def moving(n: int = 60) -> FloatArray:
    """A limb that turns and sways, shape (n, 6)."""
    time_s = np.arange(n)[:, None] / HZ
    return np.hstack((9.0 + np.sin(time_s * (1.0, 2.0, 3.0)), np.cos(time_s * (1.0, 2.0, 3.0))))


def left_of(values: FloatArray, block: int, hz: float = HZ) -> tuple[list[int], DataCounter]:
    """Which rows are left, and how many were counted."""
    counter = DataCounter(ScaleEnd(14.7), ScaleEnd(2.0))
    screen = SingleSpikes(counter)
    times: list[float] = []
    for at in range(0, len(values), block):
        rows = values[at : at + block]
        times += screen.update((at + np.arange(len(rows))) / hz, rows.T)[0].tolist()
    return np.rint(np.array(times) * hz).astype(int).tolist(), counter


@pytest.mark.parametrize("block", [1, 2, 7, 60])
def test_readings_that_jump_away_and_back_are_left_out_however_samples_are_cut(block: int) -> None:
    values = moving()
    values[20, 1] += 30.0
    values[23, 0] -= 40.0  # soon after the first one, which does not count as unrest
    values[41, 4] += 5.0
    left, counter = left_of(values, block)
    assert left == [at for at in range(60) if at not in (20, 23, 41)]
    assert (counter.acc_near_spikes, counter.gyr_near_spikes) == (2, 1)


def test_what_jumps_while_nothing_moves_is_told_of_the_sensor_that_does() -> None:
    values = np.zeros((60, 6))
    values[[12, 24, 36, 48], 1] += 30.0
    values[30, 4] += 5.0  # the leg is put down on something
    _, counter = left_of(values, 60)
    assert (counter.acc_unmoved_spikes, counter.gyr_unmoved_spikes) == (4, 1)


def test_an_accelerometer_without_a_gyroscope_has_spikes_too() -> None:
    values = moving()
    values[:, 3:] = np.nan
    values[30, 2] += 20.0
    assert 30 not in left_of(values, 8)[0]


def knocked() -> FloatArray:
    values = moving()
    values[30:, 0] += 30.0  # it stays there
    return values


def struck() -> FloatArray:
    values = moving()
    values[30, 0] += 30.0
    values[31, 0] -= 9.0  # a heel that strikes swings
    return values


def shaken() -> FloatArray:
    values = moving()
    values[:, 0] += np.random.default_rng(1).normal(0.0, 9.0, len(values))
    values[30, 0] += 30.0
    return values


@pytest.mark.parametrize("values", [moving(), knocked(), struck(), shaken()])
def test_what_a_limb_does_is_left_as_it_is(values: FloatArray) -> None:
    assert left_of(values, 7)[0] == list(range(60))


def test_of_a_slow_sensor_one_sample_may_be_a_whole_movement() -> None:
    values = moving()
    values[30, 0] += 30.0
    assert 30 in left_of(values, 7, hz=15.0)[0]


def test_a_last_sample_that_jumps_is_kept_back_until_the_next_one_tells() -> None:
    values = moving()
    values[30:, 0] += 30.0
    assert left_of(values[:31], 31)[0] == list(range(30))
    assert left_of(values[:32], 31)[0] == list(range(32))


def test_a_whole_block_is_not_kept_for_the_few_samples_before_the_next() -> None:
    screen = SingleSpikes(DataCounter(ScaleEnd(14.7), ScaleEnd(2.0)))
    screen.update(np.arange(5000) / HZ, moving(5000).T)
    kept = [one for one in vars(screen).values() if isinstance(one, np.ndarray)]
    assert [one.base for one in kept] == [None, None]
