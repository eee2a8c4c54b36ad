"""Tests the WitMotion driver: bytes in, samples out, and its set-up."""

import asyncio
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.sensors.drivers import recognise
from evenstride.sensors.drivers.driver import Advertisement, Motion, joined
from evenstride.sensors.drivers.witmotion import WitMotion, WitMotionSensor
from evenstride.sensors.drivers.witmotion_frames import register_in, register_reply
from evenstride.sensors.errors import SensorError, SensorReason
from tests.fakes.gatt import FakeGatt
from tests.radio.simulated_time import in_simulated_time

NOTIFY = "0000ffe4-0000-1000-8000-00805f9a34fb"

# The first two notifications of a real WT901BLE67 at 100 Hz, four frames each, and the values in
# them: RGu0/WT901@9ccb834c tests/data/recordings/wt901-100hz.jsonl (MIT).
REAL = (
    bytes.fromhex(
        "55612706bc0179065500e7fec4fa3e00eaff000055613806c7016b0698ff79fe74fb3e00eaff0000"
        "55618006cc017f06b2feb8fe0dfc3e00eaff000055618206ad018c0696fe58ff65fc3e00eaff0000"
    ),
    bytes.fromhex(
        "5561240690014606b3fe37ff1ffc3e00eaff00005561aa057701e20588fe39fefffb3e00eaff0000"
        "556160054c01f50585fe01feabfb3e00eaff00005561fc042801150694fe0ffe6afb3e00eaff0000"
    ),
)
REAL_RAW = np.array(
    [
        [1575, 444, 1657, 85, -281, -1340],
        [1592, 455, 1643, -104, -391, -1164],
        [1664, 460, 1663, -334, -328, -1011],
        [1666, 429, 1676, -362, -168, -923],
        [1572, 400, 1606, -333, -201, -993],
        [1450, 375, 1506, -376, -455, -1025],
        [1376, 332, 1525, -379, -511, -1109],
        [1276, 296, 1557, -364, -497, -1174],
    ]
)
# A console's output of a real WT901BLE68, cut to 16 of 20 bytes: obedier/vib@245a9611
# analyze_wt901_data.py.
REAL_CUT = bytes.fromhex("556135ff59ff0a08000000000000b9fc")
# Register replies: RGu0/WT901@9ccb834c tests/test_telemetry.py and docs/protocol.md (MIT).
BATTERY_380 = bytes.fromhex("557164007c010000000000000000000000000000")
BATTERY_397 = bytes.fromhex("557164008d01000047111a900000000000000000")
BATTERY_NOT_YET = bytes.fromhex("557164000000000047111a900000000000000000")


def feed(*chunks: bytes, period_us: int = 40_000) -> Motion:
    decoder = WitMotionSensor(100.0)
    parts = [decoder.feed(NOTIFY, chunk, i * period_us) for i, chunk in enumerate(chunks)]
    return Motion(
        np.concatenate([p.seq for p in parts]),
        np.concatenate([p.t_us for p in parts]),
        np.concatenate([p.acc_m_s2 for p in parts]),
        np.concatenate([p.gyr_rad_s for p in parts]),
    )


def raw_of(motion: Motion) -> list[list[int]]:
    """Back to the sensor's integers: 16 g and 2000 °/s are 32768."""
    acc = motion.acc_m_s2 / 9.80665 / 16 * 32768
    gyr = np.degrees(motion.gyr_rad_s) / 2000 * 32768
    both = np.hstack([acc, gyr])
    assert np.abs(both - both.round()).max() < 1e-9
    return both.round().astype(int).tolist()  # type: ignore[no-any-return]


def test_a_real_stream_decodes_to_the_values_that_were_read_from_it() -> None:
    motion = feed(*REAL)
    assert raw_of(motion) == REAL_RAW.tolist()
    assert motion.seq.tolist() == list(range(8))
    assert np.diff(motion.t_us).tolist() == [10_000] * 7


def test_units_are_metres_and_radians_and_gravity_is_there() -> None:
    motion = feed(REAL[0])
    assert motion.acc_m_s2[0] == pytest.approx(
        np.array([0.76904, 0.21680, 0.80908]) * 9.80665, 1e-4
    )
    assert motion.gyr_rad_s[0] == pytest.approx(
        np.radians([5.18799, -17.15088, -81.78711]), rel=1e-5
    )


