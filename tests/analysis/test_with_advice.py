"""Tests a session's result with its plan and advice, from the notes to the JSON."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from evenstride.analysis.advising.past_results import past_result
from evenstride.analysis.advising.with_advice import advice_on, with_advice
from evenstride.analysis.model.exercises import find, parse_own
from evenstride.analysis.model.plan import (
    PlannedExercise,
    parse_plan,
    planned_of_note,
    prescribed,
    values_of,
)
from evenstride.analysis.model.summary import Comparison, LegSummary, Summary
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.analysis.session import SessionAnalyzer
from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block, Leg, Note
from evenstride.sensors.timeline import Timeline
from tests.analysis.made import leg_of, person_leg

RAISE = find("straight-leg-raise")
NOTHING = Comparison(weaker_leg=None, why="Nothing to compare.")


def analyzed(*notes: Note) -> Summary:
    """The sample of straight leg raises with notes before its first sample."""
    recording = read(samples.path("straight-leg-raise"))
    analyzer = SessionAnalyzer(RAISE, recording.sensors)
    analyzer.update(notes)
    timeline = Timeline()
    for item in recording:
        analyzer.update([timeline.update(item)] if isinstance(item, Block) else [item])
    return analyzer.finish()[1]


def planned_note(**planned: object) -> Note:
    return Note(0, "set", {"exercise": RAISE.id, "planned": planned})


@pytest.fixture(scope="module")
def as_usual() -> Summary:
    return analyzed()


@pytest.fixture(scope="module")
def with_plan() -> Summary:
    return analyzed(planned_note(sets=1, reps=5, hold_s=4.0, left_kg=1.0, rest_s=30.0))


def test_a_session_gives_advice_on_its_exercise_from_itself_alone(as_usual: Summary) -> None:
    assert list(as_usual.advice) == [RAISE.id]
    assert "This rests on this session alone" in as_usual.advice[RAISE.id]
    assert summary_as_json(as_usual, None)["advice"] == dict(as_usual.advice)


def test_what_was_planned_is_in_the_result_and_advice_is_measured_by_it(
    with_plan: Summary, as_usual: Summary
) -> None:
    assert with_plan.planned == PlannedExercise(
        RAISE.id, 1, 5, hold_s=4.0, left_kg=1.0, rest_s=30.0
    )
    assert as_usual.planned is None
    part: Any = summary_as_json(with_plan, None)["exercises"]
    assert part[0]["planned"] == values_of(with_plan.planned)
    assert "of 3 × 12" in as_usual.advice[RAISE.id]
    assert "of 3 × 12" not in with_plan.advice[RAISE.id]


def test_the_planned_hold_is_the_one_that_reps_are_measured_by(
    with_plan: Summary, as_usual: Summary
) -> None:
    def short(of: Summary) -> int:
        return sum("short-hold" in rep.flags for leg in of.legs.values() for rep in leg.reps)

    reps = sum(leg.count for leg in as_usual.legs.values())
    assert short(as_usual) < reps
    assert short(with_plan) == reps
    assert [leg.count for leg in with_plan.legs.values()] == [
        leg.count for leg in as_usual.legs.values()
    ]


def test_where_somebody_chose_the_exercise_its_own_hold_stays() -> None:
    sensors = read(samples.path("straight-leg-raise")).sensors
    holds_s = []
    for follow_notes in (True, False):
        analyzer = SessionAnalyzer(RAISE, sensors, follow_notes=follow_notes)
        progress = analyzer.update([planned_note(sets=1, reps=5, hold_s=4.0)])
        holds_s.append({leg.hold_target_s for leg in progress.legs.values()})
    assert holds_s == [{4.0}, {2.0}]


@pytest.mark.parametrize(
    ("said", "planned"),
    [
        ({}, prescribed(RAISE)),
        (None, prescribed(RAISE)),
        ("3 x 12", prescribed(RAISE)),
        ({"sets": 2}, PlannedExercise(RAISE.id, 2, 12)),
        ({"sets": "2", "reps": 8, "more": True}, PlannedExercise(RAISE.id, 3, 8, hold_s=2.0)),
        ({"sets": 2, "reps": 1e9, "hold_s": float("nan")}, PlannedExercise(RAISE.id, 2, 12)),
        ({"sets": 2, "hold_s": 100}, PlannedExercise(RAISE.id, 2, 12, hold_s=100.0)),
        ({"sets": 2, "hold_s": 5, "hold_max_s": 2}, prescribed(RAISE)),
    ],
)
def test_a_note_of_any_kind_is_read(said: object, planned: PlannedExercise) -> None:
    assert planned_of_note(RAISE, said) == planned


def test_what_is_planned_comes_back_from_its_note() -> None:
    text = """
    [inner-range-quads]
    [single-leg-dip]
    left_kg = 1
    rest_s = 0
    [straight-leg-raise]
    hold_s = 7
    """
    for planned in parse_plan(text, "plan.toml").exercises:
        assert planned_of_note(find(planned.exercise), values_of(planned)) == planned


def session(exercise: str | None, *, planned: PlannedExercise | None = None) -> Summary:
    leg = leg_of(person_leg_reps())
    return Summary(
        exercise=exercise,
        legs={Leg.LEFT: leg, Leg.RIGHT: leg},
        comparison=NOTHING,
        planned=planned,
    )


def person_leg_reps() -> tuple[Any, ...]:
    import numpy as np

    return person_leg(np.random.default_rng(1), sets=[12, 12, 12], variation=0.02).reps


def test_several_exercises_have_their_own_advice() -> None:
    first, second = session("straight-leg-raise"), session("single-leg-dip")
    whole = replace(first, parts=(first, second))
    advised = with_advice(whole, advice_on(whole))
    assert list(advised.advice) == ["straight-leg-raise", "single-leg-dip"]
    assert [list(part.advice) for part in advised.parts] == [
        ["straight-leg-raise"],
        ["single-leg-dip"],
    ]


@pytest.mark.parametrize(
    "of",
    [
        session(None),
        session("clam"),
        session("somebody-elses"),
        Summary(exercise=RAISE.id, legs={Leg.LEFT: LegSummary()}, comparison=NOTHING),
    ],
    ids=["nobody said", "generic", "unknown", "no reps"],
)
def test_where_nothing_was_prescribed_or_done_there_is_no_advice(of: Summary) -> None:
    assert advice_on(of) == ()


def test_a_generic_exercise_that_is_planned_has_advice() -> None:
    (found,) = advice_on(session("clam", planned=PlannedExercise("clam", 3, 12)))
    assert found.exercise == "clam"


def test_an_exercise_of_ones_own_has_advice() -> None:
    own = parse_own('[step-up]\ntitle = "Step up"\nsets = 3\nreps = 12', "mine.toml")
    (found,) = advice_on(session("step-up"), own=own)
    assert found.next == PlannedExercise("step-up", 3, 12)


def test_with_earlier_sessions_known_advice_rests_on_them() -> None:
    from tests.analysis.advised import EVEN

    today = date(2026, 11, 22)
    of = replace(session("single-leg-dip"), comparison=EVEN)
    last = past_result(of, today - timedelta(days=2))
    (found,) = advice_on(of, {"single-leg-dip": [last]}, day=today)
    assert found.next.reps == 13
    assert "that of 20 November" in found.rests_on
