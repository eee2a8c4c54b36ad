"""phyphox's description of its experiment, and its measurements: JSON read and checked.

The interface is that of phyphox's page "Remote-interface communication". Readings have the time of
the experiment in seconds, acceleration with gravity in m/s² and angular rate in rad/s, with the
same signs on Android and iPhone.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import numpy as np

from evenstride.sensors.network.limits import LIMITS
from evenstride.sensors.network.sensor_logger import Readings

_SOURCES: Final[Mapping[str, str]] = {
    "accelerometer": "totalacceleration",
    "gyroscope": "gyroscope",
}
"""phyphox's sensors, and the names of their readings here."""

NOT_PHYPHOX: Final = "What answers there is not phyphox. Type the address that phyphox shows now."
WRONG_EXPERIMENT: Final = (
    "Its experiment has no acceleration with gravity. In phyphox, make a simple experiment (the "
    "plus sign) with Accelerometer and Gyroscope, and open that."
)


class BadAnswerError(Exception):
    """An answer that phyphox does not give."""


@dataclass(frozen=True, slots=True)
class Buffers:
    """The buffers of one sensor: time, and the three axes."""

    kind: str
    time: str
    axes: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Experiment:
    """The experiment that is open in phyphox.

    Attributes:
        title: Its name.
        buffers: The buffers of the sensors that are used, the acceleration first.
    """

    title: str
    buffers: tuple[Buffers, ...]

    @property
    def newest_query(self) -> str:
        """The query for only the newest time of each sensor: there may be hours before it."""
        return "&".join(quote(one.time) for one in self.buffers)

    def query(self, last_s: Mapping[str, float]) -> str:
        """Return the query for everything after each sensor's last time, seconds."""
        parts = []
        for one in self.buffers:
            since = f"{last_s.get(one.kind, 0.0):.8g}"
            parts.append(f"{quote(one.time)}={since}")
            parts += [f"{quote(axis)}={since}%7C{quote(one.time)}" for axis in one.axes]
        return "&".join(parts)


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The measurements since the last query.

    Attributes:
        readings: The readings by the names that ``PhoneStream`` knows.
        session: The session; if it changes, the experiment was cleared.
        is_measuring: Whether the experiment runs.
    """

    readings: Mapping[str, Readings]
    session: str
    is_measuring: bool


def read_config(body: bytes) -> Experiment:
    """Read the description of the open experiment.

    Raises:
        BadAnswerError: It is not phyphox, or its experiment cannot be used.
    """
    found = _object(body)
    inputs = found.get("inputs")
    if not isinstance(inputs, list):
        raise BadAnswerError(NOT_PHYPHOX)
    buffers = [one for given in inputs[:32] if (one := _buffers(given)) is not None]
    by_kind = {one.kind: one for one in reversed(buffers)}
    if "totalacceleration" not in by_kind:
        raise BadAnswerError(WRONG_EXPERIMENT)
    title = found.get("title")
    clean = "".join(c for c in title if c.isprintable()) if isinstance(title, str) else ""
    used = [by_kind[kind] for kind in _SOURCES.values() if kind in by_kind]
    return Experiment(clean[: LIMITS.text] or "an experiment", tuple(used))


def _buffers(given: Any) -> Buffers | None:
    if not isinstance(given, dict) or given.get("source") not in _SOURCES:
        return None
    outputs = given.get("outputs")
    names: dict[str, str] = {}
    for output in outputs if isinstance(outputs, list) else ():
        if isinstance(output, dict):
            for key, name in output.items():
                if isinstance(name, str) and 0 < len(name) <= LIMITS.text:
                    names[key] = name
    if not {"x", "y", "z", "t"} <= set(names):
        return None
    axes = names["x"], names["y"], names["z"]
    return Buffers(_SOURCES[given["source"]], names["t"], axes)


def read_answer(body: bytes, experiment: Experiment) -> Answer:
    """Read measurements.

    Raises:
        BadAnswerError: It is something else.
    """
    found = _object(body)
    given, status = found.get("buffer"), found.get("status")
    if not isinstance(given, dict) or not isinstance(status, dict):
        raise BadAnswerError(NOT_PHYPHOX)
    session = status.get("session")
    readings = {}
    for one in experiment.buffers:
        columns = [_column(given.get(name)) for name in (one.time, *one.axes)]
        # The last reading may be incomplete, because the phone measures while it answers.
        n = min(map(len, columns))
        rows = np.array([column[:n] for column in columns]).reshape(4, n)
        rows = rows[:, np.isfinite(rows).all(axis=0)]
        readings[one.kind] = Readings(np.rint(rows[0] * 1e6).astype(np.int64), rows[1:].T)
    return Answer(
        readings,
        session[: LIMITS.text] if isinstance(session, str) else "",
        status.get("measuring") is True,
    )


def read_newest(body: bytes, experiment: Experiment) -> dict[str, float]:
    """Read the newest time of each sensor, seconds.

    Raises:
        BadAnswerError: It is something else.
    """
    given = _object(body).get("buffer")
    if not isinstance(given, dict):
        raise BadAnswerError(NOT_PHYPHOX)
    newest = {one.kind: _column(given.get(one.time))[-1:] for one in experiment.buffers}
    return {kind: times[0] for kind, times in newest.items() if times and np.isfinite(times[0])}


def _column(given: Any) -> list[float]:
    values = given.get("buffer") if isinstance(given, dict) else None
    if not isinstance(values, list):
        return []
    if len(values) > LIMITS.readings * 10:
        raise BadAnswerError(NOT_PHYPHOX)
    return [
        float(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9
        else np.nan
        for value in values
    ]


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadAnswerError(NOT_PHYPHOX) from error
    if not isinstance(found, dict):
        raise BadAnswerError(NOT_PHYPHOX)
    return found
