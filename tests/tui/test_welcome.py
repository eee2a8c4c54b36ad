"""Tests the welcome: from nothing to a counted rep, with or without a sensor; shown once."""

from pathlib import Path

from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.tui.keys import keys_of
from evenstride.tui.screens.replay import ReplayScreen
from evenstride.tui.screens.sensors import SensorsScreen
from evenstride.tui.screens.today import TodayScreen
from evenstride.tui.screens.training import TrainingScreen
from evenstride.tui.screens.welcome import WelcomeScreen
from tests.tui.home import A, B, C, FakeNearby, at_home, found


async def test_it_is_shown_once_and_again_when_asked_for(tmp_path: Path) -> None:
    async with at_home(tmp_path, is_new=True) as one:
        assert isinstance(one.app.screen, WelcomeScreen)
        await one.press("escape")
        await one.at(TodayScreen)
        await one.press("w", "b")
        await one.at(SensorsScreen)
        await one.press("escape")
        await one.at(WelcomeScreen)
        await one.press("escape")
        await one.at(TodayScreen)
    assert not one.home.is_new


async def test_the_welcome_can_be_left_for_good(tmp_path: Path) -> None:
    async with at_home(tmp_path, is_new=True) as one:
        assert any(
            key.keys.split()[0] == "q" and key.name == "Quit" for key in keys_of(one.app.screen)
        )
        await one.pilot.press("q")
        await one.ended()


async def test_without_a_sensor_one_key_leads_to_the_demo(tmp_path: Path) -> None:
    nearby = FakeNearby()
    nearby.fault = SensorError("Bluetooth is off. Switch it on.", SensorReason.BLUETOOTH_OFF)
    async with at_home(tmp_path, nearby, is_new=True) as one:
        await one.until(lambda: bool(one.home.sensor_setup.state.problem))
        await one.draw()
        assert "2  Bluetooth does not work yet." in one.shown()
        assert "Switch it on." in one.shown()
        assert "No sensor? See the demo" in one.shown()
        await one.press("enter")
        await one.at(ReplayScreen)
        assert one.app.session.setup.exercise.id == "straight-leg-raise"
        await one.press("q")
        await one.at(TodayScreen)
        assert len(one.app.screen_stack) == 1


async def test_with_a_sensor_one_key_leads_to_the_first_rep(tmp_path: Path) -> None:
    nearby = FakeNearby()
    async with at_home(tmp_path, nearby, is_new=True) as one:
        assert "2  Looking for sensors" in one.shown()
        nearby.hear(found(A, "Mine"), found(B, "Other"))
        await one.draw()
        assert "✓ Found: Mine (left), Other (right)." in one.shown()
        await one.press("space")
        await one.at(TrainingScreen)
        assert one.app.session.setup.exercise.id == "straight-leg-raise"
        assert "Looking for your sensors" not in one.shown()


async def test_of_three_sensors_the_user_says_which_is_worn(tmp_path: Path) -> None:
    nearby = FakeNearby()
    nearby.hear(found(A), found(B), found(C))
    async with at_home(tmp_path, nearby, is_new=True) as one:
        await one.press("enter")
        await one.at(SensorsScreen)
        await one.press("l", "escape")
        await one.at(WelcomeScreen)
        await one.press("enter")
        await one.at(TrainingScreen)
        assert list(nearby.asked[0][0].values()) == [A]
