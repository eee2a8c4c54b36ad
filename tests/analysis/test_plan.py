"""Tests the built-in plan, and the messages about errors in a file."""

import pytest

from evenstride.analysis.model.errors import AnalysisError, AnalysisReason
from evenstride.analysis.model.exercises import find, parse_own
from evenstride.analysis.model.plan import (
    PlannedExercise,
    builtin_plan,
    builtin_text,
    parse_plan,
    planned_of_note,
    prescribed,
    values_of,
)
from evenstride.sensors.samples import Leg


def test_the_built_in_plan_is_the_four_exercises_as_they_are_prescribed() -> None:
    assert builtin_plan().exercises == (
        PlannedExercise("hamstring-curl", 4, 15),
        PlannedExercise("inner-range-quads", 4, 15, hold_s=2.0, hold_max_s=5.0),
        PlannedExercise("straight-leg-raise", 3, 12, hold_s=2.0),
        PlannedExercise("single-leg-dip", 3, 12),
    )


def test_the_built_in_plan_and_the_built_in_exercises_prescribe_the_same() -> None:
    for planned in builtin_plan().exercises:
        assert planned == prescribed(find(planned.exercise))


def test_what_the_user_changed_of_an_exercise_holds_in_the_built_in_plan() -> None:
    own = parse_own("[straight-leg-raise]\nhold_target_s = 5\nsets = 2", "mine.toml")
    planned = builtin_plan(own).of("straight-leg-raise")
    assert planned == PlannedExercise("straight-leg-raise", 2, 12, hold_s=5.0)
    assert [one.exercise for one in builtin_plan(own).exercises] == [
        one.exercise for one in builtin_plan().exercises
    ]


def test_a_plan_of_ones_own_keeps_its_order_and_every_value() -> None:
    plan = parse_plan(
        """
        title = "Week 3"
        days = ["wed", "mon"]
        [single-leg-dip]
        sets = 2
        reps = 8
        left_kg = 1
        right_kg = 2.5
        rest_s = 90
        [straight-leg-raise]
        hold_s = 3
        hold_max_s = 6
        """,
        "plan.toml",
    )
    assert (plan.title, plan.days) == ("Week 3", ("mon", "wed"))
    assert plan.exercises == (
        PlannedExercise("single-leg-dip", 2, 8, left_kg=1.0, right_kg=2.5, rest_s=90.0),
        PlannedExercise("straight-leg-raise", 3, 12, hold_s=3.0, hold_max_s=6.0),
    )
    dip = plan.exercises[0]
    assert (dip.kg(Leg.LEFT), dip.kg(Leg.RIGHT)) == (1.0, 2.5)
    assert plan.of("bridge") is None


def test_a_shorter_hold_of_ones_own_does_not_keep_the_prescribed_range() -> None:
    (planned,) = parse_plan("[inner-range-quads]\nhold_s = 1", "plan.toml").exercises
    assert (planned.hold_s, planned.hold_max_s) == (1.0, None)


def test_a_plan_may_name_an_exercise_of_ones_own() -> None:
    own = parse_own('[step-up]\ntitle = "Step up"\nreps = 7', "mine.toml")
    (planned,) = parse_plan("[step-up]", "plan.toml", own).exercises
    assert planned == PlannedExercise("step-up", 3, 7)


def test_the_built_in_text_can_be_edited_and_read_again() -> None:
    text = builtin_text().replace("reps = 15", "reps = 10")
    assert [one.reps for one in parse_plan(text, "plan.toml").exercises] == [10, 10, 12, 12]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[straight-leg-raise\nsets = 3", "is not valid TOML"),
        ("[straight-leg-raise]\nreps = " + "9" * 400, "has to be a whole number"),
        ("[straight-leg-raise]\nreps = " + "9" * 5000, "is not valid TOML"),
        ("sets = " + "[" * 5000, "is not valid TOML: its brackets"),
        ("", "holds no exercise"),
        ('days = ["moonday"]\n[clam]', '"days" has to be a list of days'),
        ('title = "Only a title"', "holds no exercise"),
        ("title = 3\n[straight-leg-raise]", '"title" is 3, but has to be a text'),
        ('title = "a\\u001b[2J"\n[straight-leg-raise]', '"title" is'),
        ("sets = 3\n[straight-leg-raise]", '"sets" stands outside of an exercise'),
        ("[straight-leg-rase]", 'Did you mean "straight-leg-raise"?'),
        ("[straight-leg-raise]\nset = 3", 'unknown key "set". Did you mean "sets"?'),
        ("[straight-leg-raise]\nsets = 0", '"sets" is 0, but has to be a whole number from 1 to'),
        ("[straight-leg-raise]\nsets = 2.5", '"sets" is 2.5, but has to be a whole number'),
        ("[straight-leg-raise]\nreps = true", '"reps" is true, but has to be a whole number'),
        ('[straight-leg-raise]\nreps = "12"', '"reps" is "12", but has to be a whole number'),
        ("[straight-leg-raise]\nleft_kg = -1", '"left_kg" is -1, but has to be a number from 0'),
        ("[straight-leg-raise]\nright_kg = 500", '"right_kg" is 500, but has to be a number'),
        ("[straight-leg-raise]\nrest_s = inf", '"rest_s" is inf, but has to be a number'),
        ("[straight-leg-raise]\nhold_s = nan", '"hold_s" is nan, but has to be a number'),
        ("[straight-leg-raise]\nhold_max_s = 1", '"hold_max_s" is 1, under "hold_s" with 2'),
        ("[single-leg-dip]\nhold_max_s = 5", '"hold_max_s" needs "hold_s"'),
        ("[straight-leg-raise]\nhold_s = 130", '"hold_s" is 130, but has to be a number from 0.2'),
        ("[straight-leg-raise]\n[straight-leg-raise]", "is not valid TOML"),
    ],
)
def test_a_wrong_plan_is_answered_with_what_is_wrong_and_what_is_allowed(
    text: str, told: str
) -> None:
    with pytest.raises(AnalysisError) as caught:
        parse_plan(text, "plan.toml")
    assert caught.value.reason is AnalysisReason.BAD_PLAN
    assert str(caught.value).startswith("plan.toml")
    assert told in str(caught.value)


def test_a_hold_may_be_longer_than_the_ways_of_a_rep() -> None:
    (planned,) = parse_plan("[straight-leg-raise]\nhold_s = 30", "plan.toml").exercises
    assert planned.hold_s == 30.0 > find("straight-leg-raise").max_rep_s
    assert planned_of_note(find("straight-leg-raise"), values_of(planned)) == planned
