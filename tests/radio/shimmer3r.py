"""A virtual Shimmer3R, as strict as the real one: it refuses settings while it streams.

Commands, answers, samples, scales and calibration: ShimmerResearch/shimmer-web-sdk@4ae69dce,
src/devices/shimmer3r (constants.ts, Shimmer3RClient.ts, streamSchema.ts) and calibration
(defaults.ts, kinematic.ts). Which commands are refused while it senses, and that it keeps three
bytes of chosen sensors from the third byte of its memory on: its firmware, log-and-stream-common.
"""

import asyncio
import struct
from collections.abc import Collection

import numpy as np
from bumble.gatt import Characteristic, CharacteristicValue, Service

from evenstride.sensors.samples import FloatArray
from tests.radio.peripheral import Motion, VirtualPeripheral, at_rest

BASE = "65333333-a115-11e2-9e9a-0800200ca1{}"
BOTH_WAYS = BASE.format("02")

DONE, REFUSED = b"\xff", b"\xfe"
# How many bytes follow each command.
ARGUMENTS = {0x01: 0, 0x05: 2, 0x07: 0, 0x08: 3, 0x13: 0, 0x16: 0, 0x20: 0, 0x2E: 0}
ARGUMENTS |= {0x3F: 0, 0x49: 1, 0x4C: 1, 0x4F: 1, 0x8E: 3, 0x95: 0}
SETTINGS = {0x05, 0x08, 0x49, 0x4C, 0x4F}
ACC_COUNTS = (1672, 836, 418, 209)
GYRO_COUNTS = (229, 114, 57, 29, 14, 7)
MOST_G, MOST_DEG_S = (2, 4, 8, 16), (125, 250, 500, 1000, 2000, 4000)
CHIP_HZ = {1: 1.875, 2: 7.5, 3: 15, 4: 30, 5: 60, 6: 120, 7: 240, 8: 480}


