"""The result of a session on the screen: every rep, the legs side by side, and what follows."""

from dataclasses import replace

import numpy as np
import pytest
from textual.app import App
from textual.widget import Widget

from analysis.events import Flag, LegState, Phase, Progress, RepCounted, Trace
from sensors.samples import Leg
from tests.tui.helpers import BOTH, STRAIGHT_LEG_RAISE, ScriptedSource, mid_session, rep
from tests.tui.test_app import BLOCKS, app_for, told
from tests.tui.test_widgets import text
from tui.live_screen import LiveScreen
from tui.result import Curve, LegResult, Result, mean_curve, result_of
from tui.result_screen import ResultScreen, heading
from tui.session_view import SessionView
from tui.state import Signal
from tui.widgets.rep_overlay import RepOverlay
from tui.widgets.rep_table import RepTable, hold_bar

SIZES = [(80, 24), (120, 40)]


def curve(top_deg: float, duration_s: float = 4.0) -> Curve:
    t_s = np.linspace(0.0, duration_s, 100)
    return t_s, top_deg * np.sin(np.pi * t_s / duration_s)


def result() -> Result:
    state = mid_session()
    curves = {leg: {one.start_s: curve(one.rom_deg) for one in state.leg(leg).reps} for leg in Leg}
    return result_of(state, curves)


class Shown(App[None]):
    """The result and nothing else."""

    def get_default_screen(self) -> ResultScreen:
        return ResultScreen(result())


def of(app: App[None], leg: Leg, kind: type[Widget]) -> Widget:
    return app.screen.query_one(f".-{leg}").query_one(kind)


@pytest.mark.parametrize("size", SIZES)
async def test_every_rep_has_a_row_and_every_leg_a_half(size: tuple[int, int]) -> None:
    app = Shown()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        left, right = (of(app, leg, RepTable) for leg in Leg)
        assert left.region.right <= size[0] // 2 <= right.region.x
        rows = text(left).split("\n")
        assert [row.split()[0] for row in rows] == ["rep", *(str(n) for n in range(1, 13))]
        assert "2.1 ▆" in rows[3]
        flagged = text(right).split("\n")[1:]
        assert all(("short hold" in row) is (size[0] > 100) for row in flagged)
        assert all("short hold" in row or row.rstrip().endswith("!") for row in flagged)
        said = text(app.screen.query_one("#said"))
        assert said.startswith(result().sentences[0][:20])


async def test_both_plots_share_a_scale_and_hold_the_other_legs_mean() -> None:
    app = Shown()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        left, right = (text(of(app, leg, RepOverlay)).split("\n") for leg in Leg)
        top = "49°"
        assert left[0].strip().startswith(top)
        assert right[0].strip().startswith(top)
        assert left[-1].split() == ["0", "4.0", "s"]
        assert sum(any("⠀" < dot <= "⣿" for dot in row) for row in left) > 6


async def test_r_opens_and_closes_it_while_the_session_goes_on() -> None:
    source = ScriptedSource(BLOCKS, hangs=True)
    app = app_for(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await told(source, pilot, app)
        await pilot.press("r")
        assert isinstance(app.screen, ResultScreen)
        assert "2 reps" in text(app.screen.query(".heading").first(Widget))
        app.draw()
        await pilot.press("down", "up", "r")
        assert isinstance(app.screen, LiveScreen)
        await pilot.press("r", "escape")
        assert isinstance(app.screen, LiveScreen)


async def test_before_the_first_rep_there_is_nothing_and_no_fault() -> None:
    source = ScriptedSource([], hangs=True)
    app = app_for(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await told(source, pilot, app)
        await pilot.press("r")
        assert "0 reps" in text(app.screen.query(".heading").first(Widget))
        for size in ((20, 6), (1, 1), (80, 24)):
            await pilot.resize_terminal(*size)


def test_one_sensor_has_one_leg_and_says_so() -> None:
    state = mid_session()
    state = replace(state, comparison=None, right=replace(state.right, signal=Signal.ABSENT))
    shown = result_of(state, {})
    assert [leg.leg for leg in shown.legs] == [Leg.LEFT]
    assert shown.sentences[0].startswith("One leg wore a sensor")


def test_a_set_that_drifts_has_a_sentence() -> None:
    tired = tuple(rep(n, rom_deg=50.0 - 2.0 * n + 0.1 * (n % 2)) for n in range(1, 13))
    state = mid_session()
    state = replace(state, left=replace(state.left, reps=tired))
    assert any("Left, set 1" in said and "range" in said for said in result_of(state, {}).sentences)


def test_reps_by_hand_are_told_apart() -> None:
    leg = LegResult(Leg.LEFT, (rep(1),), 2, (), None, 2.0)
    assert heading(leg, {}) == "LEFT  2 reps, 1 by hand"


def test_a_hold_is_drawn_against_its_target() -> None:
    assert hold_bar(1.0, 2.0, 9) == "▆▆▆   ┃  "
    assert hold_bar(2.0, 2.0, 9) == "▆▆▆▆▆▆┃  "
    assert hold_bar(9.0, 2.0, 9) == "▆▆▆▆▆▆┃▆▆"


def test_the_mean_of_two_curves_lies_between_them() -> None:
    mean = mean_curve((curve(40.0), curve(20.0)))
    assert mean is not None
    assert mean[1].max() == pytest.approx(30.0, abs=0.1)
    assert mean_curve(()) is None


def test_a_session_keeps_each_reps_curve_from_its_start_to_its_end() -> None:
    view = SessionView(STRAIGHT_LEG_RAISE, "Live")
    view.on_sensors(BOTH)
    t_s = np.arange(0.0, 12.0, 0.02)
    counted = RepCounted(leg=Leg.LEFT, at_s=12.0, rep=rep(1, flags=(Flag.SHORT_HOLD,)))
    now = LegState(count=1, set_number=1, set_count=1, phase=Phase.REST)
    trace = Trace(t_s, 10.0 * t_s)
    view.on_progress(Progress(events=(counted,), legs={Leg.LEFT: now}, traces={Leg.LEFT: trace}))
    (kept,) = view.result().legs[0].curves
    assert kept[0][0] == pytest.approx(0.0, abs=0.02)
    assert kept[0][-1] == pytest.approx(counted.rep.end_s - counted.rep.start_s, abs=0.03)
    assert kept[1][0] == pytest.approx(60.0, abs=0.3)
