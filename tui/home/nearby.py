"""What the screens before a session need of Bluetooth, and nothing more of it."""

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from evenstride.sensors.bluetooth import (
    BluetoothSource,
    FoundSensor,
    Heard,
    RememberedSensors,
    find_legs,
    listen,
)
from evenstride.sensors.samples import Leg, Placement, Site
from evenstride.sensors.source import Source

ROUND_S: Final = 10.0
"""A scan is begun anew so often: one that the system ended without a word is none any more, and
some systems tell of a sensor whose signal stays the same only once in a scan."""


class Nearby(Protocol):
    """The sensors around this computer; tests have one without a radio.

    Raises:
        SensorError: From its coroutines and sources, if Bluetooth or the sensors are not there.
    """

    async def listen(self, on_heard: Callable[[Heard], None]) -> None:
        """Scan for a while; whatever is heard is told at once, with all that was heard before."""
        ...

    async def find_legs(self, ask: Callable[[], None]) -> Mapping[Leg, FoundSensor]:
        """Find out which of two sensors the left leg wears, and remember it.

        Args:
            ask: Called when the left leg is to be lifted.
        """
        ...

    def source(self, worn: Mapping[Site, str | None], placement: Placement) -> Source:
        """A source of the sensors with these ids; None for any; with none, for any on both legs."""
        ...


class BluetoothNearby:
    """The real ones.

    Args:
        remembered: The sensors of last time.
        on_left: Told of a sensor that may not be as it was before a session.
    """

    def __init__(self, remembered: RememberedSensors, on_left: Callable[[str], None]) -> None:
        self._remembered = remembered
        self._on_left = on_left

    async def listen(self, on_heard: Callable[[Heard], None]) -> None:
        """Scan for a while."""

        def enough(heard: Heard) -> bool:
            on_heard(heard)
            return False

        await listen(ROUND_S, enough, with_connected=True)

    async def find_legs(self, ask: Callable[[], None]) -> Mapping[Leg, FoundSensor]:
        """Find out which of two sensors the left leg wears."""
        return await find_legs(self._remembered, ask)

    def source(self, worn: Mapping[Site, str | None], placement: Placement) -> Source:
        """A source of these sensors; where somebody chose one, it is the one that is remembered."""
        known = self._remembered.sites()
        first = {site.leg: id_ for site, id_ in worn.items() if not site.is_second}
        # A second sensor that is not heard yet comes if it is switched on meanwhile.
        second = dict.fromkeys(first) | {
            site.leg: id_ for site, id_ in worn.items() if site.is_second
        }
        return BluetoothSource(
            first,
            shanks=second,
            placement=placement,
            remembered=self._remembered,
            guessed=[site.leg for site, id_ in worn.items() if known.get(site) != id_],
            on_left=self._on_left,
        )
