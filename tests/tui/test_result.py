"""Tests a session's result on the screen: every rep, both legs, and the advice."""

from dataclasses import replace

import numpy as np
import pytest
from textual.app import App
from textual.containers import VerticalScroll
from textual.widget import Widget

from evenstride.analysis.model.events import Progress, RepCounted, Trace
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.reps import ExerciseSet, Rep
from evenstride.analysis.model.summary import LegSummary
from evenstride.sensors.samples import Leg
from evenstride.session.result.comparison_rows import comparison_rows
from evenstride.session.result.curves import RepCurves
from evenstride.session.result.drift_rows import drift_rows
from evenstride.session.result.result import ExerciseResult, LegResult, Result, result_of
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.state.leg_view import Signal
from evenstride.session.state.so_far import summary_so_far, with_comparison
from evenstride.tui.screens.live import LiveScreen
from evenstride.tui.screens.result import ResultScreen, heading
from evenstride.tui.theme import use_themes
from evenstride.tui.widgets.drift_table import DriftTable, bars
from evenstride.tui.widgets.rep_overlay import RepOverlay
from evenstride.tui.widgets.rep_table import RepTable, hold_bar
from tests.analysis.made import known
from tests.fakes.session import STRAIGHT_LEG_RAISE, ScriptedSource, mid_session, rep
from tests.tui.on_screen import BLOCKS, app_for, text, told

SIZES = [(80, 24), (120, 40)]
EXERCISES = {one: find(one) for one in ("straight-leg-raise", "single-leg-dip")}


def counted(leg: Leg, one: Rep, duration_s: float = 4.0) -> RepCounted:
    t_s = np.linspace(0.0, duration_s, 100)
    curve = Trace(one.first_s + t_s, known(one.rom_deg) * np.sin(np.pi * t_s / duration_s))
    return RepCounted(leg=leg, at_s=one.last_s, rep=one, curve=curve)


def result_so_far(state: DashboardState, **given: object) -> Result:
    curves = RepCurves()
    events = [counted(leg, one) for leg in Leg for one in state.leg(leg).reps]
    curves.on_progress(Progress(events=tuple(events)))
    so_far = summary_so_far(state, EXERCISES, STRAIGHT_LEG_RAISE)
    return result_of(replace(so_far, **given), curves, EXERCISES, is_over=bool(given))  # type: ignore[arg-type]


def result() -> Result:
    return result_so_far(mid_session())


def only(shown: Result) -> ExerciseResult:
    (one,) = shown.exercises
    return one


class Shown(App[None]):
    """A result and nothing else."""

    def __init__(self, shown: Result | None = None) -> None:
        super().__init__()
        use_themes(self)
        self._shown = shown or result()

    def get_default_screen(self) -> ResultScreen:
        return ResultScreen(self._shown)


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
        said = text(app.screen.query_one(".said"))
        assert said.startswith(only(result()).sentences[0][:20])


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
        assert text(app.screen.query_one("#title")).startswith("Straight leg raise: result so far")


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
    shown = only(result_so_far(state))
    assert [leg.leg for leg in shown.legs] == [Leg.LEFT]
    assert "only the left leg wore a sensor" in shown.sentences[0]


def tired() -> DashboardState:
    """A left leg whose range gets less and less."""
    reps = tuple(rep(n, rom_deg=50.0 - 2.0 * n + 0.1 * (n % 2)) for n in range(1, 13))
    state = mid_session()
    return replace(state, left=replace(state.left, reps=reps))


def test_a_set_that_drifts_has_a_sentence() -> None:
    said = only(result_so_far(tired())).sentences
    assert any("Left, set 1" in one and "range" in one for one in said)


@pytest.mark.parametrize(("size", "words"), [((80, 24), "less"), ((120, 40), "clearly less")])
async def test_each_quantity_of_a_set_has_a_bar_for_each_rep(
    size: tuple[int, int], words: str
) -> None:
    app = Shown(result_so_far(tired()))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        left, right = (text(of(app, leg, DriftTable)).split("\n") for leg in Leg)
        assert left[0].strip() == "set 1, first rep to last"
        assert [row.split()[0] for row in left[1:]] == ["range", "hold", "up", "down"]
        assert left[1].split()[1:] == ["48°", left[1].split()[2], "26°", *words.split()]
        assert "less" not in right[1]


