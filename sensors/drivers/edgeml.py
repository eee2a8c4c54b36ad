"""Boards with the EdgeML firmware, which describe their sensors themselves.

Seeed XIAO nRF52840 Sense, Arduino Nano 33 BLE (Sense) and Nicla Sense ME; OpenEarable 1 has the
same services. Services and packets: edge-ml/EdgeML-Arduino@77d1b061 (README.md, SensorProvider.cpp,
ble_config.cpp) and OpenEarable/open-earable.

Each sensor of a board sends its own packets, with the board's clock in milliseconds but without a
number. Acceleration and angular rate are joined by that clock, and its longer steps are losses.
"""

import math
import struct
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

import numpy as np

from evenstride.sensors.drivers.driver import (
    LOWER_RATES_HZ,
    NO_MOTION,
    Advertisement,
    Gatt,
    Motion,
    joined,
)
from evenstride.sensors.drivers.edgeml_scheme import USUAL, MotionSensor, Triple, parse_scheme
from evenstride.sensors.drivers.joined import Join
from evenstride.sensors.drivers.packet import Packet
from evenstride.sensors.drivers.stamped import StampedStream
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import IntArray

SERVICE = "34c2e3bb-34aa-11eb-adc1-0242ac120002"
DATA = "34c2e3bc-"
CONFIGURATION = "34c2e3bd-"
SCHEME = "caa25cb8-"
_BATTERY = "00002a19-"

# The header: sensor, size, milliseconds. Firmware versions disagree on what the size counts.
_HEAD = struct.Struct("<BBI")
_WRAP = 1 << 32
# A board sends everything from one loop; at more than 100 Hz it falls behind.
_SHORTEST_MS, _LONGEST_MS = 10, 100
# If the clock steps by this much, ahead or back, it was set, or what waits is from before a hole.
_FAR_MS, _BACK_MS = 1000, 80


@dataclass(frozen=True, slots=True)
class _Felt:
    """One packet: the board's clock in milliseconds, and vectors in SI units."""

    stamp: int
    acc: list[float] | None
    gyro: list[float] | None


class EdgeML:
    """The driver."""

    name = "EdgeML"

    def recognise(self, advertisement: Advertisement) -> str | None:
        """Recognise a board by its service; whoever builds the firmware chooses the name."""
        if SERVICE not in advertisement.service_uuids:
            return None
        is_earable = advertisement.name.casefold().startswith("openearable")
        return "OpenEarable" if is_earable else "EdgeML board"

    def rate_hz(self, wanted_hz: float) -> float:
        """Return a rate with a whole number of milliseconds between samples, from 10 to 100."""
        return 1000 / min(max(int(1000 / wanted_hz), _SHORTEST_MS), _LONGEST_MS)

    def sensor(self, rate_hz: float) -> "EdgeMLSensor":
        """Make a sensor to stream at this rate; the true rate is measured by its clock."""
        return EdgeMLSensor(rate_hz)


