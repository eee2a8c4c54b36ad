"""The local network before and in a session: off until a key switches it on."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from evenstride.errors import JobError
from evenstride.extras import lan_extra
from evenstride.language import later, told, tr
from evenstride.sensors.bluetooth import FoundSensor
from evenstride.sensors.errors import EvenstrideError, SensorError
from evenstride.sensors.samples import Placement, Site
from evenstride.sensors.source import Source
from evenstride.terminal.faults import logged_sentence

if TYPE_CHECKING:
    from evenstride.sensors.network import Listener

ASKS: Final = later("asks: y lets it in")


def _listener() -> "Listener":
    with lan_extra():
        from evenstride.sensors.network import Listener
    return Listener()


class LocalNetwork:
    """The devices heard on the local network, and the addresses to push to.

    Args:
        make: Makes a listener; tests use one on the loopback.

    Attributes:
        problem: What does not work, as a sentence; "" if nothing is wrong.
    """

    def __init__(self, make: "Callable[[], Listener]" = _listener) -> None:
        self._make = make
        self._listener: Listener | None = None
        # Assigned by hand, whatever the addresses say: phones, and places.
        self._moved: set[str] = set()
        self._given: set[Site] = set()
        self.problem = ""

    @property
    def is_on(self) -> bool:
        """Whether it is listening."""
        return self._listener is not None

    @property
    def told(self) -> str:
        """What to tell about it, in sentences; "" while it is off."""
        if self._listener is None:
            return told(self.problem)
        tested = (
            tr("A phone's test arrived: start a recording on it.") if self._listener.tested else ""
        )
        hindered = [one for one in self._listener.devices.values() if one.hindrance]
        problems = [
            *map(told, (self.problem, *self._listener.problems)),
            *(f"{one.name}: {told(one.hindrance)}" for one in hindered),
            *(
                told(text)
                for id_, text in self._listener.left_out.items()
                if id_ not in self._moved
            ),
        ]
        return " ".join(filter(None, (*problems, tested)))

    def url(self, site: Site) -> str:
        """Return the address that a phone in this place pushes to; "" while it is off."""
        return "" if self._listener is None else self._listener.url(site)

    @property
    def is_reachable(self) -> bool:
        """Whether a phone can reach the addresses, as far as is known."""
        return self._listener is not None and self._listener.is_reachable

    async def switch_on(self) -> None:
        """Start listening; an obstacle is put in ``problem``."""
        if self._listener is not None:
            return
        self.problem = ""
        try:
            listener = self._make()
            await listener.__aenter__()
        except (JobError, SensorError) as error:
            self.problem = logged_sentence(error)
        else:
            self._listener = listener

    async def switch_off(self) -> None:
        """Stop listening."""
        listener, self._listener = self._listener, None
        self._moved.clear()
        self._given.clear()
        if listener is not None:
            await listener.__aexit__(None, None, None)

    def here(self) -> dict[str, FoundSensor]:
        """Every device that was heard recently, by its id."""
        if self._listener is None:
            return {}
        from evenstride.sensors.source import loop_us

        now_us = loop_us()
        return {
            one.id: FoundSensor(one.id, one.name, one.model, None, one.driver, None)
            for one in self._listener.devices.values()
            if one.is_here(now_us)
        }

    @property
    def asking(self) -> set[str]:
        """The ids of trackers that were not let in."""
        return set() if self._listener is None else set(self._listener.asking)

    @property
    def sites(self) -> Mapping[Site, str]:
        """The phones that chose their place by the address that they use, by place."""
        if self._listener is None:
            return {}
        from evenstride.sensors.network.places import by_address
        from evenstride.sensors.source import loop_us

        own = [one for one in self._listener.devices.values() if one.id not in self._moved]
        worn = by_address(own, loop_us())
        return {site: one.id for site, one in worn.items() if site not in self._given}

    def give(self, site: Site, device_id: str) -> None:
        """Assign a device to a place by hand, whatever their addresses say."""
        self._moved.add(device_id)
        self._given.add(site)

    def let_in(self, device_id: str) -> None:
        """Let in a tracker that a person has confirmed."""
        if self._listener is not None:
            self._listener.let_in(device_id)

    def ask_phyphox(self, typed: str) -> None:
        """Query a phone at a typed address; an error is put in ``problem``."""
        if self._listener is None:
            return
        from evenstride.sensors.network import to_phyphox

        self.problem = ""
        try:
            self._listener.ask_phyphox(to_phyphox(typed))
        except EvenstrideError as error:
            self.problem = str(error)

    def part(self, worn: Mapping[Site, str | None]) -> dict[Site, str]:
        """Return those of some sensors that are on the network."""
        devices = {} if self._listener is None else self._listener.devices
        return {site: id_ for site, id_ in worn.items() if id_ is not None and id_ in devices}

    def source(self, worn: Mapping[Site, str], placement: Placement) -> Source:
        """Return a source of devices that are here."""
        from evenstride.sensors.network import NetworkSource

        assert self._listener is not None
        return NetworkSource(self._listener, worn, placement=placement)
