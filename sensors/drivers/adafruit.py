"""Adafruit boards with a stock sketch of Adafruit's own services: accelerometer and gyroscope.

Services: learn.adafruit.com/bluefruit-playground-app/ble-services and
adafruit/Adafruit_CircuitPython_BLE_Adafruit@8d02b941 (MIT). What boards do with the period:
adafruit/Adafruit_nRF52_Arduino, BLEAdafruitSensor.cpp; its timers have steps of 1/1024 s.

Each notification is one sample, without time or number, and each service sends separately. Numbers
and times come from counting the arrivals, losses from arrivals that stay late. The sketch chooses
the sensor's range.
"""

import math
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import numpy as np

from evenstride.sensors.clocks.arrivals import ArrivalClock
from evenstride.sensors.clocks.stamps import Stamped
from evenstride.sensors.drivers.driver import NO_MOTION, Advertisement, Gatt, Motion
from evenstride.sensors.drivers.joined import Join
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import GRAVITY_M_S2

_COMPANY = 0x0822
# A field of four bytes with key 1 holds the board's USB product number.
_BOARD_FIELD = bytes([4, 1, 0])
_MODELS = {
    0x8045: "Circuit Playground Bluefruit",
    0x8046: "Circuit Playground Bluefruit",
    0x8029: "Feather nRF52840",
    0x802A: "Feather nRF52840",
}

ACC = "adaf0201-"
GYRO = "adaf0401-"
# Each of the two services has this characteristic.
ACC_PERIOD = "adaf0200-/adaf0001-"
GYRO_PERIOD = "adaf0400-/adaf0001-"
_BATTERY = "00002a19-"

_SHORTEST_MS, _LONGEST_MS = 5, 1000
# More than any chip on these boards can measure: 32 g and 4000 °/s.
_MOST = {ACC: 32 * GRAVITY_M_S2, GYRO: math.radians(4000)}


class Adafruit:
    """The driver."""

    name = "Adafruit"

    def recognise(self, advertisement: Advertisement) -> str | None:
        """Recognise a board by its maker's and its own number; the sketch chooses the name."""
        field = advertisement.manufacturer_data.get(_COMPANY, b"")
        if not field.startswith(_BOARD_FIELD) or len(field) < 5:
            return None
        return _MODELS.get(int.from_bytes(field[3:5], "little"), "Adafruit board")

    def rate_hz(self, wanted_hz: float) -> float:
        """Return a rate with a whole number of milliseconds between samples, from 5 to 1000."""
        return 1000 / min(max(int(1000 / wanted_hz), _SHORTEST_MS), _LONGEST_MS)

    def sensor(self, rate_hz: float) -> "AdafruitSensor":
        """Make a sensor to stream at this rate; many boards cannot, so it is measured."""
        return AdafruitSensor(rate_hz)


class AdafruitSensor:
    """One board."""

    def __init__(self, rate_hz: float) -> None:
        self._period_us = 1e6 / rate_hz
        self._came_with: dict[str, bytes] = {}
        self._has_gyro = True
        self._clocks = {ACC: ArrivalClock(rate_hz), GYRO: ArrivalClock(rate_hz)}
        self._last = {ACC: (b"", 0), GYRO: (b"", 0)}
        self._join = Join()

    @asynccontextmanager
    async def streaming(self, gatt: Gatt) -> AsyncIterator[None]:
        """Enable both services with one period; afterwards restore the periods found."""
        await gatt.listen(ACC)
        self._has_gyro = await _has(gatt, GYRO)
        periods = (ACC_PERIOD, GYRO_PERIOD) if self._has_gyro else (ACC_PERIOD,)
        for period in periods:
            if period not in self._came_with:
                self._came_with[period] = await gatt.read(period)
        try:
            for period in periods:
                await gatt.write(period, struct.pack("<i", round(self._period_us / 1000)))
            yield
        finally:
            # The earlier error matters more than a failure to undo the set-up.
            with suppress(SensorError):
                for period in periods:
                    await gatt.write(period, self._came_with[period])

    async def battery_pct(self, gatt: Gatt) -> int | None:
        """Read the charge from the standard service, which not every sketch has."""
        with suppress(SensorError):
            value = await gatt.read(_BATTERY)
            return min(value[0], 100) if value else None
        return None

    def feed(self, characteristic: str, data: bytes, host_us: int) -> Motion:
        """Decode a notification."""
        kind = characteristic[: len(ACC)]
        clock = self._clocks.get(kind)
        if clock is None:
            return NO_MOTION
        before, before_us = self._last[kind]
        self._last[kind] = data, host_us
        if data == before and host_us - before_us < self._period_us / 4:
            return NO_MOTION  # the same notification again
        values = vector(data, _MOST[kind])
        if values is None:
            clock.skip(1)
            return NO_MOTION
        done = clock.stamp(np.array([values]), host_us)
        said = clock.doubt() if kind == ACC else ""
        return replace(self._joined(kind, done), said=said, is_waiting=not len(done.seq))

    def _joined(self, kind: str, done: Stamped) -> Motion:
        """Return what these samples complete."""
        if kind == GYRO:
            return self._join.rotation(done.t_us, done.values)
        if self._has_gyro:
            return self._join.acceleration(done.seq, done.t_us, done.values, done.host_us)
        none = np.full_like(done.values, np.nan)
        return Motion(done.seq, done.t_us, done.values, none, done.host_us)

    def resume(self) -> None:
        """Forget what waits, because it will never be complete."""
        for clock in self._clocks.values():
            clock.resume()
        self._join.clear()

    def stood_still(self) -> None:
        """Note that what comes next is late, not lost."""
        for clock in self._clocks.values():
            clock.stood_still()


def vector(data: bytes, most: float) -> tuple[float, float, float] | None:
    """Return three numbers in SI units; None if cut short or beyond what any sensor measures."""
    if len(data) != 12:
        return None
    x, y, z = struct.unpack("<fff", data)
    # NaN fails this as well.
    return (x, y, z) if all(abs(v) <= most for v in (x, y, z)) else None


async def _has(gatt: Gatt, characteristic: str) -> bool:
    """Return whether the board has a characteristic; if so, enable its notifications."""
    try:
        await gatt.listen(characteristic)
    except SensorError as error:
        if error.reason is SensorReason.NOT_SUPPORTED:
            return False
        raise
    return True
