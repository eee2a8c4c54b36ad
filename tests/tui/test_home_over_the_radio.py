"""Tests the dashboard from Today to Today with virtual sensors over the real Bluetooth code."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from evenstride.analysis.model.plan import builtin_plan
from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.sensors.bluetooth import RememberedSensors
from evenstride.sensors.samples import Leg, LinkState, Site
from evenstride.tui.app import EvenstrideApp
from evenstride.tui.home.home import Home
from evenstride.tui.home.nearby import BluetoothNearby
from evenstride.tui.home.sensor_setup import SensorSetup
from evenstride.tui.home.sensor_setup_state import Mode
from evenstride.tui.screens.result import ResultScreen
from evenstride.tui.screens.sensors import SensorsScreen
from evenstride.tui.screens.today import TodayScreen
from evenstride.tui.screens.training import TrainingScreen
from evenstride.tui.widgets.sensor_table import SensorTable
from evenstride.user.batteries import Batteries
from tests.cli.helpers import LEFT_ID, RIGHT_ID, worn
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion
from tests.tui.home import TODAY
from tests.tui.on_screen import text


@asynccontextmanager
async def at_home(
    folder: Path, *sensors: VirtualWitMotion, is_new: bool = False
) -> AsyncIterator[tuple[EvenstrideApp, Home, Pilot[None]]]:
    """The app among these sensors; they are free again when it is over."""
    known = RememberedSensors(folder / "sensors.json")
    batteries = Batteries(folder / "batteries.json", lambda: TODAY)
    clock = asyncio.get_running_loop().time
    sensor_setup = SensorSetup(BluetoothNearby(known, print), known, batteries, clock=clock)
    home = Home(sensor_setup, builtin_plan(), today=lambda: TODAY, frames_per_s=1.0)
    home.is_new = is_new
    app = EvenstrideApp(home, frames_per_s=1.0)
    async with VirtualRadio(*sensors):
        async with app.run_test(size=(80, 24)) as pilot:
            await asyncio.sleep(1.5)
            yield app, home, pilot
        await asyncio.sleep(0.2)
        assert not any(sensor.is_connected for sensor in sensors)
        # The rate, as from the factory.
        assert all(sensor.registers[0x03] == 0x06 for sensor in sensors)


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for something, at most a minute of simulated time."""
    async with asyncio.timeout(60.0):
        while not is_so():  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.02)


@in_simulated_time
async def test_from_the_welcome_to_a_counted_rep(tmp_path: Path) -> None:
    sample = samples.path("straight-leg-raise")
    sensor = VirtualWitMotion("WT901BLE67", LEFT_ID, worn(sample, Leg.LEFT))
    async with at_home(tmp_path, sensor, is_new=True) as (app, home, pilot):
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, TrainingScreen))
        await until(lambda: app.shown[0].left.now.count == 1)
        await pilot.press("q", "q")
        await until(lambda: isinstance(app.screen, ResultScreen))
        await pilot.press("q")
        await until(lambda: isinstance(app.screen, TodayScreen))
        (row,) = home.sensor_setup.state.rows
        assert (row.site, row.guessed, row.in_range) == (Site.LEFT, False, True)
        assert row.battery is not None
        assert row.battery.pct == 75
    (recording,) = home.recordings
    assert read(recording.path).header.exercise == "straight-leg-raise"


@in_simulated_time
async def test_sensors_are_checked_and_named_as_they_are(tmp_path: Path) -> None:
    sensors = (
        VirtualWitMotion("WT901\x1b[31m[bold]" + "x" * 11, LEFT_ID),
        VirtualWitMotion("WT901BLE68", RIGHT_ID),
    )
    async with at_home(tmp_path, *sensors) as (app, home, pilot):
        await pilot.press("b", "c")
        await until(lambda: all(row.quality is not None for row in home.sensor_setup.state.rows))
        assert isinstance(app.screen, SensorsScreen)
        app.screen.draw()
        await pilot.pause()
        rows = text(app.screen.query_one(SensorTable)).split("\n")
        assert rows[1].split()[1:3] == ["LEFT", "WT901"]
        for row in rows[1:]:
            assert "connected" in row
            assert "75 %" in row
            assert " Hz  0 %" in row
            assert "\x1b" not in row
        await pilot.press("escape")
        await until(lambda: home.sensor_setup.state.mode is Mode.LOOKING)
        assert not any(sensor.is_connected for sensor in sensors)


@pytest.mark.parametrize("after_s", [0.05, 0.6])
@in_simulated_time
async def test_a_signal_while_it_connects_ends_within_three_seconds(
    tmp_path: Path, after_s: float
) -> None:
    loop = asyncio.get_running_loop()
    async with at_home(tmp_path, VirtualWitMotion("WT901BLE67", LEFT_ID)) as (app, home, pilot):
        await pilot.press("enter")
        await asyncio.sleep(after_s)
        assert app.shown[0].left.signal.value != LinkState.CONNECTED.value
        killed_s = loop.time()
        os.kill(os.getpid(), signal.SIGTERM)
        await until(lambda: not app.is_running)
        assert loop.time() - killed_s < 3.0
    assert not home.recordings[0].path.exists()
