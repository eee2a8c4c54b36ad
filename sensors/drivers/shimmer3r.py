"""Shimmer3R with the LogAndStream firmware: low-noise accelerometer and gyroscope over Bluetooth.

Services, commands, answers, scales and calibration: the maker's ShimmerResearch/shimmer-web-sdk
@4ae69dce, src/devices/shimmer3r and calibration. Each notification is one message; each sample has
the sensor's clock in steps of 1/32768 s.
"""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import numpy as np

from evenstride.sensors.drivers.driver import LOWER_RATES_HZ, NO_MOTION, Advertisement, Gatt, Motion
from evenstride.sensors.drivers.packet import Packet
from evenstride.sensors.drivers.shimmer3r_commands import (
    ACC,
    ACC_AND_GYRO,
    ACC_CALIBRATION,
    BOTH_WAYS,
    GYRO,
    GYRO_CALIBRATION,
    INQUIRY,
    START,
    STOP,
    VERSION,
    Settings,
    acknowledged,
    acknowledgements,
    ask,
    ask_kept,
    change_settings,
    changes,
    command_done,
    read_settings,
    settings_told,
)
from evenstride.sensors.drivers.stamped import StampedStream
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import FloatArray

# From the radio chip's stock profile for arbitrary bytes: other makers' devices announce it too.
SERVICE = "65333333-a115-11e2-9e9a-0800200ca100"

_NAMES = re.compile(r"(?<![A-Za-z0-9])Shimmer3R(?![A-Za-z0-9])", re.IGNORECASE)

_SHIMMER3R = 10

_TICKS_HZ = 32768
_LEAST_HZ, _MOST_HZ = 5.0, 200.0
# The chip's own rate (the next higher one is used), Hz, and its code.
_CHIP_RATES_HZ = {7.5: 2, 30.0: 4, 60.0: 5, 120.0: 6, 240.0: 7}
# 4 g and 500 °/s are too little for a leg; these are enough.
_LEAST_ACC, _LEAST_GYRO = 2, 3

# By the ranges' codes, counts per m/s² and per °/s, for a unit without its own calibration.
_ACC_COUNTS = (1672.0, 836.0, 418.0, 209.0)
_GYRO_COUNTS = (229.0, 114.0, 57.0, 29.0, 14.0, 7.0)
_ALIGNMENT = np.diag([-1.0, 1.0, -1.0])
_CALIBRATION_BYTES = 21
# A calibration that deviates from the chip's data sheet by more than this was never written.
_SOUND = 1.3

# Before the samples: 0, then the clock, three bytes, or two before firmware 1.0.22.
_DATA = 0x00
_VALUES_BYTES = 12
_STAMP_BYTES = (2, 3)


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """From counts to SI units: ``matrix @ (counts - offset)``, shapes (3, 3) and (3,)."""

    matrix: FloatArray
    offset: FloatArray

    def __call__(self, counts: FloatArray) -> FloatArray:
        """Convert counts, shape (n, 3)."""
        return (counts - self.offset) @ self.matrix.T


class Shimmer3R:
    """The driver."""

    name = "Shimmer3R"

    def recognise(self, advertisement: Advertisement) -> str | None:
        """Recognise it by its name or service; with only the latter, it is asked what it is."""
        is_named = _NAMES.search(advertisement.name) is not None
        return "Shimmer3R" if is_named or SERVICE in advertisement.service_uuids else None

    def rate_hz(self, wanted_hz: float) -> float:
        """Return a rate with a whole number of 1/32768 s between samples, from 5 to 200 Hz."""
        return _TICKS_HZ / int(_TICKS_HZ / min(max(wanted_hz, _LEAST_HZ), _MOST_HZ))

    def sensor(self, rate_hz: float) -> "Shimmer3RSensor":
        """Make a sensor to stream at one of its rates."""
        return Shimmer3RSensor(rate_hz)


