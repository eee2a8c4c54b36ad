"""Tests that each key of a live session is an event of the recording, and analyzes the same."""

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest
from textual.widget import Widget
from textual.widgets import OptionList

from evenstride.analysis.model.exercises import find
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.analysis.session import SessionAnalyzer
from evenstride.recordings.replay import Replay
from evenstride.sensors.samples import Item, Leg, Note
from evenstride.session.quitting import sets_in_progress
from evenstride.session.runner import SessionRunner
from evenstride.session.session_setup import SessionSetup
from evenstride.session.state.arrivals import with_item
from evenstride.session.state.dashboard import DashboardState, current_leg
from evenstride.session.state.leg_view import Signal
from evenstride.session.state.saving import SAVED_AGAIN
from evenstride.session.state.turns import set_now
from evenstride.tui.app import EvenstrideApp
from evenstride.tui.keys import keys_of
from evenstride.tui.screens.question import QuestionScreen
from evenstride.tui.widgets.phase_word import PhaseWord, word_for
from tests.fakes.session import (
    STRAIGHT_LEG_RAISE,
    CountingAnalyzer,
    ScriptedSource,
    block,
    mid_session,
    traces,
)
from tests.tui.on_screen import app_for, live, text, told


async def test_what_the_keys_did_is_recorded_and_analyzes_to_what_the_screen_showed(
    tmp_path: Path,
) -> None:
    async with live(tmp_path) as one:
        state = await one.to(27.0)
        assert state.left.now.count == 3
        assert (await one.press("plus")).left.now.count == 4
        assert (await one.press("minus", "minus")).left.now.count == 2
        state = await one.press("u")
        assert state.left.now.count == 3
        assert state.left.news == ("recounted: the correction was undone",)
        await one.press("m", "e")
        state = await one.to(39.0)
        assert state.left.now.set_number == 2
        await one.press("q")
        assert isinstance(one.app.screen, QuestionScreen)
        assert "left 2" in text(one.app.screen.query_one("Static"))
        await one.press("escape")
        assert one.app.is_running
        await one.pilot.press("q", "q")
    shown = one.app.summary
    assert shown is not None
    assert [note.event for note in one.notes()] == [
        *("correct", "correct", "correct", "undo", "marker", "end-set")
    ]
    assert [one.count for one in shown.legs[Leg.LEFT].sets] == [3, 2]
    analyzed = await SessionRunner(
        Replay(one.path, speed=float("inf")),
        lambda sensors: SessionAnalyzer(STRAIGHT_LEG_RAISE, sensors),
    ).run()
    assert summary_as_json(analyzed, None) == summary_as_json(shown, None)


async def test_a_pause_counts_nothing_and_is_written_in_large_letters(tmp_path: Path) -> None:
    async with live(tmp_path) as one:
        await one.to(8.0)
        state = await one.press("space")
        assert state.paused
        assert "█" in text(one.app.screen.query_one("#left").query_one(PhaseWord))
        assert (await one.to(27.0)).left.now.count == 0
        assert not (await one.press("space")).paused
        assert [note.event for note in one.notes()] == ["pause", "resume"]


async def test_the_next_exercise_is_chosen_from_a_list(tmp_path: Path) -> None:
    async with live(tmp_path) as one:
        await one.to(2.0)
        await one.press("n")
        options = one.app.screen.query_one(OptionList)
        assert options.highlighted is not None
        assert options.get_option_at_index(options.highlighted - 1).id == STRAIGHT_LEG_RAISE.id
        await one.press("escape")
        assert one.notes() == []
        state = await one.press("n", "n", "enter")
        (note,) = one.notes()
        chosen = find(str(note.data["exercise"]))
        assert note.event == "set"
        assert state.exercise == chosen.title
        assert set_now(state, Leg.LEFT).target_reps == chosen.reps


