"""A session's sensors if this program also listens on the local network, waiting for them to come.

Phones begin to push when their owner is ready, which takes longer than any scan. So this waits,
reports what happens meanwhile, and begins when every leg that was asked for has its sensor.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import AsyncExitStack
from typing import Final, Protocol, Self

from evenstride.sensors.bluetooth import Heard, listen
from evenstride.sensors.bluetooth.assignment import matches
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.merged import MergedSource
from evenstride.sensors.network import Device, Listener, NetworkSource, is_phyphox, to_phyphox
from evenstride.sensors.samples import Item, Leg, Placement, SensorInfo, Site
from evenstride.sensors.source import Source, loop_us

_log = logging.getLogger(__name__)

_LOOK_S: Final = 0.25
_ROUND_S: Final = 10.0
_AGAIN_S: Final = 2.0

_SECOND_S: Final = 20.0
"""How long to wait for a second sensor if the user did not say how many there are."""


class Door(Protocol):
    """The user interface while waiting for sensors: it tells the user what happens, and asks."""

    def opened(self, listener: Listener) -> None:
        """Note that sensors can come from now on."""
        ...

    def look(self, listener: Listener, sites: Mapping[Site, str]) -> bool:
        """Show the sensors; return whether the user wants to begin at once.

        Called several times a second.

        Args:
            listener: The listener that heard them; trackers may be admitted here.
            sites: The names of the sensors so far, by where each is worn.
        """
        ...

    def told(self, text: str) -> None:
        """Tell the user a sentence."""
        ...


class ListeningSource:
    """Sensors on the local network and, if given by id or name, on Bluetooth.

    Args:
        assignments: For each place that wears a sensor: its id, its name, or the address of a phone
            with phyphox; None for any on the network. If empty: the first two on the network.
        listener: The network, not entered yet.
        door: The user interface while waiting.
        bluetooth: Makes a source of sensors on Bluetooth, by place and id.
        placement: Where the sensors are strapped.

    Raises:
        SensorError: On entering, if listening is impossible, or an address is invalid.
    """

    def __init__(
        self,
        assignments: Mapping[Site, str | None],
        *,
        listener: Listener,
        door: Door,
        bluetooth: Callable[[Mapping[Site, str]], Source],
        placement: Placement,
    ) -> None:
        self._wanted = dict(assignments)
        self._listener = listener
        self._door = door
        self._bluetooth = bluetooth
        self._placement = placement
        self._heard = Heard({}, {})
        self._first_s: float | None = None
        self._inner: MergedSource | None = None

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        """The sensor on each leg."""
        return {} if self._inner is None else self._inner.sensors

    async def __aenter__(self) -> Self:
        for site, want in self._wanted.items():
            if want is not None and is_phyphox(want):
                self._wanted[site] = to_phyphox(want).id
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._listener)
            for want in self._wanted.values():
                if want is not None and is_phyphox(want):
                    self._listener.ask_phyphox(to_phyphox(want))
            self._door.opened(self._listener)
            network, bluetooth = await self._wait()
            _refuse_mixed(network, bluetooth)
            sources: list[Source] = []
            if network:
                sources.append(NetworkSource(self._listener, network, placement=self._placement))
            if bluetooth:
                sources.append(self._bluetooth(bluetooth))
            self._inner = await MergedSource(sources).__aenter__()
            stack.pop_all()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        # Concurrently: after Ctrl-C the user waits for the slower one, not for both in turn.
        assert self._inner is not None
        await asyncio.gather(self._inner.__aexit__(), self._listener.__aexit__())

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Item:
        assert self._inner is not None
        return await anext(self._inner)

    async def _wait(self) -> tuple[dict[Site, str], dict[Site, str]]:
        """Wait for the sensors; return the ids of those on the network and on Bluetooth."""
        scanning = asyncio.create_task(self._scan(), name="looking for sensors")
        try:
            while True:
                network = self._on_network()
                bluetooth = self._on_bluetooth(network)
                sites = {site: device.name for site, device in network.items()} | bluetooth
                wants_to_begin = self._door.look(self._listener, sites)
                if self._is_complete(sites, wants_to_begin=wants_to_begin):
                    break
                await asyncio.sleep(_LOOK_S)
                if scanning.done() and (error := scanning.exception()) is not None:
                    raise error
        finally:
            scanning.cancel()
            await asyncio.wait([scanning])
        return {site: device.id for site, device in network.items()}, bluetooth

    def _is_complete(self, sites: Mapping[Site, str], *, wants_to_begin: bool) -> bool:
        if self._wanted:
            return len(sites) == len(self._wanted)
        if len(sites) == len(Leg):
            return True
        if not sites:
            self._first_s = None
            return False
        now_s = asyncio.get_running_loop().time()
        if self._first_s is None:
            self._first_s = now_s
            self._door.told(
                f"The session begins with one sensor in {_SECOND_S:g} s, or with Enter; a "
                "second one can still come."
            )
        return wants_to_begin or now_s - self._first_s >= _SECOND_S

    def _on_network(self) -> dict[Site, Device]:
        now_us = loop_us()
        for want in self._wanted.values():
            # A user who typed a tracker's address has confirmed it.
            if want is not None and want.strip().upper() in self._listener.asking:
                self._listener.let_in(want.strip().upper())
        here = [one for one in self._listener.devices.values() if one.is_streaming(now_us)]
        return sites_of(self._wanted, here)

    def _on_bluetooth(self, network: Mapping[Site, Device]) -> dict[Site, str]:
        found: dict[Site, str] = {}
        for site, want in self._wanted.items():
            if want is not None and site not in network:
                ids = [one.id for one in self._heard.sensors.values() if matches(one, want)]
                if len(ids) == 1:
                    found[site] = ids[0]
        return found

    async def _scan(self) -> None:
        """Scan on Bluetooth for sensors that were named."""
        wanted = [one for one in self._wanted.values() if one is not None and not is_phyphox(one)]
        told = ""
        while wanted:
            try:
                await listen(_ROUND_S, self._hears, with_connected=True)
            except SensorError as error:
                # They may be on the network, and this computer may not have Bluetooth at all.
                if str(error) != told:
                    told = str(error)
                    self._door.told(f"On the local network only: {error}")
                await asyncio.sleep(_AGAIN_S)

    def _hears(self, heard: Heard) -> bool:
        self._heard = heard
        return False


def sites_of(wanted: Mapping[Site, str | None], here: Iterable[Device]) -> dict[Site, Device]:
    """Return which device on the network is worn where.

    Args:
        wanted: For each place its device's id or name, or None for any; if empty, any on both legs.
        here: The devices that stream, in the order in which they came.
    """
    here = list(here)
    sites: dict[Site, Device] = {}
    for site, want in wanted.items():
        if want is not None:
            is_it = [one for one in here if _means(one, want)]
            if len(is_it) == 1:
                sites[site] = is_it[0]
    places = wanted or (Site.LEFT, Site.RIGHT)
    opens = [site for site in places if site not in sites and wanted.get(site) is None]
    rest = [one for one in here if one not in sites.values()]
    for site in list(opens):
        named = next((one for one in rest if one.site is site), None)
        if named is not None:
            sites[site] = named
            opens.remove(site)
            rest.remove(named)
    # Devices that push to the address for either leg: the first one is on the left leg.
    for site, device in zip(opens, [one for one in rest if one.site is None], strict=False):
        sites[site] = device
    return {site: sites[site] for site in Site if site in sites}


def _means(device: Device, want: str) -> bool:
    text = want.strip().casefold()
    return text in (device.id.casefold(), device.name.casefold())


def _refuse_mixed(network: Mapping[Site, str], bluetooth: Mapping[Site, str]) -> None:
    both = {site.leg for site in network} & {site.leg for site in bluetooth}
    if both:
        raise SensorError(
            f"The two sensors of the {min(both)} leg have to be on Bluetooth both, or both on the "
            "local network. Choose others.",
            SensorReason.AMBIGUOUS,
        )
