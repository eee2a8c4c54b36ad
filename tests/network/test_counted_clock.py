"""Tests that counted samples have the right times, whatever the network does."""

import random

import numpy as np
import pytest

from evenstride.sensors.clocks.counted import CountedClock


def arrivals(
    rate_hz: float, seconds: float, *, loss: float = 0.0, seed: int = 1
) -> list[tuple[float, float, int]]:
    """When samples were measured and arrived, s, and how many are missing before each."""
    # A network is a queue.
    chance = random.Random(seed)
    due, out, missing = 0.0, [], 0
    for n in range(int(rate_hz * seconds)):
        at = n / rate_hz
        delay = 0.002 + chance.expovariate(300) + (chance.random() < 0.02) * 0.08
        if chance.random() < loss:
            missing += 1
            continue
        due = max(due, at + delay)
        out.append((at, due, missing))
        missing = 0
    return out


@pytest.mark.parametrize("rate_hz", [47.0, 100.0, 208.0])
@pytest.mark.parametrize("loss", [0.0, 0.1])
@pytest.mark.parametrize("doubt", [0, 1])
def test_times_are_right_at_any_rate(rate_hz: float, loss: float, doubt: int) -> None:
    clock = CountedClock(100.0)
    off, numbers = [], []
    for at, came, missing in arrivals(rate_hz, 12.0, loss=loss):
        # Where a packet was lost, a sample less may have been; or one more.
        least, most = max(missing - doubt, 0), missing + (doubt if missing else 0)
        number, t_us = clock.place(round(came * 1e6), least, most, missing)
        numbers.append(number)
        if at > 5.0:
            off.append(t_us / 1e6 - at)
    assert np.all(np.diff(numbers) > 0)
    # Where nobody knows whether one is missing, and it comes late, nothing can tell.
    part = 0.95 if doubt else 0.98
    assert np.quantile(np.abs(np.array(off) - np.median(off)), part) < 0.020
    assert clock.rate_hz == pytest.approx(rate_hz, rel=0.02)


def test_a_stall_and_its_burst_bend_no_time() -> None:
    clock = CountedClock(100.0)
    t_us = []
    for n in range(1000):
        came = n * 10_000 + 3_000
        if 600 <= n < 640:
            came = 640 * 10_000 + 3_000
        t_us.append(clock.place(came)[1])
    steps = np.diff(t_us[100:])
    assert np.abs(np.array(t_us[100:]) - np.arange(100, 1000) * 10_000 - 3_000).max() < 10_000
    assert steps.min() > 0


def test_a_hole_has_its_length() -> None:
    clock = CountedClock(100.0)
    for n in range(300):
        before, t_before = clock.place(n * 10_000)
    clock.resume()
    number, t_us = clock.place(300 * 10_000 + 4_000_000)
    assert t_us - t_before == pytest.approx(4_010_000, abs=20_000)
    assert number - before == pytest.approx(401, abs=3)
