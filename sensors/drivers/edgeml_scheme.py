"""An EdgeML board's description of its sensors: which measure motion, in what layout and unit.

Format: edge-ml/EdgeML-Arduino@77d1b061, README.md "BLE Specification"; groups and units: the
SensorID headers of its boards and of OpenEarable/open-earable.
"""

import math
import struct
from dataclasses import dataclass

from evenstride.sensors.samples import GRAVITY_M_S2

# The struct codes of a component's values, by its type number.
_TYPES = "bBhHiIfd"
_ACC, _GYRO = "ACC", "GYRO"
# To SI units. Firmware versions spell some of them differently.
_UNITS = {
    "g": GRAVITY_M_S2,
    "m/s2": 1.0,
    "m/s^2": 1.0,
    "m/s²": 1.0,
    "dps": math.radians(1),
    "deg/s": math.radians(1),
    "°/s": math.radians(1),
    "rad/s": 1.0,
}


@dataclass(frozen=True, slots=True)
class Triple:
    """Three values of a packet that form a vector.

    Attributes:
        places: The indices of x, y and z among the packet's values.
        unit: The value of one in SI units.
    """

    places: tuple[int, int, int]
    unit: float


@dataclass(frozen=True, slots=True)
class MotionSensor:
    """One sensor of a board that measures acceleration, angular rate, or both.

    Attributes:
        id: Its number, which begins each of its packets.
        layout: The values of a packet.
        acc: The place of the acceleration, if there is one.
        gyro: The place of the angular rate, if there is one.
    """

    id: int
    layout: struct.Struct
    acc: Triple | None
    gyro: Triple | None


def _usual(sensor_id: int, acc: Triple | None, gyro: Triple | None) -> MotionSensor:
    return MotionSensor(sensor_id, struct.Struct("<3f"), acc, gyro)


# The sensors of boards older than the description.
USUAL = (
    _usual(0, Triple((0, 1, 2), _UNITS["g"]), None),
    _usual(1, None, Triple((0, 1, 2), _UNITS["dps"])),
)


class _Reader:
    """Reads the fields of a description one after the other.

    Raises:
        ValueError: It ends too early, or a text cannot be decoded.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data

    def number(self) -> int:
        return self._take(1)[0]

    def text(self) -> str:
        return self._take(self.number()).decode()

    def _take(self, size: int) -> bytes:
        if size > len(self._data):
            raise ValueError("the description ends too early")
        taken, self._data = self._data[:size], self._data[size:]
        return taken


def parse_scheme(data: bytes) -> list[MotionSensor]:
    """Return the described sensors that measure motion; empty if it cannot be read."""
    reader = _Reader(data)
    found: list[MotionSensor] = []
    try:
        for _ in range(reader.number()):
            sensor = _sensor(reader)
            if sensor is not None:
                found.append(sensor)
    except (ValueError, IndexError):
        # The sensors read so far are complete.
        return found
    return found


def _sensor(reader: _Reader) -> MotionSensor | None:
    sensor_id = reader.number()
    reader.text()
    types = ""
    components: list[tuple[str, str, str]] = []
    for _ in range(reader.number()):
        types += _TYPES[reader.number()]
        components.append((reader.text(), reader.text(), reader.text()))
    acc, gyro = _triple(components, _ACC), _triple(components, _GYRO)
    if acc is None and gyro is None:
        return None
    return MotionSensor(sensor_id, struct.Struct("<" + types), acc, gyro)


def _triple(components: list[tuple[str, str, str]], wanted: str) -> Triple | None:
    """Return the three components of a group, in the order x, y, z of the axes' names."""
    places: dict[str, int] = {}
    unit: float | None = None
    for place, (group, axis, said) in enumerate(components):
        if group.upper() == wanted:
            places[axis.upper()] = place
            unit = _UNITS.get(said.strip().lower())
    if unit is None or set(places) != {"X", "Y", "Z"}:
        return None
    return Triple((places["X"], places["Y"], places["Z"]), unit)
