"""Tests the sensors before a session: heard, assigned, checked, and distinguished."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import Leg, Link, LinkState, Note, Placement, Site
from evenstride.tui.home.sensor_list import FADE_S
from evenstride.tui.home.sensor_setup import SensorSetup
from evenstride.tui.home.sensor_setup_state import Mode, SensorSetupState
from evenstride.tui.screens.sensors import how_words
from evenstride.user.batteries import Batteries, Battery
from tests.fakes.session import ScriptedSource, block
from tests.tui.home import TODAY, A, B, C, Clock, FakeNearby, found, home_with

OFF = SensorError("Bluetooth is switched off. Switch it on.", SensorReason.BLUETOOTH_OFF)


@asynccontextmanager
async def looking(
    folder: Path, nearby: FakeNearby, *, clock: Clock | None = None, **remembered: str
) -> AsyncIterator[SensorSetup]:
    """A set-up in which sensors are looked for."""
    known = {Leg(leg): sensor_id for leg, sensor_id in remembered.items()}
    sensor_setup = home_with(folder, nearby, remembered=known, clock=clock).sensor_setup
    await sensor_setup.look()
    await asyncio.sleep(0)
    yield sensor_setup
    await sensor_setup.stop()
    assert nearby.listening == 0
    assert sensor_setup.state.mode is Mode.IDLE


async def settle() -> None:
    """Let everybody have some turns."""
    for _ in range(10):
        await asyncio.sleep(0)


def legs(state: SensorSetupState) -> dict[str, str]:
    """Which leg wears which, a guess marked."""
    return {
        row.site.value: row.id + "?" * row.guessed for row in state.rows if row.site is not None
    }


async def test_sensors_appear_as_they_are_heard_and_a_signal_changes(tmp_path: Path) -> None:
    nearby = FakeNearby()
    async with looking(tmp_path, nearby) as sensor_setup:
        assert not sensor_setup.state.rows
        nearby.hear(found(A, "One", None))
        assert legs(sensor_setup.state) == {"left": A + "?"}
        nearby.hear(found(B, "Two", -70))
        nearby.hear(found(A, "One", -50))
        assert [(row.name, row.rssi_dbm) for row in sensor_setup.state.rows] == [
            ("One", -50),
            ("Two", -70),
        ]
        assert legs(sensor_setup.state) == {"left": A + "?", "right": B + "?"}
        nearby.hear(found(C))
        assert legs(sensor_setup.state) == {}
        assert sensor_setup.state.ready == ()


async def test_what_is_not_heard_any_more_is_out_of_range(tmp_path: Path) -> None:
    nearby, clock = FakeNearby(), Clock()
    async with looking(tmp_path, nearby, clock=clock, left=A, right=B) as sensor_setup:
        nearby.hear(found(A), found(B))
        clock.now_s += FADE_S - 1
        nearby.hear(found(B))
        clock.now_s += 2
        assert [(row.id, row.in_range) for row in sensor_setup.state.rows] == [
            (A, False),
            (B, True),
        ]
        assert [row.id for row in sensor_setup.state.ready] == [B]
        await sensor_setup.stop()  # a session: nobody listens, and that means nothing
        clock.now_s += 3600
        assert [row.id for row in sensor_setup.state.ready] == [B]
        await sensor_setup.look()
        assert [row.id for row in sensor_setup.state.ready] == [B]


async def test_a_sensor_that_is_away_is_shown_by_its_name(tmp_path: Path) -> None:
    nearby = FakeNearby()
    async with looking(tmp_path, nearby) as sensor_setup:
        nearby.hear(found(A, "One"))
        sensor_setup.assign(Site.LEFT, A)
    async with looking(tmp_path, FakeNearby(), right=C) as sensor_setup:
        assert [(row.name, row.in_range) for row in sensor_setup.state.rows] == [
            ("One", False),
            (C, False),
        ]


async def test_a_change_that_is_cut_off_half_way_is_said_to_be_none_and_the_next_one_works(
    tmp_path: Path,
) -> None:
    nearby = FakeNearby()
    async with looking(tmp_path, nearby) as sensor_setup:
        checking = asyncio.create_task(sensor_setup.check())
        await asyncio.sleep(0)  # it lets go of what was done before
        checking.cancel()
        await asyncio.wait([checking])
        assert checking.cancelled()
        assert (sensor_setup.state.mode, nearby.listening) == (Mode.IDLE, 0)
        await asyncio.gather(sensor_setup.look(), sensor_setup.look())
        await asyncio.sleep(0)
        assert (sensor_setup.state.mode, nearby.listening) == (Mode.LOOKING, 1)


async def test_a_leg_is_given_a_sensor_and_it_is_taken_off_by_the_same_key(tmp_path: Path) -> None:
    nearby = FakeNearby()
    nearby.hear(found(A), found(B))
    async with looking(tmp_path, nearby, right=C) as sensor_setup:
        sensor_setup.assign(Site.RIGHT, A)
        assert legs(sensor_setup.state) == {"right": A, "left": B + "?"}
        sensor_setup.assign(Site.LEFT, A)
        assert legs(sensor_setup.state)["left"] == A
        sensor_setup.assign(Site.LEFT, A)
        assert all(worn.endswith("?") for worn in legs(sensor_setup.state).values())
    async with looking(tmp_path, nearby) as sensor_setup:
        sensor_setup.assign(Site.RIGHT, A)
    async with looking(tmp_path, nearby) as sensor_setup:
        assert legs(sensor_setup.state)["right"] == A  # as last time


async def test_a_neighbours_sensor_is_asked_about_and_one_name_is_told_apart(
    tmp_path: Path,
) -> None:
    nearby, clock = FakeNearby(), Clock()
    async with looking(tmp_path, nearby, clock=clock, left=A) as sensor_setup:
        nearby.hear(found(A, "WT901BLE67"))
        assert how_words(sensor_setup.state).count("yours?") == 0
        clock.now_s += FADE_S + 1
        nearby.hear(found(B, "WT901BLE67"))
        (row, *_) = sensor_setup.state.rows
        assert (row.id, row.guessed, row.instead_of) == (B, True, f"WT901BLE67 ({A})")
        assert f"Is WT901BLE67 ({B}) yours?" in how_words(sensor_setup.state)
        assert "press l" in how_words(sensor_setup.state)
        sensor_setup.assign(Site.LEFT, B)
        assert "yours?" not in how_words(sensor_setup.state)
        nearby.hear(found(C, "WT901BLE67"))
        names = [row.name for row in sensor_setup.state.rows]
        assert names == ["WT901BLE67 ·00:02", "WT901BLE67 ·00:03"]


async def test_a_session_gets_the_sensors_that_are_in_range(tmp_path: Path) -> None:
    nearby = FakeNearby()
    nearby.hear(found(B))
    async with looking(tmp_path, nearby, left=A, right=B) as sensor_setup:
        sensor_setup.toggle_placement()
        sensor_setup.source()
        sensor_setup.toggle_one_sensor()
        assert sensor_setup.source().leg is Leg.RIGHT
    assert nearby.asked == [({Site.RIGHT: B}, Placement.SHANK)] * 2


async def test_a_leg_is_given_a_second_sensor_which_is_remembered_and_taken_off(
    tmp_path: Path,
) -> None:
    nearby = FakeNearby()
    nearby.hear(found(A), found(B), found(C))
    async with looking(tmp_path, nearby, left=A) as sensor_setup:
        sensor_setup.assign(Site.LEFT_SHANK, B)
        sensor_setup.learn_battery(Site.LEFT_SHANK, 40)
        assert {"left": A, "left-shank": B}.items() <= legs(sensor_setup.state).items()
        sensor_setup.toggle_placement()
        sensor_setup.assign(Site.RIGHT, C)
        sensor_setup.source()
        sensor_setup.assign(Site.RIGHT, C)  # the same key takes it off
    both: dict[Site, str | None] = {Site.LEFT: A, Site.LEFT_SHANK: B}
    assert nearby.asked == [({**both, Site.RIGHT: C}, Placement.THIGH)]
    async with looking(tmp_path, nearby) as sensor_setup:
        beside = sensor_setup.state.beside(Leg.LEFT)
        assert beside is not None
        assert (beside.id, beside.battery) == (B, Battery(40, TODAY))
        sensor_setup.toggle_one_sensor()
        assert "The pair serves both legs" in how_words(sensor_setup.state)
        sensor_setup.source()
        assert nearby.asked[-1] == (both, Placement.THIGH)
        sensor_setup.assign(Site.LEFT, A)
        assert "is taken for this leg's only one" in how_words(sensor_setup.state)
        sensor_setup.assign(Site.LEFT_SHANK, B)
        assert sensor_setup.state.beside(Leg.LEFT) is None


async def test_one_sensor_for_both_legs_needs_none_to_be_known(tmp_path: Path) -> None:
    nearby = FakeNearby()
    async with looking(tmp_path, nearby) as sensor_setup:
        sensor_setup.toggle_one_sensor()
        sensor_setup.source()
        assert nearby.asked == [({Site.LEFT: None}, Placement.THIGH)]
        nearby.hear(found(A), found(B))
        assert legs(sensor_setup.state) == {"left": A + "?"}
        sensor_setup.learn_battery(Site.RIGHT, 40)  # nobody knows which sensor that was
        sensor_setup.assign(Site.LEFT, A)
        sensor_setup.learn_battery(Site.RIGHT, 50)  # the same one, moved
        assert sensor_setup.state.rows[0].battery == Battery(50, TODAY)


async def test_a_check_tells_battery_rate_and_loss_and_lets_go(tmp_path: Path) -> None:
    nearby = FakeNearby()
    nearby.hear(found(A))
    source = ScriptedSource(
        [
            Link(Leg.LEFT, LinkState.CONNECTED, 0),
            Note(0, "battery", {"leg": "left", "pct": 75}),
            *(block(Leg.LEFT, first=10 * n) for n in range(60) if n % 4),
        ],
        hangs=True,
    )
    nearby.sources.append(source)
    async with looking(tmp_path, nearby, left=A) as sensor_setup:
        await sensor_setup.check()
        await asyncio.wait_for(source.told.wait(), 300.0)
        row = sensor_setup.state.rows[0]
        assert sensor_setup.state.mode is Mode.CHECKING
        assert nearby.listening == 0
        assert row.link == "connected"
        assert row.battery == Battery(75, TODAY)
        assert row.quality is not None
        assert row.quality.rate_hz == pytest.approx(100.0, abs=1.0)
        assert row.quality.lost_fraction == pytest.approx(0.25, abs=0.02)
        await sensor_setup.look()
        assert source.left
        (row,) = sensor_setup.state.rows
        assert (row.link, row.quality, row.battery) == ("", None, Battery(75, TODAY))


async def test_a_lost_signal_is_told_in_a_check(tmp_path: Path) -> None:
    nearby = FakeNearby()
    nearby.hear(found(A))
    blocks = [block(Leg.LEFT, first=10 * n) for n in range(40)]
    source = ScriptedSource([*blocks, Link(Leg.LEFT, LinkState.LOST, 0)], hangs=True)
    nearby.sources.append(source)
    async with looking(tmp_path, nearby) as sensor_setup:
        await sensor_setup.check()
        await asyncio.wait_for(source.told.wait(), 300.0)
        assert (sensor_setup.state.rows[0].link, sensor_setup.state.rows[0].quality) == (
            "signal lost",
            None,
        )


@pytest.mark.parametrize("in_range", [True, False])
async def test_what_can_not_be_checked_is_told_and_looked_for_again(
    tmp_path: Path, in_range: bool
) -> None:
    nearby = FakeNearby()
    if in_range:
        nearby.hear(found(A))
        gone = SensorError("It can not be reached. Switch it on.", SensorReason.CONNECT_FAILED)
        nearby.sources.append(ScriptedSource([], opening=gone))
    async with looking(tmp_path, nearby, left=A) as sensor_setup:
        await sensor_setup.check()
        await settle()
        assert "Switch it on" in sensor_setup.state.told
        assert sensor_setup.state.mode is Mode.LOOKING
        assert nearby.listening == 1


async def test_lifting_a_leg_finds_out_which_is_which(tmp_path: Path) -> None:
    nearby = FakeNearby()
    async with looking(tmp_path, nearby) as sensor_setup:
        await sensor_setup.find_legs()
        await settle()
        assert (sensor_setup.state.told, sensor_setup.state.lift) == (
            "Now lift your left leg.",
            True,
        )
        assert nearby.lifted is not None
        nearby.lifted.set_result({Leg.LEFT: found(B, "Two"), Leg.RIGHT: found(A, "One")})
        await settle()
        assert sensor_setup.state.told == "Found and remembered. Left: Two, Right: One."
        assert (sensor_setup.state.mode, sensor_setup.state.lift) == (Mode.LOOKING, False)
        await sensor_setup.find_legs()
        await settle()
        nearby.lifted.set_exception(SensorError("Neither moved. Try again.", SensorReason.NO_DATA))
        await settle()
        assert (sensor_setup.state.told, sensor_setup.state.lift) == (
            "Neither moved. Try again.",
            False,
        )
        await sensor_setup.find_legs()
        await settle()
        await sensor_setup.look()
        assert nearby.lifted.cancelled()


async def test_bluetooth_that_is_off_is_told_until_it_is_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenstride.tui.home.sensor_setup._RETRY_S", 0.0)
    nearby = FakeNearby()
    nearby.fault = OFF
    nearby.hear(found(A))
    async with looking(tmp_path, nearby, left=B) as sensor_setup:
        await settle()
        assert sensor_setup.state.problem == str(OFF)
        nearby.fault = None
        await settle()
        assert sensor_setup.state.problem == ""
        assert sensor_setup.state.ready != ()


async def test_a_fault_of_ours_is_told_and_ends_nothing(tmp_path: Path) -> None:
    nearby = FakeNearby()
    nearby.hear(found(A))
    nearby.sources.append(ScriptedSource([ZeroDivisionError("in a test")]))
    async with looking(tmp_path, nearby) as sensor_setup:
        await sensor_setup.check()
        await settle()
        assert "ZeroDivisionError" in sensor_setup.state.told
        assert nearby.listening == 1


def test_batteries_are_kept_with_their_day(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "batteries.json"
    before = Batteries(path, lambda: TODAY - timedelta(days=3))
    for n in range(30):
        before.keep(f"sensor {n}", n)
    now = Batteries(path, lambda: TODAY)
    now.keep("sensor 29", 90)
    again = Batteries(path)
    assert again.of("sensor 29") == Battery(90, TODAY)
    assert again.of("sensor 28") == Battery(28, TODAY - timedelta(days=3))
    assert again.of("sensor 1") is None  # only those of late


@pytest.mark.parametrize(
    "text", ["", "[", "[" * 100_000, "[1]", '{"a": 1}', '{"a": {"pct": 200, "day": "2026-01-01"}}']
)
def test_damaged_batteries_are_not_known(tmp_path: Path, text: str) -> None:
    path = tmp_path / "batteries.json"
    path.write_text(text)
    assert Batteries(path).of("a") is None
    Batteries(path, lambda: TODAY).keep("a", 5)
    assert Batteries(path).of("a") == Battery(5, TODAY)
