"""The MetaWear protocol of MbientLab's boards: commands and answers as bytes.

Commands, registers and scales: mbientlab/MetaWear-SDK-Cpp@f67699e5 (src and test; the BMI270's
gyroscope registers in src/metawear/sensor/cpp/gyro_bosch_register.h). A frame is module, register
(with 0x80 to read it), data.
"""

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from evenstride.sensors.samples import FloatArray

ACC, GYRO, PROCESSOR, _SETTINGS = 0x03, 0x13, 0x09, 0x11
_START, _ENABLE, CONFIG = 0x01, 0x02, 0x03
_ACC_DATA = 0x04
READ = 0x80


@dataclass(frozen=True, slots=True)
class Chip:
    """What differs between the boards' motion chips.

    Attributes:
        acc_rate_bits: Bits to add to the code of the accelerometer's rate.
        acc_ranges_g: Codes by range.
        acc_packed: The register of packed acceleration.
        gyro_data: The register of angular rates.
        gyro_packed: The register of packed angular rates.
    """

    acc_rate_bits: int
    acc_ranges_g: dict[int, int]
    acc_packed: int
    gyro_data: int
    gyro_packed: int


# By the accelerometer's implementation number.
CHIPS = {
    1: Chip(0x20, {2: 0x03, 4: 0x05, 8: 0x08, 16: 0x0C}, 0x1C, 0x05, 0x07),  # BMI160
    4: Chip(0xA0, {2: 0x00, 4: 0x01, 8: 0x02, 16: 0x03}, 0x05, 0x04, 0x05),  # BMI270
}
_GYRO_RANGES_DEG_S = {2000: 0, 1000: 1, 500: 2, 250: 3, 125: 4}


def triples(data: bytes) -> FloatArray:
    """Return vectors of three 16-bit numbers, shape (n, 3), in the chip's units."""
    return np.frombuffer(data, "<i2").reshape(-1, 3).astype(np.float64)


def fused(data: bytes, processor: int | None) -> tuple[int, FloatArray] | None:
    """Return time (or count) and both vectors of a fused notification of this processor."""
    if len(data) != 19 or data[:2] != bytes([PROCESSOR, 3]) or data[2] != processor:
        return None
    return struct.unpack_from("<I", data, 3)[0], triples(data[7:])


def answer_to(question: bytes) -> Callable[[bytes], bytes | None]:
    """Return a function that finds a register's contents in a notification; empty if absent.

    A module's contents begin with its implementation and revision.
    """
    return lambda data: data[2:] if data[:2] == question else None


BATTERY_QUESTION = bytes([_SETTINGS, READ | 0x0C])


def battery_in(data: bytes) -> int | None:
    """Return the charge, percent, if this is the answer to the question for it."""
    is_answer = len(data) >= 3 and data[:2] == BATTERY_QUESTION
    return min(data[2], 100) if is_answer else None


def acc_config(chip: Chip, rate_hz: float, range_g: int) -> bytes:
    """Return the command for rate (25 Hz times a power of two) and range of the accelerometer."""
    return bytes(
        [ACC, CONFIG, chip.acc_rate_bits | _rate_code(rate_hz), chip.acc_ranges_g[range_g]]
    )


def gyro_config(rate_hz: float, range_deg_s: int) -> bytes:
    """Return the command for rate (25 Hz times a power of two) and range of the gyroscope."""
    return bytes([GYRO, CONFIG, 0x20 | _rate_code(rate_hz), _GYRO_RANGES_DEG_S[range_deg_s]])


def stop(chip: Chip) -> list[bytes]:
    """Return the commands that stop everything, whoever started it; battery drains first."""
    lines = [bytes([module, _START, 0]) for module in (ACC, GYRO)]
    lines += [bytes([PROCESSOR, 0x08])]
    lines += [bytes([module, _ENABLE, 0, 1]) for module in (ACC, GYRO)]
    lines += [bytes([ACC, register, 0]) for register in (_ACC_DATA, chip.acc_packed)]
    lines += [bytes([GYRO, register, 0]) for register in (chip.gyro_data, chip.gyro_packed)]
    return lines


def start_all() -> list[bytes]:
    """Return the commands that start both sensors; they run once the last one is received."""
    lines = [bytes([module, _ENABLE, 1, 0]) for module in (ACC, GYRO)]
    return [*lines, bytes([GYRO, _START, 1]), bytes([ACC, _START, 1])]


def buffer_command(chip: Chip) -> bytes:
    """Return the command for a processor that keeps the latest angular rate."""
    return bytes([PROCESSOR, 2, GYRO, chip.gyro_data, 0xFF, 0xA0, 0x0F, 5])


def fuser_command(buffer_id: int) -> bytes:
    """Return the command for a processor that adds the buffer's value to each acceleration."""
    return bytes([PROCESSOR, 2, ACC, _ACC_DATA, 0xFF, 0xA0, 0x1B, 1, buffer_id]) + bytes(11)


def time_command(fuser_id: int) -> bytes:
    """Return the command for a processor that puts the board's time before the fused values."""
    return bytes([PROCESSOR, 2, PROCESSOR, 3, fuser_id, 0x60, 0x11, 0x31, 3])


def subscribe_processor(processor: int) -> list[bytes]:
    """Return the commands that make a processor notify."""
    return [bytes([PROCESSOR, 7, processor, 1]), bytes([PROCESSOR, 3, 1])]


def _rate_code(rate_hz: float) -> int:
    return 8 + round(math.log2(rate_hz / 100))


def new_processor(data: bytes) -> int | None:
    """Return the id of a new processor, if this is the answer to the command that makes one."""
    return data[2] if len(data) == 3 and data[:2] == bytes([PROCESSOR, 2]) else None