class Shimmer3RSensor:
    """One sensor."""

    def __init__(self, rate_hz: float) -> None:
        self._divisor = round(_TICKS_HZ / rate_hz)
        self._stream = StampedStream(rate_hz)
        self._acc = calibration(b"", _ACC_COUNTS[_LEAST_ACC], 1.0)
        self._gyro = calibration(b"", _GYRO_COUNTS[_LEAST_GYRO], 100.0)
        self._is_gyro_first = False
        # The sensor's clock, unwrapped, and its time of arrival.
        self._ticks = self._host_us = 0
        # Read only once: after a lost link the sensor still has the session's settings.
        self._came_with: Settings | None = None

    @asynccontextmanager
    async def streaming(self, gatt: Gatt) -> AsyncIterator[None]:
        """Set sensors, ranges and rate, and stream; afterwards undo all of it."""
        await gatt.listen(BOTH_WAYS)
        # A crashed program may have left it streaming, which prevents changes.
        await gatt.ask(BOTH_WAYS, STOP, acknowledged)
        version = await ask(gatt, bytes([VERSION]))
        if version[:1] != bytes([_SHIMMER3R]):
            raise SensorError(
                "It answers like a Shimmer, but not like a Shimmer3R.", SensorReason.NOT_SUPPORTED
            )
        found = await read_settings(gatt)
        if self._came_with is None:
            self._came_with = found
        now = wanted = self._wanted(self._came_with)
        try:
            await change_settings(gatt, found, wanted)
            now = await self._understand(gatt, wanted)
            await command_done(gatt, START)
            yield
        finally:
            # The earlier error matters more than a failure to undo the set-up.
            with suppress(SensorError):
                needed, rest = changes(now, self._came_with)
                await gatt.order(BOTH_WAYS, [STOP, *needed, *rest], acknowledgements)

    def _wanted(self, came_with: Settings) -> Settings:
        rate_hz = _TICKS_HZ / self._divisor
        chip_rate = next((code for hz, code in _CHIP_RATES_HZ.items() if hz >= rate_hz), 7)
        return Settings(
            self._divisor,
            ACC_AND_GYRO,
            max(came_with.acc_range, _LEAST_ACC),
            max(came_with.gyro_range, _LEAST_GYRO),
            chip_rate,
        )

    async def _understand(self, gatt: Gatt, wanted: Settings) -> Settings:
        """Read the order and the scales of the samples from the sensor.

        Returns:
            Its settings: older firmware may have left a range unchanged.
        """
        inquiry = await ask(gatt, bytes([INQUIRY]))
        channels = inquiry[11:]
        if channels not in (ACC + GYRO, GYRO + ACC):
            raise SensorError(
                "It does not stream the accelerometer and gyroscope that it was asked for.",
                SensorReason.NOT_SUPPORTED,
            )
        now = settings_told(inquiry, wanted.sensors)
        self._is_gyro_first = channels[:3] == GYRO
        acc = await ask_kept(gatt, bytes([ACC_CALIBRATION]))
        gyro = await ask_kept(gatt, bytes([GYRO_CALIBRATION]))
        self._acc = calibration(acc, _ACC_COUNTS[now.acc_range], 1.0)
        deg = calibration(gyro, _GYRO_COUNTS[now.gyro_range], 100.0)
        self._gyro = Calibration(np.radians(deg.matrix), deg.offset)
        return now

    @property
    def lower_rates_hz(self) -> Sequence[float]:
        """Some rates below the present one."""
        return [rate_hz for rate_hz in LOWER_RATES_HZ if rate_hz * self._divisor < 0.9 * _TICKS_HZ]

    def go_at(self, rate_hz: float) -> None:
        """Use another rate from the next set-up on."""
        self._divisor = round(_TICKS_HZ / rate_hz)
        self._stream.change_rate(rate_hz)

    async def battery_pct(self, gatt: Gatt) -> int | None:  # noqa: ARG002 - nothing to ask
        """Return None: it reports a voltage, for which the charge is unknown."""
        return None

    def feed(self, characteristic: str, data: bytes, host_us: int) -> Motion:
        """Decode one sample; one that is cut short is lost."""
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
        """Allow for a restart of the sensor; otherwise its clock tells how much was lost."""
        self._stream.resume()

    def _unwrapped(self, stamp: int, wrap: int, host_us: int) -> int:
        """Return the clock's ticks as if it never wrapped around."""
        passed = (host_us - self._host_us) * _TICKS_HZ // 1_000_000
        step = (stamp - self._ticks) % wrap
        self._ticks += step + wrap * round((passed - step) / wrap)
        self._host_us = host_us
        return self._ticks


def calibration(block: bytes, counts: float, scale: float) -> Calibration:
    """Return the calibration stored by a unit, or the data sheet's if none is stored.

    Args:
        block: Offset and sensitivity, three 16-bit numbers each, and nine 8-bit numbers for the
            alignment, in hundredths; big-endian. C = R⁻¹ K⁻¹ (U − b) (Ferraris, Grimaldi, Parvis
            1995).
        counts: The data sheet's sensitivity, counts per unit.
        scale: The factor by which the block's sensitivity is multiplied.
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
