"""Tests the Movella DOT driver: bytes in, samples out, and its set-up."""

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.sensors.drivers import recognise
from evenstride.sensors.drivers.driver import NO_MOTION, Advertisement, Motion
from evenstride.sensors.drivers.movella_dot import MovellaDot, MovellaDotSensor, decode
from evenstride.sensors.errors import SensorError
from tests.fakes.gatt import FakeGatt
from tests.radio.simulated_time import in_simulated_time
from tests.sensors.damage import Arrival, Damage, fed, together

BASE = "1517{}-4947-11e9-8646-d663bd873d93"
MEDIUM = BASE.format("2003")
WRAP_US = 1 << 32

# No public capture of a measurement was found. The layout and the length of 40 bytes are those of
# the maker's specification (XD0506P rev. C, tables 12, 15 and 17), which a client of its own reads
# in the same way: njanssen/node-movella-dot@3c55c3aa XsensDot.js decodes these bytes to the values
# below.
BEFORE_WRAP = bytes.fromhex("00ffffff000000000000000000001d410000c03f00007ac30000803e") + bytes(12)
AFTER_WRAP = bytes.fromhex("1b400000000000000000000000001d410000c03f00007ac30000803e") + bytes(12)
ACC, GYR_DEG_S = [0.0, 0.0, 9.8125], [1.5, -250.0, 0.25]
# What a battery read gave: documentation of a public Bluetooth gateway.
BATTERY_100 = bytes.fromhex("6400")
# The same specification, table 7: nothing to change, sleep after 10 and 30 minutes, 60 Hz.
CONTROL = bytes.fromhex("0000000a001e00") + bytes(17) + bytes.fromhex("3c00") + bytes(6)