class EdgeMLSensor:
    """One board."""

    def __init__(self, rate_hz: float) -> None:
        self._asked_hz = _asked_hz(rate_hz)
        self._sensors: dict[int, MotionSensor] = {}
        self._has_gyro = True
        self._stream = StampedStream(rate_hz, tick_us=1000)
        self._join = Join()
        # The board's clock, unwrapped, at the last packet and at the last angular rate.
        self._now_ms = 0
        self._gyro_ms: int | None = None

    @asynccontextmanager
    async def streaming(self, gatt: Gatt) -> AsyncIterator[None]:
        """Read the board's description and start its motion sensors; afterwards stop them."""
        self._choose(await _description(gatt))
        await gatt.listen(DATA)
        try:
            for sensor_id in self._sensors:
                await gatt.write(CONFIGURATION, configuration(sensor_id, self._asked_hz))
            yield
        finally:
            # The earlier error matters more than a failure to undo the set-up.
            with suppress(SensorError):
                for sensor_id in self._sensors:
                    await gatt.write(CONFIGURATION, configuration(sensor_id, 0.0))

    @property
    def lower_rates_hz(self) -> Sequence[float]:
        """Some rates below the present one."""
        return [rate_hz for rate_hz in LOWER_RATES_HZ if rate_hz < 0.9 * self._asked_hz]

    def go_at(self, rate_hz: float) -> None:
        """Use another rate from the next set-up on."""
        self._asked_hz = _asked_hz(rate_hz)
        self._stream.change_rate(rate_hz)

    async def battery_pct(self, gatt: Gatt) -> int | None:
        """Read the charge from the standard service, which only OpenEarable has."""
        with suppress(SensorError):
            value = await gatt.read(_BATTERY)
            return min(value[0], 100) if value else None
        return None

    def feed(self, characteristic: str, data: bytes, host_us: int) -> Motion:
        """Decode a notification; one that is cut short is lost."""
        felt = self._decoded(data) if DATA in characteristic else None
        if felt is None:
            return NO_MOTION
        at_ms = self._unwrapped(felt.stamp)
        if felt.acc is None:
            if felt.gyro is None or (self._gyro_ms is not None and at_ms <= self._gyro_ms):
                return NO_MOTION
            self._gyro_ms = at_ms
            return self._numbered(self._join.rotation(_us(at_ms), np.array([felt.gyro])), host_us)
        if felt.gyro is None and self._has_gyro:
            none, acc = np.zeros(1, np.int64), np.array([felt.acc])
            return self._numbered(self._join.acceleration(none, _us(at_ms), acc, host_us), host_us)
        return self._numbered(_one(at_ms, felt.acc, felt.gyro or [0.0] * 3, host_us), host_us)

    def resume(self) -> None:
        """Forget what waits; the board's clock tells the loss, unless it was switched off."""
        self._join.clear()
        self._gyro_ms = None
        self._stream.resume()

    def _decoded(self, data: bytes) -> "_Felt | None":
        """Decode a packet of one of the chosen sensors; None if it is not one, or damaged."""
        sensor = self._sensors.get(data[0]) if len(data) >= _HEAD.size else None
        if sensor is None or len(data) - _HEAD.size < sensor.layout.size:
            return None
        _, _, stamp = _HEAD.unpack_from(data)
        values = sensor.layout.unpack_from(data, _HEAD.size)
        acc, gyro = _vector(values, sensor.acc), _vector(values, sensor.gyro)
        numbers = [number for vector in (acc, gyro) if vector is not None for number in vector]
        return _Felt(stamp, acc, gyro) if all(map(math.isfinite, numbers)) else None

    def _choose(self, sensors: list[MotionSensor]) -> None:
        """Use the first sensor with acceleration, and the first with angular rate."""
        acc = next((one for one in sensors if one.acc is not None), None)
        gyro = next((one for one in sensors if one.gyro is not None), None)
        if acc is None:
            raise SensorError(
                "It describes no accelerometer whose unit is known.", SensorReason.NOT_SUPPORTED
            )
        if acc.gyro is not None:
            gyro = acc  # both in one packet
        self._has_gyro = gyro is not None
        self._sensors = {one.id: one for one in (acc, gyro) if one is not None}

    def _unwrapped(self, stamp: int) -> int:
        """Return a stamp on the unwrapped clock, milliseconds."""
        step_ms = (stamp - self._now_ms + _WRAP // 2) % _WRAP - _WRAP // 2
        if not -_BACK_MS <= step_ms <= _FAR_MS:
            self._join.clear()
            self._gyro_ms = None
        self._now_ms += step_ms
        return self._now_ms

    def _numbered(self, whole: Motion, host_us: int) -> Motion:
        """Return joined samples with numbers and times by the board's clock."""
        came_us = whole.host_us.tolist() if whole.host_us is not None else [host_us] * len(whole)
        parts = [
            self._stream.feed(Packet(t_us // 1000 % _WRAP, acc[None], gyr[None], at_us))
            for t_us, acc, gyr, at_us in zip(
                whole.t_us.tolist(), whole.acc_m_s2, whole.gyr_rad_s, came_us, strict=True
            )
        ]
        motion = joined(parts)
        if not self._has_gyro:
            motion = replace(motion, gyr_rad_s=np.full_like(motion.acc_m_s2, np.nan))
        return motion.saying(self._stream.doubt())


def configuration(sensor_id: int, rate_hz: float) -> bytes:
    """Return the command to send at a rate, Hz, without delay; a rate of 0 stops the sensor."""
    return struct.pack("<BfI", sensor_id, rate_hz, 0)


async def _description(gatt: Gatt) -> list[MotionSensor]:
    """Return the board's description of its sensors.

    Raises:
        SensorError: It has another firmware.
    """
    try:
        return parse_scheme(await gatt.read(SCHEME)) or list(USUAL)
    except SensorError as error:
        if error.reason is not SensorReason.NOT_SUPPORTED:
            raise
        raise SensorError(
            "It does not describe its sensors, so it has another firmware. Load EdgeML's onto it.",
            SensorReason.NOT_SUPPORTED,
        ) from error


def _vector(values: tuple[float, ...], triple: Triple | None) -> list[float] | None:
    """Return a vector in SI units; None if the packet has none."""
    return None if triple is None else [values[place] * triple.unit for place in triple.places]


def _asked_hz(rate_hz: float) -> float:
    """Return the rate to ask for: the firmware waits for more than the period's whole ms."""
    return 1 / (1 / rate_hz - 0.0005)


def _us(at_ms: int) -> IntArray:
    return np.array([at_ms * 1000], np.int64)


def _one(at_ms: int, acc: list[float], gyro: list[float], host_us: int) -> Motion:
    came_us = np.array([host_us], np.int64)
    zero = np.zeros(1, np.int64)
    return Motion(zero, _us(at_ms), np.array([acc]), np.array([gyro]), came_us)
