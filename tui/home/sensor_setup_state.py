"""What the screens before a session show of the sensors, as plain frozen data."""

from dataclasses import dataclass
from enum import Enum

from evenstride.sensors.quality import Quality
from evenstride.sensors.samples import Leg
from evenstride.user.batteries import Battery


class Mode(Enum):
    """What is being done with the sensors."""

    IDLE = "nothing"
    LOOKING = "looking for sensors"
    CHECKING = "checking"
    FINDING = "finding out which leg is which"


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorRow:
    """One sensor.

    Attributes:
        id: Its id.
        name: Its name, safe to show; its id where no name is known.
        model: Its model; empty where it is not known.
        rssi_dbm: Strength of its signal; None where it is not known.
        in_range: It was heard of late, or it is connected.
        leg: The leg that wears it.
        guessed: Nobody has said that it is this leg's.
        instead_of: The name of this leg's own sensor, which is not in range; empty where none is
            known, and where this is it.
        battery: Its charge when it last told.
        link: How far the connection is, in words; empty where there is none.
        quality: True rate and loss; None while it does not stream.
    """

    id: str
    name: str
    model: str = ""
    rssi_dbm: int | None = None
    in_range: bool = True
    leg: Leg | None = None
    guessed: bool = False
    instead_of: str = ""
    battery: Battery | None = None
    link: str = ""
    quality: Quality | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorSetupState:
    """All sensors at one moment.

    Attributes:
        mode: What is being done.
        rows: The sensors: those with a leg first, the left one before the right one.
        problem: What is wrong and what to do; empty if nothing is.
        lift: The left leg is to be lifted now.
        told: What the user is to do, or how it went.
        one_sensor: One sensor serves both legs in turn.
        on_shanks: The sensors are strapped on the shanks, not on the thighs.
        listens: The local network is listened to as well.
        network_told: What there is to tell of it.
    """

    mode: Mode = Mode.IDLE
    rows: tuple[SensorRow, ...] = ()
    problem: str = ""
    lift: bool = False
    told: str = ""
    one_sensor: bool = False
    on_shanks: bool = False
    listens: bool = False
    network_told: str = ""

    def on(self, leg: Leg) -> SensorRow | None:
        """The sensor of a leg; None if it has none."""
        return next((row for row in self.rows if row.leg is leg), None)

    @property
    def hindrance(self) -> str:
        """The problem, unless the local network has sensors without what it is about."""
        return "" if self.listens and any(row.in_range for row in self.rows) else self.problem

    @property
    def ready(self) -> tuple[SensorRow, ...]:
        """The sensors that a session would begin with."""
        return tuple(row for row in self.rows if row.leg is not None and row.in_range)
