"""Nordic Thingy:52 (nRF6936): acceleration and angular rate of its motion service.

Services, formats and its true maximum of 61 Hz: NordicSemiconductor/Nordic-Thingy52-FW@779c630e
(include/ble_services/ble_tms.h, source/modules/m_motion.c) and issue 24 of Android-Nordic-Thingy.

Each notification is one sample, without time or number. Both come from counting the arrivals,
losses from arrivals that stay late.
"""

import math
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import numpy as np

from evenstride.sensors.clocks.arrivals import ArrivalClock
from evenstride.sensors.drivers.driver import NO_MOTION, Advertisement, Gatt, Motion, counted
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import GRAVITY_M_S2

SERVICE = "ef680100-9b35-4933-9b10-52ffa9740042"
CONFIGURATION = "ef680401-"
RAW = "ef680406-"
_BATTERY = "00002a19-"

# Among the configuration's nine bytes: the motion rate, Hz. If asked for more, it does about 61.
_RATE = slice(6, 8)
_CONFIGURATION_BYTES = 9
_LEAST_HZ, _MOST_HZ = 5, 60
_SAMPLE = struct.Struct("<9h")
_M_S2_PER_UNIT = GRAVITY_M_S2 / 1024
_RAD_S_PER_UNIT = math.radians(1) / 32
# Some stacks deliver a notification twice, at the same instant.
_TWICE_US = 2_000


class Thingy52:
    """The driver."""

    name = "Thingy:52"

    def recognise(self, advertisement: Advertisement) -> str | None:
        """Recognise it by its service; its owner may choose any name."""
        return "Thingy:52" if SERVICE in advertisement.service_uuids else None

    def rate_hz(self, wanted_hz: float) -> float:
        """Return a whole number from 5 to 60."""
        return float(min(max(math.ceil(wanted_hz), _LEAST_HZ), _MOST_HZ))

    def sensor(self, rate_hz: float) -> "Thingy52Sensor":
        """Make a sensor to stream at one of its rates."""
        return Thingy52Sensor(rate_hz)


class Thingy52Sensor:
    """One sensor."""

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = round(rate_hz)
        self._clock = ArrivalClock(rate_hz)
        self._last: tuple[int, bytes] = (0, b"")
        # Read only once: after a lost link the sensor still has the session's settings.
        self._came_with: bytes | None = None

    @asynccontextmanager
    async def streaming(self, gatt: Gatt) -> AsyncIterator[None]:
        """Set the rate if it differs, and listen; afterwards restore it.

        Each write goes to the sensor's flash, which wears out: none is made without need.
        """
        found = await gatt.read(CONFIGURATION)
        if len(found) != _CONFIGURATION_BYTES:
            raise SensorError(
                "It has the service of a Thingy:52 but does not answer like one.",
                SensorReason.NOT_SUPPORTED,
            )
        if self._came_with is None:
            self._came_with = found
        rate = self._rate_hz.to_bytes(2, "little")
        wanted = found[:6] + rate + found[8:]
        is_now: bytes | None = found
        try:
            if found != wanted:
                is_now = None
                await gatt.write(CONFIGURATION, wanted)
                is_now = wanted
            await gatt.listen(RAW)
            yield
        finally:
            # The earlier error matters more than a failure to undo the set-up.
            with suppress(SensorError):
                # Read after a failed write, which may have changed nothing.
                if (is_now or await gatt.read(CONFIGURATION)) != self._came_with:
                    await gatt.write(CONFIGURATION, self._came_with)

    async def battery_pct(self, gatt: Gatt) -> int | None:
        """Read the charge from the standard service."""
        value = await gatt.read(_BATTERY)
        return min(value[0], 100) if value else None

    def feed(self, characteristic: str, data: bytes, host_us: int) -> Motion:
        """Decode one sample; one that is cut short is lost."""
        if RAW not in characteristic:
            return NO_MOTION
        (last_us, last), self._last = self._last, (host_us, data)
        if data == last and host_us - last_us < _TWICE_US:
            return NO_MOTION
        if len(data) != _SAMPLE.size:
            self._clock.skip(1)
            return NO_MOTION
        values = np.array(_SAMPLE.unpack(data)[:6], np.float64)[None]
        done = self._clock.stamp(values, host_us)
        return counted(done, _M_S2_PER_UNIT, _RAD_S_PER_UNIT, self._clock.doubt())

    def resume(self) -> None:
        """Expect a hole; the next arrival tells how many samples were lost."""
        self._clock.resume()

    def stood_still(self) -> None:
        """Note that what comes next is late, not lost."""
        self._clock.stood_still()
