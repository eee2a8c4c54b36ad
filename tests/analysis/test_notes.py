"""Tests reading notes, and that unusable ones have no effect."""

import math
from collections.abc import Mapping

import pytest

from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.named_exercise import named_exercise
from evenstride.analysis.model.notes import (
    BatteryTold,
    Corrected,
    ExerciseNamed,
    Felt,
    Paused,
    RadioTold,
    Said,
    SetEndedByHand,
    Undone,
    Weighed,
    WornBy,
    said,
    unusable,
)
from evenstride.sensors.samples import Leg, Note, NoteKind, Site

LEFT, RIGHT = (Leg.LEFT,), (Leg.RIGHT,)
BOTH = (Leg.LEFT, Leg.RIGHT)


def told(kind: str, **data: object) -> Said | None:
    return said(Note(0, kind, data))


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (NoteKind.END_SET, {}, SetEndedByHand(legs=BOTH)),
        (NoteKind.PAUSE, {"leg": "right"}, Paused(legs=RIGHT, is_paused=True)),
        (NoteKind.RESUME, {}, Paused(legs=BOTH, is_paused=False)),
        (NoteKind.CORRECT, {"leg": "left", "change": 1}, Corrected(legs=LEFT, is_more=True)),
        (NoteKind.CORRECT, {"leg": "left", "change": -1}, Corrected(legs=LEFT, is_more=False)),
        (NoteKind.UNDO, {"leg": "left"}, Undone(legs=LEFT)),
        (NoteKind.WEIGHT, {"leg": "left", "kg": 2}, Weighed(legs=LEFT, kg=2.0)),
        (NoteKind.WORN, {"leg": "right"}, WornBy(leg=Leg.RIGHT)),
        (NoteKind.BATTERY, {"leg": "right", "pct": 12}, BatteryTold(site=Site.RIGHT, pct=12)),
        (NoteKind.RADIO, {"leg": "left", "text": "busy"}, RadioTold(site=Site.LEFT, text="busy")),
        (
            NoteKind.BATTERY,
            {"leg": "left-shank", "pct": 9},
            BatteryTold(site=Site.LEFT_SHANK, pct=9),
        ),
        (
            NoteKind.FELT,
            {"pain": 3, "exercise": "single-leg-dip"},
            Felt(legs=BOTH, exercise="single-leg-dip", pain=3.0, effort=None),
        ),
        (
            NoteKind.SET,
            {"exercise": "single-leg-dip", "first": "right", "planned": {"sets": 2}},
            ExerciseNamed(
                legs=BOTH, exercise="single-leg-dip", planned={"sets": 2}, first=Leg.RIGHT
            ),
        ),
    ],
)
def test_a_note_says_what_its_kind_means(
    kind: NoteKind, data: Mapping[str, object], expected: Said
) -> None:
    assert told(kind, **data) == expected


def test_every_kind_but_a_marker_is_understood() -> None:
    data = {
        "leg": "left",
        "exercise": "single-leg-dip",
        "change": 1,
        "kg": 1.0,
        "pain": 1,
        "pct": 50,
        "text": "busy",
    }
    silent = {kind for kind in NoteKind if told(kind, **data) is None}
    assert silent == {NoteKind.MARKER}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("dance", {}),
        (NoteKind.SET, {}),
        (NoteKind.SET, {"exercise": 3}),
        (NoteKind.CORRECT, {"leg": "left"}),
        (NoteKind.CORRECT, {"leg": "left", "change": 2}),
        (NoteKind.CORRECT, {"leg": "left", "change": True}),
        (NoteKind.WORN, {}),
        (NoteKind.WORN, {"leg": "middle"}),
        (NoteKind.BATTERY, {"leg": "left", "pct": "full"}),
        (NoteKind.BATTERY, {"leg": "left", "pct": True}),
        (NoteKind.BATTERY, {"pct": 50}),
        (NoteKind.RADIO, {"leg": "left", "text": 5}),
        (NoteKind.FELT, {}),
        (NoteKind.FELT, {"pain": 11, "effort": -1}),
    ],
)
def test_what_can_not_be_used_says_nothing(kind: str, data: Mapping[str, object]) -> None:
    assert told(kind, **data) is None


@pytest.mark.parametrize(
    "slip", [None, "2", True, -1.0, 2500.0, math.nan, math.inf, 10**400, [2.0]]
)
def test_what_is_no_weight_says_nothing(slip: object) -> None:
    assert told(NoteKind.WEIGHT, leg="left", kg=slip) is None


def test_a_note_of_a_leg_that_nobody_has_is_of_no_leg() -> None:
    assert told(NoteKind.PAUSE, leg="middle") == Paused(legs=(), is_paused=True)


def named(**data: object) -> ExerciseNamed:
    found = told(NoteKind.SET, **data)
    assert isinstance(found, ExerciseNamed)
    return found


def test_a_named_exercise_is_done_as_the_note_has_planned_it() -> None:
    found = named_exercise(
        named(exercise="straight-leg-raise", planned={"sets": 2, "reps": 8, "hold_s": 3.0})
    )
    assert found is not None
    assert found.exercise.hold_target_s == 3.0
    assert found.planned == found.prescription
    assert found.planned is not None
    assert (found.planned.sets, found.planned.reps) == (2, 8)


def test_without_a_plan_an_exercise_is_done_as_usual() -> None:
    found = named_exercise(named(exercise="straight-leg-raise"))
    assert found is not None
    assert found.exercise == find("straight-leg-raise")
    assert found.planned is None
    assert found.prescription is not None
    assert found.prescription.reps == found.exercise.reps


def test_of_any_repeated_movement_nothing_is_usual() -> None:
    found = named_exercise(named(exercise="bridge"))
    assert found is not None
    assert found.prescription is None


def test_somebody_elses_own_exercise_is_unknown_here() -> None:
    assert named_exercise(named(exercise="grannys-stretch")) is None


@pytest.mark.parametrize(
    ("kind", "data", "seen"),
    [
        (NoteKind.WEIGHT, {"leg": "left", "kg": 500.0}, "500.0"),
        (NoteKind.WEIGHT, {"leg": "left", "kg": math.nan}, "NaN"),
        (NoteKind.WEIGHT, {"leg": "middle", "kg": 2.0}, "middle"),
        (NoteKind.FELT, {"pain": 11}, "11"),
        (NoteKind.CORRECT, {"leg": "left", "change": 7}, "7"),
        (NoteKind.SET, {"exercise": "\x1b[2J" + "x" * 500}, None),
        (NoteKind.SET, {"exercise": ["\x1b[2J", "x" * 500]}, "\\u001b"),
        ("dance", {"kg": -1}, None),
        (NoteKind.BATTERY, {"pct": "full"}, None),
        (NoteKind.WEIGHT, {"kg": 2}, None),
    ],
)
def test_what_a_person_said_and_nobody_can_use_is_told(
    kind: str, data: Mapping[str, object], seen: str | None
) -> None:
    note = Note(0, kind, data)
    told = unusable(note, said(note))
    assert (told is None) == (seen is None)
    if told is not None:
        legs, sentence = told
        assert legs == (LEFT if data.get("leg") == "left" else BOTH)
        assert str(seen) in sentence
        assert sentence.isprintable()
        assert len(sentence) < 250
