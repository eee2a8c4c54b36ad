"""Tests joining streams without a common time, sample by sample, with their clocks."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evenstride.sensors.clocks.device import DeviceClock
from evenstride.sensors.clocks.stamped_series import StampedSeries
from evenstride.sensors.drivers.joined import Join
from evenstride.sensors.samples import FloatArray, IntArray
from tests.sensors.damage import together


def wave(t_us: IntArray) -> FloatArray:
    """Something smooth that a leg could do, shape (n, 3)."""
    values: FloatArray = np.sin(t_us[:, None] / 1e6 * np.array([2.0, 3.0, 4.0]))
    return values


def times(first_us: int, n: int, period_us: float = 20_000) -> IntArray:
    return first_us + np.round(np.arange(n) * period_us).astype(np.int64)


@given(st.lists(st.integers(1, 40), min_size=2, max_size=12), st.integers(0, 19_999))
def test_rotation_is_interpolated_to_the_moments_of_acceleration(
    cuts: list[int], offset_us: int
) -> None:
    join = Join(longest_s=0.05, patience_s=10.0)
    n = sum(cuts)
    acc_us, gyr_us = times(0, n), times(offset_us, n)
    parts = []
    at = 0
    # Whichever stream is ahead, and by however much.
    for cut, is_gyr_first in zip(cuts, itertools.cycle([True, False]), strict=False):
        some = slice(at, at + cut)
        for is_gyr in (is_gyr_first, not is_gyr_first):
            if is_gyr:
                parts.append(join.rotation(gyr_us[some], wave(gyr_us[some])))
            else:
                numbers = np.arange(n)[some]
                parts.append(join.acceleration(numbers, acc_us[some], wave(acc_us[some]), 0))
        at += cut
    motion = together(parts)
    assert motion.seq.tolist() == list(range(0 if offset_us == 0 else 1, n))
    assert (motion.t_us == acc_us[motion.seq]).all()
    assert (motion.acc_m_s2 == wave(motion.t_us)).all()
    # The straight line between two samples of sin 4t is off by (4 / s)² (20 ms)² / 8 at most.
    assert np.abs(motion.gyr_rad_s - wave(motion.t_us)).max() < 0.0009


def test_acceleration_in_a_hole_of_rotation_counts_as_lost() -> None:
    join = Join(longest_s=0.05, patience_s=10.0)
    t_us = times(0, 10)
    there = np.array([0, 1, 2, 6, 7, 8, 9])
    join.rotation(t_us[there] + 1, wave(t_us[there]))
    motion = join.acceleration(np.arange(10), t_us, wave(t_us), 0)
    # The first comes before any rotation, 3 to 5 fall into the hole.
    assert motion.seq.tolist() == [1, 2, 6, 7, 8, 9]


def test_waiting_samples_are_kept_for_so_long_and_no_longer() -> None:
    join = Join(longest_s=0.05, patience_s=1.0)
    for second in range(100):
        t_us = times(second * 1_000_000, 50)
        assert len(join.acceleration(np.arange(50) + 50 * second, t_us, wave(t_us), 0)) == 0
    t_us = times(98_000_000, 110)
    assert join.rotation(t_us, wave(t_us)).seq[0] == 4949
    for second in range(101, 200):
        t_us = times(second * 1_000_000, 50)
        join.rotation(t_us, wave(t_us))
    assert len(join._gyr) <= 51


def test_a_frame_tells_when_its_samples_were_measured() -> None:
    # PmdTimeStampUtilsTest.kt of polarofficial/polar-ble-sdk@8fb5311c (in nanoseconds there).
    first = StampedSeries(1.0).stamp(1, 1_000_000)
    assert first is not None
    assert first[1].tolist() == [1_000_000]
    series = StampedSeries(1.0)
    series.stamp(1, 1_000_000)
    ten = series.stamp(10, 11_000_000)
    assert ten is not None
    assert ten[1].tolist() == list(range(2_000_000, 12_000_000, 1_000_000))
    series = StampedSeries(1.0)
    series.stamp(1, 1_000_000)
    second = series.stamp(1, 2_000_000)
    assert second is not None
    assert second[1].tolist() == [2_000_000]


def test_a_lost_frame_is_a_jump_in_number_and_time() -> None:
    series = StampedSeries(50.0)
    numbers: list[int] = []
    t_us: list[int] = []
    # True period 1 % longer than nominal; the third frame of 70 never comes.
    for frame in (1, 2, 4, 5):
        stamped = series.stamp(70, round(frame * 70 * 20_200))
        assert stamped is not None
        numbers += stamped[0].tolist()
        t_us += stamped[1].tolist()
    assert (np.diff(numbers)[139], len(numbers)) == (71, 280)
    assert (np.diff(t_us) > 0).all()
    assert np.abs(np.diff(t_us)[[0, 100, 250]] - 20_200).max() <= 201


def test_repeated_and_late_frames_are_left_out() -> None:
    series = StampedSeries(50.0)
    assert series.stamp(10, 200_000) is not None
    assert series.stamp(10, 200_000) is None
    after = series.stamp(10, 600_000)
    assert after is not None
    assert after[0].tolist() == list(range(20, 30))
    assert series.stamp(10, 400_000) is None


def test_a_damaged_stamp_is_refused_and_the_clock_goes_on() -> None:
    clock = DeviceClock()
    placed = [clock.place(1_000_000 * k, 5_000_000 + 1_000_000 * k) for k in range(5)]
    # The first is believed once another agrees with it.
    assert placed == [None, 1_000_000, 2_000_000, 3_000_000, 4_000_000]
    assert clock.place(2**60, 9_500_000) is None
    assert clock.place(5_000_000, 10_000_000) == 5_000_000


def test_a_clock_that_was_set_anew_goes_on_by_the_hosts_time() -> None:
    clock = DeviceClock()
    clock.place(899_990_000, 990_000)
    clock.place(900_000_000, 1_000_000)
    clock.resume()
    assert clock.place(0, 30_950_000) is None
    assert clock.place(50_000, 31_000_000) == 930_000_000
    assert clock.place(100_000, 31_050_000) == 930_050_000
    # Without a lost link it takes more than one stamp to be believed, more where they disagree.
    set_anew = [clock.place(600_000_000_000 + k, 32_000_000 + 300_000 * k) for k in range(5)]
    assert set_anew == [None, None, None, None, 930_050_000 + 950_000 + 1_200_000]
