"""The messages of SlimeVR trackers over UDP, and the answers: bytes only.

All numbers are big-endian; a tracker's packet is its type, its number, which counts all its
packets, and a body. The layout is that of the trackers' firmware (SlimeVR-Tracker-ESP, src/network)
and of owoTrack, which makes a phone a tracker.
"""

import math
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from evenstride.sensors.network.limits import LIMITS

PORT: Final = 6969

_HEAD: Final = struct.Struct(">IQ")
# In a bundle each packet is preceded by its size, which includes its kind.
_INNER: Final = struct.Struct(">HI")
_SIZE_BYTES, _KIND_BYTES = 2, 4
_QUATERNION: Final = struct.Struct(">4f")
_VECTOR: Final = struct.Struct(">3f")
_HANDSHAKE: Final = struct.Struct(">7i")
_MOST_M_S2, _MOST_RAD_S = 200.0, 80.0
_BUNDLE: Final = 100
_ALONE: Final = (3, 10, _BUNDLE)
"""Kinds that are never in a bundle: a handshake, a ping that comes back, another bundle."""

HANDSHAKE_ANSWER: Final = b"\x03Hey OVR =D 5\x00"
HEARTBEAT: Final = _HEAD.pack(1, 0)


@dataclass(frozen=True, slots=True)
class Handshake:
    """A tracker's search for a server.

    Attributes:
        mac: Its MAC address, in the usual notation.
        firmware: The name of its firmware.
    """

    mac: str
    firmware: str


@dataclass(frozen=True, slots=True)
class Rotation:
    """An orientation: from the sensor's frame to the world's, with z upwards; w, x, y, z."""

    sensor: int
    quaternion: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Acceleration:
    """An acceleration in the sensor's frame without gravity, m/s²."""

    sensor: int
    acc_m_s2: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Rate:
    """An angular rate in the sensor's frame, rad/s; only phones send it."""

    sensor: int
    gyr_rad_s: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Charge:
    """A battery's charge, percent."""

    pct: int


@dataclass(frozen=True, slots=True)
class TrackerSensor:
    """A tracker's message on one of its sensors, repeated every second until it is answered."""

    sensor: int
    state: int


@dataclass(frozen=True, slots=True)
class Pong:
    """A ping that came back."""

    number: int


@dataclass(frozen=True, slots=True)
class Bundle:
    """Several packets in one, which share its number.

    Attributes:
        each: Their contents, in order.
    """

    each: tuple["Said", ...]


@dataclass(frozen=True, slots=True)
class Other:
    """A packet without useful content, which only shows that the tracker is there."""


Said: TypeAlias = (
    Handshake | Rotation | Acceleration | Rate | Charge | TrackerSensor | Pong | Bundle | Other
)


@dataclass(frozen=True, slots=True)
class Packet:
    """One datagram.

    Attributes:
        number: The tracker's count of its packets; -1 if a packet has no number of its own.
        said: Its content.
        session: The series, which is the same for all of a tracker's packets until it looks for a
            server again.
    """

    number: int
    said: Said
    session: str = ""

    @property
    def size(self) -> int:
        """One, because waiting packets are limited by number."""
        return 1


def read_packet(data: bytes) -> Packet | None:
    """Read a datagram; None if it is not one that a tracker sends."""
    if not _HEAD.size <= len(data) <= LIMITS.datagram_bytes:
        return None
    kind, number = _HEAD.unpack_from(data)
    try:
        said = _read_body(kind, data[_HEAD.size :])
    except (struct.error, IndexError):
        return None
    if said is None:
        return None
    return Packet(-1 if isinstance(said, Pong | Handshake) else number, said)


def _read_body(kind: int, body: bytes) -> Said | None:
    reader = _READERS.get(kind)
    return reader(body) if reader is not None else None


def _handshake(body: bytes) -> Handshake | None:
    """Read a handshake; None without a MAC address, as from phones that act like old trackers."""
    if len(body) < _HANDSHAKE.size + 1:
        return None
    at = _HANDSHAKE.size
    end = at + 1 + body[at]
    mac = body[end : end + 6]
    if len(mac) < 6:
        return None
    text = body[at + 1 : end].decode("ascii", "replace")
    firmware = "".join(c for c in text if c.isprintable())[: LIMITS.text]
    return Handshake(":".join(f"{byte:02X}" for byte in mac), firmware)


def _rotation(sensor: int, body: bytes) -> Rotation | None:
    x, y, z, w = _QUATERNION.unpack_from(body)
    length = math.sqrt(x * x + y * y + z * z + w * w)
    if not 0.9 < length < 1.1:
        return None
    return Rotation(sensor, (w / length, x / length, y / length, z / length))


def _vector(body: bytes, most: float) -> tuple[float, float, float] | None:
    x, y, z = _VECTOR.unpack_from(body)
    # Written so that NaN is refused as well.
    return (x, y, z) if all(-most <= value <= most for value in (x, y, z)) else None


def _charge(body: bytes) -> Said | None:
    """Read a charge: a tracker sends volts and a fraction or percent, a phone only a fraction."""
    level = struct.unpack_from(">f", body, 4 if len(body) >= 8 else 0)[0]
    pct = 100 * level if 0 <= level <= 1 else level
    return Charge(round(pct)) if 0 <= pct <= 100 else None


def _rotation_data(body: bytes) -> Said | None:
    """Read an orientation; a correction of one is of no use here."""
    return _rotation(body[0], body[2:]) if body[1] == 1 else Other()


def _acceleration(body: bytes) -> Said | None:
    """Read an acceleration; a phone has one sensor and does not number it."""
    acc = _vector(body, _MOST_M_S2)
    return None if acc is None else Acceleration(body[12] if len(body) > 12 else 0, acc)


def _rate(body: bytes) -> Said | None:
    rate = _vector(body, _MOST_RAD_S)
    return None if rate is None else Rate(0, rate)


def _bundle(body: bytes) -> Bundle:
    """Read a bundle; trackers send them if a server supports that, some programs always."""
    each: list[Said] = []
    while body:
        size, kind = _INNER.unpack_from(body)
        end = _SIZE_BYTES + size
        if size < _KIND_BYTES or end > len(body):
            raise struct.error("cut short")
        inside = None if kind in _ALONE else _read_body(kind, body[_INNER.size : end])
        each.append(Other() if inside is None else inside)
        body = body[end:]
    return Bundle(tuple(each))


_READERS: Final[Mapping[int, Callable[[bytes], Said | None]]] = {
    1: lambda body: _rotation(0, body),
    2: _rate,
    3: _handshake,
    4: _acceleration,
    10: lambda body: Pong(struct.unpack_from(">I", body)[0]),
    12: _charge,
    15: lambda body: TrackerSensor(body[0], body[1]),
    _BUNDLE: _bundle,
    17: _rotation_data,
    # Heartbeat, an older orientation, magnetometer, signal strength, temperature, feature flags,
    # and a phone's buttons.
    **dict.fromkeys((0, 16, 18, 19, 20, 22, 60, 61), lambda _: Other()),
}


def ping(number: int) -> bytes:
    """Return a packet that comes back unchanged."""
    return _HEAD.pack(10, 0) + struct.pack(">I", number)


def info_answer(info: TrackerSensor) -> bytes:
    """Return the answer that a tracker awaits after its message on a sensor."""
    return struct.pack(">IBB", 15, info.sensor, info.state)
