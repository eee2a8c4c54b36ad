"""A virtual board with Adafruit's accelerometer and gyroscope services, as strict as the real one.

Services: learn.adafruit.com/bluefruit-playground-app/ble-services; its timers as in
adafruit/Adafruit_nRF52_Arduino, libraries/Bluefruit52Lib/src/services/BLEAdafruitSensor.cpp.
"""

import asyncio
import struct

from bumble.core import AdvertisingData
from bumble.gatt import Characteristic, CharacteristicValue, Service

from tests.radio.peripheral import Motion, VirtualPeripheral, at_rest

UUID = "adaf{}-c332-42a8-93bd-25e905756cb8"
ACC, GYRO = "0200", "0400"
VALUES = {ACC: "0201", GYRO: "0401"}
# Both services have one of this name.
PERIOD = "0001"
TICKS_PER_S = 1024


class VirtualAdafruit(VirtualPeripheral):
    """The peripheral: each service has a timer of its own, which starts when it is set.

    Args:
        name: The advertised name.
        address: A static random address: its first octet is C0 or more.
        motion: What it feels.
        has_gyro: Whether it has the gyroscope's service.
        battery_pct: The battery's charge; None without the battery service.

    Attributes:
        period_ms: By service.
        sent: How many accelerations it sent.
    """

    advertised = (
        (AdvertisingData.Type.MANUFACTURER_SPECIFIC_DATA, bytes.fromhex("22080401004580")),
    )

    def __init__(
        self,
        name: str = "CIRCUITPY7d1b",
        address: str = "CA:00:00:00:00:01",
        motion: Motion = at_rest,
        *,
        has_gyro: bool = True,
        battery_pct: int | None = 77,
    ) -> None:
        super().__init__(name, address, motion)
        self.period_ms = {ACC: 1000, GYRO: 1000} if has_gyro else {ACC: 1000}
        self.sent = 0
        self._battery_pct = battery_pct
        self._timers: dict[str, asyncio.Task[None]] = {}

    def services(self) -> list[Service]:
        kinds = Characteristic.Properties
        self._values: dict[str, Characteristic[bytes]] = {}
        services = []
        for service in self.period_ms:
            self._values[service] = Characteristic(
                UUID.format(VALUES[service]),
                kinds.READ | kinds.NOTIFY,
                Characteristic.READABLE,
                bytes(12),
            )
            services.append(
                Service(UUID.format(service), [self._values[service], self._period(service)])
            )
        if self._battery_pct is not None:
            level = Characteristic(
                "2A19", kinds.READ, Characteristic.READABLE, bytes([self._battery_pct])
            )
            services.append(Service("180F", [level]))
        return services

    def on_connection(self) -> None:
        for service in self.period_ms:
            self._set_timer(service)

    def halt(self) -> None:
        for timer in self._timers.values():
            timer.cancel()

    def _period(self, service: str) -> Characteristic[bytes]:
        def write(value: bytes) -> None:
            if len(value) != 4 or struct.unpack("<i", value)[0] < -1:
                self.wrong.append(f"no period: {value.hex()}")
            else:
                self.period_ms[service] = struct.unpack("<i", value)[0]
                self._set_timer(service)

        kinds = Characteristic.Properties
        return Characteristic(
            UUID.format(PERIOD),
            kinds.READ | kinds.WRITE,
            Characteristic.READABLE | Characteristic.WRITEABLE,
            CharacteristicValue(
                read=lambda _: struct.pack("<i", self.period_ms[service]),
                write=lambda _, value: write(bytes(value)),
            ),
        )

    def _set_timer(self, service: str) -> None:
        if service in self._timers:
            self._timers[service].cancel()
        if self.period_ms[service] > 0:
            self._timers[service] = self.run(self._measure(service))

    async def _measure(self, service: str) -> None:
        loop = asyncio.get_running_loop()
        ticks = max(1, self.period_ms[service] * TICKS_PER_S // 1000)
        at_s = loop.time()
        while True:
            at_s += ticks / TICKS_PER_S
            await asyncio.sleep(at_s - loop.time())
            acc, gyr = self._motion(at_s - self.switched_on_s)
            self.sent += service == ACC
            values = acc if service == ACC else gyr
            await self.send(self._values[service], struct.pack("<3f", *values))
