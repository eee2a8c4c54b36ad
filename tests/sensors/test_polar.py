"""Tests Polar's driver: notifications in, samples out, and the sensor's own description.

Bytes and values are those of ``test_polar_frames``. Not tested is what the driver never meets: a
rate of zero.
"""

import asyncio
import math
import struct
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.sensors.clocks.stamped_series import StampedSeries
from evenstride.sensors.drivers import recognise
from evenstride.sensors.drivers.driver import Advertisement, Motion
from evenstride.sensors.drivers.joined import Join
from evenstride.sensors.drivers.polar import H10, SERVICE, VeritySense
from evenstride.sensors.drivers.polar_pmd import (
    ACC,
    GET,
    GYRO,
    START,
    STOP,
)
from evenstride.sensors.drivers.polar_sensor import PolarSensor, _Stream, choose, kinds_in
from evenstride.sensors.errors import SensorError
from evenstride.sensors.samples import Block, Leg
from evenstride.sensors.timeline import Timeline
from tests.fakes.gatt import OneByOne
from tests.sensors.damage import Arrival, Damage, fed, together
from tests.sensors.polar_frames import DELTA_57, RAW_36

DATA = "fb005c82-02e7-f387-1cad-8acd2d8df0c8"


def test_a_sensor_that_offers_nothing_is_refused() -> None:
    with pytest.raises(SensorError, match="what it can measure"):
        choose({}, ACC, 60.0)


RATE_HZ = 104.0

N = 40

ORIGIN_NS = 599_618_164_814_402_794


def verity() -> PolarSensor:
    sensor = PolarSensor(RATE_HZ)
    sensor._streams = {kind: _Stream(StampedSeries(RATE_HZ), most) for kind, most in MOST.items()}
    sensor._join = Join(2.5 / RATE_HZ, 6.0)
    return sensor


MOST = {ACC: 8.0, GYRO: 1000.0}


def packed_values(values: list[list[int]], bits: int = 12) -> bytes:
    """The first sample and one block of differences."""
    deltas = np.diff(np.array(values), axis=0).ravel()
    number = sum((int(d) & ((1 << bits) - 1)) << (bits * k) for k, d in enumerate(deltas))
    size = math.ceil(bits * len(deltas) / 8)
    block = bytes([bits, len(values) - 1]) + number.to_bytes(size, "little")
    return struct.pack("<3h", *values[0]) + block


def stream(frames: int, host_us: int = 10_000_000) -> list[Arrival]:
    """Frames of both kinds; x is the number of the sample, at most 2000 (mG or raw)."""
    out = []
    for f in range(frames):
        for kind, lag in ((ACC, 0), (GYRO, 17)):
            numbers = [f * N + k + lag for k in range(N)]
            values = [[n % 2000, -(n % 2000), 1000] for n in numbers]
            passed_s = (numbers[-1] + 1) / RATE_HZ
            packing = 0x81 if kind == ACC else 0x80
            head = struct.pack("<BQB", kind, ORIGIN_NS + round(passed_s * 1e9), packing)
            out.append((host_us + round(passed_s * 1e6), head + packed_values(values)))
    return sorted(out, key=lambda arrival: arrival[0])


def which(motion: Motion) -> list[int]:
    """The samples' own numbers, modulo 2000."""
    milli_g = motion.acc_m_s2 / 9.80665 * 1000
    assert np.abs(milli_g - milli_g.round()).max(initial=0.0) < 1e-6
    assert (milli_g[:, 2].round() == 1000).all()
    assert (milli_g[:, 0] == -milli_g[:, 1]).all()
    return milli_g[:, 0].round().astype(int).tolist()  # type: ignore[no-any-return]


def test_frames_of_both_kinds_are_joined_on_the_sensors_clock() -> None:
    motion = fed(verity(), DATA, stream(30))
    # The first frame tells the clock, of the last the rotation has yet to come.
    numbers = np.array(which(motion))
    assert numbers[0] <= 57
    assert numbers[-1] == 30 * N - 1
    assert (np.diff(numbers) == 1).all()
    assert (np.diff(motion.seq) == 1).all()
    t_s = motion.t_us / 1e6 - ORIGIN_NS / 1e9
    assert t_s == pytest.approx((numbers + 1) / RATE_HZ, abs=2e-6)
    raw = np.degrees(motion.gyr_rad_s[:, 0]) / (1000 / 32768)
    assert raw == pytest.approx(numbers, abs=0.01)


