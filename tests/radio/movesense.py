"""A virtual Movesense with the GATT SensorData protocol, as strict as the real one.

Commands, answers and the two parts of long packets: the maker's gatt_sensordata_app.
"""

import asyncio
import struct

import numpy as np
from bumble.gatt import Characteristic, CharacteristicValue, Service

from tests.radio.peripheral import Motion, VirtualPeripheral, at_rest

BASE = "3480{}-7185-4d5d-b431-630e7050e8f0"

RATES_HZ = (13, 26, 52, 104)
SUBSCRIBE, UNSUBSCRIBE, GET = 1, 2, 4
MOST_SUBSCRIPTIONS = 4
PART_BYTES = 150


class VirtualMovesense(VirtualPeripheral):
    """The peripheral.

    Args:
        name: The advertised name.
        address: A static random address: its first octet is C0 or more.
        motion: What it feels.
        battery_pct: The battery's charge.
        clock_ms: What its clock shows when it is switched on.
        rate_error: By how much it samples faster than it should; its clock is right.

    Attributes:
        writes: Every command that was written.
        subscriptions: Paths by the number that the client chose.
        sent: How many samples it sent.
        has_service: Whether its firmware is new enough to have the protocol.
    """

    # Its buffer for notifications has 158 bytes.
    most_mtu = 161

    def __init__(
        self,
        name: str = "Movesense 174630000192",
        address: str = "D4:00:00:00:00:01",
        motion: Motion = at_rest,
        *,
        battery_pct: int = 85,
        clock_ms: int = 5000,
        rate_error: float = 0.0,
        has_service: bool = True,
    ) -> None:
        super().__init__(name, address, motion)
        self.writes: list[bytes] = []
        self.subscriptions: dict[int, str] = {}
        self.sent = 0
        self.has_service = has_service
        self._battery_pct = battery_pct
        self._clock_ms = clock_ms
        self._rate_error = rate_error
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def services(self) -> list[Service]:
        if not self.has_service:
            return []
        kinds = Characteristic.Properties
        write = Characteristic(
            BASE.format("0001"),
            kinds.WRITE | kinds.WRITE_WITHOUT_RESPONSE,
            Characteristic.WRITEABLE,
            CharacteristicValue(write=lambda _, value: self._on_write(bytes(value))),
        )
        self._notify = Characteristic(
            BASE.format("0002"), kinds.NOTIFY, Characteristic.READABLE, b""
        )
        service = "34802252-7185-4d5d-b431-630e7050e8f0"
        return [Service(service, [write, self._notify])]

    def on_disconnection(self) -> None:
        self.halt()

    def halt(self) -> None:
        for ref in list(self.subscriptions):
            self._end(ref)

    def _end(self, ref: int) -> None:
        del self.subscriptions[ref]
        self._tasks.pop(ref).cancel()

    def _on_write(self, value: bytes) -> None:
        self.writes.append(value)
        if len(value) < 2 or not value[1] or not self.hears(self._notify):
            self.wrong.append(f"no command, or before notifications: {value.hex()}")
            return
        command, ref, path = value[0], value[1], value[2:].rstrip(b"\0").decode()
        status, data = 400, b""
        if command == SUBSCRIBE:
            status = self._subscribe(ref, path)
        elif command == UNSUBSCRIBE:
            status = 200 if ref in self.subscriptions else 404
            if status == 200:
                self._end(ref)
        elif command == GET:
            status = 200 if path == "/System/Energy/Level" else 404
            data = bytes([self._battery_pct]) if status == 200 else b""
        if status >= 400 and command != UNSUBSCRIBE:
            self.wrong.append(f"status {status}: {value.hex()}")
        answer = struct.pack("<BBH", 1, ref, status) + data
        self.run(self.send(self._notify, answer))

    def _subscribe(self, ref: int, path: str) -> int:
        rates_hz = {f"/Meas/IMU6/{rate}": rate for rate in RATES_HZ}
        if path not in rates_hz:
            return 404
        if ref in self.subscriptions or len(self.subscriptions) == MOST_SUBSCRIPTIONS:
            return 507
        self.subscriptions[ref] = path
        self._tasks[ref] = self.run(self._stream(ref, rates_hz[path]))
        return 200

    async def _stream(self, ref: int, rate_hz: int) -> None:
        loop = asyncio.get_running_loop()
        samples = rate_hz // 13
        period_s = 1 / rate_hz / (1 + self._rate_error)
        now_s = loop.time()
        while True:
            times_s = now_s + period_s * np.arange(1, samples + 1) - self.switched_on_s
            felt = [self._motion(float(at_s)) for at_s in times_s]
            now_s += samples * period_s
            await asyncio.sleep(now_s - loop.time())
            stamp_ms = (self._clock_ms + int(times_s[0] * 1000)) % (1 << 32)
            payload = struct.pack(
                f"<I{6 * samples}f",
                stamp_ms,
                *np.ravel([acc for acc, _ in felt]),
                *np.degrees(np.ravel([gyr for _, gyr in felt])),
            )
            self.sent += samples
            await self.send(self._notify, bytes([2, ref]) + payload[:PART_BYTES])
            if len(payload) > PART_BYTES:
                await self.send(self._notify, bytes([3, ref]) + payload[PART_BYTES:])
