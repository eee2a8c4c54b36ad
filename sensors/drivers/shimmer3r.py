"""Shimmer3R with the firmware LogAndStream: low-noise accelerometer and gyroscope over Bluetooth.

Services, commands, answers, scales and calibration: the maker's ShimmerResearch/shimmer-web-sdk
@4ae69dce, src/devices/shimmer3r and calibration. One notification is one message; each sample has
the sensor's clock in steps of 1/32768 s.
"""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import numpy as np

from evenstride.sensors.drivers.driver import NO_MOTION, Advertisement, Gatt, Motion
from evenstride.sensors.drivers.stamped import Packet, StampedStream
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import FloatArray

# Of the radio chip's ready profile for any bytes: other makers' devices announce it as well.
SERVICE = "65333333-a115-11e2-9e9a-0800200ca100"
BOTH_WAYS = "0800200ca102"

_NAMES = re.compile(r"(?<![A-Za-z0-9])Shimmer3R(?![A-Za-z0-9])", re.IGNORECASE)

_DONE, _REFUSED = 0xFF, 0xFE
_START, _STOP = b"\x07", b"\x20"
_VERSION, _INQUIRY, _MEMORY = 0x3F, 0x01, 0x8E
_ACC_CALIBRATION, _GYRO_CALIBRATION = 0x13, 0x16
# What an answer begins with, and how many bytes follow; an inquiry's length is in itself.
_ANSWERS = {_VERSION: 0x25, _INQUIRY: 0x02, _MEMORY: 0x8D, _ACC_CALIBRATION: 0x12}
_ANSWERS |= {_GYRO_CALIBRATION: 0x15}
_SHIMMER3R = 10
# The sensors that are chosen stand in its memory, three bytes from the third on.
_CHOSEN = bytes([_MEMORY, 3, 3, 0])

_SET_RATE, _SET_SENSORS, _SET_GYRO_RANGE, _SET_CHIP_RATE, _SET_ACC_RANGE = 5, 8, 0x49, 0x4C, 0x4F
_ACC_AND_GYRO = bytes([0xC0, 0, 0])
_ACC, _GYRO = bytes([0, 1, 2]), bytes([0x0A, 0x0B, 0x0C])

_TICKS_HZ = 32768
_LEAST_HZ, _MOST_HZ = 5.0, 200.0
# The chip's own rate, the next higher one: Hz, and its code.
_CHIP_RATES_HZ = {7.5: 2, 30.0: 4, 60.0: 5, 120.0: 6, 240.0: 7}
# 4 g and 500 °/s are too little for a leg; these are enough.
_LEAST_ACC, _LEAST_GYRO = 2, 3

# By the ranges' codes, counts per m/s² and per °/s, of a unit that has no calibration of its own.
_ACC_COUNTS = (1672.0, 836.0, 418.0, 209.0)
_GYRO_COUNTS = (229.0, 114.0, 57.0, 29.0, 14.0, 7.0)
_ALIGNMENT = np.diag([-1.0, 1.0, -1.0])
_CALIBRATION_BYTES = 21
# A calibration that is further from the chip's data sheet was never written.
_SOUND = 1.3

