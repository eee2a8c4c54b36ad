"""The sample types that the whole program shares."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from evenstride.sensors.arguments import check_shape

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

FASTEST_BLUETOOTH_HZ: Final = 450.0
"""A higher rate than that of any sensor on Bluetooth; the fastest sends at 416 Hz."""

GRAVITY_M_S2: Final = 9.80665
"""Standard gravity (ISO 80000-3): what a sensor at rest measures, and what makers call a g."""


class Leg(StrEnum):
    """A leg, as files and screens name it."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Leg":
        """The other leg."""
        return Leg.RIGHT if self is Leg.LEFT else Leg.LEFT


class Site(StrEnum):
    """Where a sensor is worn, as files and commands name it: a leg's first or second sensor."""

    LEFT = "left"
    RIGHT = "right"
    LEFT_SHANK = "left-shank"
    RIGHT_SHANK = "right-shank"

    @property
    def leg(self) -> Leg:
        """The leg on which it is."""
        return Leg.LEFT if self in (Site.LEFT, Site.LEFT_SHANK) else Leg.RIGHT

    @property
    def is_second(self) -> bool:
        """Whether it is the second sensor of its leg, on the shank."""
        return self in (Site.LEFT_SHANK, Site.RIGHT_SHANK)

    @staticmethod
    def of(leg: Leg, *, second: bool = False) -> "Site":
        """Return the site of a leg's sensor, or of its second one."""
        return _SITE_OF[leg, second]


_SITE_OF: Final = {(site.leg, site.is_second): site for site in Site}


class Placement(StrEnum):
    """Where on the leg the sensor is strapped."""

    THIGH = "thigh"
    SHANK = "shank"


@dataclass(frozen=True, slots=True)
class SensorInfo:
    """What is known about one leg's sensor before its first sample.

    Attributes:
        device: Its name.
        rate_hz: Its nominal rate; 0 if unknown.
        placement: Where on the leg it is strapped.
        second: The sensor on the shank of the same leg, if it wears two.
    """

    device: str
    rate_hz: float
    placement: Placement = Placement.THIGH
    second: "SensorInfo | None" = None


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Consecutive samples of one leg, as the sensor sent them.

    Attributes:
        leg: The leg that wears the sensor.
        seq: Sample numbers as sent, shape (n,); a jump is a loss.
        t_us: The sensor's own clock, unwrapped, microseconds, shape (n,).
        host_us: Arrival on the host's monotonic clock, microseconds, shape (n,).
        acc_m_s2: Specific force with gravity in the sensor's frame, m/s², shape (n, 3).
        gyr_rad_s: Angular rate in the sensor's frame, rad/s, shape (n, 3); NaN if the sensor has no
            gyroscope.
        second: Whether it is the leg's second sensor, on the shank.
    """

    leg: Leg
    seq: IntArray
    t_us: IntArray
    host_us: IntArray
    acc_m_s2: FloatArray
    gyr_rad_s: FloatArray
    second: bool = False

    def __len__(self) -> int:
        return len(self.seq)

    @property
    def site(self) -> Site:
        """Where the sensor is worn."""
        return Site.of(self.leg, second=self.second)

    def part(self, start: int, end: int) -> "Block":
        """Return the samples from index ``start`` to before ``end``."""
        return replace(
            self,
            seq=self.seq[start:end],
            t_us=self.t_us[start:end],
            host_us=self.host_us[start:end],
            acc_m_s2=self.acc_m_s2[start:end],
            gyr_rad_s=self.gyr_rad_s[start:end],
        )


class LinkState(StrEnum):
    """What happened to the connection with one leg's sensor."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    LOST = "lost"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Link:
    """A change of a sensor's connection; drop-outs are data, not exceptions."""

    leg: Leg
    state: LinkState
    host_us: int
    text: str = ""
    second: bool = False

    @property
    def site(self) -> Site:
        """Where the sensor is worn."""
        return Site.of(self.leg, second=self.second)


