"""Tests the driver for the 221e Muse v3: bytes in, samples out.

The answers and the notification are captures in tszheichoi/sensor-ble@bf6b911a, devices/muse_v3.js.
"""

import asyncio
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.sensors.bluetooth import BluetoothSource
from evenstride.sensors.drivers import recognise
from evenstride.sensors.drivers.driver import Advertisement
from evenstride.sensors.drivers.muse import SERVICE, Muse, MuseSensor, answer_to, wide_enough
from evenstride.sensors.errors import SensorError
from evenstride.sensors.samples import FloatArray, IntArray, Leg, LinkState, Note
from tests.radio.muse import DATA, IDLE, VirtualMuse
from tests.radio.session import Received, clockwork, session
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.sensors.damage import Arrival, Damage, fed, together

SCALES = bytes.fromhex("0005c00047000000000000000000000000000000")
STARTED = bytes.fromhex("00090200470000ff010001000000000000000000")
# With all parts; what follows the magnetic field and comes before the time is left out below.
CAPTURED = bytes.fromhex(
    "b2b6645726470000feff0600faff0b001e00e2032b00c6f9de0080ff70ffa0ff3a0146000a00b3b664572600"
)
SAMPLE = CAPTURED[:26] + CAPTURED[-6:]


def sensor_with(scales: int, rate_hz: float = 100.0) -> MuseSensor:
    sensor = MuseSensor(rate_hz)
    sensor._acc_m_s2 = {0x04: 0.976e-3, 0x08: 0.244e-3}[scales & 0x0C] * 9.80665
    sensor._gyro_rad_s = math.radians({2: 0.035, 3: 0.07}[scales & 3])
    return sensor


@pytest.mark.parametrize(
    ("name", "services", "model"),
    [
        ("muse_v3", (), "Muse v3"),
        ("My muse_v3 left", (), "Muse v3"),
        ("TropX-12", (), "TropX"),
        ("renamed", (SERVICE,), "Muse v3"),
        ("Muse-1A2B", ("0000fe8d-0000-1000-8000-00805f9b34fb",), None),
        ("MuseS-F0E1", (), None),
        ("Amuse_v3", (), None),
    ],
)
def test_it_is_known_by_name_or_service_and_no_headband_is(
    name: str, services: tuple[str, ...], model: str | None
) -> None:
    known = recognise(Advertisement(name, services))
    assert (known[1] if known else None) == model


def test_captured_answers_are_read() -> None:
    answer = answer_to(0xC0)(SCALES)
    assert answer is not None
    assert answer[0] == 0
    assert answer[1][0] == 0x47
    started = answer_to(0x02)(STARTED)
    assert started is not None
    assert started[0] == 0
    assert answer_to(0x02)(SCALES) is None


def test_a_captured_sample_is_what_the_source_says_of_it() -> None:
    sensor = sensor_with(0x47)
    later = [SAMPLE[:-6] + (164_674_975_411 + 10 * k).to_bytes(6, "little") for k in range(3)]
    assert later[0] == SAMPLE
    motion = fed(sensor, DATA, [(10_000 * k, data) for k, data in enumerate(later)])
    assert motion.t_us.tolist() == [(164_674_975_411 % (1 << 32) + 10 * k) * 1000 for k in range(3)]
    assert np.degrees(motion.gyr_rad_s[0]).tolist() == pytest.approx([-0.14, 0.42, -0.42])
    milli_g = motion.acc_m_s2[0] / 9.80665e-3
    assert milli_g.tolist() == pytest.approx([10.736, 29.28, 970.144])


def test_several_samples_may_come_in_one_notification() -> None:
    sensor = sensor_with(0x47)
    parts = [SAMPLE[8:-6] + (1000 + 10 * k).to_bytes(6, "little") for k in range(8)]
    arrivals = [(40_000 * k, bytes(8) + b"".join(parts[4 * k : 4 * k + 4])) for k in range(2)]
    assert np.diff(fed(sensor, DATA, arrivals).t_us).tolist() == [10_000] * 7


