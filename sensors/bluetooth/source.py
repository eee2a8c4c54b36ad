"""One or two sensors as a source of samples."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Self

from evenstride.sensors.bluetooth.assignment import Worn, assign, guess, is_settled
from evenstride.sensors.bluetooth.keeper import Keeper
from evenstride.sensors.bluetooth.limits import LIMITS
from evenstride.sensors.bluetooth.looking_inside import look_inside
from evenstride.sensors.bluetooth.radio import Radio
from evenstride.sensors.bluetooth.remembered import RememberedSensors
from evenstride.sensors.bluetooth.scanning import FoundSensor, listen
from evenstride.sensors.drivers import driver_named
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.item_queue import ItemQueue
from evenstride.sensors.samples import (
    Item,
    Leg,
    Link,
    LinkState,
    Placement,
    SensorInfo,
    Site,
    by_leg,
)
from evenstride.sensors.source import loop_us

_log = logging.getLogger(__name__)


class BluetoothSource:
    """Streams from sensors that are in range, and reconnects to them until it is left.

    Entering scans and decides which sensor is on which leg. Connecting, and whatever happens to a
    link afterwards, is reported by ``Link`` items. Leaving stops the sensors, restores their
    settings and disconnects, within three seconds. Battery charges, read at the start and every
    minute, are ``Note`` items named ``battery`` with ``leg`` and ``pct``. Notes named ``radio``
    with ``leg`` and ``text`` tell what keeps the computer from finding a lost sensor, or what to do
    about one that does not come.

    Args:
        assignments: For each leg that wears a sensor: its address, CoreBluetooth UUID or advertised
            name, or None for any sensor in range. If empty: each leg's sensor of last time; if
            there is none, one sensor in range is put on the left leg, two on both legs, in the
            order of their names.
        shanks: For each leg that wears a second sensor, on the shank, the same as in
            ``assignments``; None for last time's, if it is in range. If ``assignments`` is empty,
            last time's second sensors are used.
        rate_hz: The wanted rate; the sensor's next higher one is used.
        placement: Where the sensors are strapped.
        remembered: Last time's sensors; today's are stored there once they stream.
        guessed: Legs whose sensor nobody has chosen: it is used for this session only if any other
            one is remembered.
        scan_s: How long to look for the sensors.
        on_left: Called while leaving, with a sentence about a sensor that may not be as it was
            before.

    Raises:
        SensorError: On entering, if Bluetooth or the sensors are not available; while iterating, if
            no sensor could be connected at all.
    """

    def __init__(
        self,
        assignments: Mapping[Leg, str | None],
        *,
        shanks: Mapping[Leg, str | None] = MappingProxyType({}),
        rate_hz: float = 60.0,
        placement: Placement = Placement.THIGH,
        remembered: RememberedSensors | None = None,
        guessed: Collection[Leg] = (),
        scan_s: float = 5.0,
        on_left: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._wanted = {Site.of(leg): want for leg, want in assignments.items()}
        self._wanted |= {Site.of(leg, second=True): want for leg, want in shanks.items()}
        self._rate_hz = rate_hz
        self._placement = placement
        self._remembered = remembered
        self._guessed = frozenset(guessed)
        self._scan_s = scan_s
        self._on_left = on_left
        self._sensors: dict[Site, SensorInfo] = {}
        self._ids: dict[Site, str] = {}
        self._queue = ItemQueue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._before: dict[Site, str] = {}
        self._worn: dict[Site, Worn] = {}
        self._spare: list[FoundSensor] = []
        self._is_beside_others = False

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        """The sensor on each leg, with its nominal rate."""
        return by_leg(self._sensors)

    def go_on_beside_others(self) -> None:
        """Keep trying if no sensor can be connected, because other sources go on."""
        self._is_beside_others = True

    async def __aenter__(self) -> Self:
        wanted = self._wanted
        before = self._remembered.sites() if self._remembered is not None else {}
        heard = await listen(
            self._scan_s,
            lambda heard: is_settled(heard, wanted, before),
            with_connected=True,
        )
        await look_inside(heard, [*wanted.values(), *before.values()])
        self._before = before
        radio = Radio(has_connected=self._is_beside_others)
        worn_by = assign(heard, wanted, before)
        taken = {worn.sensor.id for worn in worn_by.values()}
        self._spare = [found for found in heard.sensors.values() if found.id not in taken]
        for found in self._spare:
            _log.info("%s (%s) is on no leg", found.name, found.id)
        for site, worn in sorted(self._with_guesses(worn_by).items()):
            is_only = site.is_second and Site.of(site.leg) not in worn_by
            # Without a sensor on the thigh this is the leg's first sensor, wherever it is.
            place = Placement.SHANK if site.is_second else self._placement
            self._start(Site.of(site.leg) if is_only else site, worn, radio, place)
        return self

    def _with_guesses(self, worn_by: Mapping[Site, Worn]) -> dict[Site, Worn]:
        """Return who is worn, with what to say of sensors that a screen has guessed."""
        told = dict(worn_by)
        for site, worn in worn_by.items():
            known = self._before.get(site)
            if site.leg in self._guessed and known != worn.sensor.id and not worn.why:
                told[site] = guess(worn.sensor, site, self._before)
        return told

    async def __aexit__(self, *exc_info: object) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            _, stuck = await asyncio.wait(self._tasks, timeout=LIMITS.close_s)
            for task in stuck:
                task.cancel()
            if stuck:
                _log.warning("%d links do not end in time", len(stuck))
                await asyncio.wait(stuck, timeout=LIMITS.last_call_s)
        self._tasks.clear()
        self._queue.end()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Item:
        item = await self._queue.next()
        if isinstance(item, Link) and item.state is LinkState.CONNECTED:
            self._remember(item.site)
        return item

    def _remember(self, site: Site) -> None:
        """Store who wears what; a guess is not stored if anything is remembered."""
        known, sensor_id = self._before.get(site), self._ids[site]
        is_guess = bool(self._worn[site].why and self._before) and known != sensor_id
        if self._remembered is not None and not is_guess:
            self._remembered.keep(site, sensor_id, self._worn[site].sensor.name)

    def _start(self, site: Site, worn: Worn, radio: Radio, placement: Placement) -> None:
        driver = driver_named(worn.sensor.driver)
        rate_hz = driver.rate_hz(self._rate_hz)
        why = worn.why or "as the user said"
        _log.info("%s leg: %s (%s), %s", site, worn.sensor.name, worn.sensor.id, why)
        self._worn[site] = worn
        self._ids[site] = worn.sensor.id
        self._sensors[site] = SensorInfo(
            f"{worn.sensor.name} ({worn.sensor.id})", rate_hz, placement
        )
        keeper = Keeper(
            site,
            driver.sensor(rate_hz),
            radio=radio,
            put=self._queue.put,
            worn=worn,
            on_left=self._on_left,
        )
        task = asyncio.create_task(keeper.run(), name=f"{site} sensor")
        task.add_done_callback(lambda task: self._ended(task, site, radio))
        self._tasks.add(task)

    def _ended(self, task: asyncio.Task[None], site: Site, radio: Radio) -> None:
        if task.cancelled() or (error := task.exception()) is None:
            return
        if isinstance(error, SensorError) and error.reason is SensorReason.NOT_SUPPORTED:
            # It was chosen by guess and is no sensor, so the leg is free for another one.
            name = self._worn[site].sensor.name
            if self._spare:
                why = f"instead of {name}, which is no sensor; use --{site} to choose"
                self._start(
                    site, Worn(self._spare.pop(0), why), radio, self._sensors[site].placement
                )
                return
            if self._is_beside_others or any(not other.done() for other in self._tasks):
                text = f"{error} Nothing else is in range for this leg."
                self._queue.put(
                    Link(site.leg, LinkState.LOST, loop_us(), text, second=site.is_second)
                )
                return
        self._queue.put(error)
