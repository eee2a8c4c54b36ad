"""Tests the Today screen, from which sessions begin, one after the other."""

import asyncio
import itertools
import os
import signal
from pathlib import Path
from typing import Self

import pytest
from textual.widgets import OptionList

from evenstride.analysis.model.exercises import builtin
from evenstride.analysis.model.plan import Plan, PlannedExercise
from evenstride.history.keeping import open_history
from evenstride.places import recordings_folder
from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import Block, Item, Leg, Note, Placement, Site
from evenstride.tui.keys import keys_of
from evenstride.tui.screens.replay import ReplayScreen
from evenstride.tui.screens.result import ResultScreen
from evenstride.tui.screens.sensors import SensorsScreen
from evenstride.tui.screens.today import TodayScreen
from evenstride.tui.screens.training import TrainingScreen
from evenstride.tui.screens.welcome import WelcomeScreen
from evenstride.tui.widgets.leg_sensor import LegSensor
from evenstride.tui.widgets.plan_table import PlanTable, plan_line
from evenstride.tui.widgets.start_bar import StartBar
from evenstride.user import settings
from tests.fakes.session import ScriptedSource, block
from tests.tui.home import A, B, C, FakeNearby, at_home, found
from tests.tui.on_screen import text

OFF = SensorError("Bluetooth is off. Switch it [on].", SensorReason.BLUETOOTH_OFF)
GONE = SensorError("No sensor is in range. Switch it on.", SensorReason.NOT_FOUND)
BLOCKS = [block(Leg.LEFT), block(Leg.RIGHT)]


def two_in_range() -> FakeNearby:
    nearby = FakeNearby()
    nearby.hear(found(A, "Mine", -52), found(B, "Other", None))
    return nearby


async def test_the_plan_the_sensors_and_what_to_press_are_there(tmp_path: Path) -> None:
    plan = Plan(
        "Knee [week 3]",
        (
            PlannedExercise("straight-leg-raise", 3, 12, 2.0, 5.0, 2.0, 1.5),
            PlannedExercise("single-leg-dip", 2, 8),
        ),
    )
    async with at_home(tmp_path, two_in_range(), plan=plan, remembered={Leg.LEFT: A}) as one:
        one.home.sensor_setup.learn_battery(Site.LEFT, 75)
        await one.draw()
        shown = one.shown()
        assert "▸ Straight leg raise   3 × 12   hold 2–5 s   2 / 1.5 kg" in shown
        assert "Single leg dip       2 × 8" in shown
        left, right = (text(panel).split("\n") for panel in one.app.screen.query(LegSensor))
        assert [row.strip(" ▌") for row in left] == [
            "LEFT thigh",
            "● Mine",
            "▂▄▆█ −52 dBm   battery 75 %",
        ]
        assert [row.strip(" ▌") for row in right] == [
            "RIGHT thigh, a guess: b to choose",
            "● Other",
            "",
        ]
        assert "enter   Start: straight leg raise" in shown
        row = one.app.screen.query_one("TitleBar").render_line(0).text
        assert row.split() == ["Today:", "Sunday", "22", "November", "Knee", "[week", "3]"]


async def test_one_key_starts_with_the_marked_exercise(tmp_path: Path) -> None:
    async with at_home(tmp_path, two_in_range()) as one:
        await one.press("down", "down", "up", "up", "up", "space")
        await one.at(TrainingScreen)
        assert one.app.session.setup.exercise.id == "single-leg-dip"  # around the plan's end
        assert one.nearby.asked == [({Site.LEFT: A, Site.RIGHT: B}, Placement.THIGH)]
        assert one.nearby.listening == 0  # the radio is the session's


async def test_another_exercise_and_the_shanks_can_be_chosen(tmp_path: Path) -> None:
    async with at_home(tmp_path, two_in_range()) as one:
        await one.press("n")
        options = one.app.screen.query_one(OptionList)
        assert "enter marks" in str(options.border_subtitle)
        first = [options.get_option_at_index(n).id for n in range(4)]
        assert first == [row.exercise for row in one.home._plan.exercises]
        await one.press("n", "n", "n", "enter", "p")
        assert "Start: seated knee extension" in one.shown()
        assert "LEFT shin" in one.shown()
        assert [said.message for said in one.app._notifications] == [
            "The sensors are on the shins."
        ]
        await one.press("enter")
        await one.at(TrainingScreen)
        assert one.app.session.setup.exercise.id == "seated-knee-extension"
        assert one.nearby.asked[0][1] is Placement.SHANK
    assert settings.load().on_shanks  # next time, too


