"""A virtual Movella DOT, as strict as the real one: skipping a step gives no data.

Structures and defaults: the maker's BLE Service Specification XD0506P rev. C.
"""

import asyncio
import struct
from collections.abc import Callable

import numpy as np
from bumble.gatt import Characteristic, CharacteristicValue, Service

from tests.radio.peripheral import Motion, VirtualPeripheral, at_rest

BASE = "1517{}-4947-11e9-8646-d663bd873d93"

RATES_HZ = (1, 4, 10, 12, 15, 20, 30, 60)
RATE_QUANTITIES = 21
# Which characteristic a payload goes out on, and how long that is.
PAYLOADS = {26: "2002", 2: "2003", RATE_QUANTITIES: "2003", 5: "2004"}
LENGTHS = {"2002": 63, "2003": 40, "2004": 20}

POWER_SAVING, OUTPUT_RATE = 0x04, 0x10


class VirtualMovellaDot(VirtualPeripheral):
    """The peripheral.

    Its measurement ends only when it is told to, not with the connection, and sends only to who
    had enabled notifications of its payload before it started it.

    Args:
        name: The advertised name.
        address: A static random address: its first octet is C0 or more.
        motion: What it feels.
        battery_pct: The battery's charge.
        clock_us: What its clock shows when it is switched on.
        rate_error: By how much its clock is fast.
        rate_hz: The output rate it comes with.
        sleeps_after_s: When it falls asleep while connected, seconds; 0 is never.

    Attributes:
        writes: Everything that was written, as the characteristic's short name and the bytes.
        control: Its device control block.
        mode: The payload that it measures, or None.
        sent: How many samples it sent.
    """

    def __init__(
        self,
        name: str = "Movella DOT",
        address: str = "D4:22:CD:00:00:01",
        motion: Motion = at_rest,
        *,
        battery_pct: int = 81,
        clock_us: int = 0,
        rate_error: float = 0.0,
        rate_hz: int = 60,
        sleeps_after_s: int = 1800,
    ) -> None:
        super().__init__(name, address, motion)
        self.writes: list[tuple[str, bytes]] = []
        self.control = bytearray(32)
        self.control[3:5] = bytes([10, 0])
        self.control[5:7] = bytes(divmod(sleeps_after_s, 60))
        self.control[7:17] = b"\x09Xsens DOT"
        self.control[24:26] = struct.pack("<H", rate_hz)
        self.mode: int | None = None
        self.sent = 0
        self._battery = bytes([battery_pct, 0])
        self._clock_us = clock_us
        self._rate_error = rate_error
        self._subscribed: set[str] = set()
        self._sends_to: Characteristic[bytes] | None = None
        self._task: asyncio.Task[None] | None = None
        self._sleep: asyncio.TimerHandle | None = None

    def services(self) -> list[Service]:
        kinds = Characteristic.Properties
        self._payloads: dict[str, Characteristic[bytes]] = {}
        for short, length in LENGTHS.items():
            payload = Characteristic(
                BASE.format(short), kinds.NOTIFY, Characteristic.READABLE, bytes(length)
            )
            self._payloads[short] = payload
            payload.on("subscription", lambda _, on, __, short=short: self._subscribe(short, on))
        report = Characteristic(
            BASE.format("1004"), kinds.NOTIFY, Characteristic.READABLE, bytes(36)
        )
        battery = Characteristic(
            BASE.format("3001"), kinds.READ | kinds.NOTIFY, Characteristic.READABLE, self._battery
        )
        return [
            Service(
                BASE.format("1000"),
                [self._read_write("1002", lambda: bytes(self.control)), report],
            ),
            Service(
                BASE.format("2000"),
                [self._read_write("2001", self._state), *self._payloads.values()],
            ),
            Service(BASE.format("3000"), [battery]),
        ]

    def on_connection(self) -> None:
        self._stay_awake()

    def on_disconnection(self) -> None:
        # Notifications have to be enabled again on each connection.
        self._subscribed.clear()
        self._sends_to = None
        if self._sleep is not None:
            self._sleep.cancel()

    def halt(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self._sleep is not None:
            self._sleep.cancel()

    def _read_write(self, short: str, read: Callable[[], bytes]) -> Characteristic[bytes]:
        kinds = Characteristic.Properties
        return Characteristic(
            BASE.format(short),
            kinds.READ | kinds.WRITE,
            Characteristic.READABLE | Characteristic.WRITEABLE,
            CharacteristicValue(
                read=lambda _: read(), write=lambda _, value: self._on_write(short, bytes(value))
            ),
        )

    def _state(self) -> bytes:
        return bytes([1, self.mode is not None, self.mode or RATE_QUANTITIES])

    def _subscribe(self, short: str, on: bool) -> None:
        if on:
            self._subscribed.add(short)
        else:
            self._subscribed.discard(short)

    def _stay_awake(self) -> None:
        if self._sleep is not None:
            self._sleep.cancel()
        minutes, seconds = self.control[5:7]
        if minutes or seconds:
            loop = asyncio.get_running_loop()
            self._sleep = loop.call_later(60 * minutes + seconds, self._fall_asleep)

    def _fall_asleep(self) -> None:
        """Sleep until a shake."""
        self.mode = None
        self.halt()
        self.hang_up()
        self.go_out_of_range()

    def _on_write(self, short: str, value: bytes) -> None:
        self.writes.append((short, value))
        if short == "1002" and len(value) == 32:
            self._configure(value)
        elif short == "2001" and len(value) == 3 and value[0] == 1:
            if value[1] == 0 and value[2] == (self.mode or value[2]):
                self.mode = None
                if self._task is not None:
                    self._task.cancel()
                    self._task = None
            elif value[1] == 1 and value[2] in PAYLOADS and self.mode is None:
                if PAYLOADS[value[2]] not in self._subscribed:
                    self.wrong.append("started before it was listened to")
                self.start(value[2])
            elif value[1]:
                self.wrong.append(f"no start, or a second one: {value.hex()}")
        else:
            self.wrong.append(f"written to {short}: {value.hex()}")

    def _configure(self, value: bytes) -> None:
        if self.mode is not None or value[0] & ~(POWER_SAVING | OUTPUT_RATE):
            self.wrong.append(f"set while it measures, or not to be set: {value.hex()}")
        if value[0] & POWER_SAVING:
            self.control[3:7] = value[3:7]
            self._stay_awake()
        rate_hz = int.from_bytes(value[24:26], "little")
        if value[0] & OUTPUT_RATE and rate_hz in RATES_HZ and self.mode is None:
            self.control[24:26] = value[24:26]

    def lose_power(self) -> None:
        """Its battery was empty and is charged: everything is as when it is switched on."""
        self.mode = None
        self.halt()
        self.switched_on_s = asyncio.get_running_loop().time()

    def start(self, mode: int) -> None:
        """Measure, as when it is told to."""
        self.mode = mode
        short = PAYLOADS[mode]
        self._sends_to = self._payloads[short] if short in self._subscribed else None
        self._task = self.run(self._measure(mode, LENGTHS[short]))

    async def _measure(self, mode: int, length: int) -> None:
        loop = asyncio.get_running_loop()
        rate_hz = int.from_bytes(self.control[24:26], "little")
        now_s = loop.time()
        while True:
            now_s += 1 / rate_hz / (1 + self._rate_error)
            await asyncio.sleep(now_s - loop.time())
            on_s = now_s - self.switched_on_s
            stamp = (self._clock_us + round(on_s * 1e6 * (1 + self._rate_error))) % (1 << 32)
            data = struct.pack("<I", stamp)
            if mode == RATE_QUANTITIES:
                acc, gyr = self._motion(on_s)
                data += struct.pack("<6f", *acc, *np.degrees(gyr))
            if self._sends_to is not None:
                self.sent += 1
                await self.send(self._sends_to, data.ljust(length, b"\0"))