def payload(k: int, stamp_us: int) -> bytes:
    """A sample that tells its number."""
    return struct.pack("<I6f12x", stamp_us % WRAP_US, k % 100, k // 100 % 100, 9.8125, *GYR_DEG_S)


def number_of(motion: Motion) -> list[int]:
    assert (motion.acc_m_s2[:, 2] == 9.8125).all()
    assert np.allclose(np.degrees(motion.gyr_rad_s), GYR_DEG_S)
    return (motion.acc_m_s2[:, 0] + 100 * motion.acc_m_s2[:, 1]).astype(int).tolist()  # type: ignore[no-any-return]


def stream(
    n: int, first: int = 0, start_us: int = 0, host_us: int = 0, rate_hz: float = 60.0
) -> list[Arrival]:
    """Samples, 30 ms on the way."""
    times_us = [round(k * 1e6 / rate_hz) for k in range(first, first + n)]
    return [
        (host_us + 30_000 + at_us, payload(first + i, start_us + at_us))
        for i, at_us in enumerate(times_us)
    ]


def test_a_sample_has_metres_and_radians() -> None:
    packet = decode(BEFORE_WRAP)
    assert packet.stamp == 4_294_967_040
    assert packet.acc_m_s2.tolist() == [ACC]
    assert np.allclose(packet.gyr_rad_s, np.radians([GYR_DEG_S]), atol=1e-12)


def test_the_clock_is_unwrapped() -> None:
    later = (0x401B + 16_667).to_bytes(4, "little") + AFTER_WRAP[4:]
    arrivals = [(0, BEFORE_WRAP), (16_667, AFTER_WRAP), (33_334, later)]
    motion = fed(MovellaDotSensor(60.0), MEDIUM, arrivals)
    assert motion.t_us.tolist() == [4_294_967_040 + 16_667 * k for k in range(3)]
    assert motion.seq.tolist() == [0, 1, 2]
    assert motion.acc_m_s2.tolist() == [ACC] * 3


def test_a_session_that_begins_just_before_the_wrap_and_lasts_past_the_next_has_no_seam() -> None:
    n = 60 * 73
    arrivals = stream(n, start_us=WRAP_US - 1_500_000, rate_hz=1.0)
    motion = fed(MovellaDotSensor(1.0), MEDIUM, arrivals)
    assert motion.seq.tolist() == number_of(motion) == list(range(n))
    assert (np.diff(motion.t_us) == 1_000_000).all()
    assert motion.t_us[-1] - motion.t_us[0] > WRAP_US


def test_a_value_may_be_as_short_as_its_payload() -> None:
    arrivals = [(at_us, data[:28]) for at_us, data in stream(10)]
    assert number_of(fed(MovellaDotSensor(60.0), MEDIUM, arrivals)) == list(range(10))


def test_what_a_small_mtu_cut_short_is_lost_and_counted() -> None:
    arrivals = stream(20)
    arrivals[7] = (arrivals[7][0], arrivals[7][1][:20])
    arrivals[8] = (arrivals[8][0], arrivals[8][1][:27])
    motion = fed(MovellaDotSensor(60.0), MEDIUM, arrivals)
    kept = [*range(7), *range(9, 20)]
    assert number_of(motion) == kept
    assert motion.seq.tolist() == kept


def test_lost_samples_leave_their_numbers_and_their_time() -> None:
    arrivals = stream(100)
    motion = fed(MovellaDotSensor(60.0), MEDIUM, arrivals[:10] + arrivals[57:])
    assert motion.seq.tolist() == [*range(10), *range(57, 100)]
    assert motion.t_us[10] - motion.t_us[9] == round(57e6 / 60) - round(9e6 / 60)


def test_every_second_sample_is_a_slower_sensor_and_that_doubt_is_said_once() -> None:
    sensor = MovellaDotSensor(60.0)
    motions = [sensor.feed(MEDIUM, data, at_us) for at_us, data in stream(900)[::2]]
    assert number_of(together(motions)) == list(range(0, 900, 2))
    assert np.diff(together(motions).seq[50:]).tolist() == [1] * 399
    (said,) = (motion.said for motion in motions if motion.said)
    assert "its rate is 30: it is slower than asked, or loses samples too regularly" in said


def test_other_characteristics_hold_no_samples() -> None:
    assert len(fed(MovellaDotSensor(60.0), BASE.format("3001"), stream(10))) == 0


def test_after_a_lost_link_the_sensors_clock_says_how_long_it_was_away() -> None:
    sensor = MovellaDotSensor(60.0)
    arrivals = stream(600, start_us=WRAP_US - 2_000_000)
    before = fed(sensor, MEDIUM, arrivals[:100])
    sensor.resume()
    # A link that is new takes a while to become prompt.
    late = [(at_us + 300_000, data) for at_us, data in arrivals[400:]]
    after = fed(sensor, MEDIUM, late)
    assert [*before.seq, *after.seq] == [*range(100), *range(400, 600)]
    assert after.t_us[0] - before.t_us[-1] == round(400e6 / 60) - round(99e6 / 60)


def test_a_link_that_was_away_for_longer_than_the_clock_takes_to_wrap() -> None:
    sensor = MovellaDotSensor(60.0)
    before = fed(sensor, MEDIUM, stream(100))
    sensor.resume()
    after = fed(sensor, MEDIUM, stream(100, first=60 * 60 * 150))
    assert after.seq[0] == 60 * 60 * 150
    assert after.t_us[0] - before.t_us[0] == 150 * 60 * 1_000_000


@pytest.mark.parametrize("new_start_us", [0, 1_000_000, 4_000_000_000])
def test_a_sensor_that_was_switched_off_and_on_goes_on_where_the_host_says(
    new_start_us: int,
) -> None:
    sensor = MovellaDotSensor(60.0)
    before = fed(sensor, MEDIUM, stream(6000, start_us=500_000_000))
    sensor.resume()
    after = fed(sensor, MEDIUM, stream(100, start_us=new_start_us, host_us=160_000_000))
    assert number_of(after) == list(range(100))
    assert abs(after.t_us[0] - before.t_us[0] - 160_000_000) < 20_000
    assert abs(after.seq[0] - 9600) <= 1
    assert (np.diff(after.seq) == 1).all()


def test_a_sensor_that_was_switched_off_and_on_quickly_goes_on_at_once() -> None:
    sensor = MovellaDotSensor(60.0)
    before = fed(sensor, MEDIUM, stream(600, start_us=500_000_000))
    sensor.resume()
    after = fed(sensor, MEDIUM, stream(100, host_us=13_000_000))
    assert number_of(after) == list(range(100))
    assert abs(after.t_us[0] - before.t_us[0] - 13_000_000) < 20_000


def test_the_first_of_two_with_the_same_time_counts() -> None:
    arrivals = stream(10)
    arrivals.insert(1, (arrivals[0][0], arrivals[0][1][:4] + bytes(36)))
    arrivals.insert(5, (arrivals[4][0], arrivals[4][1][:4] + bytes(36)))
    assert number_of(fed(MovellaDotSensor(60.0), MEDIUM, arrivals)) == list(range(10))


def test_a_clock_that_is_set_anew_without_a_lost_link_stops_the_data_for_seconds_only() -> None:
    sensor = MovellaDotSensor(60.0)
    fed(sensor, MEDIUM, stream(600, start_us=500_000_000))
    after = fed(sensor, MEDIUM, stream(600, host_us=10_000_000))
    assert number_of(after) == list(range(599 - len(after) + 1, 600))
    assert len(after) > 290


def test_a_clock_that_is_set_between_two_samples_of_one_event_of_the_radio_costs_none() -> None:
    sent = stream(601, start_us=500_000_000) + stream(599, host_us=601 * 16_667)
    pairs = [(sent[n | 1][0], data) for n, (_, data) in enumerate(sent)]
    motion = fed(MovellaDotSensor(60.0), MEDIUM, pairs)
    assert motion.seq.tolist() == list(range(1200))
    assert np.abs(np.diff(motion.t_us) - 16_667).max() < 40_000


@pytest.mark.parametrize(
    "damage",
    [
        Damage(lost=0.2),
        Damage(twice=0.3),
        Damage(again=0.3),
        Damage(late=0.1),
        Damage(cut=0.2),
        Damage(noise=0.5),
        Damage(stalled=0.01),
        Damage(0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.002),
    ],
    ids=str,
)
def test_whatever_the_radio_does_no_sample_is_wrong_and_none_counts_twice(damage: Damage) -> None:
    n = 2_000
    arrivals = damage.to(stream(n, start_us=WRAP_US - 60_000_000), seed=1)
    motion = fed(MovellaDotSensor(60.0), MEDIUM, arrivals)
    numbers = number_of(motion)
    offset = numbers[0]
    assert motion.seq.tolist() == [k - offset for k in numbers]
    assert (np.diff(motion.t_us) > 16_000).all()
    lost = damage.lost + damage.cut + damage.late
    assert len(motion) > n * (1 - 1.5 * lost) - 5


@pytest.mark.parametrize(
    "damage", [Damage(twice=1.0), Damage(again=1.0), Damage(stalled=0.02)], ids=str
)
def test_what_only_comes_twice_or_in_bursts_is_all_there(damage: Damage) -> None:
    motion = fed(MovellaDotSensor(60.0), MEDIUM, damage.to(stream(3000), seed=2))
    assert number_of(motion) == list(range(3000))


def test_one_that_was_overtaken_takes_its_place() -> None:
    arrivals = stream(10)
    arrivals[4], arrivals[5] = arrivals[5], arrivals[4]
    assert number_of(fed(MovellaDotSensor(60.0), MEDIUM, arrivals)) == list(range(10))


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 1 << 40), st.binary(max_size=64)), max_size=20))
def test_random_bytes_never_raise(arrivals: list[Arrival]) -> None:
    sensor = MovellaDotSensor(60.0)
    motions = [sensor.feed(MEDIUM, data, at_us) for at_us, data in arrivals]
    for motion in motions:
        assert (np.abs(motion.acc_m_s2) < 200).all()
        assert (np.abs(motion.gyr_rad_s) < 40).all()