def first_rep() -> ScriptedSource:
    """The sample session until its first rep is counted, and the charge of a battery."""
    recording = read(samples.path("straight-leg-raise"))
    items: list[Item] = [Note(10, "battery", {"leg": "left", "pct": 61})]
    items += itertools.takewhile(
        lambda item: not isinstance(item, Block) or item.host_us[0] < 17e6, recording
    )
    return ScriptedSource(items, sensors=recording.sensors, hangs=True)


async def test_sessions_come_back_to_today_with_their_result_and_are_kept(tmp_path: Path) -> None:
    nearby = two_in_range()
    sources = [first_rep(), ScriptedSource(BLOCKS, hangs=True)]
    nearby.sources += sources
    async with at_home(tmp_path, nearby, remembered={Leg.LEFT: A}) as one:
        await one.press("down", "down", "enter")
        await asyncio.wait_for(sources[0].told.wait(), 300.0)
        await one.press("q", "q")  # a set is going on: it asks
        await one.at(ResultScreen)
        assert sources[0].left
        assert one.app.host is None
        # It is the whole result, and no longer that of so far.
        assert text(one.app.screen.query_one("#title")) == "Straight leg raise: result"
        assert "next time" in text(one.app.screen.query_one(".advice"))
        back = {named.action: named for named in keys_of(one.app.screen)}["dismiss"]
        assert (back.keys.split()[0], back.name, back.tells) == ("q", "Today", "Back to Today.")
        await one.press("q")  # leaves the result, not the app
        assert isinstance(one.app.screen, TodayScreen)
        shown = one.shown()
        assert "battery 61 %" in shown
        assert "done: 1 left, 0 right" in shown
        assert "▸ Hamstring curl" in shown  # what is not done yet
        await one.press("enter")
        await asyncio.wait_for(sources[1].told.wait(), 300.0)
        await one.press("q")
        await one.at(TodayScreen)  # without a rep there is no result to show
        assert len(one.app.screen_stack) == 1
        await one.press("q")
        assert not one.app.is_running
    first, second = one.home.recordings
    assert [read(kept.path).header.exercise for kept in (first, second)] == [
        "straight-leg-raise",
        "hamstring-curl",
    ]
    assert sum(len(item) for item in read(second.path) if isinstance(item, Block)) == 20
    with open_history() as history:
        assert len(history.sessions()) == 2


async def test_a_session_that_can_not_begin_comes_back_with_what_to_do(tmp_path: Path) -> None:
    nearby = FakeNearby()
    nearby.sources.append(ScriptedSource([], opening=GONE))
    async with at_home(tmp_path, nearby) as one:
        assert "Look for a sensor and start: hamstring curl" in one.shown()
        await one.press("enter")
        await one.until(lambda: one.app.host is None)
        await one.at(TodayScreen)
        assert "! No sensor is in range. Switch it on. x shows the demo" in one.shown()
    assert not one.home.recordings[0].path.exists()


async def test_where_nothing_can_be_recorded_today_says_so(tmp_path: Path) -> None:
    folder = recordings_folder().parent
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the data folder is to be")
    async with at_home(tmp_path, two_in_range()) as one:
        await one.press("enter")
        assert "that is a file, and no folder); change that" in one.shown()
        assert one.app.host is None


async def test_a_session_that_is_left_before_the_radio_is_free_never_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nearby, free = two_in_range(), asyncio.Event()
    source = ScriptedSource(BLOCKS)
    nearby.sources.append(source)
    async with at_home(tmp_path, nearby) as one:
        with monkeypatch.context() as patch:
            patch.setattr(one.home.sensor_setup, "stop", free.wait)
            await one.press("enter", "q")
            await one.until(lambda: one.app.host is None)
            free.set()
            await one.draw()
        assert isinstance(one.app.screen, TodayScreen)
        assert not source.entered


async def test_without_bluetooth_today_says_so_and_offers_the_demo(tmp_path: Path) -> None:
    nearby = FakeNearby()
    nearby.fault = OFF
    async with at_home(tmp_path, nearby) as one:
        await one.until(lambda: bool(one.home.sensor_setup.state.problem))
        await one.draw()
        assert "! Bluetooth is off. Switch it [on]. x shows the demo" in one.shown()
        await one.press("x")
        await one.at(ReplayScreen)
        assert one.app.session.setup.exercise.id == "hamstring-curl"
        await one.press("q")
        await one.at(TodayScreen)
        nearby.fault = None
        nearby.hear(found())
        await one.home.sensor_setup.stop()
        await one.home.sensor_setup.look()
        await one.draw()
        assert "Bluetooth" not in one.shown()