class NoteKind(StrEnum):
    """The notes that this version writes; a recording may contain others, which are kept."""

    SET = "set"
    END_SET = "end-set"
    PAUSE = "pause"
    RESUME = "resume"
    CORRECT = "correct"
    UNDO = "undo"
    WEIGHT = "weight"
    FELT = "felt"
    MARKER = "marker"
    WORN = "worn"
    BATTERY = "battery"
    RADIO = "radio"
    SENSOR = "sensor"


@dataclass(frozen=True, slots=True)
class Note:
    """An event of the session that is not a sample: a set begins, a count is corrected.

    Attributes:
        host_us: When it happened, on the host's monotonic clock, microseconds.
        event: Its kind, a ``NoteKind`` or another word.
        data: Everything else in its line of the recording.
    """

    host_us: int
    event: str
    data: Mapping[str, object] = field(default_factory=dict)


Item: TypeAlias = Block | Link | Note
"""What a source delivers, in order of arrival."""


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """A block on the session's timeline: what the analysis takes.

    Attributes:
        leg: The leg that wears the sensor.
        seq: Sample numbers as sent, shape (n,).
        t_s: Seconds since the session's first sample of either leg, shape (n,).
        acc_m_s2: Specific force with gravity, m/s², shape (n, 3).
        gyr_rad_s: Angular rate, rad/s, shape (n, 3); NaN without a gyroscope.
        sensor_us: The sensor's own clock, microseconds, shape (n,); None if unknown.
        host_us: Arrival on the host's clock, microseconds, shape (n,); None if unknown.
        second: Whether it is the leg's second sensor, on the shank.

    Raises:
        ArgumentError: An array is missing or of another shape.
    """

    leg: Leg
    seq: IntArray
    t_s: FloatArray
    acc_m_s2: FloatArray
    gyr_rad_s: FloatArray
    sensor_us: IntArray | None = None
    host_us: IntArray | None = None
    second: bool = False

    def __post_init__(self) -> None:
        check_shape("t_s", self.t_s, (np.size(self.t_s),))
        n = len(self.t_s)
        check_shape("seq", self.seq, (n,))
        check_shape("acc_m_s2", self.acc_m_s2, (n, 3))
        check_shape("gyr_rad_s", self.gyr_rad_s, (n, 3))
        for name, times in (("sensor_us", self.sensor_us), ("host_us", self.host_us)):
            if times is not None:
                check_shape(name, times, (n,))

    def __len__(self) -> int:
        return len(self.t_s)

    @property
    def site(self) -> Site:
        """Where the sensor is worn."""
        return Site.of(self.leg, second=self.second)

    def part(self, start: int, end: int) -> "Samples":
        """Return the samples from index ``start`` to before ``end``."""
        return Samples(
            self.leg,
            self.seq[start:end],
            self.t_s[start:end],
            self.acc_m_s2[start:end],
            self.gyr_rad_s[start:end],
            None if self.sensor_us is None else self.sensor_us[start:end],
            None if self.host_us is None else self.host_us[start:end],
            self.second,
        )


def placed(sensors: Mapping[Leg, SensorInfo], placement: Placement) -> dict[Leg, SensorInfo]:
    """Return the sensors with another placement; two on the same leg stay where they are."""
    return {
        leg: info if info.second is not None else replace(info, placement=placement)
        for leg, info in sensors.items()
    }


def by_site(sensors: Mapping[Leg, SensorInfo]) -> dict[Site, SensorInfo]:
    """Return every sensor by where it is worn, including the second ones."""
    first = {Site.of(leg): replace(info, second=None) for leg, info in sensors.items()}
    second = {
        Site.of(leg, second=True): info.second
        for leg, info in sensors.items()
        if info.second is not None
    }
    return {**first, **second}


def by_leg(sites: Mapping[Site, SensorInfo]) -> dict[Leg, SensorInfo]:
    """Return each leg's sensor, including its second; one alone on the shank is the first."""
    sensors = {site.leg: info for site, info in sites.items() if not site.is_second}
    for site, info in sites.items():
        if site.is_second:
            first = sensors.get(site.leg)
            sensors[site.leg] = info if first is None else replace(first, second=info)
    return sensors
