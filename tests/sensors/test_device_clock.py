"""Tests the clock of a sensor that stamps its samples, and that is set during a session."""

import pytest

from evenstride.sensors.clocks.device import DeviceClock
from evenstride.sensors.clocks.stamped_series import StampedSeries

_EVERY_US = {"one sample": 10_000, "a batch": 360_000, "a long batch": 1_420_000}


def _times(every_us: int, set_by_us: int, count: int = 40) -> list[int | None]:
    """Return a clock's times for stamps that arrive up to 30 ms late; at the 20th it was set."""
    clock = DeviceClock()
    placed = []
    for k in range(count):
        host_us = k * every_us + 10_000 * (k * 7 % 4)
        stamp_us = 1_000_000_000 + k * every_us + (set_by_us if k >= count // 2 else 0)
        placed.append(clock.place(stamp_us, host_us))
    return placed


@pytest.mark.parametrize("every_us", _EVERY_US.values(), ids=_EVERY_US.keys())
@pytest.mark.parametrize("set_by_us", [300_000, 2_000_000, 5_000_000, -5_000_000, 10**12])
def test_a_clock_that_is_set_costs_one_notification(every_us: int, set_by_us: int) -> None:
    placed = _times(every_us, set_by_us, count=20 + 2 * (5_500_000 // every_us))
    half = len(placed) // 2
    assert [at for at, t_us in enumerate(placed) if t_us is None] == [0, half]
    times_us = [t_us for t_us in placed if t_us is not None]
    assert times_us[-1] - times_us[0] == pytest.approx((len(placed) - 2) * every_us, abs=31_000)


@pytest.mark.parametrize("every", [1, 36, 71])
@pytest.mark.parametrize("back_us", [507_300, 1_000_000, 2_500_000])
def test_a_clock_that_goes_back_by_less_than_what_may_wait_is_known_by_its_samples(
    every: int, back_us: int
) -> None:
    clock, series = DeviceClock(), StampedSeries(50.0)
    late_us = []
    for k in range(every, 3000, every):
        true_us = 20_000 * k
        stamp_us = true_us - (back_us if k > 1500 else 0)
        placed_us = clock.place(stamp_us, true_us + 10_000 * (k * 7 % 4), series.least_us(every))
        if placed_us is not None and series.stamp(every, placed_us) is not None:
            late_us.append(true_us - placed_us)
    assert len(late_us) >= 2999 // every - 2 - 540 // (20 * every)
    assert max(map(abs, late_us)) <= 30_000


def test_a_damaged_stamp_is_left_out_and_changes_nothing() -> None:
    clock = DeviceClock()
    stamps = {k: 10**9 + k * 10_000 for k in range(1000)}
    stamps |= {700: 10**9 + 7_300_000, 800: 10**15, 802: 5}
    placed = {k: clock.place(stamp, k * 10_000) for k, stamp in stamps.items()}
    assert [k for k, t_us in placed.items() if t_us is None] == [0, 700, 800, 802]
    assert placed[999] == stamps[999]


def test_a_clock_that_was_set_while_the_link_was_lost_goes_on_by_the_computers() -> None:
    clock = DeviceClock()
    for k in range(10):
        clock.place(10**9 + k * 1_420_000, k * 1_420_000)
    clock.resume()
    assert clock.place(10**9 + 9 * 1_420_000, 9 * 1_420_000 + 5_000_000) is None
    after_us = clock.place(10**9 + 10 * 1_420_000, 10 * 1_420_000 + 5_000_000)
    assert after_us == 10**9 + 10 * 1_420_000 + 5_000_000
