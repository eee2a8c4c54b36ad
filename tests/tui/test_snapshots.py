"""Compares whole screens with stored ones; after a wanted change, ``pytest --snapshot-update``."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from textual.pilot import Pilot

from evenstride.analysis.model.events import Phase
from evenstride.sensors.samples import Leg, Link, LinkState
from evenstride.session.replay_controls import ReplayControls
from evenstride.session.state.arrivals import with_item
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.state.pace import Pace, Tempo
from evenstride.session.state.playback import PlaybackState, Span
from evenstride.session.state.rest import Rest
from evenstride.tui.app import EvenstrideApp
from evenstride.tui.keys import keys_of
from evenstride.tui.screens.help import HelpScreen
from evenstride.tui.screens.replay import ReplayScreen
from evenstride.tui.screens.still import StillApp
from tests.fakes.session import mid_session, traces
from tests.tui.home import A, B, C, FakeNearby, Opened, found, home_with
from tests.tui.test_result import Shown, result_so_far, tired

SnapCompare = Callable[..., bool]

LOST = with_item(mid_session(Phase.LOWER), Link(Leg.LEFT, LinkState.LOST, 0, "out of range"), 71.0)

REST = replace(
    mid_session(Phase.REST),
    rest=Rest(
        60.4,
        ("next: right leg", "set 2 of 3, 12 reps"),
        Leg.RIGHT,
        headline=("RIGHT", "SET 2/3", "12 REPS"),
    ),
)


PACED = replace(mid_session(), pace=Pace(Tempo(2.0), since_s=79.8, moved_s=83.4))

PLAYED = PlaybackState(
    position_s=83.4,
    duration_s=130.0,
    speed=2.0,
    paused=True,
    sets=(Span(Leg.LEFT, 6.0, 52.0), Span(Leg.RIGHT, 60.0, 120.0)),
)

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


@SIZES
@pytest.mark.parametrize(
    "state", [mid_session(), LOST, REST, PACED], ids=["hold", "lost", "rest", "pace"]
)
def test_the_live_screen_looks_as_before(
    snap_compare: SnapCompare, size: tuple[int, int], state: DashboardState
) -> None:
    assert snap_compare(StillApp(state, traces(state.clock_s)), terminal_size=size)


@SIZES
def test_the_result_looks_as_before(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    advice = {"right": "Hold the right leg for 2 s next time, as the left one does."}
    assert snap_compare(Shown(result_so_far(tired(), advice=advice)), terminal_size=size)


@SIZES
def test_the_replay_looks_as_before(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    state = replace(mid_session(), source="Replay")
    screen = ReplayScreen(cast("ReplayControls", SimpleNamespace(state=PLAYED)))
    assert snap_compare(StillApp(state, traces(state.clock_s), screen), terminal_size=size)


@SIZES
def test_the_help_looks_as_before(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def ask(pilot: Pilot[None]) -> None:
        await pilot.app.push_screen(HelpScreen(list(keys_of(pilot.app.screen))))

    state = mid_session()
    app = StillApp(state, traces(state.clock_s))
    assert snap_compare(app, terminal_size=size, run_before=ask)


NEARBY = (found(A, "WT901BLE67", -52), found(B, "WT901BLE68", -76), found(C, "Movesense 1234", -88))


@SIZES
@pytest.mark.parametrize("screen", ["today", "sensors", "welcome", "lift"])
def test_what_comes_before_a_session_looks_as_before(
    snap_compare: SnapCompare, size: tuple[int, int], screen: str, tmp_path: Path
) -> None:
    nearby = FakeNearby()
    nearby.hear(*NEARBY[: 3 if screen == "sensors" else 2])
    home = home_with(
        tmp_path, nearby, remembered={Leg.LEFT: A, Leg.RIGHT: B}, batteries=[(A, 75), (B, 12)]
    )
    home.is_new = screen == "welcome"

    async def show(pilot: Pilot[None]) -> None:
        one = Opened(cast("EvenstrideApp", pilot.app), home, nearby, pilot)
        await one.until(lambda: nearby.listening == 1)
        await one.press(*{"sensors": "b", "lift": "bf"}.get(screen, ""))
        if screen == "lift":
            await one.until(lambda: nearby.lifted is not None)
        await one.draw()

    app = EvenstrideApp(home, frames_per_s=0.001)
    assert snap_compare(app, terminal_size=size, run_before=show)
