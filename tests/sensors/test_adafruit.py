"""Tests the driver for Adafruit's boards: bytes in, samples out.

No captured bytes of these services were found in public sources: layouts are those of
adafruit/Adafruit_CircuitPython_BLE_Adafruit@8d02b941 and of
learn.adafruit.com/bluefruit-playground-app/ble-services.
"""

import math
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.sensors.clocks.arrivals import ArrivalClock
from evenstride.sensors.drivers import recognise
from evenstride.sensors.drivers.adafruit import Adafruit, AdafruitSensor, vector
from evenstride.sensors.drivers.driver import Advertisement, Motion
from tests.sensors.damage import Arrival, Damage, fed, together

ACC = "adaf0201-c332-42a8-93bd-25e905756cb8"
GYRO = "adaf0401-c332-42a8-93bd-25e905756cb8"

# AdafruitServerAdvertisement.match_prefixes, docs.circuitpython.org: what each board advertises,
# with the kind of the field (FF) and Adafruit's number (22 08) in front.
PREFIX = bytes.fromhex("ff2208040100")


@pytest.mark.parametrize(
    ("field", "model"),
    [
        (PREFIX[3:] + bytes.fromhex("4580"), "Circuit Playground Bluefruit"),
        (PREFIX[3:] + bytes.fromhex("2a80"), "Feather nRF52840"),
        (PREFIX[3:] + bytes.fromhex("7180"), "Adafruit board"),
        (PREFIX[3:], None),
        (bytes.fromhex("050000ff0000"), None),
        (b"", None),
    ],
)
def test_boards_are_known_by_what_they_advertise(field: bytes, model: str | None) -> None:
    known = recognise(Advertisement("CIRCUITPY1234", (), {0x0822: field}))
    assert (known[1] if known else None) == model


def test_another_makers_board_is_not_supported() -> None:
    assert int.from_bytes(PREFIX[1:3], "little") == 0x0822
    assert recognise(Advertisement("CLUE", (), {0x004C: PREFIX[3:] + b"\x45\x80"})) is None


@pytest.mark.parametrize(
    ("wanted_hz", "rate_hz"), [(50, 50), (60, 62.5), (100, 100), (1000, 200), (0.1, 1)]
)
def test_the_rate_is_the_wanted_one_or_the_next_higher(wanted_hz: float, rate_hz: float) -> None:
    assert Adafruit().rate_hz(wanted_hz) == rate_hz


def test_values_are_floats_in_si_units() -> None:
    assert vector(bytes.fromhex("0000003f0000a0bf00001c41"), 100.0) == (0.5, -1.25, 9.75)


@pytest.mark.parametrize(
    "data", [b"", bytes(11), bytes(13), struct.pack("<fff", 1, math.nan, 1), bytes([0x7F] * 12)]
)
def test_what_no_sensor_measures_is_no_sample(data: bytes) -> None:
    assert vector(data, 300.0) is None


def streams(n: int, period_us: float = 15_625.0, lag_us: float = 4_000.0) -> list[list[Arrival]]:
    """N samples of each service; the gyroscope's timer runs ``lag_us`` behind.

    The x axis tells when it was measured: one unit a second.
    """
    both = []
    for lag in (0.0, lag_us):
        t_us = 1_000_000 + lag + period_us * np.arange(n)
        both.append([(round(t), struct.pack("<fff", (t - 1e6) / 1e6, 1.0, 9.5)) for t in t_us])
    return both


def fed_both(sensor: AdafruitSensor, acc: list[Arrival], gyr: list[Arrival]) -> Motion:
    merged = sorted(
        [(at_us, ACC, data) for at_us, data in acc] + [(at_us, GYRO, data) for at_us, data in gyr],
        key=lambda arrival: arrival[0],
    )
    return together([sensor.feed(uuid, data, at_us) for at_us, uuid, data in merged])


def test_rotation_is_that_of_the_moment_of_acceleration() -> None:
    motion = fed_both(AdafruitSensor(62.5), *streams(1000))
    # Before the first rotation there is none.
    assert len(motion) == 999
    assert (np.diff(motion.seq) == 1).all()
    felt_us, turned_us = motion.acc_m_s2[:, 0] * 1e6, motion.gyr_rad_s[:, 0] * 1e6
    # Timers of 1/1024 s: 64 Hz where 62.5 were asked for.
    later = slice(200, None)
    assert np.abs(motion.t_us - 1e6 - felt_us)[later].max() < 500
    assert np.abs(turned_us - felt_us)[later].max() < 500


