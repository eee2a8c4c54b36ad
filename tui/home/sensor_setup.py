"""Finding sensors, assigning them to legs and checking them, before a session takes them."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Final

from evenstride.language import later, leg_head, told, tr
from evenstride.sensors.bluetooth import Heard, RememberedSensors
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.merged import MergedSource
from evenstride.sensors.samples import Placement, Site
from evenstride.sensors.shared import SharedSensor
from evenstride.sensors.source import Source
from evenstride.terminal.faults import logged_sentence, sentence
from evenstride.terminal.outside import safe
from evenstride.tui.home.check import SensorCheck
from evenstride.tui.home.local_network import LocalNetwork
from evenstride.tui.home.nearby import Nearby
from evenstride.tui.home.sensor_list import SensorList
from evenstride.tui.home.sensor_setup_state import Mode, SensorSetupState
from evenstride.user import settings
from evenstride.user.batteries import Batteries

# Between two attempts to scan if that fails: Bluetooth may be switched on at any moment.
_RETRY_S: Final = 2.0
# Disconnecting sensors takes up to three seconds.
_STOP_LIMIT_S: Final = 3.5

_NONE_TO_CHECK: Final = later(
    "Neither leg has a sensor that is in range. Switch it on, or give one to a leg."
)


class SensorSetup:
    """The sensors before a session; only one thing at a time is done with them.

    Args:
        nearby: The sensors around this computer.
        remembered: Which sensor is on which leg.
        batteries: Their last known charges.
        network: The local network, switched off.
        clock: Seconds, on any steady clock.

    Attributes:
        network: The local network.
    """

    def __init__(
        self,
        nearby: Nearby,
        remembered: RememberedSensors,
        batteries: Batteries,
        *,
        network: LocalNetwork | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._nearby = nearby
        self.network = network or LocalNetwork()
        self._remembered = remembered
        self._batteries = batteries
        self._list = SensorList(remembered, batteries, self.network, clock)
        kept = settings.load()
        self._one_sensor, self._on_shanks = kept.one_sensor, kept.on_shanks
        self._in_use: dict[Site, str] = {}  # at the start of the last session or check
        self._check: SensorCheck | None = None
        self._mode = Mode.IDLE
        self._task: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()
        self._problem = self._told = ""
        self._lift = False

    @property
    def state(self) -> SensorSetupState:
        """The state for the screens."""
        rows = self._list.rows(one_sensor=self._one_sensor, check=self._check)
        return SensorSetupState(
            mode=self._mode,
            rows=rows,
            mixed=self._list.mixed({row.site: row.id for row in rows if row.site is not None}),
            problem=told(self._problem),
            lift=self._lift,
            told=told(self._told),
            one_sensor=self._one_sensor,
            on_shanks=self._on_shanks,
            listens=self.network.is_on,
            network_told=self.network.told,
        )

    @property
    def placement(self) -> Placement:
        """The sensors' placement; with two on a leg the first is on the thigh."""
        has_two = any(site.is_second for site in self._worn())
        return Placement.SHANK if self._on_shanks and not has_two else Placement.THIGH

    def source(self) -> SharedSensor:
        """Return the sensors for a session; if only one leg has some, they can change legs."""
        worn = self._worn()
        if not self._one_sensor:
            return SharedSensor(self._source_of(worn))
        worn = worn or {Site.LEFT: None}
        return SharedSensor(self._source_of(worn), next(iter(worn)).leg)

    def _source_of(self, worn: Mapping[Site, str | None]) -> Source:
        """Return a source of these sensors, on Bluetooth and on the local network."""
        self._in_use = {site: sensor_id for site, sensor_id in worn.items() if sensor_id}
        on_network = self.network.part(worn)
        if not on_network:
            return self._nearby.source(worn, self.placement)
        sources = [self.network.source(on_network, self.placement)]
        rest = {site: id_ for site, id_ in worn.items() if site not in on_network}
        if rest:
            sources.append(self._nearby.source(rest, self.placement))
        return MergedSource(sources)

    def assign(self, site: Site, sensor_id: str) -> None:
        """Assign a sensor to a place; remove it from there if it already is."""
        if self._remembered.sites().get(site) == sensor_id:
            self._remembered.forget(site)
        else:
            self._remembered.keep(site, sensor_id, self._list.name(sensor_id))
        self.network.give(site, sensor_id)
        self._told = ""

    async def listen_on_network(self) -> None:
        """Start listening on the local network, too."""
        await self.network.switch_on()

    async def leave_network(self) -> None:
        """Stop listening on the local network."""
        await self.network.switch_off()

    def toggle_one_sensor(self) -> None:
        """Switch between one sensor for both legs in turn, and one for each."""
        self._one_sensor = not self._one_sensor
        settings.remember(one_sensor=self._one_sensor)

    def toggle_placement(self) -> None:
        """Switch between sensors on the shanks and on the thighs."""
        self._on_shanks = not self._on_shanks
        settings.remember(on_shanks=self._on_shanks)

    def learn_battery(self, site: Site, pct: int) -> None:
        """Keep a sensor's charge that a session was told."""
        ids = self._in_use or self._remembered.sites()
        elsewhere = Site.of(site.leg.other, second=site.is_second)
        was_moved = self._one_sensor or len({one.leg for one in self._in_use}) == 1
        sensor_id = ids.get(site, ids.get(elsewhere) if was_moved else None)
        if sensor_id is not None:
            self._batteries.keep(sensor_id, pct)

    def _worn(self) -> dict[Site, str | None]:
        return self._list.ready_sites(one_sensor=self._one_sensor)

    async def look(self) -> None:
        """Look for sensors, until another mode is wanted."""
        await self._go(Mode.LOOKING)

    async def check(self) -> None:
        """Connect to the legs' sensors and check their data, until another mode is wanted."""
        self._told = ""
        await self._go(Mode.CHECKING)

    async def find_legs(self) -> None:
        """Find out which leg wears which of two sensors: the user lifts the left one."""
        self._told = tr("Lie or sit down and keep both legs still: connecting to both sensors …")
        await self._go(Mode.FINDING)

    async def stop(self) -> None:
        """Release everything."""
        await self._go(Mode.IDLE)

    async def _go(self, mode: Mode) -> None:
        async with self._lock:
            if mode is self._mode is Mode.LOOKING:
                return
            if self._task is not None:
                await self._let_go(self._task)
                self._task = None
            self._set_mode(mode)
            if mode is not Mode.IDLE:
                self._task = asyncio.create_task(self._work(mode), name=f"sensors: {mode.value}")

    async def _let_go(self, task: asyncio.Task[None]) -> None:
        task.cancel()
        try:
            await asyncio.wait([task], timeout=_STOP_LIMIT_S)
        except asyncio.CancelledError:
            self._set_mode(Mode.IDLE)  # nothing runs any more; the next call starts again
            raise

    def _set_mode(self, mode: Mode) -> None:
        self._mode = mode
        self._list.listens(mode is Mode.LOOKING)

    async def _work(self, mode: Mode) -> None:
        """Do one thing, and look for sensors afterwards."""
        if mode is not Mode.LOOKING:
            try:
                await (self._connect() if mode is Mode.CHECKING else self._find())
            except Exception as error:
                # This includes faults of this program: one can still train.
                self._told = logged_sentence(error)
            self._set_mode(Mode.LOOKING)
        while True:
            try:
                await self._nearby.listen(self._on_heard)
            except Exception as error:
                # Likewise; looking goes on, and finds the sensors once it can.
                problem = sentence(error)
                if problem != self._problem:
                    logged_sentence(error)
                self._problem = problem
                self._list.forget_heard()
                await asyncio.sleep(_RETRY_S)

    def _on_heard(self, heard: Heard) -> None:
        self._problem = ""
        self._list.hear(heard)

    async def _connect(self) -> None:
        worn = self._worn()
        if not worn:
            raise SensorError(_NONE_TO_CHECK, SensorReason.NOT_FOUND)
        self._check = SensorCheck(self.learn_battery)
        try:
            await self._check.run(self._source_of(worn))
        finally:
            self._check = None

    async def _find(self) -> None:
        def ask() -> None:
            self._told, self._lift = tr("Now lift your left leg."), True

        try:
            legs = await self._nearby.find_legs(ask)
        finally:
            self._lift = False
        named = {row.id: row.name for row in self._list.rows(one_sensor=False)}
        names = [
            f"{leg_head(leg)}: {named.get(sensor.id, safe(sensor.name))}"
            for leg, sensor in legs.items()
        ]
        self._told = tr("Found and remembered. {names}.", names=", ".join(names))
