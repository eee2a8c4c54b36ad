"""A home without a radio, whose sensors are heard when a test says so."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from unittest.mock import Mock, patch

from textual.pilot import Pilot

from evenstride.analysis.model.plan import Plan, builtin_plan
from evenstride.sensors.bluetooth import FoundSensor, Heard, RememberedSensors
from evenstride.sensors.errors import SensorError
from evenstride.sensors.samples import Leg, Placement, Site
from evenstride.sensors.source import Source
from evenstride.session.replay_controls import ReplayControls
from evenstride.tui.app import EvenstrideApp
from evenstride.tui.home.home import Home
from evenstride.tui.home.local_network import LocalNetwork
from evenstride.tui.home.sensor_setup import SensorSetup
from evenstride.tui.screens.sensors import SensorsScreen
from evenstride.tui.screens.today import TodayScreen
from evenstride.tui.screens.welcome import WelcomeScreen
from evenstride.tui.widgets.leg_sensor import LegSensor
from evenstride.tui.widgets.plan_table import PlanTable
from evenstride.tui.widgets.sensor_table import SensorTable
from evenstride.tui.widgets.start_bar import StartBar
from evenstride.user.batteries import Batteries
from tests.fakes.session import ScriptedSource
from tests.tui.on_screen import text

TODAY = date(2026, 11, 22)
A, B, C = "C4:00:00:00:00:01", "C4:00:00:00:00:02", "C4:00:00:00:00:03"


def found(sensor_id: str = A, name: str = "WT901BLE67", rssi: int | None = -52) -> FoundSensor:
    """A sensor that advertises."""
    return FoundSensor(sensor_id, name, "WT901", rssi, "WitMotion", Mock())


class FakeNearby:
    """Sensors around nobody's computer.

    Attributes:
        fault: Raised by whoever listens.
        sources: What sessions and checks get, one after the other.
        asked: The places and placement of each source that was asked for.
        lifted: What lifting the left leg finds; an error is raised. Unset, nobody lifts a leg.
        listening: How many listen now.
    """

    def __init__(self) -> None:
        self.fault: SensorError | None = None
        self.sources: list[Source] = []
        self.asked: list[tuple[dict[Site, str | None], Placement]] = []
        self.lifted: asyncio.Future[Mapping[Leg, FoundSensor]] | None = None
        self.listening = 0
        self._heard = Heard({}, {})
        self._on_heard: Callable[[Heard], None] = lambda _: None

    def hear(self, *sensors: FoundSensor) -> None:
        """These advertise."""
        self._heard.sensors.update({one.id: one for one in sensors})
        if self.listening:
            self._on_heard(self._heard)

    async def listen(self, on_heard: Callable[[Heard], None]) -> None:
        """Scan until cancelled."""
        if self.fault is not None:
            raise self.fault
        self._on_heard = on_heard
        self.listening += 1
        try:
            on_heard(self._heard)
            await asyncio.Event().wait()
        finally:
            self.listening -= 1

    async def find_legs(self, ask: Callable[[], None]) -> Mapping[Leg, FoundSensor]:
        """Wait for a leg."""
        ask()
        self.lifted = asyncio.get_running_loop().create_future()
        return await self.lifted

    def source(self, worn: Mapping[Site, str | None], placement: Placement) -> Source:
        """The next one."""
        self.asked.append((dict(worn), placement))
        return self.sources.pop(0) if self.sources else ScriptedSource([], hangs=True)


class Clock:
    """Seconds, as a test sets them."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def home_with(
    folder: Path,
    nearby: FakeNearby | None = None,
    *,
    plan: Plan | None = None,
    remembered: Mapping[Leg, str] | None = None,
    batteries: Sequence[tuple[str, int]] = (),
    clock: Clock | None = None,
    note: str = "",
    network: LocalNetwork | None = None,
) -> Home:
    """A home whose files are in a folder; its screens are drawn by hand."""
    known = RememberedSensors(folder / "sensors.json")
    for leg, sensor_id in (remembered or {}).items():
        known.keep(leg, sensor_id)
    charges = Batteries(folder / "batteries.json", lambda: TODAY)
    for sensor_id, pct in batteries:
        charges.keep(sensor_id, pct)
    sensor_setup = SensorSetup(
        nearby or FakeNearby(), known, charges, network=network, clock=clock or Clock()
    )
    return Home(
        sensor_setup,
        plan or builtin_plan(),
        note=note,
        today=lambda: TODAY,
        frames_per_s=0.001,
    )


class Opened:
    """An app at home."""

    def __init__(
        self, app: EvenstrideApp, home: Home, nearby: FakeNearby, pilot: Pilot[None]
    ) -> None:
        self.app, self.home, self.nearby, self.pilot = app, home, nearby, pilot

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.draw()

    async def draw(self) -> None:
        await self.pilot.pause()
        for screen in self.app.screen_stack:
            if isinstance(screen, TodayScreen | SensorsScreen | WelcomeScreen):
                screen.draw()
        await self.pilot.pause()

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(300.0):
            while not is_so():
                await self.pilot.pause()

    async def at(self, kind: type) -> None:
        """Wait for a screen."""
        await self.until(lambda: isinstance(self.app.screen, kind))
        await self.draw()

    async def ended(self) -> None:
        """Wait until the app is over; a pilot of an app that is over waits for ever."""
        async with asyncio.timeout(300.0):
            while self.app.is_running:  # noqa: ASYNC110 - there is no event for it
                await asyncio.sleep(0.01)

    def shown(self) -> str:
        """All that the screen says."""
        kinds = (PlanTable, LegSensor, SensorTable, StartBar)
        found = [one for kind in kinds for one in self.app.screen.query(kind)]
        return "\n".join(text(one) for one in (*found, *self.app.screen.query("Static")))


async def _no_survey(_: ReplayControls) -> None:
    """Analyzing the whole demo takes longer than all else here."""


@asynccontextmanager
async def at_home(
    folder: Path,
    nearby: FakeNearby | None = None,
    *,
    plan: Plan | None = None,
    remembered: dict[Leg, str] | None = None,
    is_new: bool = False,
    network: LocalNetwork | None = None,
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[Opened]:
    nearby = nearby or FakeNearby()
    home = home_with(folder, nearby, plan=plan, remembered=remembered, network=network)
    home.is_new = is_new
    app = EvenstrideApp(home, frames_per_s=0.001)
    with patch.object(ReplayControls, "survey", _no_survey):
        async with app.run_test(size=size) as pilot:
            one = Opened(app, home, nearby, pilot)
            await one.until(lambda: nearby.listening == 1 or nearby.fault is not None)
            await one.draw()
            yield one
    assert nearby.listening == 0