class VirtualShimmer3R(VirtualPeripheral):
    """The peripheral; it streams until it is told to stop, also when nobody is connected.

    Args:
        name: The advertised name.
        address: A static random address: its first octet is C0 or more.
        motion: What it feels.
        clock: What its clock shows when it is switched on, 1/32768 s.
        rate_error: By how much its crystal runs fast: it samples and stamps by that.
        answers_apart: Whether an answer comes in a notification of its own.
        stamp_bytes: Of its clock: 3, or 2 with an old firmware.
        is_calibrated: Whether the factory has calibrated it.
        hardware: 10 for this product.
        unknown: Commands that its firmware does not know, and refuses.

    Attributes:
        commands: Every command that was written.
        refused: Those that it refused.
        divisor, sensors, acc_range, gyro_range, chip_rate: Its settings.
        is_sensing: Whether it streams.
        sent: How many samples it sent.
    """

    def __init__(
        self,
        name: str = "Shimmer3R-5B2A",
        address: str = "E8:3A:00:00:00:01",
        motion: Motion = at_rest,
        *,
        clock: int = (1 << 24) - 3 * 32768,
        rate_error: float = 0.0,
        answers_apart: bool = False,
        stamp_bytes: int = 3,
        is_calibrated: bool = True,
        hardware: int = 10,
        unknown: Collection[int] = (),
    ) -> None:
        super().__init__(name, address, motion)
        self.commands: list[bytes] = []
        self.refused: list[bytes] = []
        self.divisor, self.sensors = 640, bytes([0x80, 0x10, 0x20])
        self.acc_range, self.gyro_range, self.chip_rate = 0, 2, 5
        self.is_sensing = False
        self.sent = 0
        self._clock = clock
        self._rate_error = rate_error
        self._answers_apart = answers_apart
        self._stamp_bytes = stamp_bytes
        self._is_calibrated = is_calibrated
        self._hardware = hardware
        self._unknown = frozenset(unknown)
        self._task: asyncio.Task[None] | None = None

    @property
    def settings(self) -> tuple[int, bytes, int, int, int]:
        """The settings that survive switching it off."""
        return self.divisor, self.sensors, self.acc_range, self.gyro_range, self.chip_rate

    def services(self) -> list[Service]:
        kinds = Characteristic.Properties
        written = CharacteristicValue(write=lambda _, value: self._on_write(bytes(value)))
        self._both_ways: Characteristic[bytes] = Characteristic(
            BOTH_WAYS,
            kinds.WRITE_WITHOUT_RESPONSE | kinds.NOTIFY,
            Characteristic.WRITEABLE,
            written,
        )
        acknowledged: Characteristic[bytes] = Characteristic(
            BASE.format("01"), kinds.WRITE | kinds.INDICATE, Characteristic.WRITEABLE, written
        )
        flow = Characteristic(BASE.format("03"), kinds.INDICATE, Characteristic.READABLE, b"")
        return [Service(BASE.format("00"), [acknowledged, self._both_ways, flow])]

    def halt(self) -> None:
        self.is_sensing = False
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_write(self, value: bytes) -> None:
        self.commands.append(value)
        code = value[0] if value else 0
        if code in self._unknown:
            self.run(self._say(REFUSED))
            return
        if len(value) - 1 != ARGUMENTS.get(code) or (self.is_sensing and code in SETTINGS):
            self.refused.append(value)
            self.wrong.append(f"refused: {value.hex()}")
            self.run(self._say(REFUSED))
            return
        answer = self._do(code, value[1:])
        self.run(self._answer(answer))
        if code == 0x07 and not self.is_sensing:
            self.is_sensing = True
            self._task = self.run(self._measure())

    async def _answer(self, answer: bytes) -> None:
        if self._answers_apart and answer:
            await self._say(DONE)
            await self._say(answer)
        else:
            await self._say(DONE + answer)

    async def _say(self, message: bytes) -> None:
        """The radio chip carries any bytes, in as many notifications as it takes."""
        room = max(self.room_bytes, 20)
        for at in range(0, len(message), room):
            await self.send(self._both_ways, message[at : at + room])

    def _do(self, code: int, data: bytes) -> bytes:
        match code:
            case 0x05:
                self.divisor = int.from_bytes(data, "little")
            case 0x08:
                self.sensors = data
            case 0x49:
                self.gyro_range = data[0] if data[0] < len(GYRO_COUNTS) else 2
            case 0x4C:
                self.chip_rate = data[0] if data[0] in CHIP_HZ else 5
            case 0x4F:
                self.acc_range = data[0] if data[0] < len(ACC_COUNTS) else 0
            case 0x20:
                self.halt()
            case _:
                return self._told(code, data)
        return b""

    def _told(self, code: int, data: bytes) -> bytes:
        memory = struct.pack("<HB", self.divisor, 1) + self.sensors
        inquiry = struct.pack("<BH", 0x02, self.divisor) + self._configuration()
        acc_block = block(self.acc_bias, self._acc_counts())
        gyro_block = block(self.gyro_bias, self._gyro_counts() * 100)
        return {
            0x01: inquiry + bytes([len(self._channels()), 1]) + self._channels(),
            0x13: b"\x12" + (acc_block if self._is_calibrated else ERASED),
            0x16: b"\x15" + (gyro_block if self._is_calibrated else ERASED),
            0x3F: bytes([0x25, self._hardware]),
            0x8E: b"\x8d" + data[:1] + memory[data[1] :][: data[0]] if code == 0x8E else b"",
            0x95: bytes.fromhex("8a94d90b80"),
        }.get(code, b"")

    def _configuration(self) -> bytes:
        bits = self.acc_range << 30 | (self.gyro_range & 3) << 16 | (self.gyro_range >> 2) << 34
        return (bits | self.chip_rate << 8 | 0x42).to_bytes(7, "little")

    def _channels(self) -> bytes:
        acc = bytes([0, 1, 2]) if self.sensors[0] & 0x80 else b""
        gyro = bytes([0x0A, 0x0B, 0x0C]) if self.sensors[0] & 0x40 else b""
        wide = bytes([4, 5, 6]) if self.sensors[1] & 0x10 else b""
        return acc + wide + gyro

    @property
    def acc_bias(self) -> FloatArray:
        """The accelerometer's offset, counts."""
        return np.array([12.0, -7.0, 30.0]) if self._is_calibrated else np.zeros(3)

    @property
    def gyro_bias(self) -> FloatArray:
        """The gyroscope's offset, counts."""
        return np.array([-21.0, 5.0, 14.0]) if self._is_calibrated else np.zeros(3)

    def _acc_counts(self) -> FloatArray:
        unlike = np.array([3.0, -2.0, 1.0]) if self._is_calibrated else np.zeros(3)
        return ACC_COUNTS[self.acc_range] + unlike

    def _gyro_counts(self) -> FloatArray:
        # A 16-bit number has no room for a hundred times more than 327.
        unlike = np.array([-0.43, -0.4, -0.38]) if self._is_calibrated else np.zeros(3)
        return GYRO_COUNTS[self.gyro_range] + unlike

    async def _measure(self) -> None:
        loop = asyncio.get_running_loop()
        began_s, count = loop.time(), 0
        while True:
            count += 1
            at_s = began_s + count * self.divisor / 32768 / (1 + self._rate_error)
            await asyncio.sleep(at_s - loop.time())
            on_s = at_s - self.switched_on_s
            # The chip has measured when its own, unsynchronised clock last ticked.
            acc, gyr = self._motion(int(on_s * CHIP_HZ[self.chip_rate]) / CHIP_HZ[self.chip_rate])
            ticks = self._clock + int(on_s * 32768 * (1 + self._rate_error))
            turned = np.array([-1.0, 1.0, -1.0])
            most_m_s2, most_deg_s = 9.80665 * MOST_G[self.acc_range], MOST_DEG_S[self.gyro_range]
            felt = np.clip(acc, -most_m_s2, most_m_s2)
            degrees = np.clip(np.degrees(gyr), -most_deg_s, most_deg_s)
            parts = {
                0: self._acc_counts() * turned * felt + self.acc_bias,
                4: 1671 * turned[[1, 0, 2]] * felt[[1, 0, 2]],
                0x0A: self._gyro_counts() * turned * degrees + self.gyro_bias,
            }
            firsts = [one for one in self._channels() if one in parts]
            counts = np.concatenate([parts[one] for one in firsts]) if firsts else np.zeros(0)
            clock = (ticks % (1 << 8 * self._stamp_bytes)).to_bytes(self._stamp_bytes, "little")
            whole = np.clip(np.round(counts), -32768, 32767).astype("<i2").tobytes()
            self.sent += 1
            await self._say(b"\x00" + clock + whole)


ERASED = b"\xff" * 21


def block(bias: FloatArray, counts: FloatArray) -> bytes:
    """A calibration as it is kept: offset, sensitivity, alignment."""
    numbers = [round(n) for n in (*bias.tolist(), *counts.tolist())]
    return struct.pack(">6h9b", *numbers, -100, 0, 0, 0, 100, 0, 0, 0, -100)
