"""The state of the sensors for the screens before a session, as plain frozen data."""

from dataclasses import dataclass
from enum import Enum

from evenstride.language import later
from evenstride.sensors.quality import Quality
from evenstride.sensors.samples import Leg, Site
from evenstride.user.batteries import Battery


class Mode(Enum):
    """What is being done with the sensors."""

    IDLE = "nothing"
    LOOKING = later("looking for sensors")
    CHECKING = later("checking")
    FINDING = later("finding out which leg is which")


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorRow:
    """One sensor.

    Attributes:
        id: Its id.
        name: Its name, safe to show; its id if it has no known name.
        model: Its model; "" if unknown.
        rssi_dbm: Strength of its signal; None if unknown.
        in_range: Whether it was heard recently, or is connected.
        site: Where it is worn; None if it is on no leg.
        guessed: Whether its place is only a guess.
        instead_of: The name of this place's own sensor, which is not in range; "" if none is
            known, or if this is it.
        battery: Its last known charge.
        link: The state of its connection, in words; "" without one.
        quality: True rate and loss; None while it does not stream.
    """

    id: str
    name: str
    model: str = ""
    rssi_dbm: int | None = None
    in_range: bool = True
    site: Site | None = None
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
        rows: The sensors: those with a leg first, the left one's before the right one's, and of
            two on a leg the thigh's before the shin's.
        problem: What is wrong and what to do; empty if nothing is.
        lift: The left leg is to be lifted now.
        told: What the user is to do, or how it went.
        one_sensor: One sensor serves both legs in turn.
        on_shanks: The sensors are strapped on the shanks, not on the thighs.
        listens: The local network is listened to as well.
        network_told: What to tell about the network.
        mixed: Legs of whose two sensors one is on Bluetooth and one on the network: the one on the
            shin is left out.
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
    mixed: tuple[Leg, ...] = ()

    def on(self, leg: Leg) -> SensorRow | None:
        """The sensor of a leg, of two the one on the thigh; None if it has none."""
        return self._at(Site.of(leg))

    def beside(self, leg: Leg) -> SensorRow | None:
        """The second sensor of a leg, on its shin; None if it has none."""
        return self._at(Site.of(leg, second=True))

    def _at(self, site: Site) -> SensorRow | None:
        return next((row for row in self.rows if row.site is site), None)

    @property
    def hindrance(self) -> str:
        """The problem, unless the sensors are on the local network, which it does not concern."""
        return "" if self.listens and any(row.in_range for row in self.rows) else self.problem

    @property
    def ready(self) -> tuple[SensorRow, ...]:
        """The sensors that a session would begin with."""
        return tuple(row for row in self.rows if row.site is not None and row.in_range)
