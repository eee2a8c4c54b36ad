"""The commands to a Shimmer3R, its answers, and the settings that it stores.

Every command is acknowledged; an answer comes with that or separately, whole or in pieces. Source:
the maker's ShimmerResearch/shimmer-web-sdk @4ae69dce, src/devices/shimmer3r.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from evenstride.sensors.drivers.driver import Gatt
from evenstride.sensors.errors import SensorError, SensorReason

Found = TypeVar("Found")

BOTH_WAYS = "0800200ca102"

_DONE, _REFUSED = 0xFF, 0xFE
START, STOP = b"\x07", b"\x20"
VERSION, INQUIRY, _MEMORY = 0x3F, 0x01, 0x8E
ACC_CALIBRATION, GYRO_CALIBRATION = 0x13, 0x16
# The first byte of each answer; an inquiry's answer contains its length.
_ANSWERS = {VERSION: 0x25, INQUIRY: 0x02, _MEMORY: 0x8D, ACC_CALIBRATION: 0x12}
_ANSWERS |= {GYRO_CALIBRATION: 0x15}
# The chosen sensors are stored in its memory, three bytes from offset 3.
_CHOSEN = bytes([_MEMORY, 3, 3, 0])

_SET_RATE, _SET_SENSORS, _SET_GYRO_RANGE, _SET_CHIP_RATE, _SET_ACC_RANGE = 5, 8, 0x49, 0x4C, 0x4F
ACC_AND_GYRO = bytes([0xC0, 0, 0])
ACC, GYRO = bytes([0, 1, 2]), bytes([0x0A, 0x0B, 0x0C])
_WIDEST_GYRO = 5


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that a unit keeps when switched off.

    Attributes:
        divisor: 1/32768 s between samples.
        sensors: The chosen sensors, three bytes.
        acc_range: 0 to 3 for 2, 4, 8, 16 g.
        gyro_range: 0 to 5 for 125 to 4000 °/s.
        chip_rate: The code of the chip's own rate.
    """

    divisor: int
    sensors: bytes
    acc_range: int
    gyro_range: int
    chip_rate: int


def acknowledged(data: bytes) -> int | None:
    """Return the byte that says done or refused, if a notification is that; else None."""
    return data[0] if data[:1] in (bytes([_DONE]), bytes([_REFUSED])) else None


def acknowledgements(data: bytes) -> int:
    """Return how many commands a notification acknowledges or refuses: one or none."""
    return int(acknowledged(data) is not None)


def answer_to(command: bytes) -> Callable[[bytes], bytes | None]:
    """Return a function that finds the answer to a command, after its acknowledgement or alone.

    A long answer may come in several notifications; that to a refused command is empty.
    """
    head, got = _ANSWERS[command[0]], b""

    def look(data: bytes) -> bytes | None:
        nonlocal got
        if not got and data == bytes([_REFUSED]):
            return b""
        data = data[1:] if data[:1] == bytes([_DONE]) else data
        got = got + data if got else data if data[:1] == bytes([head]) else b""
        whole = _length(command, got)
        return got[1:whole] if got and len(got) >= whole else None

    return look


def _length(command: bytes, got: bytes) -> int:
    """Return the length of an answer, including its first byte."""
    if command[0] == INQUIRY:
        return 12 + got[10] if len(got) > 10 else 12
    return {VERSION: 2, _MEMORY: 2 + command[1 % len(command)]}.get(command[0], 22)


async def _asked(gatt: Gatt, command: bytes, find: Callable[[bytes], Found | None]) -> Found | None:
    """Ask, and ask again if nothing comes: an answer may get lost, or come twice."""
    answer = await gatt.ask(BOTH_WAYS, command, find)
    if answer is not None:
        return answer
    if command == START:
        # It may be streaming already, and then accepts only this command.
        await gatt.ask(BOTH_WAYS, STOP, acknowledged)
    return await gatt.ask(BOTH_WAYS, command, find)


async def ask(gatt: Gatt, command: bytes) -> bytes:
    """Ask for something that every firmware reports.

    Raises:
        SensorError: It does not answer.
    """
    answer = await _asked(gatt, command, answer_to(command))
    if not answer:
        raise SensorError("It does not answer.", SensorReason.CONNECT_FAILED)
    return answer


async def ask_kept(gatt: Gatt, command: bytes) -> bytes:
    """Ask for something else that the sensor stores; empty if its firmware does not know it.

    Nor does a calibration fit into a packet of at most 20 bytes.
    """
    return await gatt.ask(BOTH_WAYS, command, answer_to(command)) or b""


async def command_done(gatt: Gatt, command: bytes) -> None:
    """Execute a command.

    Raises:
        SensorError: It refuses, or does not answer.
    """
    if await _asked(gatt, command, acknowledged) != _DONE:
        raise SensorError("It does not take its settings.", SensorReason.CONNECT_FAILED)


async def read_settings(gatt: Gatt) -> Settings:
    """Return its present settings."""
    inquiry = await ask(gatt, bytes([INQUIRY]))
    chosen = (await ask_kept(gatt, _CHOSEN))[1:]
    return settings_told(
        inquiry, chosen if len(chosen) == len(ACC_AND_GYRO) else _streamed(inquiry[11:])
    )


def settings_told(inquiry: bytes, sensors: bytes) -> Settings:
    """Return the settings in an inquiry's answer; the chosen sensors are stored elsewhere."""
    bits = int.from_bytes(inquiry[2:9], "little")
    return Settings(
        int.from_bytes(inquiry[:2], "little"),
        sensors,
        bits >> 30 & 3,
        min((bits >> 16 & 3) | (bits >> 34 & 1) << 2, _WIDEST_GYRO),
        bits >> 8 & 0xFF,
    )


def _streamed(channels: bytes) -> bytes:
    """Return which of the two motion sensors are chosen, from the channels that it streams."""
    acc, gyro = ACC_AND_GYRO[0] & 0x80, ACC_AND_GYRO[0] & 0x40
    first = acc * (ACC[0] in channels) | gyro * (GYRO[0] in channels)
    return bytes([first, *ACC_AND_GYRO[1:]])


def changes(found: Settings, wanted: Settings) -> tuple[list[bytes], list[bytes]]:
    """Return commands for the settings that differ: each is written to flash, which wears.

    Returns:
        Those for rate and sensors, which are indispensable, and the rest.
    """
    both = (
        (_SET_RATE, found.divisor.to_bytes(2, "little"), wanted.divisor.to_bytes(2, "little")),
        (_SET_SENSORS, found.sensors, wanted.sensors),
    )
    rest = (
        (_SET_GYRO_RANGE, found.gyro_range, wanted.gyro_range),
        (_SET_CHIP_RATE, found.chip_rate, wanted.chip_rate),
        (_SET_ACC_RANGE, found.acc_range, wanted.acc_range),
    )
    return (
        [bytes([code]) + to for code, is_now, to in both if is_now != to],
        [bytes([code, to]) for code, is_now, to in rest if is_now != to],
    )


async def change_settings(gatt: Gatt, found: Settings, wanted: Settings) -> None:
    """Set it up.

    Raises:
        SensorError: It does not accept the rate or the sensors. The rest it reports afterwards.
    """
    needed, rest = changes(found, wanted)
    for command in needed:
        await command_done(gatt, command)
    for command in rest:
        await gatt.ask(BOTH_WAYS, command, acknowledged)
