"""A virtual Polar Verity Sense, H10, OH1 and 360, as strict as the real ones.

Who skips a step gets no data.

Control point, errors and frames: polarofficial/polar-ble-sdk@8fb5311c, online_measurement.pdf.
"""

import asyncio
import math
import struct

import numpy as np
from bumble.core import AdvertisingData
from bumble.gatt import Characteristic, CharacteristicValue, Service

from tests.radio.peripheral import Motion, VirtualPeripheral, at_rest

UUID = "fb005c{}-02e7-f387-1cad-8acd2d8df0c8"
ACC, GYRO, SDK = 2, 5, 9
LEAST_MTU = 232
OK, NOT_SUPPORTED, ALREADY, BAD_RATE, BAD_RANGE, BAD_MTU, BAD_STATE = 0, 3, 6, 8, 9, 10, 12

Offered = tuple[list[int], list[int], list[int]]
"""Rates, ranges and channels."""

# By mode and kind.
VERITY: dict[bool, dict[int, Offered]] = {
    False: {ACC: ([52], [8], [3]), GYRO: ([52], [2000], [3])},
    True: {
        ACC: ([26, 52, 104, 208, 416], [2, 4, 8, 16], [3]),
        GYRO: ([26, 52, 104, 208, 416], [250, 500, 1000, 2000], [3]),
    },
}
H10: dict[bool, dict[int, Offered]] = {False: {ACC: ([25, 50, 100, 200], [2, 4, 8], [])}}
ONE_RATE: dict[bool, dict[int, Offered]] = {False: {ACC: ([50], [8], [])}}
H10_NAME, OH1_NAME, BAND_NAME = "Polar H10 9A1B2C3D", "Polar OH1 9A1B2C3D", "Polar 360 9A1B2C3D"
# By a part of the name: what it offers, its features, and whether its frames are packed.
MODELS: dict[str, tuple[dict[bool, dict[int, Offered]], str, bool]] = {
    "H10": (H10, "0f05", False),
    "OH1": (ONE_RATE, "0f0e", False),
    "360": (ONE_RATE, "0f0e", True),
}
VERITY_MODEL = (VERITY, "0f6e", True)


