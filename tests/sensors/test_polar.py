"""Polar's PMD protocol and the driver: bytes in, samples out.

Bytes and values, unless another source is named: the maker's unit tests (AccDataTest, GyrDataTest,
BlePmdClientTest of polarofficial/polar-ble-sdk@8fb5311c) and its online_measurement.pdf v1.0; real
notifications from issues of the same repository. Not tested is what the driver never meets: a rate
of zero.
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

from evenstride.sensors.clocks.device import StampedSeries
from evenstride.sensors.drivers import recognise
from evenstride.sensors.drivers.driver import Advertisement, Motion
from evenstride.sensors.drivers.joined import Join
from evenstride.sensors.drivers.polar import H10, SERVICE, VeritySense
from evenstride.sensors.drivers.polar_pmd import (
    ACC,
    CHANNELS,
    FACTOR,
    GET,
    GYRO,
    RANGE,
    RATE,
    RESOLUTION,
    START,
    STOP,
    Frame,
    decode,
    integers,
    parse_settings,
    reply_to,
    start_command,
    unpack_deltas,
)
from evenstride.sensors.drivers.polar_sensor import PolarSensor, _Stream, choose, kinds_in
from evenstride.sensors.errors import SensorError
from evenstride.sensors.samples import Block, Leg
from evenstride.sensors.timeline import Timeline
from tests.fakes.gatt import OneByOne
from tests.sensors.damage import Arrival, Damage, fed, together

DATA = "fb005c82-02e7-f387-1cad-8acd2d8df0c8"

# Raw data frame type 1, 36 samples.
RAW_36 = bytes.fromhex(
    "02009435770000000001f7ffffffe703f8fffeffe503f9ffffffe503faffffffe603fafffeffe603f9ffffff"
    "e503f8ffffffe603f8fffeffe603faffffffe503faffffffe703faffffffe503f8ffffffe603f7ffffffe603"
    "f8fffeffe603f9fffeffe703f9ff0000e603f9ffffffe603f7fffeffe503f9ffffffe503f9ffffffe503faff"
    "0000e603f9fffeffe603f8ffffffe603f8ffffffe503f9ffffffe603f9ffffffe503faffffffe603f9ffffff"
    "e503f9ffffffe503f8fffeffe603f9ffffffe603f9ffffffe603f9ff0000e503f9fffeffe603f8fffeffe603"
    "f7fffeffe603"
)
# Compressed data type 0, 57 samples.
DELTA_57 = bytes.fromhex(
    "020094357700000000807107f06a9e8d0a38be5cbeba2f96b3ee4be5adfb42b9ebbe4cfeba2f92bfee4be4b1"
    "fb12b9ecbd3c3ebb2f8fd3de4be3b5f7d2b8edbd307e7b2f8be3ce8be2baf7a2b8eebc20be7b2f88f3cecbe1"
    "bdef52f8efbc18fe3b2f8403bfcbe0c2ef32b8f0bb044ebc2e8113af0be0c6eff2f7f1b9fc7dbc2e7d279f4b"
    "dfcaebc2f7f2b8eccd7c2e7b378f4bdecee392f7f3b8e00dfd2d774b7fcbddd2df6237f5b7d44dbd2d745b6f"
    "cbdcd7d73237f6b5c88d7d2d716b4f4bdcdcd3f236f7b4bcddfd2c6f7b3f4bdbe0cfd236f8b2b02dbe2c6c8f"
    "1fcbdae3c7a276f9"
)
# Two blocks of different width, without the head of the frame; ends inside the second.
BLOCKS = bytes.fromhex(
    "5dff9800fd0f062af2b013eca11b3ec3d0407fcd4071d8f34d00463f087b9fd73aaf3852a613ed3e130991dc"
    "faeeef3e5410e28f7785eef24c7e04879cfcd22f10fd4feffe21ffc28104035f1345d1084adfbfb551447b50"
    "f739a1102e6f18f79f1c364d1b0d030c1406d0fef7affffcbffff43f0117f000011000f8dfff00"
)
# Issue #443, a Verity Sense in motion; the log has 188 of 227 bytes.
VERITY_MOVING = bytes.fromhex(
    "0200416fc41245930a81ee021ffe82ff080a10da20d6a30bd9cbe7d6f6c4e6f1e1f3e0151afe281bf8372c25"
    "201319110a2fed4fc07ef4e9bb6e800dc82fb03e14d1afb07f16c4cc2087340354128bff8d00c142fbe6d3df"
    "b5e191532fbef9ed43b03efddb9b903df503605f7bfad9dfae000b2464704012cccfbf04e4c533b038084180"
    "efc212ec178146fdfe5bb001f3d1d76f81ffcd7b0fc20136607f43d35f3f3f78cb06484eff000efc820551ab"
    "55e34a2d1d0c5fbde858734d"
)
# Issue #331, a Verity Sense at rest; cut too.
VERITY_AT_REST = bytes.fromhex(
    "029c5829138457730781faff2100f403063b83d0ebc6f1ef3af21bfdef07bf1f00770f247e301041ef0f3fe0"
    "0bffef0f42e1038000e0c250f4bd0f0003e0f77e4008422f00c0af173ba127c0b0033d30f47c6e1083fe03bf"
    "e01b4381f33e22003c30003e20107ecfffcaefe38160003f3f00050fe8c20f0cbedf1f80ef13047ff7"
)


def frame_of(data: bytes) -> Frame:
    frame = decode(data)
    assert frame is not None
    return frame


def test_raw_acceleration_is_in_thousandths_of_g() -> None:
    frame = frame_of(RAW_36)
    assert (frame.kind, frame.stamp_ns, len(frame.raw)) == (ACC, 2_000_000_000, 36)
    assert frame.raw[:2].tolist() == [[-9, -1, 999], [-8, -2, 997]]
    assert frame.values(None, 8)[0] == pytest.approx([-0.009, -0.001, 0.999])
    assert frame.is_whole


def test_the_makers_document_has_the_bytes_of_an_h10() -> None:
    # It prints -184 for the first, but the bytes say -187.
    frame = frame_of(bytes.fromhex("02ea54a2428b4552080145ffe4ffb50345ffe4ffb803"))
    assert frame.stamp_ns == 599618164814402794
    assert frame.raw.tolist() == [[-187, -28, 949], [-187, -28, 952]]


def test_compressed_acceleration_is_a_sum_of_differences() -> None:
    frame = frame_of(DELTA_57)
    assert frame.stamp_ns == 2_000_000_000
    assert len(frame.raw) == 57
    assert frame.is_whole
    assert frame.raw[:2].tolist() == [[1905, 27376, -29282], [2095, 27271, -29367]]
    g = frame.values(0.000244, 8.0)
    assert np.abs(g).max() <= 8.0
    assert g == pytest.approx(frame.values(None, 8.0), rel=0.001)
    # The frame before ended at 100 ns; 57 samples in two seconds are 28.5 Hz.
    series = StampedSeries(28.5)
    series.stamp(1, 0)
    stamped = series.stamp(57, 2_000_000)
    assert stamped is not None
    assert stamped[1][0] == 35_088
    assert stamped[1][-1] == 2_000_000


def test_compressed_acceleration_of_newer_firmware_is_in_thousandths_of_g() -> None:
    frame = frame_of(bytes.fromhex("02660000000000000081f1ff1400f00306017b0f08"))
    assert frame.raw.tolist() == [[-15, 20, 1008], [-20, 17, 1008]]
    assert frame.values(1.0, 8.0)[1].tolist() == pytest.approx([-0.020, 0.017, 1.008])
    assert frame.stamp_ns == 102


def test_blocks_of_different_width_follow_each_other_and_may_be_cut_short() -> None:
    assert integers(BLOCKS[:6], 2).tolist() == [-163, 152, 4093]
    deltas, is_whole = unpack_deltas(BLOCKS[6:])
    assert len(deltas) == 46
    assert not is_whole
    raw = np.cumsum(np.vstack([integers(BLOCKS[:6], 2), deltas]), axis=0)
    assert raw[1].tolist() == [-177, 155, 4088]
    assert raw[-1].tolist() == [-171, 154, 4105]


@pytest.mark.parametrize(
    ("data", "n", "last", "least_g", "most_g"),
    [
        (VERITY_MOVING, 47, [893, 435, -259], 0.6, 1.12),
        (VERITY_AT_REST, 50, [-2, 33, 1004], 1.0, 1.025),
    ],
    ids=["in motion", "at rest"],
)
def test_real_notifications_hold_gravity(
    data: bytes, n: int, last: list[int], least_g: float, most_g: float
) -> None:
    frame = frame_of(data)
    assert not frame.is_whole
    assert len(frame.raw) == n
    assert frame.raw[-1].tolist() == last
    norms = np.linalg.norm(frame.values(None, 8.0), axis=1)
    assert least_g < norms.min() < norms.max() < most_g


@pytest.mark.parametrize("factor", [1.0, 0.5])
def test_differences_of_floats_are_those_of_their_bytes(factor: float) -> None:
    data = "050094357700000000810000803f000020410000a0411c010000a001000008cdccec0d"
    frame = frame_of(bytes.fromhex(data))
    expected = np.array([[1.0, 10.0, 20.0], [10.0, 20.0, 1.100000023841858]])
    assert frame.kind == GYRO
    assert frame.values(factor, 2000.0) == pytest.approx(expected * factor)


def test_numbers_of_three_bytes_have_a_sign() -> None:
    # Issue #187: the first sample of a frame of light, four channels of 22 bits.
    data = bytes.fromhex("4b66fdc8e6fd23a0fdf4b6f8")
    assert integers(data, 3).tolist() == [-170421, -137528, -155613, -477452]


def answer(command: str, *indications: str) -> tuple[int, bytes] | None:
    look = reply_to(bytes.fromhex(command))
    for indication in indications:
        if (found := look(bytes.fromhex(indication))) is not None:
            return found
    return None


@pytest.mark.parametrize("heads", [("f001020001", "f001020000"), ("01", "00")])
def test_an_answer_goes_on_as_the_makers_newer_and_older_programs_expect(
    heads: tuple[str, str],
) -> None:
    first, second, third = "f001020001" + "0004190032", heads[0] + "006400", heads[1] + "c800"
    assert answer("0102", "010102", first, second, third) == (
        0,
        bytes.fromhex("000419003200" + "6400c800"),
    )


@pytest.mark.parametrize("cut", [2, 3, 5, 8, 10, 11])
def test_an_answer_goes_on_in_the_middle_of_a_setting_as_the_document_says(cut: int) -> None:
    settings = bytes.fromhex("0004190032006400c800" + "01011000" + "0203020004000800")
    first = "f001020001" + settings[:cut].hex()
    assert answer("0102", first, settings[cut:].hex()) == (0, settings)


def test_settings_are_asked_for_and_read() -> None:
    told = "f0010200000004190032006400c800010110000203020004000800"
    found = answer("0102", told)
    assert found is not None
    assert found[0] == 0
    offered = parse_settings(found[1])
    assert offered == {RATE: [25, 50, 100, 200], RESOLUTION: [16], RANGE: [2, 4, 8]}
    assert choose(offered, ACC, 60.0) == {RATE: 100, RESOLUTION: 16, RANGE: 8}
    assert answer("0105", told) is None
    # Issue #280: those of light.
    light = answer("0101", "f0010100000001870001011600040104")
    assert light is not None
    assert parse_settings(light[1]) == {RATE: [135], RESOLUTION: [22], CHANNELS: [4]}


def test_settings_in_two_indications_are_put_together() -> None:
    found = answer("0102", "f0010200010001", "f00102000034000101", "f001020000")
    assert found == (0, bytes.fromhex("000134000101"))


def test_the_start_is_commanded_as_the_maker_does_it() -> None:
    chosen = {RATE: 52, RESOLUTION: 16, RANGE: 2000, CHANNELS: 3}
    # The same bytes are in at least five public clients of the Verity Sense.
    assert start_command(GYRO, chosen).hex() == "020500013400010110000201d007040103"
    # The document has the settings in another order: they name themselves.
    ours = start_command(ACC, {RATE: 200, RESOLUTION: 16, RANGE: 8})
    theirs = bytes.fromhex("0202020108000001c80001011000")
    assert ours[:2] == theirs[:2]
    assert parse_settings(ours[2:]) == parse_settings(theirs[2:])


@pytest.mark.parametrize(
    ("command", "told", "factor"),
    [
        ("0202", "f00202000001", None),  # of an H10: one byte without meaning
        ("0202", "f002020000050140da7f39", 0.000244),
        ("0202", "f002020000", None),  # issues #443 and #331
        ("0302", "f003020000", None),
    ],
)
def test_answers_may_hold_the_factor(command: str, told: str, factor: float | None) -> None:
    found = answer(command, told)
    assert found is not None
    assert found[0] == 0
    values = parse_settings(found[1]).get(FACTOR)
    number = None if values is None else struct.unpack("<f", values[0].to_bytes(4, "little"))[0]
    assert number == (None if factor is None else pytest.approx(factor, rel=1e-6))


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
    # Where its numbers begin anew, so does the line between two of them.
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
    # Not even the first seconds begin time anew.
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
