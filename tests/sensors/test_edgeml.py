"""Tests the driver for boards with the EdgeML firmware: bytes in, samples out.

No captured notifications were found in public sources: packets are those of the layout in
edge-ml/EdgeML-Arduino@77d1b061. The Nicla's description is in its Nicla_Parse_Scheme.cpp as bytes;
here is the beginning of it.
"""

import asyncio
import math
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.sensors.bluetooth import BluetoothSource
from evenstride.sensors.drivers import recognise
from evenstride.sensors.drivers.driver import Advertisement
from evenstride.sensors.drivers.edgeml import SERVICE, EdgeML, EdgeMLSensor, configuration
from evenstride.sensors.drivers.edgeml_scheme import USUAL, parse_scheme
from evenstride.sensors.errors import SensorError
from evenstride.sensors.samples import Leg, LinkState, Note
from tests.radio import edgeml
from tests.radio.edgeml import EARABLE, NANO, NICLA, XIAO, Board, VirtualEdgeML, scheme
from tests.radio.session import Received, clockwork, session
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.sensors.damage import Arrival, Damage, fed, together

NICLA_BEGINS = (
    b"\x02\x04\x0cACCELERATION\x03\x06\x03ACC\x01X\x01g\x06\x03ACC\x01Y\x01g\x06\x03ACC\x01Z\x01g"
    b"\x0d\x09GYROSCOPE\x03\x06\x04GYRO\x01X\x03dps\x06\x04GYRO\x01Y\x03dps\x06\x04GYRO\x01Z\x03dps"
)


def sensor_of(board: Board, rate_hz: float = 1000 / 16) -> EdgeMLSensor:
    sensor = EdgeMLSensor(rate_hz)
    sensor._choose(parse_scheme(scheme(board)))
    return sensor


def test_boards_are_known_by_their_service_whatever_their_name() -> None:
    for name, model in (("XIAO-A1B2", "EdgeML board"), ("OpenEarable-42", "OpenEarable")):
        known = recognise(Advertisement(name, (SERVICE,)))
        assert known is not None
        assert (known[0].name, known[1]) == ("EdgeML", model)
    assert recognise(Advertisement("XIAO-A1B2")) is None


def test_the_description_of_a_nicla_names_its_sensors_and_units() -> None:
    acc, gyro = parse_scheme(NICLA_BEGINS)
    assert (acc.id, gyro.id) == (4, 13)
    assert acc.acc is not None
    assert acc.acc.unit == pytest.approx(9.80665)
    assert acc.gyro is None
    assert gyro.gyro is not None
    assert gyro.gyro.unit == pytest.approx(math.radians(1))


@pytest.mark.parametrize("data", [b"", b"\x00\x01", bytes(40), b"\x03\x00\xff"])
def test_a_description_that_can_not_be_read_gives_nothing(data: bytes) -> None:
    assert parse_scheme(data) == []


def test_an_unknown_unit_is_not_guessed() -> None:
    strange = Board("?", {0: ("ACC", [("ACC", axis, "counts") for axis in "XYZ"])})
    assert parse_scheme(scheme(strange)) == []


def test_the_commands_are_those_of_the_document() -> None:
    assert configuration(0, 50.0).hex() == "000000484200000000"
    assert configuration(1, 50.0).hex() == "010000484200000000"
    assert configuration(0, 0.0).hex() == "000000000000000000"


@pytest.mark.parametrize(("wanted_hz", "rate_hz"), [(50, 50), (60, 62.5), (500, 100), (1, 10)])
def test_the_rate_is_the_wanted_one_or_the_next_higher(wanted_hz: float, rate_hz: float) -> None:
    assert EdgeML().rate_hz(wanted_hz) == rate_hz
    # The firmware waits until more than the whole milliseconds have passed.
    assert int(1000 / EdgeMLSensor(rate_hz)._asked_hz) + 1 == round(1000 / rate_hz)


def test_packets_of_the_layout_are_values_in_si_units() -> None:
    sensor = EdgeMLSensor(1000 / 21)
    sensor._choose(list(USUAL))
    packets = [
        "000ce803000000000000000000000000803f",
        "010ce803000000002041000020c10000a042",
        "010cfd03000000002041000020c10000a042",
        "000cfd03000000000000000000000000803f",
        "010c1204000000002041000020c10000a042",
        "000c1204000000000000000000000000803f",
    ]
    arrivals = [(10_000 * k, bytes.fromhex(packet)) for k, packet in enumerate(packets)]
    motion = fed(sensor, edgeml.DATA, arrivals)
    assert motion.t_us.tolist() == [1_000_000, 1_021_000, 1_042_000]
    assert motion.acc_m_s2[0].tolist() == pytest.approx([0, 0, 9.80665])
    assert np.degrees(motion.gyr_rad_s[0]).tolist() == pytest.approx([10, -10, 80])