def test_a_hundred_thousand_random_notifications_are_no_samples() -> None:
    rng = np.random.default_rng(0)
    sensor = MovellaDotSensor(60.0)
    for k in range(0, 100_000, 1000):
        noise = rng.bytes(40_000)
        for i in range(1000):
            data = noise[40 * i : 40 * i + 40 - i % 16]  # some are cut short
            assert sensor.feed(MEDIUM, data, (k + i) * 10_000) is NO_MOTION
    assert number_of(fed(sensor, MEDIUM, stream(10, host_us=1_000_000_000))) == list(range(10))


@settings(max_examples=50)
@given(st.lists(st.binary(min_size=28, max_size=40), max_size=5), st.integers(3, 50))
def test_random_bytes_in_a_running_stream_cost_nothing(noise: list[bytes], where: int) -> None:
    arrivals = stream(60)
    at_us = arrivals[where][0]
    arrivals[where:where] = [(at_us, data) for data in noise]
    assert number_of(fed(MovellaDotSensor(60.0), MEDIUM, arrivals)) == list(range(60))


@pytest.mark.parametrize(
    ("name", "company", "model"),
    [
        ("Movella DOT", 0x0886, "Movella DOT"),
        ("Movella Dot", 0, "Movella DOT"),
        ("Xsens DOT", 0x0886, "Xsens DOT"),
        ("Movella", 0, None),
        ("", 0x0886, "Movella DOT"),
        ("left thigh", 0x0886, "Movella DOT"),
    ],
)
def test_sensors_are_known_by_their_name_or_their_maker(
    name: str, company: int, model: str | None
) -> None:
    known = recognise(Advertisement(name, manufacturer_data={company: b"\x01"}))
    assert (known[1] if known else None) == model


@pytest.mark.parametrize(("wanted_hz", "rate_hz"), [(1, 1), (25, 30), (60, 60), (100, 60)])
def test_the_rate_is_the_wanted_one_or_the_next_higher(wanted_hz: float, rate_hz: float) -> None:
    assert MovellaDot().rate_hz(wanted_hz) == rate_hz