@pytest.mark.parametrize(
    ("scales", "wanted"), [(0x47, 0x47), (0x00, 0x0A), (0x41, 0x4A), (0xC8, 0xCA), (0x0F, 0x0F)]
)
def test_only_scales_too_narrow_for_a_leg_are_widened(scales: int, wanted: int) -> None:
    assert wide_enough(scales) == wanted


@pytest.mark.parametrize(("wanted_hz", "rate_hz"), [(60, 100), (25, 25), (500, 200)])
def test_the_rate_is_the_wanted_one_or_the_next_higher(wanted_hz: float, rate_hz: float) -> None:
    assert Muse().rate_hz(wanted_hz) == rate_hz


def stream(n: int, period_ms: float = 10.0, clock_ms: int = 0) -> list[Arrival]:
    """N samples; the first word of the acceleration counts them."""
    out = []
    for k in range(n):
        at_ms = int(k * period_ms)
        body = np.array([0, 0, 0, k, 0, 0, 0, 0, 0], "<i2").tobytes()
        stamp = (clock_ms + at_ms).to_bytes(6, "little")
        out.append((1_000_000 + at_ms * 1000, bytes(8) + body + stamp))
    return out


def counted(acc_m_s2: FloatArray) -> IntArray:
    return np.round(acc_m_s2[:, 0] / (0.244e-3 * 9.80665)).astype(np.int64)


@pytest.mark.parametrize("lost", [0.02, 0.2])
def test_what_a_bad_radio_loses_is_said_and_times_stay(lost: float) -> None:
    arrivals = stream(2000, clock_ms=(1 << 32) - 5000)
    damaged = Damage(lost=lost, twice=0.02, cut=0.01, stalled=0.005, noise=0.01).to(arrivals, 1)
    motion = fed(sensor_with(0x0A), DATA, damaged)
    numbers = counted(motion.acc_m_s2)
    assert (motion.seq - motion.seq[0]).tolist() == (numbers - numbers[0]).tolist()
    assert np.abs(motion.t_us - motion.t_us[0] - 10_000 * (numbers - numbers[0])).max() < 1500
    assert len(motion) > 2000 * (1 - lost) * 0.9


def test_a_sensor_that_ignores_the_rate_is_measured_and_it_is_said_once() -> None:
    sensor = sensor_with(0x0A)
    parts = [sensor.feed(DATA, data, at_us) for at_us, data in stream(600, 40.0)]
    motion = together(parts)
    assert (np.diff(motion.seq[30:]) == 1).all()
    (said,) = [part.said for part in parts if part.said]
    assert "its rate is 25" in said


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 1 << 40), st.binary(max_size=60)), max_size=20))
def test_random_bytes_never_raise(arrivals: list[Arrival]) -> None:
    motion = fed(sensor_with(0x0A), DATA, [*arrivals, (0, b"")])
    assert np.isfinite(motion.acc_m_s2).all()


@pytest.mark.parametrize("scales", [0x47, 0x00])
@in_simulated_time
async def test_it_streams_what_it_felt_and_is_left_as_it_was(scales: int) -> None:
    sensor = VirtualMuse(motion=clockwork, scales=scales)
    sensor.state = 0x08  # of a program that crashed
    async with session(sensor) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(5.0)
    got = Received(running)
    assert (np.diff(got.seq) == 1).all()
    # At 32 g a count is 3 ms of the hand.
    assert np.ptp(got.t_s - got.felt_s) < 0.006
    assert np.abs(got.turned_s - got.felt_s).max() < 0.006
    assert sensor.state == IDLE
    assert sensor.scales == scales
    (battery,) = [item for item in running.items if isinstance(item, Note)]
    assert battery.data["pct"] == 58


@in_simulated_time
async def test_short_packets_are_told_with_the_remedy() -> None:
    sensor = VirtualMuse()
    sensor.most_mtu = 23
    async with VirtualRadio(sensor), BluetoothSource({Leg.LEFT: sensor.address}) as source:
        with pytest.raises(SensorError, match=r"20 of 32 bytes.*Use another adapter\.$"):
            async for _ in source:
                pass
