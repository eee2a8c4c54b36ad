"""Movella DOT, formerly Xsens DOT: the maker's BLE service.

Layout and commands: Movella DOT BLE Service Specification XD0506P rev. C (July 2023); names, and
how a running measurement affects settings: the maker's xsens_dot_server and its issues. The ranges,
16 g and 2000 °/s, are fixed.
"""

import struct
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress

import numpy as np

from evenstride.sensors.drivers.driver import NO_MOTION, Advertisement, Gatt, Motion
from evenstride.sensors.drivers.packet import Packet
from evenstride.sensors.drivers.short_packets import cut_short
from evenstride.sensors.drivers.stamped import StampedStream
from evenstride.sensors.errors import SensorError, SensorReason

# All UUIDs begin with 1517xxxx- and have the same ending.
DEVICE_CONTROL = "15171002-"
_COMPANY = 0x0886
MEASUREMENT = "15172001-"
MEDIUM_PAYLOAD = "15172003-"
BATTERY = "15173001-"

# 120 Hz is only for recording inside the sensor.
_RATES_HZ = (1.0, 4.0, 10.0, 12.0, 15.0, 20.0, 30.0, 60.0)

# Time stamp, specific force and angular rate in the sensor's frame. In all other readable payloads
# gravity has been removed.
_RATE_QUANTITIES = 21
_START = bytes([1, 1, _RATE_QUANTITIES])
_STOP = bytes([1, 0, _RATE_QUANTITIES])
_PAYLOAD = struct.Struct("<I6f")

# Device control: the bit that says what to change, and where it is.
_POWER_SAVING, _OUTPUT_RATE = 0x04, 0x10
_WHERE = {_POWER_SAVING: slice(5, 7), _OUTPUT_RATE: slice(24, 26)}
_CONTROL_BYTES = 32


class MovellaDot:
    """The driver."""

    name = "Movella DOT"

    def recognise(self, advertisement: Advertisement) -> str | None:
        """Recognise a sensor by its name, which may be Xsens's in older firmware, or its maker.

        The maker's number comes before the name, which some computers receive late or never.
        """
        name = advertisement.name.casefold()
        named = next((m for m in ("Movella DOT", "Xsens DOT") if m.casefold() in name), None)
        is_theirs = _COMPANY in advertisement.manufacturer_data
        return named or ("Movella DOT" if is_theirs else None)

    def rate_hz(self, wanted_hz: float) -> float:
        """Return 1, 4, 10, 12, 15, 20, 30 or at most 60 Hz."""
        return next((rate for rate in _RATES_HZ if rate >= wanted_hz), max(_RATES_HZ))

    def sensor(self, rate_hz: float) -> "MovellaDotSensor":
        """Make a sensor to stream at one of its rates."""
        return MovellaDotSensor(rate_hz)


