"""Tests every key of the Sensors screen, and names that try to break it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.widgets import Static

from evenstride.sensors.bluetooth.scanning import clean_name
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.quality import Quality
from evenstride.sensors.samples import Leg, Site
from evenstride.tui.cells import fit
from evenstride.tui.home.sensor_setup_state import Mode, SensorRow, SensorSetupState
from evenstride.tui.home.sensor_words import battery_words, fit_name, signal_words
from evenstride.tui.keys import keys_of
from evenstride.tui.screens.sensors import SensorsScreen
from evenstride.tui.screens.today import TodayScreen
from evenstride.tui.screens.training import TrainingScreen
from evenstride.tui.widgets.call import Call
from evenstride.tui.widgets.leg_sensor import leg_lines
from evenstride.tui.widgets.sensor_table import SensorTable
from evenstride.user.batteries import Battery
from tests.fakes.session import ScriptedSource
from tests.tui.home import TODAY, A, B, C, FakeNearby, at_home, found
from tests.tui.on_screen import ink, text


async def test_every_key_does_what_its_name_says(tmp_path: Path) -> None:
    nearby = FakeNearby()
    nearby.hear(found(A, "One"), found(B, "Two"), found(C, "Three"))
    checked = ScriptedSource([], hangs=True)
    nearby.sources.append(checked)
    async with at_home(tmp_path, nearby) as one:
        await one.press("b")
        rows = [
            line.split()[:2] for line in text(one.app.screen.query_one(SensorTable)).split("\n")
        ]
        assert rows == [["LEG", "NAME"], ["▸", "–"], ["–", "Three"], ["–", "Two"]]
        assert "press l or r" in one.shown()
        await one.press("down", "l", "up", "r")
        assert "LEFT   Three" in one.shown()
        assert "RIGHT  Two" in one.shown()
        assert "LEFT?" not in one.shown()
        await one.press("down", "R")
        assert "RIGHT SHIN  One" in one.shown()
        assert "Two sensors on one leg" in one.shown()
        await one.press("R", "up")
        assert "SHIN" not in one.shown()
        await one.press("c")
        await one.until(checked.told.is_set)
        await one.draw()
        assert "checking" in text(one.app.screen.query_one("TitleBar"))
        assert nearby.asked[0][0] == {Site.LEFT: C, Site.RIGHT: B}
        await one.press("c")
        await one.until(lambda: nearby.listening == 1)
        assert checked.left
        await one.press("f")
        await one.until(lambda: nearby.lifted is not None)
        await one.draw()
        assert one.app.screen.query_one(Call).display
        assert ink(one.app.screen.query_one(Call)) >= 14  # seven rows for each word
        await one.press("escape")
        await one.at(TodayScreen)
        await one.until(lambda: nearby.listening == 1)
        assert nearby.lifted is not None
        assert nearby.lifted.cancelled()
        await one.press("b", "p", "o")
        assert "shins" in one.shown()
        assert "o on the live screen" in one.shown()
        await one.press("q")
        await one.at(TodayScreen)
        assert "moved between sets" in one.shown()
        await one.press("enter")
        await one.at(TrainingScreen)
        assert "o" in {key for key, *_ in one.app.screen.active_bindings.items()}


async def test_what_is_wrong_is_said_with_the_remedy(tmp_path: Path) -> None:
    nearby = FakeNearby()
    nearby.fault = SensorError("This program may not use Bluetooth [x].", SensorReason.NOT_ALLOWED)
    async with at_home(tmp_path, nearby) as one:
        await one.press("b", "l", "up", "c")  # nothing to assign, to mark or to check
        await one.until(
            lambda: bool(one.home.sensor_setup.state.problem and one.home.sensor_setup.state.told)
        )
        await one.draw()
        said = [text(said).strip() for said in one.app.screen.query(Static)]
        assert said[0] == "! This program may not use Bluetooth [x]."
        assert "Neither leg has a sensor that is in range." in said[1]
        assert "looking" not in text(one.app.screen.query_one("TitleBar"))
        one.home.sensor_setup._told = str(nearby.fault)  # as "f" answers
        await one.draw()
        said = [text(said).strip() for said in one.app.screen.query(Static)]
        assert said[1] == "Tried again: it is still as it says above."
        tells = {named.name: named.tells for named in keys_of(one.app.screen)}
        assert tells["Quit"] == "Leave; a session ends with all saved."


HOSTILE = (
    "",
    "\x1b[2J\x1b[31mred",
    "[bold red]loud[/] [link=https://x]",
    "x" * 248,
    "日本語のセンサー" * 20,
    "\u202eleft-to-right\u202c\u0000\u0007",
    "e\u0301\u0301\u0301\u200b\u200d👨‍👩‍👧",
    "   ",
)


class Table(App[None]):
    """Sensors and nothing else."""

    def compose(self) -> ComposeResult:
        yield SensorTable()


@pytest.mark.parametrize("width", [10, 40, 80, 200])
async def test_no_name_breaks_a_row(width: int) -> None:
    rows = tuple(
        SensorRow(
            id=str(n),
            name=clean_name(name),
            model="WT901",
            rssi_dbm=-50 - 10 * n,
            site=(Site.LEFT, Site.RIGHT_SHANK, None)[min(n, 2)],
            battery=Battery(12, TODAY - timedelta(days=2)),
            link="signal lost",
            quality=Quality(100.0, 0.031),
        )
        for n, name in enumerate(HOSTILE)
    )
    app = Table()
    async with app.run_test(size=(width, 24)) as pilot:
        table = app.query_one(SensorTable)
        table.show(rows, 1, TODAY)
        await pilot.pause()
        assert table.size.height == len(rows) + 1
        lines = [table.render_line(y) for y in range(table.size.height)]
        assert all(line.cell_length == width for line in lines)
        shown = text(table)
        assert all(letter.isprintable() or letter == "\n" for letter in shown)
        assert [line.startswith("▸") for line in shown.split("\n")] == [
            n == 2 for n in range(len(rows) + 1)
        ]
        for figure in ("100 Hz", "3 %", "12 %! on 20 Nov", "−50 dBm"):
            assert (figure in shown) >= (width >= 80)


def test_signals_and_batteries_in_words() -> None:
    assert [signal_words(dbm)[:4] for dbm in (-45, -65, -75, -95)] == [
        *("▂▄▆█", "▂▄▆ ", "▂▄  ", "▂   ")
    ]
    assert signal_words(None) == ""
    assert battery_words(None, TODAY) == ""
    assert battery_words(Battery(80, TODAY), TODAY) == "80 %"


def test_today_tells_of_both_sensors_of_a_leg() -> None:
    thigh = SensorRow(id=A, name="One", site=Site.LEFT, battery=Battery(75, TODAY))
    shin = SensorRow(id=B, name="Two", site=Site.LEFT_SHANK, battery=Battery(12, TODAY))

    def lines(*rows: SensorRow) -> tuple[str, ...]:
        return leg_lines(SensorSetupState(rows=rows), Leg.LEFT, TODAY)

    assert lines(thigh, shin) == (
        "LEFT thigh + shin",
        "● One  ● Two",
        "battery thigh 75 %, shin 12 %!",
    )
    gone = lines(thigh, replace(shin, in_range=False))
    assert gone[1] == "● One  ○ Two"
    assert gone[2].startswith("shin: not in range")
    assert lines(shin)[:2] == ("LEFT shin", "● Two")


@pytest.mark.parametrize("text_", HOSTILE)
def test_a_text_fits_into_its_cells(text_: str) -> None:
    for cells in (0, 1, 2, 7, 300):
        assert cell_len(fit(clean_name(text_), cells)) == cells


async def test_with_nothing_in_range_the_screen_says_what_to_do(tmp_path: Path) -> None:
    async with at_home(tmp_path, size=(120, 40)) as one:
        await one.press("b")
        assert isinstance(one.app.screen, SensorsScreen)
        assert "close the maker's app" in one.shown().replace("\n", " ")
        state = one.home.sensor_setup.state
        assert (state.mode, state.rows) == (Mode.LOOKING, ())


def test_of_two_sensors_of_one_name_the_end_that_differs_is_never_cut() -> None:
    assert fit_name("WT901BLE67 ·00:01", 13) == "WT901B…·00:01"
    assert fit_name("WT901BLE67 ·00:01", 20) == "WT901BLE67 ·00:01   "
    assert fit_name("WT901BLE67", 6) == "WT901…"