class FakeMovellaDot(FakeGatt):
    """Keeps what is written to it; ``sends`` is what comes when the measurement starts."""

    def __init__(self, sends: bytes | None = None, control: bytes = CONTROL) -> None:
        super().__init__(*([] if sends is None else [sends]))
        self.values = {"1002": control, "2001": bytes([1, 0, 21]), "3001": BATTERY_100}
        self.takes_rates = True

    async def write(self, characteristic: str, data: bytes) -> None:
        await super().write(characteristic, data)
        short = characteristic[4:8]
        if short == "1002" and data[0] == 0x10 and not self.takes_rates:
            return
        self.values[short] = data

    async def read(self, characteristic: str) -> bytes:
        return self.values[characteristic[4:8]]


def changed(control: bytes, visit: int, **values: bytes) -> str:
    block = bytearray(control)
    block[0] = visit
    block[5:7] = values.get("sleep", control[5:7])
    block[24:26] = values.get("rate", control[24:26])
    return f"1002 {block.hex()}"


@in_simulated_time
async def test_set_up_keeps_it_awake_listens_and_starts_and_all_is_undone() -> None:
    gatt = FakeMovellaDot(BEFORE_WRAP)
    async with MovellaDotSensor(60.0).streaming(gatt):
        # The maker's clients start and stop with the same bytes, each for its own payload:
        # xsens/xsens_dot_server issue 11 (01 01 02), shiven01/movella-dot client.py (01 00 1a).
        awake = changed(CONTROL, 0x04, sleep=bytes(2))
        # A measurement that was left running is stopped first.
        assert gatt.done == ["2001 010015", awake, "listen 2003", "2001 010115"]
        gatt.done.clear()
    assert gatt.done == ["2001 010015", changed(CONTROL, 0x04)]


@in_simulated_time
async def test_a_rate_is_set_before_the_start_and_put_back_after_the_stop() -> None:
    control = CONTROL[:24] + bytes([30, 0]) + CONTROL[26:]
    gatt = FakeMovellaDot(BEFORE_WRAP, control)
    async with MovellaDotSensor(60.0).streaming(gatt):
        assert gatt.done[2] == changed(control, 0x10, sleep=bytes(2), rate=b"\x3c\x00")
        assert gatt.done[-1] == "2001 010115"
        gatt.done.clear()
    assert gatt.done[0] == "2001 010015"
    assert gatt.values["1002"][1:] == control[1:]


@in_simulated_time
async def test_after_a_lost_link_its_first_settings_are_still_the_ones_to_put_back() -> None:
    gatt, sensor = FakeMovellaDot(BEFORE_WRAP), MovellaDotSensor(30.0)
    setup = sensor.streaming(gatt)
    await setup.__aenter__()  # and never left: the link is gone
    async with sensor.streaming(gatt):
        pass
    assert gatt.values["1002"][1:] == CONTROL[1:]


@in_simulated_time
async def test_data_that_arrive_cut_short_are_said_and_not_waited_for() -> None:
    gatt = FakeMovellaDot(BEFORE_WRAP[:20])
    with pytest.raises(SensorError, match="cut short, 20 of 28 bytes"):
        async with MovellaDotSensor(60.0).streaming(gatt):
            raise AssertionError
    assert gatt.done[-2:] == ["2001 010015", changed(CONTROL, 0x04)]


@in_simulated_time
async def test_a_sensor_that_keeps_its_rate_streams_at_that_and_it_is_said_once() -> None:
    gatt = FakeMovellaDot(BEFORE_WRAP)
    gatt.takes_rates = False
    sensor = MovellaDotSensor(20.0)
    async with sensor.streaming(gatt):
        motion = [sensor.feed("15172003-", payload(k, 16_667 * k), 16_667 * k) for k in range(9)]
    assert sum(map(len, motion)) == 9
    assert np.ptp(np.concatenate([one.seq for one in motion])) == 8
    said = [one.said for one in motion if one.said]
    assert said == ["It was asked for 20 samples a second and keeps its own rate, 60."]


@in_simulated_time
async def test_what_another_program_left_running_is_stopped_as_it_was_started() -> None:
    gatt = FakeMovellaDot(BEFORE_WRAP)
    gatt.values["2001"] = bytes([1, 1, 2])
    async with MovellaDotSensor(60.0).streaming(gatt):
        assert gatt.done[0] == "2001 010002"
    assert gatt.done[-2] == "2001 010015"


@in_simulated_time
async def test_a_device_with_another_control_block_is_refused() -> None:
    with pytest.raises(SensorError, match="does not answer like one"):
        async with MovellaDotSensor(60.0).streaming(FakeMovellaDot(control=bytes(20))):
            raise AssertionError


@pytest.mark.parametrize(("value", "pct"), [("6400", 100), ("0001", 0), ("ff00", None), ("", None)])
@in_simulated_time
async def test_the_battery_has_a_service_of_its_own(value: str, pct: int | None) -> None:
    gatt = FakeMovellaDot()
    gatt.values["3001"] = bytes.fromhex(value)
    assert await MovellaDotSensor(60.0).battery_pct(gatt) == pct