class VirtualPolar(VirtualPeripheral):
    """The peripheral; its measurements go on until they are stopped, its mode until it is left.

    Args:
        name: The advertised name, which says what it is.
        address: A static random address: its first octet is C0 or more.
        motion: What it feels.
        has_factor: Whether its firmware announces factors, as older ones do.
        has_sdk_mode: Whether its firmware has the mode for developers.
        battery_pct: The battery's charge.
        rate_error: By how much it samples too fast.
        began_ns: What its clock shows when it is switched on.

    Attributes:
        writes: Every command.
        running: The measurements, with rate and range.
        is_in_sdk_mode: Whether the mode for developers is on.
        answer_s: How long it takes to answer a command.
        sent: How many accelerations it sent.
    """

    advertised = (
        (AdvertisingData.Type.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS, bytes.fromhex("eefe")),
    )

    def __init__(
        self,
        name: str = "Polar Sense 9A1B2C3D",
        address: str = "CC:00:00:00:00:01",
        motion: Motion = at_rest,
        *,
        has_factor: bool = False,
        has_sdk_mode: bool = True,
        battery_pct: int = 92,
        rate_error: float = 0.0,
        began_ns: int = 762_028_708_863_099_136,
    ) -> None:
        super().__init__(name, address, motion)
        self.writes: list[bytes] = []
        self.running: dict[int, tuple[int, int]] = {}
        self.is_in_sdk_mode = False
        self.answer_s = 0.0
        self.sent = 0
        found = [model for key, model in MODELS.items() if f" {key} " in name]
        self._offers, self._features, self._packs = found[0] if found else VERITY_MODEL
        self._has_factor = has_factor
        self._has_sdk_mode = has_sdk_mode
        self._battery_pct = battery_pct
        self._rate_error = rate_error
        self._began_ns = began_ns
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._asked: set[tuple[int, bool]] = set()

    def services(self) -> list[Service]:
        kinds = Characteristic.Properties
        features = bytes.fromhex(self._features) + bytes(15)
        self._control = Characteristic(
            UUID.format("81"),
            kinds.READ | kinds.WRITE | kinds.INDICATE,
            Characteristic.READABLE | Characteristic.WRITEABLE,
            CharacteristicValue(
                read=lambda _: features, write=lambda _, value: self._on_write(bytes(value))
            ),
        )
        self._data = Characteristic(
            UUID.format("82"), kinds.NOTIFY, Characteristic.READABLE, bytes(20)
        )
        level = Characteristic(
            "2A19", kinds.READ, Characteristic.READABLE, bytes([self._battery_pct])
        )
        return [
            Service("180F", [level]),
            Service(UUID.format("80"), [self._control, self._data]),
        ]

    def halt(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        self._tasks.clear()

    def _on_write(self, value: bytes) -> None:
        self.writes.append(value)
        if not self.hears(self._control):
            self.wrong.append(f"before indications: {value.hex()}")
        if len(value) >= 2:
            error, parameters = self._do(value[0], value[1], value[2:])
            self.run(self._indicate(bytes([0xF0, value[0], value[1], error, 0]) + parameters))

    async def _indicate(self, data: bytes) -> None:
        await asyncio.sleep(self.answer_s)
        if self._link is not None:
            await self._device.indicate_subscriber(self._link, self._control, data)

    def _do(self, op: int, kind: int, data: bytes) -> tuple[int, bytes]:
        if kind == SDK:
            return self._set_mode(op == 2), b""
        offered = self._offers[self.is_in_sdk_mode].get(kind)
        if offered is None or op not in (1, 2, 3):
            self.wrong.append(f"not offered: command {op} for {kind}")
            return NOT_SUPPORTED, b""
        if op == 1:
            self._asked.add((kind, self.is_in_sdk_mode))
            rates, ranges, channels = offered
            told = _tlv(0, rates) + _tlv(1, [16]) + _tlv(2, ranges)
            return OK, told + (bytes([4, 1, channels[0]]) if channels else b"")
        if op == 3:
            if kind in self._tasks:
                self._tasks.pop(kind).cancel()
            return (OK if self.running.pop(kind, None) else ALREADY), b""
        return self._start(kind, offered, data)

    def _set_mode(self, is_on: bool) -> int:
        if True not in self._offers or not self._has_sdk_mode:
            return NOT_SUPPORTED
        if self.running:
            return BAD_STATE
        if is_on == self.is_in_sdk_mode:
            return ALREADY
        self.is_in_sdk_mode = is_on
        return OK

    def _start(self, kind: int, offered: Offered, data: bytes) -> tuple[int, bytes]:
        chosen = {}
        while data:
            width = 1 if data[0] == 4 else 2
            chosen[data[0]] = int.from_bytes(data[2 : 2 + width], "little")
            data = data[2 + width :]
        rates, ranges, channels = offered
        checks = (
            (self.room_bytes + 3 >= LEAST_MTU, BAD_MTU),
            (kind not in self.running, ALREADY),
            (chosen.get(0) in rates, BAD_RATE),
            (chosen.get(1) == 16, 7),
            (chosen.get(2) in ranges, BAD_RANGE),
            (chosen.get(4) in channels if channels else 4 not in chosen, 11),
        )
        if not self.hears(self._data) or (kind, self.is_in_sdk_mode) not in self._asked:
            self.wrong.append(f"started before it was listened to and asked: {kind}")
        for is_right, error in checks:
            if not is_right:
                if error != BAD_MTU:
                    self.wrong.append(f"a start with error {error}: {chosen}")
                return error, b""
        self.running[kind] = chosen[0], chosen[2]
        self._tasks[kind] = self.run(self._measure(kind, *self.running[kind]))
        if not self._packs:
            return OK, b"\x01"
        if self._has_factor or kind == GYRO:
            return OK, b"\x05\x01" + struct.pack("<f", chosen[2] / 32768)
        return OK, b""

    async def _measure(self, kind: int, rate_hz: int, range_: int) -> None:
        loop = asyncio.get_running_loop()
        # The two do not begin at the same moment.
        at_s = loop.time() + (0.0 if kind == ACC else 0.123)
        per_frame = 40 if self._packs else 36
        in_milli_g = kind == ACC and not self._has_factor
        while True:
            times_s = at_s + np.arange(1, per_frame + 1) / rate_hz / (1 + self._rate_error)
            at_s = float(times_s[-1])
            await asyncio.sleep(at_s - loop.time())
            felt = np.array(
                [self._motion(t - self.switched_on_s)[kind == GYRO] for t in times_s.tolist()]
            )
            si = np.degrees(felt) if kind == GYRO else felt / 9.80665
            raw = np.clip(si / range_ * 32768, -32768, 32767)
            numbers = np.round(si * 1000 if in_milli_g else raw).astype(int)
            stamp_ns = self._began_ns + round((at_s - self.switched_on_s) * 1e9)
            if not self._packs:
                head, body = 0x01, numbers.astype("<i2").tobytes()
            else:
                head, body = 0x80 | in_milli_g, _compressed(numbers.tolist())
            self.sent += per_frame * (kind == ACC)
            await self.send(self._data, struct.pack("<BQB", kind, stamp_ns, head) + body)


def _tlv(setting: int, values: list[int]) -> bytes:
    return bytes([setting, len(values)]) + b"".join(v.to_bytes(2, "little") for v in values)


def _compressed(numbers: list[list[int]]) -> bytes:
    """The first sample, and blocks of ten differences, each as narrow as it can be."""
    data = struct.pack("<3h", *numbers[0])
    deltas = np.diff(np.array(numbers), axis=0)
    for at in range(0, len(deltas), 10):
        block = deltas[at : at + 10]
        bits = int(np.abs(block).max()).bit_length() + 1
        flat = [int(d) & ((1 << bits) - 1) for d in block.ravel()]
        number = sum(d << (bits * k) for k, d in enumerate(flat))
        size = math.ceil(bits * len(flat) / 8)
        data += bytes([bits, len(block)]) + number.to_bytes(size, "little")
    return data
