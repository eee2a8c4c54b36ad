"""A virtual board with the EdgeML firmware, as strict as the real one.

Services, description and packets: edge-ml/EdgeML-Arduino@77d1b061 (README.md, SensorProvider.cpp,
BLEHandler_G.cpp, SensorTypes.h, the SensorID headers of its boards, BoschParser.cpp of the Nicla);
the sensor of OpenEarable: OpenEarable/open-earable, SensorID_Earable.h.
"""

import asyncio
import struct
from dataclasses import dataclass, field

import numpy as np
from bumble.gatt import Characteristic, CharacteristicValue, Service

from tests.radio.peripheral import Motion, VirtualPeripheral, announced, at_rest

SENSOR_SERVICE = "34c2e3bb-34aa-11eb-adc1-0242ac120002"
DATA = "34c2e3bc-34aa-11eb-adc1-0242ac120002"
CONFIGURATION = "34c2e3bd-34aa-11eb-adc1-0242ac120002"
DEVICE_SERVICE = "45622510-6468-465a-b141-0b9b0f96b468"
IDENTIFIER = "45622511-6468-465a-b141-0b9b0f96b468"
PARSE_SERVICE = "caa25cb7-7e1b-44f2-adc9-e8c06c9ced43"
SCHEME = "caa25cb8-7e1b-44f2-adc9-e8c06c9ced43"

FLOAT = 6
ACC = [("ACC", axis, "g") for axis in "XYZ"]
GYRO = [("GYRO", axis, "dps") for axis in "XYZ"]
MAG = [("MAG", axis, "uT") for axis in "XYZ"]


@dataclass(frozen=True)
class Board:
    """The differences between boards.

    Attributes:
        name: As it advertises itself.
        sensors: By id: name, and the group, name and unit of each component.
        size_counts: What the second byte of a packet counts beside the values.
        loop_ms: How long the board is busy with each packet that it sends.
    """

    name: str
    sensors: dict[int, tuple[str, list[tuple[str, str, str]]]]
    size_counts: int = 0
    loop_ms: int = 0
    has_battery: bool = False
    rates_hz: tuple[float, ...] = field(default=())


XIAO = Board(
    "XIAO-A1B2",
    {
        0: ("ACCELERATION", ACC),
        1: ("GYROSCOPE", GYRO),
        2: ("THERMOMETER", [("TEMP", "Temperature", "°C")]),
    },
)
NANO = Board(
    "NANO-0C3D",
    {0: ("ACCELERATION", ACC), 1: ("GYROSCOPE", GYRO), 2: ("MAGNETOMETER", MAG)},
    size_counts=6,
    loop_ms=1,
)
# Its motion chip has rates of its own and takes the next higher one.
NICLA = Board(
    "NICLA-77F0",
    {4: ("ACCELEROMETER", ACC), 13: ("GYROSCOPE", GYRO), 22: ("MAGNETOMETER", MAG)},
    rates_hz=(12.5, 25.0, 50.0, 100.0),
)
EARABLE = Board(
    "OpenEar-A1",
    {0: ("ACC_GYRO_MAG", ACC + GYRO + MAG), 1: ("PRESSURE_TEMP", [("BARO", "Pressure", "kPa")])},
    has_battery=True,
)


def scheme(board: Board) -> bytes:
    """The description, as the board's firmware writes it."""
    data = bytes([len(board.sensors)])
    for sensor_id, (name, components) in board.sensors.items():
        data += bytes([sensor_id]) + _text(name) + bytes([len(components)])
        for group, axis, unit in components:
            data += bytes([FLOAT]) + _text(group) + _text(axis) + _text(unit)
    return data


def _text(text: str) -> bytes:
    return bytes([len(text.encode())]) + text.encode()


