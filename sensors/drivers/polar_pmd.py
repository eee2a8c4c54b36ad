"""Polar's PMD protocol: data frames, settings and answers of the control point, as bytes.

Protocol: polarofficial/polar-ble-sdk@8fb5311c, technical_documentation/online_measurement.pdf and
the unit tests; the bytes that real units send: its issues #187 #280 #317 #331 #443.
"""

import math
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from evenstride.sensors.samples import FloatArray, IntArray

N = TypeVar("N", int, float)

ACC, GYRO, SDK_MODE = 2, 5, 9
GET, START, STOP = 1, 2, 3
_REPLY = 0xF0
# The first byte when reading the control point; then a bit for each kind of measurement.
FEATURES = b"\x0f"

RATE, RESOLUTION, RANGE, CHANNELS, FACTOR = 0, 1, 2, 4, 5
# The size of a value of each setting, bytes.
_SETTING_BYTES = {RATE: 2, RESOLUTION: 2, RANGE: 2, 3: 4, CHANNELS: 1, FACTOR: 4}

_COMPRESSED = 0x80
_HEAD = struct.Struct("<BQB")
# The size of a value by kind and frame type, bytes; in compressed frames, of the first sample.
_WIDTHS = {
    (ACC, 0): 1,
    (ACC, 1): 2,
    (ACC, 2): 3,
    (ACC, 0x80): 2,
    (ACC, 0x81): 2,
    (GYRO, 0x80): 2,
    (GYRO, 0x81): 4,
}


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A decoded data notification.

    Attributes:
        kind: ACC or GYRO.
        stamp_ns: The sensor's clock at the last sample sent.
        raw: The samples, shape (n, 3), in the unit of the frame.
        is_whole: False if it was cut short. Then nobody knows how many samples are missing, and so
            when any of them was measured.
        type: How its samples are packed, and their unit.
    """

    kind: int
    stamp_ns: int
    type: int
    raw: FloatArray
    is_whole: bool

    def values(self, factor: float | None, range_: float) -> FloatArray:
        """Return the samples in g or °/s.

        Args:
            factor: Units per number, as the sensor announced at the start; None if it did not.
            range_: The range in g or °/s, which determines the unit if there is no factor.
        """
        if self.type == _COMPRESSED:
            return self.raw * (range_ / 32768 if factor is None else factor)
        is_milli_g = self.kind == ACC
        return self.raw * ((0.001 if is_milli_g else 1.0) * (1.0 if factor is None else factor))


def decode(data: bytes) -> Frame | None:
    """Decode a data notification; None if it is neither acceleration nor angular rate."""
    if len(data) < _HEAD.size or (data[0], data[9]) not in _WIDTHS:
        return None
    kind, stamp_ns, kind_of_frame = _HEAD.unpack_from(data)
    width, body = _WIDTHS[kind, kind_of_frame], data[_HEAD.size :]
    if not kind_of_frame & _COMPRESSED:
        whole = len(body) // (3 * width) * (3 * width)
        raw = integers(body[:whole], width).reshape(-1, 3)
        is_whole = whole == len(body)
    else:
        first, rest = body[: 3 * width], body[3 * width :]
        if len(first) < 3 * width:
            return None
        deltas, is_whole = unpack_deltas(rest)
        # A frame of only the first sample was cut off after it.
        is_whole = is_whole and len(deltas) > 0
        raw = np.cumsum(np.vstack([integers(first, width).reshape(1, 3), deltas]), axis=0)
    if width == 4:
        # The deltas are between the integers formed by the floats' bytes.
        return Frame(kind, stamp_ns, kind_of_frame, _floats(raw), is_whole)
    return Frame(kind, stamp_ns, kind_of_frame, raw.astype(np.float64), is_whole and len(raw) > 0)


def integers(data: bytes, width: int) -> IntArray:
    """Return signed little-endian numbers of ``width`` bytes each."""
    columns = np.frombuffer(data, np.uint8).reshape(-1, width).astype(np.int64)
    return _signed(columns @ (1 << 8 * np.arange(width)), 8 * width)


def unpack_deltas(data: bytes) -> tuple[IntArray, bool]:
    """Return differences between samples, shape (n, 3), and whether all that were sent are there.

    Blocks of: bits per value, number of samples, values with the lowest bit first.
    """
    parts = [np.empty((0, 3), np.int64)]
    while len(data) > 1:
        bits, count = data[0], data[1]
        size = math.ceil(bits * count * 3 / 8)
        chunk, data = data[2 : 2 + size], data[2 + size :]
        if not 0 < bits <= 32:
            return np.concatenate(parts), False
        there = min(count, len(chunk) * 8 // (bits * 3))
        flags = np.unpackbits(np.frombuffer(chunk, np.uint8), bitorder="little")
        values = flags[: there * 3 * bits].reshape(-1, bits) @ (1 << np.arange(bits))
        parts.append(_signed(values, bits).reshape(-1, 3))
        if there < count:
            return np.concatenate(parts), False
    return np.concatenate(parts), not data


def _signed(values: IntArray, bits: int) -> IntArray:
    return values - ((values >> (bits - 1)) << bits)


def _floats(patterns: IntArray) -> FloatArray:
    return (patterns & 0xFFFFFFFF).astype(np.uint32).view(np.float32).astype(np.float64)


def parse_settings(data: bytes) -> dict[int, list[int]]:
    """Return possible or present settings with their values; stops at unknown data."""
    settings: dict[int, list[int]] = {}
    while len(data) > 1 and data[0] in _SETTING_BYTES:
        width, count = _SETTING_BYTES[data[0]], data[1]
        values = data[2 : 2 + width * count]
        if len(values) < width * count:
            break
        settings[data[0]] = [
            int.from_bytes(values[k : k + width], "little") for k in range(0, len(values), width)
        ]
        data = data[2 + len(values) :]
    return settings


def at_least(offered: Iterable[N], wanted: float) -> N:
    """Return the least value that is enough, or the greatest one."""
    ordered = sorted(offered)
    return next((value for value in ordered if value >= wanted), ordered[-1])


def start_command(kind: int, settings: dict[int, int]) -> bytes:
    """Return the command that starts a measurement with these settings."""
    lines = [
        bytes([setting, 1]) + value.to_bytes(_SETTING_BYTES[setting], "little")
        for setting, value in settings.items()
    ]
    return bytes([START, kind]) + b"".join(lines)


def _are_whole(data: bytes) -> bool:
    """Return whether the data end at the end of a setting."""
    while len(data) > 1 and data[0] in _SETTING_BYTES:
        size = 2 + _SETTING_BYTES[data[0]] * data[1]
        if len(data) < size:
            return False
        data = data[size:]
    return not data


def stops_in(data: bytes) -> int:
    """Return how many stop commands (one or none) a notification answers, even if none ran."""
    return int(data[:2] == bytes([_REPLY, STOP]))


def reply_to(command: bytes) -> Callable[[bytes], tuple[int, bytes] | None]:
    """Return a function that finds the answer to a command: error and parameters.

    An answer may take several indications. In the maker's newer programs each further one begins
    like the first, in its older ones with the byte that says whether more follow. According to the
    document it continues the settings directly, so one without either is accepted if it completes
    them.
    """
    parameters = b""
    has_more = False

    def look(data: bytes) -> tuple[int, bytes] | None:
        nonlocal parameters, has_more
        if len(data) >= 4 and data[:3] == bytes([_REPLY]) + command[:2]:
            error, more, rest = data[3], data[4:5], data[5:]
        elif has_more and data[:1] == b"\x00" and _are_whole(parameters + data[1:]):
            error, more, rest = 0, b"\x00", data[1:]
        elif has_more and _are_whole(parameters + data):
            error, more, rest = 0, b"\x00", data
        elif has_more and data[:1] == b"\x01":
            error, more, rest = 0, b"\x01", data[1:]
        else:
            return None
        parameters += rest
        has_more = more not in (b"", b"\x00")
        return None if has_more else (error, parameters)

    return look