def test_a_bad_radio_costs_samples_but_invents_none() -> None:
    acc, gyr = streams(2000)
    # Late ones among others can not be told apart without a number; radios do not do that.
    faults = Damage(twice=0.02, cut=0.005, stalled=0.002)
    damaged = [s[:200] + faults.to(s[200:], k) for k, s in enumerate((acc, gyr))]
    motion = fed_both(AdafruitSensor(62.5), *damaged)
    assert len(motion) > 1800
    assert (np.diff(motion.seq) > 0).all()
    assert (np.diff(motion.t_us) > 0).all()
    sent = {np.float32(data[0]) for data in (struct.unpack("<f", d[:4]) for _, d in acc)}
    assert {np.float32(x) for x in motion.acc_m_s2[:, 0]} <= sent
    felt_us, turned_us = motion.acc_m_s2[:, 0] * 1e6, motion.gyr_rad_s[:, 0] * 1e6
    later = motion.seq > 200
    # Within a sample's length, though none has a number or a time.
    assert np.abs(motion.t_us - 1e6 - felt_us)[later].max() < 17_000
    assert np.abs(turned_us - felt_us)[later].max() < 17_000
    # Every sample that is missing has left room for its number.
    assert motion.seq[-1] == pytest.approx(2000, abs=3)


@pytest.mark.parametrize("period_us", [30_300, 31_000])
def test_a_radio_about_as_slow_as_the_samples_hardly_invents_losses(period_us: int) -> None:
    # One sample in each connection event of 30 ms, which is late by up to 35 ms itself: arrivals
    # keep to no rhythm. Where sensor and radio beat, all samples of the next seconds are late by
    # one event more, which is for a quarter of a second what a loss looks like.
    felt_us = period_us * np.arange(2000)
    for seed in range(2):
        rng = np.random.default_rng(seed)
        event_us = np.ceil((felt_us + rng.uniform(0, 30_000)) / 30_000) * 30_000
        came_us = np.maximum.accumulate(event_us + rng.uniform(0, 35_000, len(felt_us)))
        clock = ArrivalClock(1000 / 30)
        felt = felt_us[:, None].astype(float)
        stamps = [
            clock.stamp(one[None], came)
            for one, came in zip(felt, came_us.astype(int).tolist(), strict=True)
        ]
        seq, t_us, values = (
            np.concatenate([getattr(stamp, name) for stamp in stamps])
            for name in ("seq", "t_us", "values")
        )
        assert seq[-1] + 1 - len(seq) <= 0.003 * len(seq)
        # The lateness itself: to the event, and the radio's own.
        assert np.ptp((t_us - values[:, 0])[500:]) < 48_000


@settings(max_examples=100)
@given(
    st.lists(st.tuples(st.integers(0, 1 << 40), st.booleans(), st.binary(max_size=14)), max_size=20)
)
def test_random_bytes_never_raise(arrivals: list[tuple[int, bool, bytes]]) -> None:
    sensor = AdafruitSensor(62.5)
    for at_us, is_gyro, data in arrivals:
        motion = sensor.feed(GYRO if is_gyro else ACC, data, at_us)
        assert (np.abs(motion.acc_m_s2) < 320).all()
        assert (np.abs(motion.gyr_rad_s) < 70).all()


def test_twenty_thousand_random_notifications_are_hardly_ever_samples() -> None:
    rng = np.random.default_rng(0)
    noise = rng.bytes(12 * 20_000)
    sensor = AdafruitSensor(62.5)
    taken = 0
    for k in range(20_000):
        uuid = GYRO if k % 2 else ACC
        motion = sensor.feed(uuid, noise[12 * k : 12 * (k + 1)], 8_000 * k)
        if len(motion):
            assert (np.abs(motion.acc_m_s2) < 320).all()
            taken += len(motion)
    # Three random floats are all below 320 in one case of seven; nothing else speaks against it.
    assert taken < 2_000


def test_a_board_without_gyroscope_gives_acceleration_only() -> None:
    sensor = AdafruitSensor(62.5)
    sensor._has_gyro = False
    motion = fed(sensor, ACC, streams(10)[0])
    assert len(motion) == 10
    assert np.isnan(motion.gyr_rad_s).all()


def test_a_lost_link_leaves_a_hole_as_long_as_the_silence() -> None:
    sensor = AdafruitSensor(62.5)
    acc, gyr = streams(640)
    before = fed_both(sensor, acc[:320], gyr[:320])
    sensor.resume()
    after = fed_both(sensor, acc[384:], gyr[384:])
    assert after.seq[0] - before.seq[-1] == pytest.approx(66, abs=1)
    assert after.t_us[0] - before.t_us[-1] == pytest.approx(66 * 15_625, abs=2000)