@pytest.mark.parametrize("size", [1, 2, 3, 7, 19, 20, 21, 33, 160])
def test_frames_may_be_split_over_notifications_anyhow(size: int) -> None:
    stream = b"".join(REAL)
    chunks = [stream[i : i + size] for i in range(0, len(stream), size)]
    assert raw_of(feed(*chunks, period_us=0)) == REAL_RAW.tolist()


def test_a_register_reply_between_frames_is_no_sample() -> None:
    stream = REAL[0][:20] + BATTERY_380 + REAL[0][20:]
    assert raw_of(feed(stream)) == REAL_RAW[:4].tolist()
    assert register_in(stream, 0x64) == 380
    assert register_in(stream, 0x03) is None


def test_a_lone_header_byte_at_the_end_is_kept_for_the_next_notification() -> None:
    assert raw_of(feed(REAL[0] + b"\x55", REAL[1][1:])) == REAL_RAW.tolist()


def test_noise_before_and_between_frames_is_skipped() -> None:
    noisy = b"\x00\x55\x12" + REAL[0][:40] + b"\x55\x00\x61" + REAL[0][40:]
    assert raw_of(feed(noisy)) == REAL_RAW[:4].tolist()


def test_a_frame_that_was_cut_short_is_left_out_and_counted_as_lost() -> None:
    motion = feed(REAL[0][:20] + REAL_CUT + REAL[0][20:])
    assert raw_of(motion) == REAL_RAW[:4].tolist()
    assert motion.seq[-1] == 4  # one number was given to the sample that is missing


def test_a_frame_cut_by_the_end_of_a_notification_waits_for_its_rest() -> None:
    assert len(feed(REAL_CUT)) == 0
    assert len(feed(REAL_CUT, bytes(4))) == 1


def test_a_frame_has_come_when_its_first_byte_has_and_a_reply_makes_none_early() -> None:
    frames = [REAL[0][:4] + k.to_bytes(2, "little") + REAL[0][6:20] for k in range(250)]
    frames.insert(150, BATTERY_380)
    decoder, parts, waits = WitMotionSensor(50.0), [], REAL[0][10:20]
    for k, frame in enumerate(frames):
        # The reply comes with the frame before it.
        came_us = 20_000 * (k - (k >= 150)) + 7_500
        waits += frame
        parts.append(decoder.feed(NOTIFY, waits[:20], came_us))
        waits = waits[20:]
    motion = joined(parts)
    assert motion.seq.tolist() == list(range(249))
    assert motion.host_us is not None
    assert motion.host_us.tolist() == [20_000 * k + 7_500 for k in range(249)]


def test_frames_with_chip_time_behind_them_are_read_too() -> None:
    # The layout of WT901SDCL-BT50 in its protocol document: eight bytes of time after the frame.
    time = bytes.fromhex("1a061a0e1e05fa00")
    frames = [REAL[0][i : i + 20] + time for i in range(0, 80, 20)]
    assert raw_of(feed(*frames, period_us=10_000)) == REAL_RAW[:4].tolist()
    assert raw_of(feed(b"".join(frames))) == REAL_RAW[:4].tolist()


@pytest.mark.parametrize("size", [20, 23, 27])
def test_of_split_frames_with_chip_time_no_two_halves_make_a_sample(size: int) -> None:
    rng = np.random.default_rng(0)
    time = bytes.fromhex("1a061a0e1e05fa00")
    frames = [b"\x55\x61" + 9 * k.to_bytes(2, "little") + time for k in range(1500)]
    stream = b"".join(frames)
    pieces = [stream[i : i + size] for i in range(0, len(stream), size)]
    kept = rng.random(len(pieces)) > 0.1
    decoder = WitMotionSensor(100.0)
    parts = [
        decoder.feed(NOTIFY, piece, round(i * 1e4 * size / 28))
        for i, piece in enumerate(pieces)
        if kept[i]
    ]
    counts = np.array(raw_of(joined(parts)))
    assert len(counts) > 900
    assert (counts == counts[:, :1]).all()


def test_a_value_that_looks_like_a_header_is_a_value() -> None:
    frame = bytes.fromhex("5561") + bytes.fromhex("5561") * 3 + bytes(12)
    assert raw_of(feed(frame * 4)) == [[0x6155] * 3 + [0] * 3] * 4


@settings(max_examples=500)
@given(st.lists(st.binary(max_size=100), max_size=8))
def test_random_bytes_never_raise(chunks: list[bytes]) -> None:
    decoder = WitMotionSensor(100.0)
    for i, chunk in enumerate(chunks):
        motion = decoder.feed(NOTIFY, chunk, i)
        assert np.isfinite(motion.acc_m_s2).all()


