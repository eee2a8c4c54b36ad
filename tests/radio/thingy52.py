"""A virtual Thingy:52, as strict as the real one: its chip starts on a subscription.

Services, formats and clipping: NordicSemiconductor/Nordic-Thingy52-FW@779c630e, ble_tms.h and
m_motion.c.
"""

import asyncio
import struct

import numpy as np
from bumble.gatt import Characteristic, CharacteristicValue, Service

from tests.radio.peripheral import Motion, VirtualPeripheral, announced, at_rest

BASE = "ef68{}-9b35-4933-9b10-52ffa9740042"
RAW = BASE.format("0406")
# Its chip does no more, whatever it is set to.
MOST_HZ = 61.0


class VirtualThingy52(VirtualPeripheral):
    """The peripheral.

    Args:
        name: The advertised name.
        address: A static random address: its first octet is C0 or more.
        motion: What it feels.
        rate_hz: The rate that its flash holds.
        rate_error: By how much it samples faster than it should.

    Attributes:
        configuration: What its flash holds.
        flash_writes: How often that was written.
        sent: How many samples it sent.
    """

    advertised = (announced(BASE.format("0100")),)

    def __init__(
        self,
        name: str = "Thingy",
        address: str = "F1:52:00:00:00:01",
        motion: Motion = at_rest,
        *,
        rate_hz: int = 10,
        rate_error: float = 0.0,
    ) -> None:
        super().__init__(name, address, motion)
        self.configuration = struct.pack("<HHHHB", 500, 500, 500, rate_hz, 1)
        self.flash_writes = 0
        self.sent = 0
        self._rate_error = rate_error
        self._task: asyncio.Task[None] | None = None

    def services(self) -> list[Service]:
        kinds = Characteristic.Properties
        configuration = Characteristic(
            BASE.format("0401"),
            kinds.READ | kinds.WRITE,
            Characteristic.READABLE | Characteristic.WRITEABLE,
            CharacteristicValue(
                read=lambda _: self.configuration,
                write=lambda _, value: self._on_write(bytes(value)),
            ),
        )
        self._raw = Characteristic(RAW, kinds.NOTIFY, Characteristic.READABLE, bytes(18))
        self._raw.on("subscription", lambda _, on, __: self._subscribe(on))
        level = Characteristic("2A19", kinds.READ, Characteristic.READABLE, bytes([71]))
        return [
            Service(BASE.format("0100"), []),
            Service(BASE.format("0400"), [configuration, self._raw]),
            Service("180F", [level]),
        ]

    def on_disconnection(self) -> None:
        self.halt()

    def halt(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_write(self, value: bytes) -> None:
        if value[:6] + value[8:] != self.configuration[:6] + self.configuration[8:]:
            self.wrong.append(f"more than the rate is changed: {value.hex()}")
        elif not 5 <= struct.unpack_from("<H", value, 6)[0] <= 200 or value == self.configuration:
            self.wrong.append(f"no rate, or none that is new: {value.hex()}")
        else:
            self.configuration = value
            self.flash_writes += 1

    def _subscribe(self, on: bool) -> None:
        self.halt()
        if on:
            self._task = self.run(self._measure())

    async def _measure(self) -> None:
        loop = asyncio.get_running_loop()
        at_s = loop.time()
        while True:
            rate_hz = min(struct.unpack_from("<H", self.configuration, 6)[0], MOST_HZ)
            at_s += 1 / rate_hz / (1 + self._rate_error)
            await asyncio.sleep(at_s - loop.time())
            acc, gyr = self._motion(at_s - self.switched_on_s)
            numbers = [
                *np.clip(np.asarray(acc) / 9.80665, -31, 31) * 1024,
                *np.clip(np.degrees(gyr), -1023, 1023) * 32,
                *(320.0, 0.0, -640.0),
            ]
            self.sent += 1
            await self.send(self._raw, struct.pack("<9h", *(round(float(n)) for n in numbers)))
