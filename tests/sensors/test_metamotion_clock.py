"""Tests a MetaMotion's clock and rate over long times, slow links and lost links."""

import struct
from collections.abc import Callable

import numpy as np
import pytest

from evenstride.sensors.bluetooth.slow_link import SlowLink
from evenstride.sensors.drivers.driver import joined
from evenstride.sensors.drivers.metamotion import MetaMotionSensor
from tests.sensors.damage import Arrival, Damage, fed
from tests.sensors.metamotion_streams import (
    NOTIFY,
    TICK_US,
    fused_sensor,
    fused_stream,
    packed_sensor,
    packed_stream,
    turned,
    which,
)


def test_a_board_at_half_its_rate_says_that_and_not_that_half_is_lost() -> None:
    sensor = fused_sensor()
    motions = [sensor.feed(NOTIFY, data, at_us) for at_us, data in fused_stream(900)[::2]]
    (said,) = (motion.said for motion in motions if motion.said)
    assert "asked for 100 samples a second, and by its own clock its rate is 50" in said
    assert "or loses samples too regularly to tell" in said
    assert np.diff(joined(motions).seq[50:]).tolist() == [1] * 398


@pytest.mark.parametrize("seed", range(2))
def test_a_lost_packed_notification_is_found_within_three_seconds(seed: int) -> None:
    # Without number and checksum nothing tells late ones and noise of the right length; radios
    # do not do that, but lose, repeat and delay.
    sent = packed_stream(1000)
    lost_acc, cut_gyro = 2 * 400, 2 * 700 + 1
    sent[cut_gyro] = sent[cut_gyro][0], sent[cut_gyro][1][:-2]
    del sent[lost_acc]
    # In the first two seconds, while the true rate is not known, times are those of the arrivals.
    arrivals = sent[:200] + Damage(twice=0.02, stalled=0.002).to(sent[200:], seed)
    motion = fed(packed_sensor(), NOTIFY, arrivals)
    numbers = np.array(which(motion))
    # Both cost the samples that they held, and interpolation those up to the next.
    assert sorted(set(range(3000)) - set(numbers.tolist())) == [1200, 1201, 1202]
    assert (np.diff(motion.seq) > 0).all()
    assert (np.diff(motion.t_us) > 0).all()
    # As from a connection with an event each 30 ms: halfway between two of them.
    error_us = np.abs(motion.t_us + 15_000 - 1_000_000 - 10_000 * numbers)[300:]
    between = np.abs(turned(motion)[:, 0] - 2 * numbers) / 2
    searching = (numbers >= 1200) & (numbers < 1500)
    assert error_us[~searching[300:]].max() < 3_000
    assert error_us[searching[300:]].max() < 33_000
    assert between[~searching].max() < 0.3
    assert between[searching].max() < 3.3
    assert numbers[-1] - motion.seq[-1] == 0


def test_a_lost_link_leaves_a_hole_as_long_as_the_silence() -> None:
    sensor = fused_sensor()
    before = fed(sensor, NOTIFY, fused_stream(100))
    sensor.resume()
    # The board was switched off and on: its clock begins again.
    restarted = [
        (at_us + 4_000_000, data[:3] + struct.pack("<I", 7 * k) + data[7:])
        for k, (at_us, data) in enumerate(fused_stream(10))
    ]
    after = fed(sensor, NOTIFY, restarted)
    assert len(after) == 9
    assert after.t_us[0] - before.t_us[-1] == pytest.approx(4_010_000 - 990_000, abs=2 * TICK_US)
    assert after.seq[0] - before.seq[-1] == 302


def lags_s(sensor: MetaMotionSensor, arrivals: list[Arrival]) -> list[float]:
    """Return the reported lag of the link with each notification."""
    link, told = SlowLink(), []
    for at_us, data in arrivals:
        motion = sensor.feed(NOTIFY, data, at_us)
        if motion.due_us is not None:
            came_us = at_us if motion.host_us is None else int(motion.host_us[-1])
            told.append(link.lag_s(len(motion), motion.due_us, came_us))
    return told


def slowed(arrivals: list[Arrival], part: float) -> list[Arrival]:
    """The same over a link that carries only a part of what is measured."""
    return [(round(1e6 + (at_us - 1e6) / part), data) for at_us, data in arrivals]


@pytest.mark.parametrize(
    ("make", "arrivals"),
    [(fused_sensor, fused_stream(3000)), (packed_sensor, packed_stream(250))],
    ids=["fused", "packed"],
)
def test_samples_that_wait_on_the_board_show_that_the_link_is_too_slow(
    make: Callable[[], MetaMotionSensor], arrivals: list[Arrival]
) -> None:
    assert not any(lags_s(make(), arrivals[:300]))
    told = lags_s(make(), slowed(arrivals, 0.8))
    first_s = next(lag_s for lag_s in told if lag_s)
    assert 0.45 < first_s < 2.0


def test_a_packed_board_that_goes_on_at_half_the_rate_goes_on_in_numbers() -> None:
    sensor = packed_sensor()
    arrivals = slowed(packed_stream(400), 0.8)
    parts = [sensor.feed(NOTIFY, data, at_us) for at_us, data in arrivals]
    assert not any("Times are right" in part.said for part in parts)
    before = joined(parts)
    assert sensor.lower_rates_hz == [25.0, 50.0]
    sensor.go_at(50.0)
    assert not len(fed(sensor, NOTIFY, packed_stream(10, arrivals[-1][0])))
    # It is set up again, and two seconds later it sends at half the rate.
    sensor.resume()
    began_us = arrivals[-1][0] + 2_000_000
    later = [(began_us + 2 * (at_us - 1_000_000), data) for at_us, data in packed_stream(100)]
    again = fed(sensor, NOTIFY, later)
    assert again.seq[0] - before.seq[-1] == pytest.approx(2.0 * 50, abs=12)
    assert not any(lags_s(sensor, later))


@pytest.mark.parametrize("drift", [-5e-4, 5e-4])
def test_a_board_whose_clock_drifts_for_an_hour_does_not_lag(drift: float) -> None:
    _, first = fused_stream(1)[0]
    sent = [
        (
            round(at_s * 1e6 * (1 + drift)),
            first[:3] + round(at_s * 1e6 / TICK_US).to_bytes(4, "little") + first[7:],
        )
        for at_s in range(3600)
    ]
    assert not any(lags_s(fused_sensor(), sent))


def test_the_boards_clock_may_wrap_around() -> None:
    sensor, sent = fused_sensor(), fused_stream(400)
    near_end = (1 << 32) - round(2e6 / TICK_US)
    first = int.from_bytes(sent[0][1][3:7], "little")
    moved = []
    for at_us, data in sent:
        tick = (int.from_bytes(data[3:7], "little") - first + near_end) % (1 << 32)
        moved.append((at_us, data[:3] + tick.to_bytes(4, "little") + data[7:]))
    motion = fed(sensor, NOTIFY, moved)
    assert motion.seq.tolist() == list(range(399))
    assert np.abs(np.diff(motion.t_us) - 10_000).max() < TICK_US