@given(st.binary(max_size=19), st.binary(max_size=60))
def test_after_random_bytes_a_clean_stream_is_found_again(noise: bytes, more: bytes) -> None:
    decoder = WitMotionSensor(100.0)
    decoder.feed(NOTIFY, noise + more, 0)
    decoded = [raw_of(decoder.feed(NOTIFY, part, 40_000)) for part in (REAL[0], REAL[1])]
    assert decoded[1][-2:] == REAL_RAW[-2:].tolist()


def test_a_lost_link_leaves_a_hole_as_long_as_the_silence() -> None:
    decoder = WitMotionSensor(100.0)
    decoder.feed(NOTIFY, REAL[0] + REAL[1][:7], 1_000_000)
    decoder.resume()
    motion = decoder.feed(NOTIFY, REAL[1], 6_000_000)
    # Five seconds lie between the last samples of both notifications.
    assert motion.seq.tolist() == [500, 501, 502, 503]
    # Times are the host's: nothing came before it was measured.
    assert motion.t_us.tolist() == [5_970_000, 5_980_000, 5_990_000, 6_000_000]
    assert raw_of(motion) == REAL_RAW[4:].tolist()


def test_a_link_that_was_lost_for_half_a_second_leaves_a_hole_too() -> None:
    decoder = WitMotionSensor(100.0)
    decoder.feed(NOTIFY, REAL[0], 1_000_000)
    decoder.resume()
    assert decoder.feed(NOTIFY, REAL[1], 1_500_000).seq.tolist() == [50, 51, 52, 53]


def test_a_stall_with_everything_delivered_afterwards_is_no_hole() -> None:
    decoder = WitMotionSensor(100.0)
    other = [bytes([*REAL[0][:-1], k]) for k in range(30)]
    for k in range(20):
        decoder.feed(NOTIFY, other[k], 1_000_000 + 40_000 * k)
    late = [decoder.feed(NOTIFY, other[20 + k], 2_010_000) for k in range(6)]
    assert np.concatenate([part.seq for part in late]).tolist() == list(range(80, 104))


def test_a_second_of_silence_is_a_hole_though_the_link_held() -> None:
    decoder = WitMotionSensor(100.0)
    decoder.feed(NOTIFY, REAL[0], 1_000_000)
    # What a radio kept back would come all at once.
    other = [bytes([*REAL[1][:-1], k]) for k in range(20)]
    after = [decoder.feed(NOTIFY, other[k], 2_500_000 + 40_000 * k).seq for k in range(20)]
    assert np.concatenate(after)[:4].tolist() == [150, 151, 152, 153]


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("WT901BLE67", "WT901BLE67"),
        ("WT901BLE68-1F2A", "WT901BLE68"),
        ("WTSDCL", "WTSDCL"),
        ("BWT901BLE5.0", "WT901BLE5.0"),
        ("My WT901BLE67", "WT901BLE67"),
        ("WT901BLECL 5.0", "WT901BLECL"),
        ("WT9011DCL-BT50", "WT9011DCL"),
        ("WTVB01-BT50", None),
        ("NEWTON 5", None),
        ("WT2 Edge", None),
        ("WTGAHRS1", None),
        ("BWT901CL", None),
        ("BWT61CL", None),
        ("Headphones", None),
        ("", None),
    ],
)
def test_sensors_are_known_by_their_name(name: str, model: str | None) -> None:
    known = recognise(Advertisement(name))
    assert (known[1] if known else None) == model


def test_a_renamed_sensor_is_known_by_the_makers_own_service() -> None:
    own, shared = (f"0000ffe5-0000-1000-8000-00805f{base}34fb" for base in ("9a", "9b"))
    known = recognise(Advertisement("My knee", (own,)))
    assert known is not None
    assert known[0].name == "WitMotion"
    assert recognise(Advertisement("My lamp", (shared,))) is None


@pytest.mark.parametrize(
    ("wanted_hz", "rate_hz"), [(1, 10), (10, 10), (25, 50), (60, 100), (100, 100), (500, 200)]
)
def test_the_rate_is_the_wanted_one_or_the_next_higher(wanted_hz: float, rate_hz: float) -> None:
    assert WitMotion().rate_hz(wanted_hz) == rate_hz


