"""A virtual MetaMotion board, as strict as the real one: skipping a step gives no data.

Registers, answers and defaults: mbientlab/MetaWear-SDK-Cpp@f67699e5 (src and test).
"""

import asyncio
import struct

import numpy as np
from bumble.gatt import Characteristic, CharacteristicValue, Service

from evenstride.sensors.samples import FloatArray
from tests.radio.peripheral import Motion, VirtualPeripheral, at_rest

SERVICE = "326a9000-85cb-9195-d9dd-464cfbbae75a"
COMMAND = "326a9001-85cb-9195-d9dd-464cfbbae75a"
NOTIFY = "326a9006-85cb-9195-d9dd-464cfbbae75a"

ACC, GYRO = 0x03, 0x13
TICK_S = 48 / 32768

ACC_RANGES_G = {"bmi160": {3: 2, 5: 4, 8: 8, 12: 16}, "bmi270": {0: 2, 1: 4, 2: 8, 3: 16}}
# Registers of acceleration, packed acceleration, angular rate, packed angular rate.
REGISTERS = {"bmi160": (0x04, 0x1C, 0x05, 0x07), "bmi270": (0x04, 0x05, 0x04, 0x05)}
# Answers to the question what the modules are.
MODULES = {"bmi160": {ACC: "0102", GYRO: "0001"}, "bmi270": {ACC: "0400", GYRO: "0100"}}
LSB_PER_DEG_S = (16.4, 32.8, 65.6, 131.2, 262.4)


