"""The part of Bluetooth that the screens before a session need."""

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
"""How often to restart a scan: one that the system ended silently finds nothing more, and some
systems report a sensor whose signal stays the same only once per scan."""


class Nearby(Protocol):
    """The sensors around this computer; tests use some without a radio.

    Raises:
        SensorError: Raised by its coroutines and sources if Bluetooth or the sensors are missing.
    """

    async def listen(self, on_heard: Callable[[Heard], None]) -> None:
        """Scan for a while; report each sensor at once, with all that were heard before."""
        ...

    async def find_legs(self, ask: Callable[[], None]) -> Mapping[Leg, FoundSensor]:
        """Find out which of two sensors the left leg wears, and remember it.

        Args:
            ask: Called when the left leg is to be lifted.
        """
        ...

    def source(self, worn: Mapping[Site, str | None], placement: Placement) -> Source:
        """Return a source of the sensors with these ids (None: any); if empty, any on both legs."""
        ...


class BluetoothNearby:
    """The real sensors.

    Args:
        remembered: The sensors of last time.
        on_left: Called if a sensor may have been left in another state than before a session.
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
        """Return a source of these sensors; if one was chosen, it is the remembered one."""
        known = self._remembered.sites()
        first = {site.leg: id_ for site, id_ in worn.items() if not site.is_second}
        # A second sensor that was not heard yet is used if it is switched on meanwhile.
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
