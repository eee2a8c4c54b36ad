"""Tests the MetaMotion driver; its set-up also in ``test_sensors_over_the_radio``.

Bytes and values, unless another source is named: mbientlab/MetaWear-SDK-Cpp@f67699e5 (test/*.py)
and mbientlab/MetaWear-API-Swift@3ebadbaa (Tests/MetaWearTests), the maker's own unit tests. Not
among them here are what this driver never asks for: rates under 25 Hz, the fused orientation, the
log, the device's name and address.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.sensors.drivers import recognise
from evenstride.sensors.drivers.driver import Advertisement
from evenstride.sensors.drivers.metamotion import MetaMotion, MetaMotionSensor
from evenstride.sensors.drivers.metawear import (
    BATTERY_QUESTION,
    READ,
    acc_config,
    answer_to,
    battery_in,
    buffer_command,
    fused,
    fuser_command,
    gyro_config,
    new_processor,
    start_all,
    stop,
    subscribe_processor,
    time_command,
    triples,
)
from tests.fakes.gatt import FakeGatt
from tests.radio.simulated_time import in_simulated_time
from tests.sensors.damage import Arrival, Damage, fed
from tests.sensors.metamotion_streams import (
    BMI160,
    BMI270,
    NOTIFY,
    TICK_US,
    fused_sensor,
    fused_stream,
    motion_at,
    packed_sensor,
    packed_stream,
    turned,
    which,
)

T = TypeVar("T")


@pytest.mark.parametrize(
    ("data", "lsb", "expected"),
    [
        ("030416c494a22ad0", 8192, [[-1.872, -2.919, -1.495]]),
        ("0304004000000020", 16384, [[1, 0, 0.5]]),
        (
            "031c62b7530de9fd16d04d0e57028affa1050a01",
            4096,
            [[-4.539, 0.833, -0.131], [-2.995, 0.894, 0.146], [-0.029, 0.352, 0.065]],
        ),
        (
            "031c004000000000000000400000000000000040",
            16384,
            [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        ),
        ("13053e43ff7f0080", 65.6, [[262.409, 499.497, -499.512]]),
        (
            "13070915ad2608de8a1a0d2665e48d20ac2773ec",
            32.8,
            [
                [164.177, 301.86, -265.122],
                [207.134, 296.982, -215.457],
                [254.055, 309.634, -152.591],
            ],
        ),
        # A user's log: github.com/brainexe/node-metawear/issues/46.
        ("1305faff02000400", 1, [[-6, 2, 4]]),
    ],
)
def test_vectors_are_read_as_the_maker_reads_them(
    data: str, lsb: float, expected: list[list[float]]
) -> None:
    assert triples(bytes.fromhex(data)[2:]) / lsb == pytest.approx(np.array(expected), abs=0.001)


def test_a_fused_notification_holds_a_number_and_both_vectors() -> None:
    found = fused(bytes.fromhex("0903031e020000f40d3c3999110180d691d367"), 3)
    assert found is not None
    assert found[0] == 542
    assert found[1].tolist() == [[3572, 14652, 4505], [-32767, -28202, 26579]]


@pytest.mark.parametrize(
    ("data", "number", "raw"),
    [
        ("090300a6330d00c100b12419cd", 865190, [193, 9393, -13031]),
        ("090300ec010000010b9a074040", 492, [2817, 1946, 16448]),
    ],
)
def test_time_or_count_comes_before_the_values(data: str, number: int, raw: list[int]) -> None:
    # With one vector only, which the driver does not ask for: the same layout, made complete.
    found = fused(bytes.fromhex(data) + bytes(6), 0)
    assert found is not None
    assert found[0] == number
    assert found[1][0].tolist() == raw
    assert fused(bytes.fromhex(data), 0) is None


@pytest.mark.parametrize(
    ("data", "module", "told"),
    [
        ("03800102", 0x03, "0102"),
        ("03800400", 0x03, "0400"),
        ("13800100", 0x13, "0100"),
        ("11800003", 0x11, "0003"),
        ("098000001c", 0x09, "00001c"),
        ("098000031c", 0x09, "00031c"),
        ("1680", 0x16, ""),
    ],
)
def test_modules_say_what_they_are_or_that_they_are_absent(
    data: str, module: int, told: str
) -> None:
    assert answer_to(bytes([module, READ]))(bytes.fromhex(data)) == bytes.fromhex(told)
    assert answer_to(bytes([0x77, READ]))(bytes.fromhex(data)) is None


def test_the_battery_is_asked_for_and_read() -> None:
    assert bytes.fromhex("118c") == BATTERY_QUESTION
    assert battery_in(bytes.fromhex("118c633410")) == 99
    assert battery_in(bytes.fromhex("118c")) is None


def test_commands_are_those_of_the_maker() -> None:
    commands = [
        *(acc_config(BMI160, rate, 2) for rate in (25, 50, 200, 400, 1600)),
        *(acc_config(BMI270, rate, 8) for rate in (25, 50, 200, 400, 1600)),
        acc_config(BMI160, 100, 16),
        acc_config(BMI270, 100, 16),
        gyro_config(200, 2000),
        gyro_config(50, 125),
    ]
    assert [command.hex() for command in commands] == [
        *("03032603", "03032703", "03032903", "03032a03", "03032c03"),
        *("0303a602", "0303a702", "0303a902", "0303aa02", "0303ac02"),
        "0303280c",
        "0303a803",
        "13032900",
        "13032704",
    ]
    assert {"03020001", "13020001", "130500", "031c00"} <= {c.hex() for c in stop(BMI160)}
    assert {"030500"} <= {c.hex() for c in stop(BMI270)}
    assert {"13020100", "130101"} <= {c.hex() for c in start_all()}
    assert fuser_command(0).hex() == "09020304ffa01b01000000000000000000000000"
    assert time_command(2).hex() == "090209030260113103"
    assert [c.hex() for c in subscribe_processor(0)] == ["09070001", "090301"]
    # The buffer of angular rates in the fuser's test, which the notes have without its answer.
    assert buffer_command(BMI160).hex() == "09021305ffa00f05"
    assert new_processor(bytes.fromhex("090203")) == 3


def test_fused_notifications_become_samples_on_the_boards_clock() -> None:
    motion = fed(fused_sensor(), NOTIFY, fused_stream(500))
    assert which(motion) == list(range(1, 500))
    assert motion.seq.tolist() == list(range(499))
    assert np.abs(np.diff(motion.t_us) - 10_000).max() < TICK_US
    assert turned(motion) == pytest.approx(np.array([motion_at(k)[3:] for k in range(1, 500)]))


def test_packed_notifications_are_joined_by_count_and_arrival() -> None:
    motion = fed(packed_sensor(), NOTIFY, packed_stream(300))
    assert which(motion) == list(range(900))
    assert turned(motion)[:, 0] == pytest.approx(2.0 * np.arange(900), abs=0.01)
    # The first notification ends with the third sample, and arrives when that was measured.
    off_us = motion.t_us - np.arange(1_000_000, 10_000_000, 10_000)
    assert off_us[:120].tolist() == pytest.approx([0] * 120, abs=5)
    # A connection with an event each 30 ms would look the same: halfway between two of them.
    assert off_us[300:].tolist() == pytest.approx([-15_000] * 600, abs=5)


@settings(max_examples=8)
@given(st.integers(0, 1 << 32))
def test_a_bad_radio_costs_fused_samples_but_never_changes_one(seed: int) -> None:
    faults = Damage(0.02, 0.02, 0.02, 0.02, 0.02, 0.1, 0.002)
    motion = fed(fused_sensor(), NOTIFY, faults.to(fused_stream(1000), seed))
    numbers = which(motion)
    assert len(numbers) > 800
    # Each sample once, with its own rotation, and room for each that is missing.
    assert turned(motion) == pytest.approx(np.array([motion_at(k)[3:] for k in numbers]))
    assert (np.diff(numbers) == np.diff(motion.seq)).all()
    assert (np.diff(motion.t_us) > 0).all()


@settings(max_examples=100)
@given(
    st.lists(st.tuples(st.integers(0, 1 << 40), st.binary(max_size=24)), max_size=20),
    st.sampled_from([b"", b"\x09\x03\x02", b"\x03\x1c", b"\x13\x07"]),
    st.booleans(),
)
def test_random_bytes_never_raise(arrivals: list[Arrival], head: bytes, is_fused: bool) -> None:
    sensor = fused_sensor() if is_fused else packed_sensor()
    motion = fed(sensor, NOTIFY, [(0, b""), *((at_us, head + data) for at_us, data in arrivals)])
    assert np.isfinite(motion.acc_m_s2).all()
    assert np.isfinite(motion.gyr_rad_s).all()


def test_a_hundred_thousand_random_notifications_are_no_samples() -> None:
    rng = np.random.default_rng(0)
    sensor = fused_sensor()
    noise = rng.bytes(16 * 100_000)
    for k in range(100_000):
        # Of the right length, and from the right processor: only the time tells.
        data = b"\x09\x03\x02" + noise[16 * k : 16 * (k + 1)]
        assert len(sensor.feed(NOTIFY, data, 10_000 * k)) == 0
    motion = fed(sensor, NOTIFY, fused_stream(10, host_us=1_000_000_000))
    assert which(motion) == list(range(1, 10))


@pytest.mark.parametrize(
    ("name", "model"),
    [("MetaWear", "MetaMotion"), ("MetaMotionS 12", "MetaMotion"), ("Meta", None)],
)
def test_boards_are_known_by_their_name(name: str, model: str | None) -> None:
    known = recognise(Advertisement(name))
    assert (known[1] if known else None) == model


@pytest.mark.parametrize(
    ("wanted_hz", "rate_hz"), [(1, 25), (50, 50), (60, 100), (100, 100), (200, 100)]
)
def test_the_rate_is_the_wanted_one_or_the_next_higher(wanted_hz: float, rate_hz: float) -> None:
    assert MetaMotion().rate_hz(wanted_hz) == rate_hz


def test_a_board_that_its_owner_renamed_is_known_by_its_service() -> None:
    known = recognise(Advertisement("Knee", ("326a9000-85cb-9195-d9dd-464cfbbae75a",)))
    assert known is not None
    assert known[0].name == "MbientLab MetaMotion"


class SlowBoard(FakeGatt):
    """A board of which each turn takes 0.4 s; it overhears the first settings where it is deaf."""

    def __init__(self, *, deaf: bool) -> None:
        super().__init__()
        self.config = dict.fromkeys((3, 19), b"\x27\x03")
        self.is_deaf = deaf
        self.made = 0

    async def listen(self, characteristic: str) -> None:
        await asyncio.sleep(0.4)

    async def write(self, characteristic: str, data: bytes) -> None:
        await asyncio.sleep(0.4)
        self.take(data)

    async def post(self, characteristic: str, commands: Sequence[bytes]) -> None:
        for command in commands:
            if not (self.is_deaf and command[1] == 3):
                self.take(command)
        self.is_deaf = False

    async def ask_at_once(
        self,
        characteristic: str,
        commands: Sequence[bytes],
        answers: Sequence[Callable[[bytes], T | None]],
    ) -> list[T | None]:
        await asyncio.sleep(0.4)
        replies = (next(iter(self.replies_to(command)), b"") for command in commands)
        return [answer(reply) for answer, reply in zip(answers, replies, strict=True)]

    def take(self, command: bytes) -> None:
        self.done.append(command.hex())
        if command[1] == 3 and command[0] in self.config:
            self.config[command[0]] = command[2:]

    def replies_to(self, command: bytes) -> Iterable[bytes]:
        if command[1] == 0x80:
            return [command + {3: b"\x04\x00", 0x13: b"\x01\x00", 9: b"\x00\x03\x1c"}[command[0]]]
        if command[1] == 0x83:
            return [command + self.config[command[0]]]
        if command[:2] == b"\x09\x02":
            self.made += 1
            return [b"\x09\x02" + bytes([self.made - 1])]
        return [b"\x09\x03\x02" + bytes(16)]


@pytest.mark.parametrize("deaf", [False, True])
@in_simulated_time
async def test_a_set_up_takes_few_turns_and_no_range_that_was_not_taken(deaf: bool) -> None:
    board, loop = SlowBoard(deaf=deaf), asyncio.get_running_loop()
    began_s = loop.time()
    async with MetaMotionSensor(100.0).streaming(board):
        # Listening, what it is, its settings, three processors and the start.
        turns = 7 + 2 * deaf
        assert loop.time() - began_s == pytest.approx(0.4 * turns)
        assert board.config == {3: b"\xa8\x02", 0x13: b"\x28\x01"}
        assert board.done[-1] == "030101"