class VirtualMetaMotion(VirtualPeripheral):
    """The peripheral. What it was told stays until it is switched off, whoever is connected.

    Args:
        name: The advertised name.
        address: A static random address: its first octet is C0 or more.
        motion: What it feels.
        chip: ``bmi160`` or ``bmi270``.
        revision: The revision of its data processors; 3 and more can fuse.
        fuses: Whether their chain gives anything.
        has_gyro: Whether it has a gyroscope.
        battery_pct: The battery's charge.
        rate_error: By how much its motion chip is fast.

    Attributes:
        writes: Every command.
        is_on: By module, whether it was started.
        config: By module, rate and range as written.
        processors: Its data processors: source, kind and settings.
        sent: How many samples it sent.
    """

    def __init__(
        self,
        name: str = "MetaWear",
        address: str = "C8:00:00:00:00:01",
        motion: Motion = at_rest,
        *,
        chip: str = "bmi160",
        revision: int = 3,
        fuses: bool = True,
        has_gyro: bool = True,
        battery_pct: int = 64,
        rate_error: float = 0.0,
    ) -> None:
        super().__init__(name, address, motion)
        self.writes: list[bytes] = []
        self.config = {ACC: b"\x28\x03", GYRO: b"\x28\x00"}
        self.is_on = {ACC: False, GYRO: False}
        self.is_sampling = {ACC: False, GYRO: False}
        self.processors: dict[int, bytes] = {}
        self.sent = 0
        self._chip = chip
        self._revision = revision
        self._fuses = fuses
        self._modules = {ACC: MODULES[chip][ACC], GYRO: MODULES[chip][GYRO] if has_gyro else ""}
        self._battery_pct = battery_pct
        self._rate_error = rate_error
        self._subscribed: set[tuple[int, int]] = set()
        self._notifying: set[int] = set()
        self._processors_notify = False
        self._task: asyncio.Task[None] | None = None

    def services(self) -> list[Service]:
        kinds = Characteristic.Properties
        self._notify = Characteristic(NOTIFY, kinds.NOTIFY, Characteristic.READABLE, bytes(20))
        command = Characteristic(
            COMMAND,
            kinds.WRITE_WITHOUT_RESPONSE,
            Characteristic.WRITEABLE,
            CharacteristicValue(write=lambda _, value: self._on_write(bytes(value))),
        )
        return [Service(SERVICE, [command, self._notify])]

    def halt(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_write(self, value: bytes) -> None:
        self.writes.append(value)
        if len(value) < 2:
            return
        module, register, data = value[0], value[1], value[2:]
        if register & 0x80:
            self._answer(value, module, register & 0x7F)
        elif module in (ACC, GYRO):
            self._set_sensor(module, register, data)
        elif module == 0x09:
            self._set_processor(register, data)
        elif value[:2] != b"\x11\x09" or len(value) != 10:
            self.wrong.append(f"unknown: {value.hex()}")

    def _answer(self, question: bytes, module: int, register: int) -> None:
        told = None
        if register == 0:
            of_chip = bytes.fromhex(self._modules.get(module, ""))
            told = bytes([0, self._revision, 0x1C]) if module == 0x09 else of_chip
        elif (module, register) == (0x11, 0x0C):
            told = struct.pack("<BH", self._battery_pct, 3900)
        elif register == 3 and module in self.config:
            told = self.config[module]
        if told is not None:
            self._say(question + told)

    def _say(self, data: bytes) -> None:
        self.run(self.send(self._notify, data))

    def _set_sensor(self, module: int, register: int, data: bytes) -> None:
        if register == 1:
            self.is_on[module] = data == b"\x01"
            self.halt()
            if any(self.is_on.values()):
                self._task = self.run(self._measure())
        elif register == 2:
            if data in (b"\x01\x00", b"\x00\x01"):
                self.is_sampling[module] = data == b"\x01\x00"
        elif register == 3:
            if len(data) == 2 and not self.is_on[module]:
                self.config[module] = data
            else:
                self.wrong.append(f"set while it runs, or wrongly: {data.hex()}")
        elif data == b"\x01":
            self._subscribed.add((module, register))
        else:
            self._subscribed.discard((module, register))

    def _set_processor(self, register: int, data: bytes) -> None:
        if register == 2 and len(self.processors) < 0x1C and self._can_make(data):
            number = len(self.processors)
            self.processors[number] = data
            self._say(bytes([9, 2, number]))
        elif register == 3:
            self._processors_notify = data == b"\x01"
        elif register == 7 and len(data) == 2:
            (self._notifying.add if data[1] else self._notifying.discard)(data[0])
        elif register == 8:
            self.processors.clear()
            self._notifying.clear()

    def _can_make(self, data: bytes) -> bool:
        """Return whether the source exists, its length is right, and the kind is known."""
        acc, _, gyro, _ = REGISTERS[self._chip]
        if data == bytes([GYRO, gyro, 0xFF, 0xA0, 0x0F, 5]):
            return True
        if data[:5] == bytes([ACC, acc, 0xFF, 0xA0, 0x1B]):
            is_whole = len(data) == 18 and data[5] == 1 and not any(data[7:])
            return is_whole and self._revision >= 3 and self._is(data[6], 0x0F)
        is_time = data[:2] == b"\x09\x03" and data[3:] == b"\x60\x11\x31\x03"
        return is_time and self._is(data[2], 0x1B)

    def _is(self, number: int, kind: int) -> bool:
        return self.processors.get(number, bytes(5))[4] == kind

    def _time_processor(self) -> int | None:
        """The processor whose values go out, if the chain up to it is complete."""
        for number, data in self.processors.items():
            if data[:2] == b"\x09\x03" and self._processors_notify and number in self._notifying:
                return number
        return None

    def _is_live(self, module: int) -> bool:
        return self.is_on[module] and self.is_sampling[module]

    async def _measure(self) -> None:
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        packed: dict[int, list[FloatArray]] = {ACC: [], GYRO: []}
        _, acc_packed, _, gyro_packed = REGISTERS[self._chip]
        module = ACC if self._is_live(ACC) else GYRO
        rate_hz = 100 * 2.0 ** ((self.config[module][0] & 15) - 8) * (1 + self._rate_error)
        count = 0
        while True:
            count += 1
            at_s = began_s + count / rate_hz
            await asyncio.sleep(at_s - loop.time())
            acc, gyr = self._feel(at_s - self.switched_on_s)
            for kind, values, register in ((ACC, acc, acc_packed), (GYRO, gyr, gyro_packed)):
                if not self._is_live(kind) or (kind, register) not in self._subscribed:
                    continue
                packed[kind].append(values)
                if len(packed[kind]) == 3:
                    raw = np.concatenate(packed[kind]).tolist()
                    packed[kind].clear()
                    self.sent += 3 * (kind == ACC)
                    await self.send(self._notify, struct.pack("<BB9h", kind, register, *raw))
            time = self._time_processor()
            if self._fuses and time is not None and self._is_live(ACC) and self._is_live(GYRO):
                # The board's clock ran before anybody connected.
                tick = 1_000_000 + round((at_s - self.switched_on_s) / TICK_S)
                self.sent += 1
                head = struct.pack("<BBBI", 9, 3, time, tick)
                await self.send(self._notify, head + struct.pack("<6h", *acc, *gyr))

    def _feel(self, at_s: float) -> tuple[FloatArray, FloatArray]:
        acc, gyr = self._motion(at_s)
        range_g = ACC_RANGES_G[self._chip][self.config[ACC][1]]
        lsb = LSB_PER_DEG_S[self.config[GYRO][1]]
        raw = np.asarray(acc) / 9.80665 * 32768 / range_g, np.degrees(gyr) * lsb
        a, g = (np.clip(np.round(values), -32768, 32767).astype(int) for values in raw)
        return a, g