class FakeWitMotion(FakeGatt):
    """Answers register reads from ``registers``, or not at all."""

    def __init__(self, registers: dict[int, list[bytes]]) -> None:
        super().__init__()
        self.registers = registers

    def in_words(self, characteristic: str, data: bytes) -> str:
        assert characteristic in "0000ffe9-0000-1000-8000-00805f9a34fb"
        return data.hex()

    async def listen(self, characteristic: str) -> None:
        assert characteristic in NOTIFY
        self.done.append("listen")

    def replies_to(self, command: bytes) -> Iterable[bytes]:
        replies = self.registers.get(command[3], [])
        return [replies.pop(0)] if len(replies) > 1 else replies


def rate_reply(code: int) -> bytes:
    return bytes.fromhex("55710300") + bytes([code]) + bytes(15)


@in_simulated_time
async def test_set_up_unlocks_sets_the_rate_and_undoes_it_without_saving() -> None:
    gatt = FakeWitMotion({0x03: [rate_reply(6), rate_reply(9)]})
    async with WitMotionSensor(100.0).streaming(gatt):
        assert gatt.done == [
            "listen",
            "ffaa270300",
            "ffaa6988b5",
            "ffaa030900",  # the bytes for 100 Hz in the maker's samples
            "ffaa270300",
        ]
        gatt.done.clear()
    assert gatt.done == ["ffaa6988b5", "ffaa030600"]


@in_simulated_time
async def test_a_rate_that_is_right_already_is_left_as_it_is() -> None:
    gatt = FakeWitMotion({0x03: [rate_reply(9)]})
    async with WitMotionSensor(100.0).streaming(gatt):
        gatt.done.clear()
    assert gatt.done == []


@in_simulated_time
async def test_after_a_lost_link_the_rate_is_still_set_back_to_what_it_came_with() -> None:
    gatt = FakeWitMotion({0x03: [rate_reply(6), rate_reply(9)]})
    sensor = WitMotionSensor(100.0)
    with pytest.raises(SensorError):
        async with sensor.streaming(gatt):
            raise SensorError("lost", SensorReason.CONNECT_FAILED)
    gatt.done.clear()
    async with sensor.streaming(gatt):
        pass
    assert gatt.done[-1] == "ffaa030600"


@in_simulated_time
async def test_a_sensor_that_keeps_its_rate_streams_and_is_left_as_it_was() -> None:
    gatt = FakeWitMotion({0x03: [rate_reply(6)]})
    async with WitMotionSensor(100.0).streaming(gatt):
        assert gatt.done.count("ffaa030900") == 3
    assert gatt.done[-1] == "ffaa030600"


@in_simulated_time
async def test_its_rate_is_asked_for_again_where_the_answer_is_lost() -> None:
    gatt = FakeWitMotion({0x03: [b"", rate_reply(6), rate_reply(9)]})
    async with WitMotionSensor(100.0).streaming(gatt):
        pass
    assert gatt.done[-1] == "ffaa030600"


@in_simulated_time
async def test_a_sensor_that_never_answers_is_believed() -> None:
    async with WitMotionSensor(100.0).streaming(FakeWitMotion({})):
        pass


@in_simulated_time
async def test_cancelling_the_set_up_undoes_it() -> None:
    gatt = FakeWitMotion({0x03: [rate_reply(6)]})

    async def set_up() -> None:
        async with WitMotionSensor(100.0).streaming(gatt):
            await asyncio.sleep(60)

    task = asyncio.create_task(set_up())
    await asyncio.sleep(0.35)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert "ffaa030900" in gatt.done
    assert gatt.done[-1] == "ffaa030600"


@pytest.mark.parametrize(
    ("replies", "pct"),
    [
        ([BATTERY_380], 50),
        ([BATTERY_397], 100),
        ([BATTERY_NOT_YET, BATTERY_NOT_YET, BATTERY_380], 50),
        ([BATTERY_NOT_YET], None),
        ([], None),
    ],
)
@in_simulated_time
async def test_the_battery_is_asked_until_it_answers(replies: list[bytes], pct: int | None) -> None:
    assert await WitMotionSensor(100.0).battery_pct(FakeWitMotion({0x64: replies})) == pct


@pytest.mark.parametrize("cut", [1, 3, 7, 19])
def test_a_reply_that_is_split_over_two_notifications_is_read(cut: int) -> None:
    look = register_reply(0x64)
    assert look(REAL[0] + BATTERY_380[:cut]) is None
    assert look(BATTERY_380[cut:]) == 380
