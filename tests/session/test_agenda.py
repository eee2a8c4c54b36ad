"""Tests the agenda of a session: the plan and the weaker leg, from history to recording."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.analysis.model.plan import PlannedExercise, builtin_plan, values_of
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.history import History
from evenstride.sensors.samples import Leg
from evenstride.session.agenda import Agenda, load_agenda
from tests.analysis.advised import EVEN, FULL, LEFT_HOLDS_LESS, part
from tests.fakes.plan import PLAN, RAISE, TODAY, weak_left


def test_an_exercise_begins_with_what_is_planned_the_weaker_leg_and_the_weights() -> None:
    agenda = Agenda(plan=PLAN, before=weak_left())
    assert agenda.opening(RAISE.exercise) == (
        (
            "set",
            {"exercise": RAISE.exercise, "planned": values_of(RAISE), "first": "left"},
        ),
        ("weight", {"leg": "left", "kg": 1.0}),
    )
    dip = PLAN.exercises[1]
    assert agenda.notes(dip.exercise, {Leg.LEFT: 1.0, Leg.RIGHT: 0.0}) == (
        ("set", {"exercise": dip.exercise, "planned": values_of(dip)}),
        ("weight", {"leg": "left", "kg": 0.0}),
    )


def test_what_is_not_in_the_plan_is_as_prescribed_and_any_movement_is_not_planned() -> None:
    agenda = Agenda(plan=PLAN)
    assert agenda.planned("hamstring-curl") == PlannedExercise("hamstring-curl", 4, 15)
    assert agenda.planned("clam") is None
    assert agenda.planned("somebody-elses") is None
    assert agenda.opening("any") == ()
    assert agenda.notes("clam") == (("set", {"exercise": "clam"}),)


def test_after_an_exercise_comes_the_plans_next_one() -> None:
    agenda = Agenda(plan=PLAN)
    assert agenda.after(RAISE.exercise) == "Single leg dip"
    assert agenda.after("single-leg-dip") == ""
    assert agenda.after("clam") == ""


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
    agenda = load_agenda(builtin_plan(), (), TODAY)
    assert agenda.first("straight-leg-raise") is Leg.LEFT
    assert agenda.first("single-leg-dip") is None
    past = agenda.before["straight-leg-raise"]
    assert [one.day for one in past] == [date(2026, 11, 17), date(2026, 11, 20)]
    advised = agenda.advised(part(FULL, FULL, EVEN))
    assert "alone" not in advised.advice["straight-leg-raise"]


def test_without_a_history_or_with_a_damaged_one_the_plan_stands_alone(history_file: Path) -> None:
    assert load_agenda(PLAN, (), TODAY).before == {}
    assert not history_file.exists()
    history_file.write_bytes(b"nothing that anybody wrote" * 100)
    assert load_agenda(PLAN, (), TODAY).before == {}
