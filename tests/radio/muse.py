"""A virtual 221e Muse v3, as strict as the real one: each state allows certain commands.

Commands, answers of 20 bytes and samples: tszheichoi/sensor-ble@bf6b911a, devices/muse_v3.js with
its captured answers, and public ports of the maker's Muse_HW (states, modes, scales).
"""

import asyncio
import struct

import numpy as np
from bumble.gatt import Characteristic, CharacteristicValue, Service

from tests.radio.peripheral import Motion, VirtualPeripheral, at_rest

SERVICE = "c8c0a708-e361-4b5e-a365-98fa6b0a836f"
COMMAND = "d5913036-2d8a-41ee-85b9-4e361aa5c8a7"
DATA = "09bf2c52-d1d9-c0b7-4145-475964544307"

IDLE, DIRECT = 0x02, 0x08
GYRO, ACC, MAG, HDR, QUATERNION, TIME = 1, 2, 4, 8, 0x10, 0x20
PARTS = (GYRO, ACC, MAG, HDR, QUATERNION, TIME)
SIZES = (6, 12, 24, 30, 60)
RATES_HZ = {1: 25, 2: 50, 4: 100, 8: 200}
DEG_S = {0: 0.00875, 1: 0.0175, 2: 0.035, 3: 0.07}
MILLI_G = {0x00: 0.122, 0x08: 0.244, 0x0C: 0.488, 0x04: 0.976}


class VirtualMuse(VirtualPeripheral):
    """The peripheral; it streams until it is told to be idle, also when nobody is connected.

    Args:
        name: The advertised name.
        address: A static random address: its first octet is C0 or more.
        motion: What it feels.
        scales: The scales that it is set to; 0x47 in the captures.
        clock_ms: What its clock shows when it is switched on.
        rate_error: By how much it samples faster than it should; its clock is right.

    Attributes:
        writes: Every command that was written.
        state: Idle or streaming.
        scales: The same.
        sent: How many samples it sent.
    """

    def __init__(
        self,
        name: str = "muse_v3",
        address: str = "E2:21:00:00:00:01",
        motion: Motion = at_rest,
        *,
        scales: int = 0x47,
        clock_ms: int = 164_674_975_411,
        rate_error: float = 0.0,
        battery_pct: int = 58,
    ) -> None:
        super().__init__(name, address, motion)
        self.writes: list[bytes] = []
        self.state = IDLE
        self.scales = scales
        self.sent = 0
        self._clock_ms = clock_ms
        self._rate_error = rate_error
        self._battery_pct = battery_pct
        self._task: asyncio.Task[None] | None = None

    def services(self) -> list[Service]:
        kinds = Characteristic.Properties
        self._command: Characteristic[bytes] = Characteristic(
            COMMAND,
            kinds.READ | kinds.WRITE | kinds.NOTIFY,
            Characteristic.READABLE | Characteristic.WRITEABLE,
            CharacteristicValue(
                read=lambda _: bytes(20), write=lambda _, value: self._on_write(bytes(value))
            ),
        )
        self._data = Characteristic(DATA, kinds.NOTIFY, Characteristic.READABLE, bytes(20))
        return [Service(SERVICE, [self._command, self._data])]

    def halt(self) -> None:
        self.state = IDLE
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_write(self, value: bytes) -> None:
        self.writes.append(value)
        if len(value) < 2 or len(value) != 2 + value[1] or not self.hears(self._command):
            self.wrong.append(f"no command, or before notifications: {value.hex()}")
            return
        error, told = self._do(value[0], value[2:])
        if error:
            self.wrong.append(f"error {error}: {value.hex()}")
        answer = bytes([0, len(told) + 2, value[0], error]) + told
        self.run(self.send(self._command, answer.ljust(20, b"\0")))

    def _do(self, command: int, data: bytes) -> tuple[int, bytes]:
        told = {0x82: self.state, 0x87: self._battery_pct, 0xC0: self.scales}
        if command in told:
            return 0, bytes([told[command], 0, 0])
        if command == 0x40 and len(data) == 1 and self.state == IDLE:
            self.scales = data[0]
            return 0, b""
        if command == 0x02 and data == bytes([IDLE]):
            self.halt()
            return 0, b""
        is_start = command == 0x02 and len(data) == 5 and data[0] == DIRECT
        return self._start(data[1:]) if is_start else (1, b"")

    def _start(self, data: bytes) -> tuple[int, bytes]:
        mode, rate_hz = int.from_bytes(data[:3], "little"), RATES_HZ.get(data[3])
        size = 6 * sum(bool(mode & part) for part in PARTS)
        if self.state != IDLE or rate_hz is None or size not in SIZES or mode > sum(PARTS):
            return 1, b""
        self.state = DIRECT
        self._task = self.run(self._measure(mode, rate_hz))
        return 0, bytes([self.scales, 0, 0]) + data

    async def _measure(self, mode: int, rate_hz: int) -> None:
        loop = asyncio.get_running_loop()
        at_s = loop.time()
        while True:
            at_s += 1 / rate_hz / (1 + self._rate_error)
            await asyncio.sleep(at_s - loop.time())
            on_s = at_s - self.switched_on_s
            acc, gyr = self._motion(on_s)
            now_ms = self._clock_ms + int(on_s * 1000)
            vectors = {
                GYRO: np.degrees(gyr) / DEG_S[self.scales & 3],
                ACC: np.asarray(acc) / 9.80665e-3 / MILLI_G[self.scales & 0x0C],
                MAG: np.array([86.0, -3188.0, 444.0]),
            }
            body = b""
            for part in PARTS:
                if mode & part:
                    numbers = np.clip(np.round(vectors.get(part, np.zeros(3))), -32768, 32767)
                    packed = struct.pack("<3h", *numbers.astype(int))
                    body += now_ms.to_bytes(6, "little") if part == TIME else packed
            # The head ends with the scales where the captured one does.
            head = (now_ms - 1).to_bytes(6, "little")[:5] + bytes([self.scales, 0, 0])
            self.sent += 1
            await self.send(self._data, head + body)