def test_bars_have_one_scale_for_both_legs_and_from_zero() -> None:
    reps = {Leg.LEFT: (rep(1, rom_deg=70.0), rep(2, rom_deg=35.0)), Leg.RIGHT: (rep(1), rep(2))}
    one = ExerciseSet(number=1, start_s=6.0, end_s=20.0, count=2)
    legs = {leg: LegSummary(reps=of_leg, sets=(one,)) for leg, of_leg in reps.items()}
    rows = drift_rows(legs, STRAIGHT_LEG_RAISE)
    assert [row.label for row in rows[Leg.LEFT]] == ["range", "hold", "up", "down"]
    assert bars(rows[Leg.LEFT][0], 2) == "▇▄"
    assert bars(rows[Leg.RIGHT][0], 4) == "▄▄▄▄"
    assert bars(rows[Leg.LEFT][0], 1) == "▄"
    assert rows[Leg.LEFT][0].ends == (70.0, 35.0)
    assert rows[Leg.LEFT][0].verdict == ""
    dips = drift_rows(legs, find("single-leg-dip"))
    assert [row.label for row in dips[Leg.LEFT]] == ["range", "up", "down"]


def test_exercises_of_a_session_are_told_apart() -> None:
    dip = find("single-leg-dip")
    state = replace(mid_session(), exercise_id=STRAIGHT_LEG_RAISE.id)
    dips = tuple(replace(rep(n, rom_deg=20.0), set=2) for n in range(20, 23))
    left = replace(
        state.left,
        reps=(*state.left.reps, *dips),
        now=replace(state.left.now, count=15, set_number=2, set_count=3),
        trained={1: STRAIGHT_LEG_RAISE.id, 2: dip.id},
    )
    right = replace(state.right, trained={1: STRAIGHT_LEG_RAISE.id})
    state = replace(state, left=left, right=right, exercise_id=dip.id)
    first, second = result_so_far(state).exercises
    assert (first.title, second.title) == ("Straight leg raise", "Single leg dip")
    assert [leg.count for leg in (*first.legs, *second.legs)] == [12, 9, 3, 0]
    assert second.legs[0].hold_target_s is None
    assert comparison_rows(state)[0].left == 3.0
    assert with_comparison(state, dip).comparison is None


async def test_the_end_shows_the_advice_and_that_it_is_the_end() -> None:
    app = Shown(result_so_far(mid_session(), advice={"right": "Hold the [right] leg longer."}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        first, caution, *_ = text(app.screen.query_one(".advice")).split("\n")
        assert first.strip() == "→ Hold the [right] leg longer."
        assert caution.startswith("→ Stop if it hurts.")
        assert text(app.screen.query_one("#title")).strip() == "Straight leg raise: result"


def test_reps_by_hand_are_told_apart() -> None:
    leg = LegResult(leg=Leg.LEFT, reps=(rep(1),), count=2)
    assert heading(leg, {}) == "LEFT  2 reps, 1 by hand"


def test_a_hold_is_drawn_against_its_target() -> None:
    assert hold_bar(1.0, 2.0, 9) == "▆▆▆   ┃  "
    assert hold_bar(2.0, 2.0, 9) == "▆▆▆▆▆▆┃  "
    assert hold_bar(1.9, 2.0, 4) == "▆▆ ┃"
    assert hold_bar(9.0, 2.0, 9) == "▆▆▆▆▆▆┃▆▆"


async def test_a_long_result_is_scrolled_by_rows_and_by_pages() -> None:
    app = Shown()
    async with app.run_test(size=(80, 24)) as pilot:
        box = app.screen.query_one(VerticalScroll)
        rows, page, end = 4, box.size.height - 2, box.max_scroll_y
        for press, change in (
            ("down", rows),
            ("pagedown", page),
            ("up", -rows),
            ("space", page),
            ("pageup", -page),
        ):
            wanted = min(end, max(0, box.scroll_y + change))
            await pilot.press(press)
            assert box.scroll_y == wanted
