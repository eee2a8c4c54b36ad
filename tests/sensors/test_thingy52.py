"""Tests the driver for the Thingy:52: bytes in, samples out.

No captured notifications were found in public sources: the layout is that of
NordicSemiconductor/Nordic-Thingy52-FW@779c630e, ble_tms.h and m_motion.c.
"""

import asyncio

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.sensors.drivers import recognise
from evenstride.sensors.drivers.driver import Advertisement
from evenstride.sensors.drivers.thingy52 import SERVICE, Thingy52, Thingy52Sensor
from evenstride.sensors.samples import Leg, LinkState, Note
from tests.radio.session import Received, clockwork, session
from tests.radio.simulated_time import in_simulated_time
from tests.radio.thingy52 import RAW, VirtualThingy52
from tests.sensors.damage import Arrival, Damage, fed

SAMPLE = bytes.fromhex("0000000000042000e0ff4001000000000000")


def test_it_is_known_by_its_service_whatever_its_name() -> None:
    known = recognise(Advertisement("left knee", (SERVICE,)))
    assert known is not None
    assert known[1] == "Thingy:52"
    assert recognise(Advertisement("Thingy")) is None


@pytest.mark.parametrize(("wanted_hz", "rate_hz"), [(60, 60), (1, 5), (30.5, 31), (200, 60)])
def test_the_rate_is_the_wanted_one_or_what_it_can(wanted_hz: float, rate_hz: float) -> None:
    assert Thingy52().rate_hz(wanted_hz) == rate_hz


def test_a_notification_of_the_layout_is_values_in_si_units() -> None:
    motion = fed(Thingy52Sensor(60.0), RAW, [(0, SAMPLE)])
    assert motion.acc_m_s2[0].tolist() == pytest.approx([0, 0, 9.80665])
    assert np.degrees(motion.gyr_rad_s[0]).tolist() == pytest.approx([1, -1, 10])


def stream(n: int, rate_hz: float = 60.0) -> list[Arrival]:
    """N samples; the first word counts them."""
    body = [np.array([k, 0, 1024, 0, 0, 0, 0, 0, 0], "<i2").tobytes() for k in range(n)]
    return [(round(1e6 + k * 1e6 / rate_hz), data) for k, data in enumerate(body)]


def test_what_a_bad_radio_loses_is_said_and_times_stay() -> None:
    arrivals = Damage(lost=0.1, twice=0.02, cut=0.01, stalled=0.003).to(stream(2000), 1)
    motion = fed(Thingy52Sensor(60.0), RAW, arrivals)
    number = np.round(motion.acc_m_s2[:, 0] / 9.80665 * 1024)
    assert (np.diff(motion.seq) > 0).all()
    # A fifth of the 220 that are lost or cut.
    assert motion.seq[-1] == pytest.approx(2000, abs=44)
    off_us = motion.t_us - 1e6 - number * 1e6 / 60
    # Of a loss that was not found, times are off by a sample, of two by two.
    assert np.quantile(np.abs(off_us[number > 300]), 0.9) < 2e6 / 60
    assert np.median(np.abs(off_us[number > 300])) < 1e6 / 60


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 1 << 40), st.binary(max_size=20)), max_size=20))
def test_random_bytes_never_raise(arrivals: list[Arrival]) -> None:
    assert np.isfinite(fed(Thingy52Sensor(60.0), RAW, [*arrivals, (0, b"")]).acc_m_s2).all()


@pytest.mark.parametrize(("rate_hz", "writes"), [(10, 2), (60, 0)])
@in_simulated_time
async def test_it_streams_what_it_felt_and_its_flash_is_spared(rate_hz: int, writes: int) -> None:
    sensor = VirtualThingy52(motion=clockwork, rate_hz=rate_hz)
    before = sensor.configuration
    async with session(sensor) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(5.0)
        sensor.hang_up()
        await running.until(Leg.LEFT, LinkState.BACK)
        await asyncio.sleep(3.0)
    got = Received(running)
    assert (np.diff(got.seq) > 0).all()
    assert np.diff(got.felt_s[100:200]).mean() == pytest.approx(1 / 60, rel=0.01)
    assert np.abs(got.turned_s - got.felt_s).max() < 0.010
    assert (sensor.configuration, sensor.flash_writes) == (before, writes)
    notes = [item.data for item in running.items if isinstance(item, Note)]
    assert {note["pct"] for note in notes if "pct" in note} == {71}