async def test_what_is_not_being_saved_is_said_and_counted_all_the_same() -> None:
    class Full:
        trouble = "The [disk] is full."

        def write(self, item: Item) -> None:
            pass

    source, analyzer = ScriptedSource([block()], hangs=True), CountingAnalyzer()
    recorder = Full()
    app = app_for(source, analyzer, lambda _: nullcontext(recorder))
    async with app.run_test(size=(80, 24)) as pilot:
        await told(source, pilot, app)
        await pilot.press("m")
        await pilot.pause()
        said = app.shown[0].shown_message
        assert said is not None
        assert said.problem
        assert said.text.startswith("Saving stopped. The [disk] is full. Counting goes on")
        assert [item.event for item in analyzer.taken if isinstance(item, Note)] == ["marker"]
        recorder.trouble = ""
        await pilot.press("m")
        app.draw()
        said = app.shown[0].shown_message
        assert said is not None
        assert said.text == SAVED_AGAIN


async def test_keys_say_why_they_do_nothing() -> None:
    source = ScriptedSource([])
    app = app_for(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await told(source, pilot, app)
        await pilot.press("space", "u", "plus")
        said = [notice.message for notice in app._notifications]
        assert said[0] == "There is no session going on."
        assert said[1] == "There is no correction to undo."
        assert said[2].startswith("Move a leg first")


async def test_a_narrow_window_has_room_for_every_key(tmp_path: Path) -> None:
    async with live(tmp_path) as one:
        footer = one.app.screen.query_one("Footer")
        await one.pilot.pause()
        last = max(child.region.right for child in footer.children)
        assert last <= 80
        shown = " ".join(text(child) for child in footer.walk_children(Widget))
        for word in ("Pause", "End set", "Next", "Count", "Undo", "Pace", "Pain", "Help", "Quit"):
            assert word in shown


def test_the_current_leg_is_the_one_that_works_or_the_only_one() -> None:
    assert current_leg(mid_session()) is Leg.RIGHT
    fresh = DashboardState(exercise="x", source="y")
    assert current_leg(fresh) is None
    one_sensor = replace(fresh, left=replace(fresh.left, signal=Signal.ABSENT))
    assert current_leg(one_sensor) is Leg.RIGHT


def test_the_leg_that_waits_for_the_one_sensor_has_not_lost_it() -> None:
    state = with_item(mid_session(), Note(0, "worn", {"leg": "left"}), 90.0)
    state = with_item(state, block(Leg.LEFT), 95.0)
    assert (state.left.signal, state.right.signal) == (Signal.ON, Signal.ELSEWHERE)
    assert current_leg(state) is Leg.LEFT
    assert word_for(state.right) == ""
    state = with_item(state, Note(0, "worn", {"leg": "right"}), 96.0)
    assert (state.left.signal, state.right.signal) == (Signal.ELSEWHERE, Signal.WAITING)


@pytest.mark.parametrize(
    ("moved", "told"),
    [(True, []), (False, ["Each leg has its own sensor, so none is moved."]), (None, [])],
)
async def test_o_moves_the_one_sensor_says_where_there_are_two_and_is_no_key_without_any(
    moved: bool | None, told: list[str]
) -> None:
    source, moves = ScriptedSource([block()], hangs=True), Mock(return_value=moved)
    setup = SessionSetup(
        source=source,
        special_analyzer=lambda _: CountingAnalyzer(),
        exercise=STRAIGHT_LEG_RAISE,
        source_title="Live",
        move=None if moved is None else moves,
    )
    app = EvenstrideApp(setup, frames_per_s=0.001)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        assert moves.call_count == (moved is not None)
        assert [notice.message for notice in app._notifications] == told
        assert ("other_leg" in {one.action for one in keys_of(app.live)}) is (moved is not None)
        if moved:
            assert not app.live.active_bindings["o"].binding.show
            worn = with_item(mid_session(), Note(0, "worn", {"leg": "left"}), 90.0)
            app.live.show(worn, traces(90.0))
            assert app.live.active_bindings["o"].binding.show


def test_sets_in_progress_are_those_with_a_usual_range() -> None:
    assert sets_in_progress(DashboardState(exercise="x", source="y")) == {}
    assert sets_in_progress(mid_session()) == {Leg.LEFT: 12, Leg.RIGHT: 9}


async def test_control_c_asks_nothing(tmp_path: Path) -> None:
    async with live(tmp_path) as one:
        await one.to(27.0)
        await one.pilot.press("ctrl+c")
    assert one.app.summary is not None
