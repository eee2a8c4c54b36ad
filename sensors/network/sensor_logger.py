"""Sensor Logger's pushes: messages of JSON, which are read and checked without any trust.

The envelope is that of the maker's PUSHING.md. Each reading has a name, the time of day in
nanoseconds and its values; on Android most have an accuracy, which an iPhone's lack.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

import numpy as np

from evenstride.sensors.network.limits import LIMITS
from evenstride.sensors.samples import FloatArray, IntArray

_XYZ: Final = ("x", "y", "z")
_VECTORS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    **{
        kind: {kind: _XYZ}
        for kind in (
            "accelerometer",
            "gravity",
            "totalacceleration",
            "accelerometeruncalibrated",
            "gyroscope",
        )
    },
    "wristmotion": {
        f"wrist-{kind}": tuple(f"{field}{axis}" for axis in "XYZ")
        for kind, field in (
            ("accelerometer", "acceleration"),
            ("gravity", "gravity"),
            ("gyroscope", "rotationRate"),
        )
    },
}
"""The readings that are used: by name, the resulting kinds, and the fields of each."""

# Nanoseconds from 2001 to 2100; other numbers are no time of day.
_LONGEST_TIME: Final = 20
_EARLIEST_NS, _LATEST_NS = 978_307_200_000_000_000, 4_102_444_800_000_000_000


class BadMessageError(Exception):
    """A message that Sensor Logger does not send."""


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """The readings of one sensor in a message, in their order.

    Attributes:
        t_us: The phone's clock, microseconds, shape (n,).
        values: The values as sent, shape (n, 3).
    """

    t_us: IntArray
    values: FloatArray

    def after_us(self, last_us: float) -> "Readings":
        """Return the readings later than this time and than all readings before them."""
        before = np.maximum.accumulate(np.concatenate(([last_us], self.t_us[:-1])))
        is_later = self.t_us > before[: len(self.t_us)]
        return Readings(self.t_us[is_later], self.values[is_later])


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """One push.

    Attributes:
        number: The number, which rises by one.
        session: The recording.
        device: The phone.
        readings: The readings by sensor name; those of an Apple Watch begin with ``wrist-``.
        has_accuracy: Whether readings have an accuracy, as on Android.
        battery_pct: The phone's charge, percent; None if it is not in the message.
        is_test: Whether the app's button to test the connection sent it.
        has_no_time: Whether readings were left out because they have no valid time of day.
    """

    number: int
    session: str
    device: str
    readings: Mapping[str, Readings]
    has_accuracy: bool = False
    battery_pct: int | None = None
    is_test: bool = False
    has_no_time: bool = False

    @property
    def size(self) -> int:
        """The number of its readings, plus one for itself."""
        return 1 + sum(len(one.t_us) for one in self.readings.values())


def read_message(body: bytes) -> Message:
    """Read a push.

    Raises:
        BadMessageError: It is not one.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadMessageError("no JSON") from error
    if not isinstance(found, dict) or not isinstance(found.get("payload"), list):
        raise BadMessageError("no payload")
    payload = found["payload"]
    if len(payload) > LIMITS.readings:
        raise BadMessageError("more readings than any phone makes")
    number = found.get("messageId")
    if not _is_whole(number) or not 0 <= number < 2**53:
        raise BadMessageError("no number of the message")
    columns: dict[str, tuple[list[int], list[list[float]]]] = {}
    has_accuracy, battery_pct, is_test, has_no_time = False, None, False, False
    for one in payload:
        if not isinstance(one, dict) or not isinstance(name := one.get("name"), str):
            continue
        # In the maker's document the fields are beside the name, in its program in an object.
        values = one.get("values", one)
        if name in _VECTORS:
            has_accuracy = has_accuracy or "accuracy" in one
            time = _time_ns(one.get("time"))
            has_no_time = has_no_time or time is None
            if time is not None and isinstance(values, dict):
                _take(columns, name, time, values)
        elif name == "battery":
            battery_pct = _charge(values)
        elif name == "test":
            is_test = True
    return Message(
        number,
        _text(found, "sessionId"),
        _text(found, "deviceId"),
        {
            kind: Readings(np.array(times, np.int64), np.array(rows, np.float64).reshape(-1, 3))
            for kind, (times, rows) in columns.items()
        },
        has_accuracy,
        battery_pct,
        is_test and not columns,
        has_no_time,
    )


def _time_ns(time: Any) -> int | None:
    """Return the time of day, nanoseconds; None if it is not valid."""
    # In the app's files the time is text, because it is too long for some programs' numbers.
    if isinstance(time, str) and time.isdecimal() and len(time) <= _LONGEST_TIME:
        time = int(time)
    return int(time) if _is_number(time) and _EARLIEST_NS < time < _LATEST_NS else None


def _take(
    columns: dict[str, tuple[list[int], list[list[float]]]],
    name: str,
    time_ns: int,
    values: Mapping[str, Any],
) -> None:
    """Add a reading to its columns, or ignore an invalid one."""
    for kind, fields in _VECTORS[name].items():
        row = [float(value) for field in fields if _is_number(value := values.get(field))]
        if len(row) == len(fields):
            times, rows = columns.setdefault(kind, ([], []))
            times.append(time_ns // 1000)
            rows.append(row)


def _charge(values: Any) -> int | None:
    level = values.get("batteryLevel") if isinstance(values, dict) else None
    return round(100 * level) if _is_number(level) and 0 <= level <= 1 else None


def _text(found: Mapping[str, Any], field: str) -> str:
    text = found.get(field)
    if not isinstance(text, str) or not 0 < len(text) <= LIMITS.text or not text.isprintable():
        raise BadMessageError(f"no {field}")
    return text


def _is_whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> TypeGuard[float]:
    """Return whether it is a finite number of a plausible size."""
    is_one = isinstance(value, int | float) and not isinstance(value, bool)
    return is_one and -1e19 < value < 1e19