class VirtualEdgeML(VirtualPeripheral):
    """The peripheral: sensors are off until they are given a rate, and go on without a listener.

    Args:
        board: Which board it is.
        name: The advertised name; that of the board by default.
        address: A static random address: its first octet is C0 or more.
        motion: What it feels.
        clock_ms: What its clock shows when it is switched on.
        rate_hz: The rate that it samples at whatever it is asked for; 0 does as it is told.
        describes: Whether its firmware has the description.

    Attributes:
        writes: Every configuration that was written.
        running: The periods of the sensors that run, milliseconds.
        sent: How many accelerations it sent.
    """

    advertised = (announced(SENSOR_SERVICE),)

    def __init__(
        self,
        board: Board = XIAO,
        name: str = "",
        address: str = "DE:00:00:00:00:01",
        motion: Motion = at_rest,
        *,
        clock_ms: int = 0,
        rate_hz: float = 0.0,
        describes: bool = True,
    ) -> None:
        super().__init__(name or board.name, address, motion)
        self.writes: list[bytes] = []
        self.running: dict[int, float] = {}
        self.sent = 0
        self._board = board
        self._clock_ms = clock_ms
        self._rate_hz = rate_hz
        self._describes = describes
        self._loop: asyncio.Task[None] | None = None

    def services(self) -> list[Service]:
        kinds = Characteristic.Properties
        self._data = Characteristic(
            DATA, kinds.READ | kinds.NOTIFY, Characteristic.READABLE, bytes(512)
        )
        configure = Characteristic(
            CONFIGURATION,
            kinds.WRITE,
            Characteristic.WRITEABLE,
            CharacteristicValue(write=lambda _, value: self._on_write(bytes(value))),
        )
        services = [
            Service(SENSOR_SERVICE, [configure, self._data]),
            Service(DEVICE_SERVICE, [_readable(IDENTIFIER, self.name.encode())]),
        ]
        if self._describes:
            services.append(Service(PARSE_SERVICE, [_readable(SCHEME, scheme(self._board))]))
        if self._board.has_battery:
            services.append(Service("180F", [_readable("2A19", bytes([66]))]))
        return services

    def halt(self) -> None:
        self.running.clear()
        if self._loop is not None:
            self._loop.cancel()
            self._loop = None

    def _on_write(self, value: bytes) -> None:
        self.writes.append(value)
        if len(value) != 9:
            self.wrong.append(f"no configuration: {value.hex()}")
            return
        sensor_id, rate_hz, _ = struct.unpack("<BfI", value)
        if sensor_id not in self._board.sensors or not self.hears(self._data):
            self.wrong.append(f"no such sensor, or not listened to: {value.hex()}")
            return
        if rate_hz <= 0:
            self.running.pop(sensor_id, None)
            return
        self.running[sensor_id] = self._period_ms(rate_hz)
        if self._loop is None:
            self._loop = self.run(self._measure())

    def _period_ms(self, rate_hz: float) -> float:
        rate_hz = self._rate_hz or rate_hz
        if self._board.rates_hz:
            higher = [rate for rate in self._board.rates_hz if rate >= rate_hz]
            return 1000 / min(higher, default=max(self._board.rates_hz))
        # A sample is due once more than the whole milliseconds have passed.
        return int(1000 / rate_hz) + 1

    async def _measure(self) -> None:
        """One loop for all sensors: each that is due is read and sent, in the order of ids."""
        loop = asyncio.get_running_loop()
        due_ms = dict.fromkeys(self._board.sensors, loop.time() * 1000)
        while True:
            at_ms = min([due_ms[one] for one in self.running], default=loop.time() * 1000 + 5)
            await asyncio.sleep(max(at_ms / 1000 - loop.time(), 0.0005))
            for sensor_id in list(self.running):
                now_ms = loop.time() * 1000
                if due_ms[sensor_id] > now_ms + 0.01:
                    continue
                await self._send(sensor_id)
                due_ms[sensor_id] += self.running.get(sensor_id, 0.0)
                if due_ms[sensor_id] < now_ms:  # the loop was too slow: it begins again
                    due_ms[sensor_id] = now_ms + self.running.get(sensor_id, 0.0)

    async def _send(self, sensor_id: int) -> None:
        loop = asyncio.get_running_loop()
        on_s = loop.time() - self.switched_on_s
        acc, gyr = self._motion(on_s)
        of_group = {
            "ACC": np.asarray(acc) / 9.80665,
            "GYRO": np.degrees(gyr),
            "MAG": np.array([20.0, 0.0, -40.0]),
        }
        values = [
            of_group.get(group, np.zeros(3))["XYZ".find(axis)]
            for group, axis, _ in self._board.sensors[sensor_id][1]
        ]
        body = struct.pack(f"<{len(values)}f", *values)
        stamp = (self._clock_ms + int(on_s * 1000)) % (1 << 32)
        head = struct.pack("<BBI", sensor_id, len(body) + self._board.size_counts, stamp)
        self.sent += sensor_id == min(self._board.sensors)
        await self.send(self._data, head + body)
        if self._board.loop_ms:
            await asyncio.sleep(self._board.loop_ms / 1000)


def _readable(uuid: str, value: bytes) -> Characteristic[bytes]:
    return Characteristic(uuid, Characteristic.Properties.READ, Characteristic.READABLE, value)