# Before the samples: 0, then the clock, of three bytes, or of two before firmware 1.0.22.
_DATA = 0x00
_VALUES_BYTES = 12
_STAMP_BYTES = (2, 3)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a unit keeps when it is switched off.

    Attributes:
        divisor: 1/32768 s between samples.
        sensors: Which are chosen, three bytes.
        acc_range: 0 to 3 for 2, 4, 8, 16 g.
        gyro_range: 0 to 5 for 125 to 4000 °/s.
        chip_rate: The code of the chip's own rate.
    """

    divisor: int
    sensors: bytes
    acc_range: int
    gyro_range: int
    chip_rate: int


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """From counts to SI units: ``matrix @ (counts - offset)``, shapes (3, 3) and (3,)."""

    matrix: FloatArray
    offset: FloatArray

    def __call__(self, counts: FloatArray) -> FloatArray:
        """Shape (n, 3)."""
        return (counts - self.offset) @ self.matrix.T


class Shimmer3R:
    """The driver."""

    name = "Shimmer3R"

    def recognise(self, advertisement: Advertisement) -> str | None:
        """By its name or the service; who has only the latter is asked what it is."""
        is_named = _NAMES.search(advertisement.name) is not None
        return "Shimmer3R" if is_named or SERVICE in advertisement.service_uuids else None

    def rate_hz(self, wanted_hz: float) -> float:
        """A whole number of 1/32768 s between samples, from 5 to 200 Hz."""
        return _TICKS_HZ / int(_TICKS_HZ / min(max(wanted_hz, _LEAST_HZ), _MOST_HZ))

    def sensor(self, rate_hz: float) -> "Shimmer3RSensor":
        """A sensor that shall stream at one of its rates."""
        return Shimmer3RSensor(rate_hz)


class Shimmer3RSensor:
    """One sensor."""

    def __init__(self, rate_hz: float) -> None:
        self._divisor = round(_TICKS_HZ / rate_hz)
        self._stream = StampedStream(rate_hz, may_ignore_rate=True)
        self._acc = calibration(b"", _ACC_COUNTS[_LEAST_ACC], 1.0)
        self._gyro = calibration(b"", _GYRO_COUNTS[_LEAST_GYRO], 100.0)
        self._is_gyro_first = False
        # The sensor's clock, unwrapped, and when that arrived.
        self._ticks = self._host_us = 0
        # Asked only once: after a lost link the sensor still has the session's settings.
        self._came_with: Settings | None = None

    @asynccontextmanager
    async def streaming(self, gatt: Gatt) -> AsyncIterator[None]:
        """Choose sensors, ranges and rate, and stream; afterwards undo all of it."""
        await gatt.listen(BOTH_WAYS)
        # A program that crashed left it streaming: then nothing could be set.
        await gatt.ask(BOTH_WAYS, _STOP, _said)
        version = await _ask(gatt, bytes([_VERSION]))
        if version[:1] != bytes([_SHIMMER3R]):
            raise SensorError(
                "It answers like a Shimmer, but not like a Shimmer3R.", SensorReason.NOT_SUPPORTED
            )
        found = await _settings(gatt)
        if self._came_with is None:
            self._came_with = found
        wanted = self._wanted(self._came_with)
        try:
            await _change(gatt, found, wanted)
            await self._understand(gatt, wanted)
            await _do(gatt, _START)
            yield
        finally:
            # What went wrong before matters more than that it can not be undone.
            with suppress(SensorError):
                await gatt.ask(BOTH_WAYS, _STOP, _said)
                await _change(gatt, wanted, self._came_with)

    def _wanted(self, came_with: Settings) -> Settings:
        rate_hz = _TICKS_HZ / self._divisor
        chip_rate = next((code for hz, code in _CHIP_RATES_HZ.items() if hz >= rate_hz), 7)
        return Settings(
            self._divisor,
            _ACC_AND_GYRO,
            max(came_with.acc_range, _LEAST_ACC),
            max(came_with.gyro_range, _LEAST_GYRO),
            chip_rate,
        )

    async def _understand(self, gatt: Gatt, settings: Settings) -> None:
        """Read what the sensor says of the order and the scales of its samples."""
        channels = (await _ask(gatt, bytes([_INQUIRY])))[11:]
        if channels not in (_ACC + _GYRO, _GYRO + _ACC):
            raise SensorError(
                "It does not stream the accelerometer and gyroscope that it was asked for.",
                SensorReason.NOT_SUPPORTED,
            )
        self._is_gyro_first = channels[:3] == _GYRO
        acc = await _ask(gatt, bytes([_ACC_CALIBRATION]))
        gyro = await _ask(gatt, bytes([_GYRO_CALIBRATION]))
        self._acc = calibration(acc, _ACC_COUNTS[settings.acc_range], 1.0)
        deg = calibration(gyro, _GYRO_COUNTS[settings.gyro_range], 100.0)
        self._gyro = Calibration(np.radians(deg.matrix), deg.offset)

    async def battery_pct(self, gatt: Gatt) -> int | None:  # noqa: ARG002 - nothing to ask
        """It says a voltage, of which no charge is known."""
        return None

    def feed(self, characteristic: str, data: bytes, host_us: int) -> Motion:
        """Decode one sample; what is cut short is lost."""
        stamp_bytes = len(data) - 1 - _VALUES_BYTES
        if BOTH_WAYS not in characteristic or stamp_bytes not in _STAMP_BYTES or data[0] != _DATA:
            return NO_MOTION
        stamp = int.from_bytes(data[1 : 1 + stamp_bytes], "little")
        ticks = self._unwrapped(stamp, 1 << 8 * stamp_bytes, host_us)
        counts = np.frombuffer(data[-_VALUES_BYTES:], "<i2").reshape(2, 3).astype(np.float64)
        gyro, acc = counts if self._is_gyro_first else counts[::-1]
        stamp_us = ticks * 1_000_000 // _TICKS_HZ % (1 << 32)
        packet = Packet(stamp_us, self._acc(acc[None]), self._gyro(gyro[None]), host_us)
        motion = self._stream.feed(packet)
        return motion.saying(self._stream.doubt())

    def resume(self) -> None:
        """The sensor's clock tells how much was lost, unless it was switched off and on."""
        self._stream.resume()

    def _unwrapped(self, stamp: int, wrap: int, host_us: int) -> int:
        """The clock's ticks as they would be if it never wrapped around."""
        passed = (host_us - self._host_us) * _TICKS_HZ // 1_000_000
        step = (stamp - self._ticks) % wrap
        self._ticks += step + wrap * round((passed - step) / wrap)
        self._host_us = host_us
        return self._ticks


