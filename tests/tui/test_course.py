"""What a session is to be: the plan and the weaker leg, from the history into the recording."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from evenstride.analysis.advising.past_results import PastResult, PastSet
from evenstride.analysis.model.plan import Plan, PlannedExercise, builtin_plan, values_of
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.analysis.session import SessionAnalyzer
from evenstride.recordings.replay import Replay
from evenstride.sensors.samples import Leg
from evenstride.tui.screens.weight import WeightScreen
from evenstride.tui.widgets.rest_bar import RestBar

from evenstride.history import History
from evenstride.session.course import Course, load_course
from evenstride.session.runner import SessionRunner
from evenstride.user.plans import plan_path, usable_plan
from tests.analysis.test_advice import EVEN, FULL, LEFT_HOLDS_LESS, part
from tests.tui.helpers import STRAIGHT_LEG_RAISE
from tests.tui.test_training_screen import live
from tests.tui.test_widgets import text

RAISE = PlannedExercise("straight-leg-raise", 1, 6, hold_s=2.0, left_kg=1.0)
PLAN = Plan("Mine", (RAISE, PlannedExercise("single-leg-dip", 2, 8)))
TODAY = date(2026, 11, 22)


def weak_left(sessions: int = 1) -> Mapping[str, list[PastResult]]:
    """Sessions of raises, the last of them yesterday, in which the left leg was weaker."""
    sets = {leg: (PastSet(reps=12),) * 3 for leg in Leg}
    return {
        "straight-leg-raise": [
            PastResult(
                exercise="straight-leg-raise",
                sets=sets,
                weaker_leg=Leg.LEFT,
                day=TODAY - timedelta(days=days_ago),
            )
            for days_ago in range(sessions, 0, -1)
        ]
    }


def test_an_exercise_begins_with_what_is_planned_the_weaker_leg_and_the_weights() -> None:
    course = Course(plan=PLAN, before=weak_left())
    assert course.opening(RAISE.exercise) == (
        (
            "set",
            {"exercise": RAISE.exercise, "planned": values_of(RAISE), "first": "left"},
        ),
        ("weight", {"leg": "left", "kg": 1.0}),
    )
    dip = PLAN.exercises[1]
    assert course.notes(dip.exercise, {Leg.LEFT: 1.0, Leg.RIGHT: 0.0}) == (
        ("set", {"exercise": dip.exercise, "planned": values_of(dip)}),
        ("weight", {"leg": "left", "kg": 0.0}),
    )


def test_what_is_not_in_the_plan_is_as_prescribed_and_any_movement_is_not_planned() -> None:
    course = Course(plan=PLAN)
    assert course.planned("hamstring-curl") == PlannedExercise("hamstring-curl", 4, 15)
    assert course.planned("clam") is None
    assert course.planned("somebody-elses") is None
    assert course.opening("any") == ()
    assert course.notes("clam") == (("set", {"exercise": "clam"}),)


def test_after_an_exercise_comes_the_plans_next_one() -> None:
    course = Course(plan=PLAN)
    assert course.after(RAISE.exercise) == "Single leg dip"
    assert course.after("single-leg-dip") == ""
    assert course.after("clam") == ""


@pytest.fixture
def history_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    return tmp_path / "history.sqlite3"


def test_the_history_tells_which_leg_goes_first_and_what_was_done(history_file: Path) -> None:
    with History(history_file) as history:
        for days_ago, comparison in ((5, EVEN), (2, LEFT_HOLDS_LESS)):
            recording = history_file.parent / f"{days_ago}.csv"
            recording.touch()
            history.add(
                recording,
                started_utc=datetime(2026, 11, 22, 9, tzinfo=UTC) - timedelta(days=days_ago),
                synthetic=False,
                version="1",
                result=summary_as_json(part(FULL, FULL, comparison), None),
                hold_targets_s={},
            )
    course = load_course(builtin_plan(), (), TODAY)
    assert course.first("straight-leg-raise") is Leg.LEFT
    assert course.first("single-leg-dip") is None
    past = course.before["straight-leg-raise"]
    assert [one.day for one in past] == [date(2026, 11, 17), date(2026, 11, 20)]
    advised = course.advised(part(FULL, FULL, EVEN))
    assert "alone" not in advised.advice["straight-leg-raise"]


def test_without_a_history_or_with_a_damaged_one_the_plan_stands_alone(history_file: Path) -> None:
    assert load_course(PLAN, (), TODAY).before == {}
    assert not history_file.exists()
    history_file.write_bytes(b"nothing that anybody wrote" * 100)
    assert load_course(PLAN, (), TODAY).before == {}


def test_a_plan_that_is_wrong_keeps_nobody_from_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path)
    assert usable_plan(()) == (builtin_plan(), "")
    plan_path().write_text("[clam]\nset = 3", encoding="utf-8")
    plan, why = usable_plan(())
    assert plan == builtin_plan()
    assert why.startswith("Your plan can not be used")
    assert 'Did you mean "sets"?' in why
    plan_path().unlink()
    plan_path().mkdir()
    assert "is a folder" in usable_plan(())[1]


async def test_a_session_of_the_plan_is_recorded_with_it_and_analyzes_alike(
    tmp_path: Path,
) -> None:
    course = Course(plan=PLAN, before=weak_left(2), day=TODAY)
    async with live(tmp_path, course) as one:
        state = await one.to(2.0)
        assert (state.planned, state.first, state.left.kg) == (RAISE, Leg.LEFT, 1.0)
        shown = text(one.app.screen.query_one(RestBar))
        assert "first: left leg" in shown
        assert "set 1 of 1, 6 reps" in shown
        await one.press("w", "tab", "2", "comma", "5", "enter")
        assert not isinstance(one.app.screen, WeightScreen)
        assert [notice.message for notice in one.app._notifications] == [
            "1 kg on the left leg, 2.5 kg on the right."
        ]
        await one.to(60.0)
        await one.press("n", "enter")
        await one.pilot.press("q", "q")
    set_note, left, right, dip, *weights = [
        (note.event, dict(note.data)) for note in one.notes() if note.event in ("set", "weight")
    ]
    assert [set_note, left] == list(course.opening(RAISE.exercise))
    assert right == ("weight", {"leg": "right", "kg": 2.5})
    assert dip[1]["exercise"] == "single-leg-dip"
    assert weights == [
        ("weight", {"leg": "left", "kg": 0.0}),
        ("weight", {"leg": "right", "kg": 0.0}),
    ]
    summary = one.app.summary
    assert summary is not None
    assert summary.planned == RAISE
    assert [one.kg for one in summary.legs[Leg.LEFT].sets] == [1.0]
    analyzed = await SessionRunner(
        Replay(one.path, speed=float("inf")),
        lambda sensors: SessionAnalyzer(STRAIGHT_LEG_RAISE, sensors),
        on_progress=lambda _: None,
    ).run()
    alone = replace(summary, advice=analyzed.advice)
    assert summary_as_json(alone, None)["legs"] == summary_as_json(analyzed, None)["legs"]
    assert "alone" in analyzed.advice[RAISE.exercise]
    assert "alone" not in summary.advice[RAISE.exercise]


async def test_a_weight_that_is_none_is_asked_for_again(tmp_path: Path) -> None:
    async with live(tmp_path) as one:
        await one.to(2.0)
        await one.press("w", "x", "enter")
        assert isinstance(one.app.screen, WeightScreen)
        assert "a number of kilograms" in text(one.app.screen.query_one("#wrong"))
        await one.press("escape")
        assert [note.event for note in one.notes()] == []