async def test_a_try_that_changes_nothing_says_that_it_was_one(tmp_path: Path) -> None:
    nearby = FakeNearby()
    nearby.fault = OFF
    nearby.sources.append(ScriptedSource([], opening=OFF))
    async with at_home(tmp_path, nearby) as one:
        await one.until(lambda: bool(one.home.sensor_setup.state.problem))
        await one.press("enter")
        await one.until(lambda: bool(one.app._notifications))
        assert [said.message for said in one.app._notifications] == [f"Looked again: {OFF}"]
        assert isinstance(one.app.screen, TodayScreen)


async def test_who_wears_which_of_three_is_asked_before_a_session(tmp_path: Path) -> None:
    nearby = FakeNearby()
    nearby.hear(found(A), found(B), found(C))
    async with at_home(tmp_path, nearby) as one:
        assert "Choose which sensor is on which leg" in one.shown()
        await one.press("enter")
        await one.at(SensorsScreen)
        assert nearby.asked == []


async def test_every_key_has_a_sentence_and_all_fit_into_eighty_columns(tmp_path: Path) -> None:
    async with at_home(tmp_path, two_in_range()) as one:
        for key, kind in (("", TodayScreen), ("b", SensorsScreen), ("w", WelcomeScreen)):
            await one.press(*([key] if key else []))
            await one.at(kind)
            assert all(named.tells for named in keys_of(one.app.screen))
            assert "result" not in {named.action for named in keys_of(one.app.screen)}
            footer = one.app.screen.query_one("KeysRow")
            assert max(child.region.right for child in footer.children) <= 80
            await one.press("escape" if key else "f12")
            await one.at(TodayScreen)
        titles = {command.title for command in one.app.get_system_commands(one.app.screen)}
        assert {"Welcome", "Sensors", "Demo", "Start"} <= titles


async def test_a_signal_ends_a_session_with_everything_saved(tmp_path: Path) -> None:
    nearby = two_in_range()
    source = ScriptedSource(BLOCKS, hangs=True)
    nearby.sources.append(source)
    async with at_home(tmp_path, nearby) as one:
        await one.press("enter")
        await asyncio.wait_for(source.told.wait(), 300.0)
        os.kill(os.getpid(), signal.SIGHUP)
        await one.ended()
    assert source.left
    assert one.home.recordings[0].is_kept
    assert one.home.last is not None


class Unreachable(ScriptedSource):
    """Somebody connects to it for ever."""

    async def __aenter__(self) -> Self:
        self.entered = True
        try:
            await asyncio.Event().wait()
        finally:
            self.left = True
        return self


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        ([], signal.SIGINT),
        (["b", "c"], signal.SIGTERM),
        (["b", "f"], signal.SIGHUP),
        (["enter", "question_mark"], signal.SIGTERM),
    ],
    ids=["scanning", "checking", "finding", "connecting"],
)
async def test_a_signal_ends_whatever_is_being_done(
    tmp_path: Path, keys: list[str], number: signal.Signals
) -> None:
    nearby = two_in_range()
    source = Unreachable([])
    nearby.sources.append(source)
    async with at_home(tmp_path, nearby) as one:
        await one.press(*keys)
        os.kill(os.getpid(), number)
        await one.ended()
    assert source.left == source.entered == ({"c", "enter"} & set(keys) != set())
    assert nearby.lifted is None or nearby.lifted.cancelled()


async def test_a_long_plan_leaves_room_for_the_key_to_start(tmp_path: Path) -> None:
    plan = Plan("Long", tuple(PlannedExercise(one, 3, 12) for one in builtin()))
    nearby = FakeNearby()
    nearby.fault = OFF
    async with at_home(tmp_path, nearby, plan=plan) as one:
        await one.until(lambda: bool(one.home.sensor_setup.state.problem))
        for _ in range(3):
            await one.press("up")
            assert "▸" in text(one.app.screen.query_one(PlanTable))
            assert one.app.screen.query_one(StartBar).region.bottom < 24


def test_in_a_narrow_window_the_title_gives_way_and_not_the_hold() -> None:
    cells = ("Kniestrecken auf Rolle", "4 × 15", "halten 2–5 s")
    widths = tuple(map(len, cells))
    assert plan_line("▸", cells, widths, 60) == f"▸ {'   '.join(cells)}".ljust(60)
    assert plan_line("▸", cells, widths, 42) == "▸ Kniestrecken auf Ro… 4 × 15 halten 2–5 s"