def calibration(block: bytes, counts: float, scale: float) -> Calibration:
    """From the calibration that a unit keeps; that of the data sheet where it keeps none.

    Args:
        block: Offset and sensitivity, three 16-bit numbers each, and nine of 8 bits for the
            alignment, a hundredth each; big-endian. C = R⁻¹ K⁻¹ (U − b) (Ferraris, Grimaldi,
            Parvis 1995).
        counts: The data sheet's sensitivity, counts per unit.
        scale: By how much the block's sensitivity is multiplied.
    """
    usual = Calibration(np.linalg.inv(_ALIGNMENT) / counts, np.zeros(3))
    if len(block) < _CALIBRATION_BYTES:
        return usual
    offset, sensitivity = np.frombuffer(block[:12], ">i2").reshape(2, 3).astype(np.float64)
    alignment = np.frombuffer(block[12:_CALIBRATION_BYTES], np.int8).reshape(3, 3) / 100
    sensitivity /= scale
    if abs(np.linalg.det(alignment)) < 1 / _SOUND**3 or (sensitivity <= 0).any():
        return usual
    matrix = np.linalg.inv(alignment) / sensitivity
    sizes = np.linalg.svd(matrix * counts, compute_uv=False)
    is_sound = sizes[-1] > 1 / _SOUND and sizes[0] < _SOUND
    return Calibration(matrix, offset) if is_sound else usual


def _said(data: bytes) -> int | None:
    """Whether a command was done or refused, if a notification says that."""
    return data[0] if data[:1] in (bytes([_DONE]), bytes([_REFUSED])) else None


def answer_to(command: bytes) -> Callable[[bytes], bytes | None]:
    """Finds the answer to a command, behind the word that it was done or by itself.

    A long one may come in several notifications.
    """
    head, got = _ANSWERS[command[0]], b""

    def look(data: bytes) -> bytes | None:
        nonlocal got
        data = data[1:] if data[:1] == bytes([_DONE]) else data
        got = got + data if got else data if data[:1] == bytes([head]) else b""
        whole = _length(command, got)
        return got[1:whole] if got and len(got) >= whole else None

    return look


def _length(command: bytes, got: bytes) -> int:
    """How long an answer is, with the byte that it begins with."""
    if command[0] == _INQUIRY:
        return 12 + got[10] if len(got) > 10 else 12
    return {_VERSION: 2, _MEMORY: 2 + command[1 % len(command)]}.get(command[0], 22)


async def _ask(gatt: Gatt, command: bytes) -> bytes:
    answer = await gatt.ask(BOTH_WAYS, command, answer_to(command))
    if answer is None:
        raise SensorError("It does not answer.", SensorReason.CONNECT_FAILED)
    return answer


async def _do(gatt: Gatt, command: bytes) -> None:
    if await gatt.ask(BOTH_WAYS, command, _said) != _DONE:
        raise SensorError("It does not take its settings.", SensorReason.CONNECT_FAILED)


async def _settings(gatt: Gatt) -> Settings:
    inquiry = await _ask(gatt, bytes([_INQUIRY]))
    bits = int.from_bytes(inquiry[2:9], "little")
    return Settings(
        int.from_bytes(inquiry[:2], "little"),
        (await _ask(gatt, _CHOSEN))[1:],
        bits >> 30 & 3,
        min((bits >> 16 & 3) | (bits >> 34 & 1) << 2, len(_GYRO_COUNTS) - 1),
        bits >> 8 & 0xFF,
    )


async def _change(gatt: Gatt, found: Settings, wanted: Settings) -> None:
    """Set what is another one: each setting goes to its flash, which wears."""
    changes = (
        (_SET_RATE, found.divisor.to_bytes(2, "little"), wanted.divisor.to_bytes(2, "little")),
        (_SET_SENSORS, found.sensors, wanted.sensors),
        (_SET_GYRO_RANGE, bytes([found.gyro_range]), bytes([wanted.gyro_range])),
        (_SET_CHIP_RATE, bytes([found.chip_rate]), bytes([wanted.chip_rate])),
        (_SET_ACC_RANGE, bytes([found.acc_range]), bytes([wanted.acc_range])),
    )
    for command, is_set, shall_be in changes:
        if is_set != shall_be:
            await _do(gatt, bytes([command]) + shall_be)