@settings(max_examples=8)
@given(st.integers(0, 1 << 32))
def test_a_bad_radio_costs_frames_but_never_changes_a_sample(seed: int) -> None:
    faults = Damage(0.02, 0.05, 0.05, 0.05, 0.05, 0.1, 0.02)
    motion = fed(verity(), DATA, faults.to(stream(100), seed))
    numbers = np.array(which(motion))
    assert len(numbers) > 1000
    steps = np.diff(numbers) % 2000
    assert (steps == np.diff(motion.seq)).all()
    assert (np.diff(motion.t_us) > 0).all()
    raw = np.degrees(motion.gyr_rad_s[:, 0]) / (1000 / 32768)
    # Where its numbers begin again, so does the line between two of them.
    off = np.abs(raw - numbers)
    assert off[(numbers > 3) & (numbers < 1996)].max() < 0.01


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 1 << 40),
            st.sampled_from([b"", b"\x02", b"\x05", RAW_36[:10], DELTA_57[:18], DELTA_57[:10]]),
            st.binary(max_size=100),
        ),
        max_size=20,
    )
)
def test_random_bytes_never_raise(arrivals: list[tuple[int, bytes, bytes]]) -> None:
    sensor = verity()
    for at_us, head, data in arrivals:
        motion = sensor.feed(DATA, head + data, at_us)
        assert np.abs(motion.acc_m_s2).max(initial=0.0) < 90
        assert np.abs(motion.gyr_rad_s).max(initial=0.0) < 20


def test_a_hundred_thousand_random_notifications_are_no_samples() -> None:
    rng = np.random.default_rng(0)
    sensor = verity()
    noise = rng.bytes(40 * 100_000)
    heads = [bytes([kind]) for kind in (ACC, GYRO)]
    for k in range(100_000):
        data = heads[k % 2] + noise[40 * k : 40 * (k + 1)]
        if k % 20 == 0:  # of a known type, which only one in a hundred is by chance
            data = data[:9] + (b"\x01" if k % 40 else b"\x80") + data[10:]
        assert len(sensor.feed(DATA, data, 10_000 * k)) == 0
    assert len(fed(sensor, DATA, stream(10, host_us=2_000_000_000))) > 300


def test_bytes_cut_off_by_a_small_mtu_are_no_samples() -> None:
    sensor = verity()
    parts = [sensor.feed(DATA, data[:20], at_us) for at_us, data in stream(10)]
    assert len(together(parts)) == 0


def test_an_h10_gives_acceleration_without_rotation() -> None:
    sensor = PolarSensor(100.0)
    sensor._streams = {ACC: _Stream(StampedSeries(100.0), 8.0)}
    frames = [
        (k * 360_000, RAW_36[:1] + struct.pack("<Q", k * 360_000_000) + RAW_36[9:])
        for k in range(1, 5)
    ]
    motion = fed(sensor, DATA, frames)
    assert len(motion) == 3 * 36
    assert motion.acc_m_s2[0] == pytest.approx(np.array([-0.009, -0.001, 0.999]) * 9.80665)
    assert np.isnan(motion.gyr_rad_s).all()
    assert (np.diff(motion.t_us) == 10_000).all()


def test_after_a_lost_link_the_clock_may_have_begun_anew() -> None:
    sensor = verity()
    before = fed(sensor, DATA, stream(10))
    sensor.resume()
    later = []
    for at_us, data in stream(10):
        stamp_ns = struct.unpack_from("<Q", data, 1)[0] - ORIGIN_NS
        later.append((at_us + 20_000_000, data[:1] + struct.pack("<Q", stamp_ns) + data[9:]))
    after = fed(sensor, DATA, later)
    # 20 s later it sends the same again; its first frame is needed to know the clock.
    away_s = 20 + (N - (10 * N - 1)) / RATE_HZ
    assert (after.t_us[0] - before.t_us[-1]) / 1e6 == pytest.approx(away_s, abs=0.001)
    assert after.seq[0] - before.seq[-1] == pytest.approx(away_s * RATE_HZ, abs=1)


FEEE = "0000feee-0000-1000-8000-00805f9b34fb"


@pytest.mark.parametrize(
    ("name", "services", "driver"),
    [
        ("Polar H10 12345678", (FEEE,), "Polar H10"),
        ("Polar Sense 12345678", (), "Polar Verity Sense"),
        ("Polar OH1 12345678", (FEEE,), "Polar"),
        ("Polar 360 12345678", (), "Polar"),
        ("left leg", (FEEE,), "Polar"),
        ("", (SERVICE,), "Polar"),
        ("Polar H9 12345678", (FEEE,), None),
        ("Polar Vantage V3 12345678", (FEEE,), None),
        ("Polar", (), None),
    ],
)
def test_sensors_are_known_by_name_or_service_and_watches_are_none(
    name: str, services: tuple[str, ...], driver: str | None
) -> None:
    known = recognise(Advertisement(name, services))
    assert (known[0].name if known else None) == driver
    # Whoever chooses one of them is told.
    assert known is None or "too late for live cues" in known[1]


