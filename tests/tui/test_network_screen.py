"""Tests listening from the Sensors screen: off until a key, and over with a session."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

from textual.widgets import Input, Static

from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.network import Listener
from evenstride.sensors.samples import Leg, Site
from evenstride.session.state.leg_view import Signal
from evenstride.tui.home.local_network import LocalNetwork
from evenstride.tui.screens.network import AddressScreen, NetworkScreen
from evenstride.tui.screens.sensors import SensorsScreen
from evenstride.tui.screens.today import TodayScreen
from evenstride.tui.screens.training import TrainingScreen
from evenstride.tui.widgets.sensor_table import SensorTable
from tests.network.bench import listening
from tests.network.phone import VirtualPhone
from tests.network.tracker import NAME, VirtualTracker
from tests.tui.home import FakeNearby, Opened, at_home
from tests.tui.on_screen import text


class Made(LocalNetwork):
    """One on the loopback."""

    def __init__(self) -> None:
        super().__init__(self._begin)
        self.listeners: list[Listener] = []

    def _begin(self) -> Listener:
        self.listeners.append(listening())
        return self.listeners[-1]


@asynccontextmanager
async def pushing(**urls: str) -> AsyncIterator[None]:
    """Phones with these ids push to these addresses."""
    phones = [VirtualPhone(url, device=device) for device, url in urls.items()]
    running = [asyncio.create_task(phone.record(60.0)) for phone in phones]
    yield
    for task in running:
        task.cancel()
    await asyncio.wait(running)


def table(one: Opened) -> str:
    return text(one.app.screen.query_one(SensorTable))


async def test_phones_are_on_the_leg_whose_address_they_use(tmp_path: Path) -> None:
    network = Made()
    nearby = FakeNearby()
    nearby.fault = SensorError("Bluetooth is off.", SensorReason.BLUETOOTH_OFF)
    async with at_home(tmp_path, nearby, network=network, size=(100, 40)) as one:
        await one.press("b")
        await one.until(lambda: bool(one.home.sensor_setup.state.hindrance))
        assert not network.listeners
        await one.press("n")
        await one.at(NetworkScreen)
        shown = "\n".join(text(said) for said in one.app.screen.query(Static))
        left, right = network.url(Site.LEFT), network.url(Site.RIGHT)
        assert left in shown
        assert right in shown
        assert "█" in shown
        await one.press("s")
        shown = text(one.app.screen.query_one("#addresses"))
        assert shown.splitlines() == [f"LEFT shin  {left}-shank", f"RIGHT shin {right}-shank"]
        async with pushing(phone_l=left, phone_r=right):
            await trained(one, network)
    assert len(network.listeners) == 1


async def trained(one: Opened, network: LocalNetwork) -> None:
    """Both phones push: look at them, exchange them, train, and come back."""
    await one.press("escape")
    await one.at(SensorsScreen)
    await one.until(lambda: len(one.home.sensor_setup.state.ready) == 2)
    await one.draw()
    assert "LEFT   Phone phon" in table(one)
    assert "RIGHT  Phone phon" in table(one)
    assert "?" not in table(one)
    # By hand, whatever the address says.
    await one.press("down", "l")
    rows = one.home.sensor_setup.state
    on_left = rows.on(Leg.LEFT)
    assert on_left is not None
    assert on_left.id == "phone_r"
    # A session takes from it, and with it the listening ends.
    await one.press("escape")
    await one.at(TodayScreen)
    await one.draw()
    assert "Bluetooth is off." not in one.shown()
    await one.press("enter")
    await one.at(TrainingScreen)

    def is_streaming() -> bool:
        one.app.draw()
        return all(one.app.session.shown[0].leg(leg).signal is Signal.ON for leg in Leg)

    await one.until(is_streaming)
    await one.press("q")
    await one.at(TodayScreen)
    await one.until(lambda: not network.is_on)


async def typed(one: Opened, address: str) -> None:
    one.app.screen.query_one(Input).value = address
    await one.press("enter")


async def test_a_tracker_waits_until_it_is_let_in(tmp_path: Path) -> None:
    network = Made()
    async with at_home(tmp_path, network=network) as one:
        await one.press("b", "n", "escape")
        await one.at(SensorsScreen)
        (listener,) = network.listeners
        tracker = asyncio.create_task(VirtualTracker(listener.tracker_port or 0).run(30.0))
        await one.until(lambda: bool(listener.asking))
        await one.draw()
        assert "asks: y lets it in" in table(one)
        assert not one.home.sensor_setup.state.ready
        await one.press("y")
        await one.until(lambda: bool(listener.devices[NAME].is_let_in))
        await one.draw()
        assert "in range" in table(one)
        tracker.cancel()
        await asyncio.wait([tracker])
        # An address of phyphox is typed, and a wrong one told.
        await one.press("n", "a")
        await one.at(AddressScreen)
        await typed(one, "8.8.8.8")
        await one.at(SensorsScreen)
        assert "private network" in one.shown()
        await one.press("n", "a")
        await one.at(AddressScreen)
        await typed(one, "127.0.0.1:9")
        await one.at(SensorsScreen)
        assert "phyphox:127.0.0.1:9" in listener.devices
        assert "private network" not in one.shown()
        await one.press("n", "x")
        await one.at(SensorsScreen)
        assert not network.is_on


async def test_an_address_that_no_phone_can_reach_is_not_shown(tmp_path: Path) -> None:
    def alone() -> Listener:
        return listening(hosts=None)

    with patch("evenstride.sensors.network.listener.own_addresses", lambda: ("127.0.0.1",)):
        async with at_home(tmp_path, FakeNearby(), network=LocalNetwork(alone)) as one:
            await one.press("b", "n")
            await one.at(NetworkScreen)
            shown = "\n".join(text(said) for said in one.app.screen.query(Static))
            assert "No phone can reach this computer" in shown
            assert "127.0.0.1" not in shown
            await one.press("x")
            await one.at(SensorsScreen)


async def test_what_keeps_it_from_listening_is_told(tmp_path: Path) -> None:
    def refuse() -> Listener:
        raise SensorError("Nobody can listen here.", SensorReason.NOT_ALLOWED)

    async with at_home(tmp_path, FakeNearby(), network=LocalNetwork(refuse)) as one:
        await one.press("b", "n")
        await one.until(lambda: bool(one.home.sensor_setup.network.problem))
        await one.draw()
        assert isinstance(one.app.screen, SensorsScreen)
        assert "Nobody can listen here." in one.shown()