def stream(n: int, period_ms: int = 16, gyro_lag_ms: int = 1, clock_ms: int = 0) -> list[Arrival]:
    """N samples of each kind; the x axes tell when they were measured, seconds."""
    out = []
    for k in range(n):
        for sensor_id, lag_ms, unit in ((0, 0, 9.80665), (1, gyro_lag_ms, math.radians(1))):
            at_ms = k * period_ms + lag_ms
            head = struct.pack("<BBI", sensor_id, 12, (clock_ms + at_ms) % (1 << 32))
            body = struct.pack("<3f", at_ms / 1000 / unit, 0.0, 1.0)
            out.append((1_000_000 + at_ms * 1000, head + body))
    return out


def test_rotation_is_that_of_the_moment_of_acceleration_across_the_wrap() -> None:
    motion = fed(sensor_of(XIAO), edgeml.DATA, stream(500, clock_ms=(1 << 32) - 3000))
    assert len(motion) == 499  # before the first rotation there is none
    assert (np.diff(motion.seq) == 1).all()
    assert np.allclose(np.diff(motion.t_us), 16_000, atol=1000)
    assert np.abs(motion.gyr_rad_s[:, 0] - motion.acc_m_s2[:, 0]).max() < 0.0005


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("lost", [0.02, 0.2])
def test_what_a_bad_radio_loses_is_said_and_times_stay(seed: int, lost: float) -> None:
    arrivals = stream(2000)
    damaged = Damage(lost=lost, twice=0.02, cut=0.01, stalled=0.005, noise=0.01).to(arrivals, seed)
    motion = fed(sensor_of(XIAO), edgeml.DATA, damaged)
    assert (np.diff(motion.seq) > 0).all()
    at_s = motion.acc_m_s2[:, 0]
    assert np.abs(motion.t_us / 1e6 - at_s).max() < 0.002
    # Every sample that is missing has left room for its number.
    assert np.array_equal(motion.seq - motion.seq[0], np.round((at_s - at_s[0]) / 0.016))
    assert np.abs(motion.gyr_rad_s[:, 0] - at_s).max() < 0.001
    assert len(motion) > 2000 * (1 - lost) * 0.9


@pytest.mark.parametrize("period_ms", [5, 10, 32, 160])
def test_a_board_that_ignores_the_rate_is_measured_and_it_is_said_once(period_ms: int) -> None:
    sensor = sensor_of(XIAO)
    n = 15_000 // period_ms
    parts = [sensor.feed(edgeml.DATA, data, at_us) for at_us, data in stream(n, period_ms)]
    motion = together(parts)
    later = motion.acc_m_s2[:, 0] > 5
    assert (np.diff(motion.seq[later]) == 1).all()
    assert motion.seq[-1] - motion.seq[0] + 1 - len(motion) <= 24 * 10
    assert np.abs(motion.t_us / 1e6 - motion.acc_m_s2[:, 0]).max() < 0.004
    (said,) = [part.said for part in parts if part.said]
    assert f"its rate is {1000 / period_ms:.3g}" in said


def test_a_clock_that_begins_anew_leaves_a_hole_as_long_as_the_silence() -> None:
    sensor = sensor_of(XIAO)
    before = fed(sensor, edgeml.DATA, stream(300))
    sensor.resume()
    later = [(at_us + 6_000_000, data) for at_us, data in stream(300)]
    after = fed(sensor, edgeml.DATA, later)
    assert after.t_us[0] - before.t_us[-1] == pytest.approx(6e6 - 300 * 16_000, abs=60_000)
    assert after.seq[0] - before.seq[-1] == pytest.approx(6e6 / 16_000 - 300, abs=4)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 1 << 40), st.binary(max_size=30)), max_size=20))
def test_random_bytes_never_raise(arrivals: list[Arrival]) -> None:
    for board in (XIAO, EARABLE):
        motion = fed(sensor_of(board), edgeml.DATA, [*arrivals, (0, b"")])
        assert np.isfinite(motion.acc_m_s2).all()


@pytest.mark.parametrize("board", [XIAO, NANO, NICLA, EARABLE], ids=lambda board: board.name)
@in_simulated_time
async def test_each_board_streams_what_it_felt_and_stops(board: Board) -> None:
    sensor = VirtualEdgeML(board, motion=clockwork, clock_ms=(1 << 32) - 4000)
    async with session(sensor) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(8.0)
    got = Received(running)
    assert (np.diff(got.seq) == 1).all()
    assert np.ptp(got.t_s - got.felt_s) < 0.003
    assert np.abs(got.turned_s - got.felt_s).max() < 0.003
    assert sensor.running == {}
    notes = [item.data for item in running.items if isinstance(item, Note)]
    # The motion chip of a Nicla has rates of its own.
    assert sum("its rate is 100" in str(note.get("text")) for note in notes) == (board is NICLA)
    assert sum("pct" in note for note in notes) == (board is EARABLE)


@in_simulated_time
async def test_another_firmware_is_told_with_the_remedy() -> None:
    sensor = VirtualEdgeML(describes=False)
    async with VirtualRadio(sensor), BluetoothSource({Leg.LEFT: sensor.address}) as source:
        with pytest.raises(SensorError, match=r"Load EdgeML's onto it\.$"):
            async for _ in source:
                pass