@pytest.mark.parametrize(
    ("features", "kinds"),
    [
        ("0f6e0000000000000000000000000000", (ACC, GYRO)),
        ("0f05", (ACC,)),
        ("0f0e", (ACC,)),
    ],
)
def test_what_it_measures_it_says_itself(features: str, kinds: tuple[int, ...]) -> None:
    assert kinds_in(bytes.fromhex(features)) == kinds


@pytest.mark.parametrize("features", ["", "0f", "0f01", "f005"])
def test_a_sensor_that_measures_no_acceleration_is_told(features: str) -> None:
    with pytest.raises(SensorError, match="measures no acceleration"):
        kinds_in(bytes.fromhex(features))


@pytest.mark.parametrize("hole_s", [1.2, 4.0, 20.0])
@pytest.mark.parametrize("seed", range(3))
def test_from_the_start_and_after_a_hole_times_are_those_of_its_clock(
    hole_s: float, seed: int
) -> None:
    # Frames of 36 samples at 100 Hz; the first ones wait for the set-up, some stall for 0.4 s.
    rng = np.random.default_rng(seed)
    end_s = 0.36 * np.arange(1, 200)
    came_s = np.ceil(end_s / 0.03) * 0.03 + rng.exponential(0.004, len(end_s))
    came_s += rng.choice([0.0, 0.4], len(end_s), p=[0.95, 0.05])
    came_s = np.maximum.accumulate(np.maximum(came_s, 1.1))
    is_there = ~((end_s > 30) & (end_s < 30 + hole_s))
    sensor, timeline = PolarSensor(100.0), Timeline()
    sensor._streams = {ACC: _Stream(StampedSeries(100.0), 8.0)}
    parts = []
    for end, came in zip(end_s[is_there], came_s[is_there], strict=True):
        data = RAW_36[:1] + struct.pack("<Q", ORIGIN_NS + round(end * 1e9)) + RAW_36[9:]
        done = sensor.feed(DATA, data, round(came * 1e6))
        if len(done):
            assert done.host_us is not None
            block = Block(
                Leg.LEFT, done.seq, done.t_us, done.host_us, done.acc_m_s2, done.gyr_rad_s
            )
            parts.append((done.seq, timeline.update(block).t_s, done.t_us / 1e6 - ORIGIN_NS / 1e9))
    seq, t_s, true_s = (np.concatenate(column) for column in zip(*parts, strict=True))
    began_s = timeline.seconds(0)
    off_s = t_s - began_s - true_s
    assert np.abs(off_s[true_s > 5]).max() < 0.040
    # The timeline does not begin again, not even in the first seconds.
    assert np.ptp(off_s) < 0.5
    # What is missing leaves room for its numbers.
    (gap,) = np.flatnonzero(np.diff(seq) > 1)
    assert seq[gap + 1] - seq[gap] == round((true_s[gap + 1] - true_s[gap]) * 100)


def test_the_rate_is_the_wanted_one_or_the_next_higher() -> None:
    assert [VeritySense().rate_hz(hz) for hz in (1, 52, 60, 1000)] == [52, 52, 104, 416]
    assert [H10().rate_hz(hz) for hz in (1, 50, 60, 1000)] == [25, 50, 100, 200]


T = TypeVar("T")


class Forgetful(OneByOne):
    """An H10 of which some answers are lost, by their number."""

    def __init__(self, *lost: int) -> None:
        self.lost = lost
        self.runs = False
        self.asked: list[str] = []

    async def read(self, characteristic: str) -> bytes:
        return b"\x0f\x04" + bytes(15)

    async def listen(self, characteristic: str) -> None:
        pass

    async def write(self, characteristic: str, data: bytes) -> None:
        raise AssertionError

    async def ask(
        self, characteristic: str, command: bytes, answer: Callable[[bytes], T | None]
    ) -> T | None:
        self.asked.append(command[:1].hex())
        told = (
            bytes.fromhex("00 00 00 01 6400 01 01 1000 02 01 0800")
            if command[0] == GET
            else b"\0\0"
        )
        if command[0] == START and self.runs:
            told = b"\x06\0"
        self.runs = command[0] == START or (self.runs and command[0] != STOP)
        found = answer(b"\xf0" + command[:2] + told)
        return None if len(self.asked) in self.lost else found


@pytest.mark.parametrize(
    ("lost", "asked"),
    [((), "03 01 02 03"), ((2,), "03 01 01 02 03"), ((3,), "03 01 02 03 02 03")],
)
def test_a_lost_answer_is_asked_for_anew(lost: tuple[int, ...], asked: str) -> None:
    gatt = Forgetful(*lost)

    async def set_up() -> None:
        async with PolarSensor(100.0).streaming(gatt):
            assert gatt.runs

    asyncio.run(set_up())
    assert " ".join(gatt.asked) == asked
    assert not gatt.runs
