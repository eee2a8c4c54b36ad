"""Tests that a phone's clock goes on when somebody sets it."""

import numpy as np
import pytest

from evenstride.sensors.network.phone_clock import PhoneClock
from evenstride.sensors.samples import IntArray

STEP_US = 10_000
BATCH = 20


def through(
    set_at: int,
    by_us: int,
    *,
    missing: tuple[int, ...] = (),
    late_us: int = 5_000,
    stall: tuple[int, int] = (0, 0),
) -> tuple[IntArray, IntArray]:
    """True and placed times of forty messages, with a clock that is set at one sample."""
    clock = PhoneClock()
    true, placed = [], []
    is_next = False
    for message in range(40):
        at = np.arange(message * BATCH, (message + 1) * BATCH, dtype=np.int64)
        if message in missing:
            is_next = False
            continue
        raw = at * STEP_US + np.where(at >= set_at, by_us, 0) + 7_000_000_000
        host_us = int(at[-1] + 1) * STEP_US + late_us
        if stall[0] <= message < stall[1]:
            host_us = stall[1] * BATCH * STEP_US + late_us
        clock.arrived(host_us, is_next=is_next)
        for name in ("force", "rate"):
            t_us, later = clock.place(name, raw)
            if name == "force":
                true.append(at[later] * STEP_US)
                placed.append(t_us[later])
        clock.done()
        is_next = True
    return np.concatenate(true), np.concatenate(placed)


@pytest.mark.parametrize("by_us", [-3_600_000_000, -2_000_000, -500_000, 500_000, 3_600_000_000])
@pytest.mark.parametrize("at", [400, 413])
def test_a_clock_that_is_set_tears_nothing_apart(by_us: int, at: int) -> None:
    true, placed = through(at, by_us)
    assert len(true) == 40 * BATCH
    assert np.array_equal(np.diff(placed), np.diff(true))


@pytest.mark.parametrize("by_us", [-2_000_000, 3_600_000_000])
def test_where_messages_are_missing_the_computer_tells_how_long_it_took(by_us: int) -> None:
    true, placed = through(400, by_us, missing=(18, 19, 20))
    assert np.abs(np.diff(placed) - np.diff(true)).max() < 20_000


def test_a_network_that_stands_still_is_no_clock_that_is_set() -> None:
    true, placed = through(0, 0, stall=(10, 22))
    assert np.array_equal(np.diff(placed), np.diff(true))


def test_a_hole_keeps_its_length() -> None:
    true, placed = through(0, 0, missing=tuple(range(10, 20)))
    assert np.array_equal(np.diff(placed), np.diff(true))


def test_readings_that_come_again_or_too_late_are_left_out() -> None:
    clock = PhoneClock()
    clock.arrived(1_000_000, is_next=False)
    _, later = clock.place("force", np.array([0, 10_000, 10_000, 5_000, 20_000]))
    assert later.tolist() == [True, True, False, False, True]


@pytest.mark.parametrize("by_us", [0, -2_500_000, 3_600_000_000])
def test_one_sensor_that_is_silent_for_seconds_moves_the_times_of_none(by_us: int) -> None:
    clock = PhoneClock()
    off_us: dict[str, set[int]] = {"force": set(), "rate": set()}
    for message in range(60):
        at = np.arange(message * BATCH, (message + 1) * BATCH, dtype=np.int64) * STEP_US
        clock.arrived(int(at[-1]) + 15_000, is_next=True)
        for name, off in off_us.items():
            if name == "force" or not 20 <= message < 40:
                t_us, later = clock.place(name, at + (by_us if message >= 30 else 0))
                assert later.all()
                off |= set((t_us - at).tolist())
        clock.done()
    assert clock.times_set == (by_us != 0)
    assert off_us == {"force": {0}, "rate": {0}}
