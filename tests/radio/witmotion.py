"""A virtual WitMotion sensor, as strict as the real one: without each step it stays at 10 Hz."""

import asyncio
import struct
from collections.abc import Sequence

import numpy as np
from bumble.device import Connection
from bumble.gatt import Characteristic, CharacteristicValue, Service

from evenstride.sensors.samples import FloatArray
from tests.radio.peripheral import Motion, VirtualPeripheral, at_rest

BASE = "0000{}-0000-1000-8000-00805f9a34fb"

# True rates by code, measured on a WT901BLE67: RGu0/WT901@9ccb834c docs/protocol.md (MIT).
TRUE_RATE_HZ = {0x06: 10.05, 0x07: 19.86, 0x08: 49.45, 0x09: 99.26, 0x0B: 198.43}
# Above 50 Hz a notification holds four frames (same source, recording at 100 Hz).
FRAMES = {0x09: 4, 0x0B: 4}

UNLOCK = bytes.fromhex("ffaa6988b5")
UNLOCKED_S = 10.0
SETTLE_S = 0.09
# The battery register reads 0 so long after a connection was made.
BATTERY_SETTLE_S = 0.3


class VirtualWitMotion(VirtualPeripheral):
    """The peripheral.

    Args:
        name: The advertised name.
        address: A static random address: its first octet is C0 or more.
        motion: What it feels.
        centivolts: The battery's voltage.
        rate_error: By how much its clock is fast beyond the usual error.
        keeps_rate: Whether it stays at the factory's rate whatever it is told, as some do.

    Attributes:
        writes: Every command that was written, with its time.
        registers: What it holds; lost with its power, as nothing is saved.
        sent: How many frames it sent.
    """

    def __init__(
        self,
        name: str = "WT901BLE67",
        address: str = "C4:00:00:00:00:01",
        motion: Motion = at_rest,
        *,
        centivolts: int = 388,
        rate_error: float = 0.0,
        keeps_rate: bool = False,
    ) -> None:
        super().__init__(name, address, motion)
        self.registers = {0x03: 0x06, 0x64: centivolts, 0x24: 0}
        self.writes: list[tuple[float, bytes]] = []
        self.sent = 0
        self._rate_error = rate_error
        self._keeps_rate = keeps_rate
        self._unlocked_until_s = 0.0
        self._connected_s = 0.0
        self._task: asyncio.Task[None] | None = None

    def services(self) -> list[Service]:
        kinds = Characteristic.Properties
        self._notify = Characteristic(
            BASE.format("ffe4"), kinds.NOTIFY, Characteristic.READABLE, bytes(20)
        )
        self._notify.on("subscription", self._on_subscription)
        write = Characteristic(
            BASE.format("ffe9"),
            kinds.WRITE | kinds.WRITE_WITHOUT_RESPONSE,
            Characteristic.WRITEABLE,
            CharacteristicValue(write=lambda _, value: self._on_write(bytes(value))),
        )
        return [Service(BASE.format("ffe5"), [self._notify, write])]

    def on_connection(self) -> None:
        self._connected_s = asyncio.get_running_loop().time()

    def on_disconnection(self) -> None:
        self.halt()

    def halt(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_subscription(self, link: Connection, notify: bool, _: bool) -> None:
        self.halt()
        if notify:
            self._task = self.run(self._stream())

    def _on_write(self, value: bytes) -> None:
        now_s = asyncio.get_running_loop().time()
        too_soon = bool(self.writes) and now_s - self.writes[-1][0] < SETTLE_S
        self.writes.append((now_s, value))
        if len(value) != 5 or value[:2] != b"\xff\xaa":
            self.wrong.append(f"no command: {value.hex()}")
            return
        register, number = value[2], int.from_bytes(value[3:], "little")
        if register == 0x27:
            self.run(self._reply(number))
        elif value == UNLOCK and not too_soon:
            self._unlocked_until_s = now_s + UNLOCKED_S
        elif register != 0x03 or number not in TRUE_RATE_HZ:
            self.wrong.append(f"not to be set, or not to that: {value.hex()}")
        elif too_soon or now_s >= self._unlocked_until_s:
            self.wrong.append(f"too soon, or locked: {value.hex()}")
        elif not self._keeps_rate:
            self.registers[register] = number

    async def _reply(self, register: int) -> None:
        loop = asyncio.get_running_loop()
        values = [self.registers.get(register + k, 0) for k in range(4)]
        if register == 0x64 and loop.time() < self._connected_s + BATTERY_SETTLE_S:
            values[0] = 0
        await self._send(struct.pack("<BBH4H8x", 0x55, 0x71, register, *values))

    async def _send(self, data: bytes) -> None:
        # What does not fit into a packet goes out in pieces of one frame.
        size = len(data) if self.room_bytes >= len(data) else 20
        for at in range(0, len(data), size):
            await self.send(self._notify, data[at : at + size])

    async def _stream(self) -> None:
        loop = asyncio.get_running_loop()
        now_s = loop.time()
        while True:
            code = self.registers[0x03]
            period_s = 1 / (TRUE_RATE_HZ[code] * (1 + self._rate_error))
            times_s = [now_s + (k + 1) * period_s for k in range(FRAMES.get(code, 1))]
            now_s = times_s[-1]
            await asyncio.sleep(now_s - loop.time())
            frames = [_frame(*self._motion(at_s - self.switched_on_s)) for at_s in times_s]
            self.sent += len(frames)
            await self._send(b"".join(frames))


def _frame(
    acc_m_s2: Sequence[float] | FloatArray, gyr_rad_s: Sequence[float] | FloatArray
) -> bytes:
    acc = np.asarray(acc_m_s2) / 9.80665 / 16 * 32768
    gyr = np.degrees(gyr_rad_s) / 2000 * 32768
    raw = np.clip(np.round([*acc, *gyr]), -32768, 32767).astype(int)
    return struct.pack("<BB9h", 0x55, 0x61, *raw.tolist(), 0, 0, 0)