class MovellaDotSensor:
    """One sensor; each notification is one sample, with the sensor's clock in microseconds."""

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._stream = StampedStream(rate_hz)
        self._said = ""
        # The sensor would fall asleep after 30 minutes of being connected without activity or,
        # according to another text of the maker, without being moved; 0 is never.
        self._wanted = {_POWER_SAVING: bytes(2), _OUTPUT_RATE: struct.pack("<H", round(rate_hz))}
        # Read only once: after a lost link the sensor still has the session's settings.
        self._came_with: dict[int, bytes] | None = None

    @asynccontextmanager
    async def streaming(self, gatt: Gatt) -> AsyncIterator[None]:
        """Set the rate, disable power saving while connected, and measure.

        A measurement that a lost connection or another program left running has to be stopped
        first: until then the sensor keeps its rate. If it keeps it even then, it streams at that.
        """
        await _stop(gatt)
        control = await _read_control(gatt)
        if self._came_with is None:
            self._came_with = {what: control[where] for what, where in _WHERE.items()}
        is_now: bytes | None = None
        try:
            await _set(gatt, control, self._wanted)
            is_now = await _read_control(gatt)
            self._see_rate(is_now)
            await gatt.listen(MEDIUM_PAYLOAD)
            size = await gatt.ask(MEASUREMENT, _START, lambda data: len(data) or None)
            if size is not None and size < _PAYLOAD.size:
                raise SensorError(
                    cut_short(size, _PAYLOAD.size),
                    SensorReason.SHORT_PACKETS,
                )
            yield
        finally:
            # The earlier error matters more than a failure to undo the set-up.
            with suppress(SensorError):
                await gatt.write(MEASUREMENT, _STOP)
                # If the settings are known they are not read again: time to leave is short.
                await _set(gatt, is_now or await _read_control(gatt), self._came_with)

    def _see_rate(self, control: bytes) -> None:
        """Use the rate that the sensor reports."""
        (rate_hz,) = struct.unpack("<H", control[_WHERE[_OUTPUT_RATE]])
        (asked_hz,) = struct.unpack("<H", self._wanted[_OUTPUT_RATE])
        if rate_hz not in _RATES_HZ or rate_hz == self._rate_hz:
            return
        if rate_hz != asked_hz:
            self._said = (
                f"It was asked for {asked_hz} samples a second and keeps its own rate, {rate_hz}."
            )
        self._rate_hz = float(rate_hz)
        self._stream.change_rate(rate_hz)

    @property
    def lower_rates_hz(self) -> Sequence[float]:
        """The rates below the present one."""
        return [rate_hz for rate_hz in _RATES_HZ if rate_hz < self._rate_hz]

    def go_at(self, rate_hz: float) -> None:
        """Use another rate from the next set-up on."""
        self._rate_hz = rate_hz
        self._wanted[_OUTPUT_RATE] = struct.pack("<H", round(rate_hz))
        self._stream.change_rate(rate_hz)

    async def battery_pct(self, gatt: Gatt) -> int | None:
        """Read the charge from its own battery service, which is not the standard one."""
        value = await gatt.read(BATTERY)
        return value[0] if value and value[0] <= 100 else None

    def feed(self, characteristic: str, data: bytes, host_us: int) -> Motion:
        """Decode one sample; if a small MTU cut it short, it is lost."""
        if MEDIUM_PAYLOAD not in characteristic or len(data) < _PAYLOAD.size:
            return NO_MOTION
        motion = self._stream.feed(decode(data, host_us))
        if not len(motion):
            return motion
        said, self._said = self._said, ""
        return motion.saying(said or self._stream.doubt())

    def resume(self) -> None:
        """Allow for a restart of the sensor; otherwise its clock tells how much was lost."""
        self._stream.resume()


def decode(data: bytes, host_us: int = 0) -> Packet:
    """Decode the sample in a notification of at least 28 bytes; zeros may follow."""
    stamp, *values = _PAYLOAD.unpack_from(data)
    acc, gyr = np.array(values).reshape(2, 1, 3)
    return Packet(stamp, acc, np.radians(gyr), host_us)


async def _stop(gatt: Gatt) -> None:
    """Stop the running measurement, whatever its payload, which the sensor reports."""
    measures = await gatt.read(MEASUREMENT)
    if len(measures) == len(_STOP) and measures[1]:
        await gatt.write(MEASUREMENT, bytes([measures[0], 0, measures[2]]))
    else:
        await gatt.write(MEASUREMENT, _STOP)


async def _read_control(gatt: Gatt) -> bytes:
    control = await gatt.read(DEVICE_CONTROL)
    if len(control) != _CONTROL_BYTES:
        raise SensorError(
            "It has the name of a Movella DOT but does not answer like one.",
            SensorReason.NOT_SUPPORTED,
        )
    return control


async def _set(gatt: Gatt, control: bytes, values: Mapping[int, bytes]) -> None:
    """Change the values that differ; everything else in the block is written back unchanged."""
    block = bytearray(control)
    for what, value in values.items():
        if block[_WHERE[what]] != value:
            block[0], block[_WHERE[what]] = what, value
            await gatt.write(DEVICE_CONTROL, bytes(block))
