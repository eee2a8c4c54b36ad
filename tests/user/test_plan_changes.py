"""Tests that a plan changed on a screen is written back with the person's comments."""

from dataclasses import replace
from pathlib import Path

import pytest

from evenstride.analysis.model.exercises import builtin
from evenstride.analysis.model.plan import Plan, PlannedExercise, builtin_plan, parse_plan
from evenstride.analysis.model.plan_days import Day
from evenstride.errors import JobError
from evenstride.places import plan_path
from evenstride.user.plan_edit import STEPS, PlanEdit
from evenstride.user.plan_file import change_plan, changed_text
from evenstride.user.plan_words import plan_changes
from evenstride.user.plans import load_plan

MINE = """\
# From Mrs. Knee.
title = "Week 3"   # of twelve

[straight-leg-raise]   # first
sets = 3    # not more!
hold_s = 2

# The hard one.
[single-leg-dip]
reps = 8

[inner-range-quads]
"""


def edit(plan: Plan) -> PlanEdit:
    return PlanEdit(before=plan, plan=plan, exercises=builtin())


def pressed(state: PlanEdit, row: int, key: str, steps: int) -> PlanEdit:
    return replace(state, row=row, column=list(STEPS).index(key)).stepped(steps)


def test_what_is_changed_is_written_and_every_comment_stays() -> None:
    before = parse_plan(MINE, "mine")
    state = pressed(edit(before), 0, "sets", 1)
    state = pressed(state, 0, "left_kg", 3)
    state = pressed(state, 2, "hold_s", 2).with_day(0).with_day(4)
    text = changed_text(MINE, before, state.plan)
    assert text == (
        MINE.replace('"Week 3"   # of twelve', '"Week 3"   # of twelve\ndays = ["mon", "fri"]')
        .replace("sets = 3 ", "sets = 4 ")
        .replace("hold_s = 2\n", "hold_s = 2\nleft_kg = 1.5\n")
        + "hold_s = 3\nhold_max_s = 5\n"
    )
    assert parse_plan(text, "changed") == state.plan


@pytest.mark.parametrize("text", [MINE, MINE.replace('title = "Week 3"   # of twelve\n', "")])
def test_exercises_come_and_go_and_days_stand_at_the_top(text: str) -> None:
    before = parse_plan(text, "mine")
    dip, raises = before.exercises[1], before.exercises[0]
    after = Plan(before.title, (raises, dip, PlannedExercise("clam", 2, 20)), (Day.SUNDAY,))
    changed = changed_text(text, before, after)
    assert parse_plan(changed, "changed") == after
    assert "# From Mrs. Knee." in changed
    days_again = replace(after, days=(Day.MONDAY,))
    assert parse_plan(changed_text(changed, after, days_again), "again") == days_again


def test_what_was_written_by_hand_meanwhile_stays(tmp_path: Path) -> None:
    before = parse_plan(MINE, "mine")
    by_hand = MINE.replace("reps = 8", "reps = 6")
    text = changed_text(by_hand, before, pressed(edit(before), 0, "sets", 1).plan)
    found = parse_plan(text, "both")
    assert (found.exercises[0].sets, found.exercises[1].reps) == (4, 6)
    with pytest.raises(JobError, match="Your plan stays as it is"):
        changed_text("[straight-leg-raise", before, before)


def test_the_built_in_plan_becomes_the_users_own() -> None:
    before = builtin_plan()
    change_plan(before, pressed(edit(before), 0, "reps", -3).plan)
    assert load_plan().exercises[0].reps == 12
    assert plan_path().read_text(encoding="utf-8").startswith("# A plan: one table per exercise")


def test_a_number_ends_at_its_bounds() -> None:
    state = edit(builtin_plan())
    assert pressed(state, 0, "sets", -9).marked.sets == 1
    assert pressed(state, 0, "hold_s", 1).plan == state.plan  # there is none in a curl
    longer = pressed(state, 1, "hold_s", 8).marked
    assert (longer.hold_s, longer.hold_max_s) == (6.0, 6.0)
    assert pressed(state, 1, "hold_s", 500).marked.hold_s == 120.0
    assert pressed(state, 1, "right_kg", 1).marked.right_kg == 0.5


def test_the_mark_goes_around_the_ends() -> None:
    state = edit(builtin_plan()).moved(-1, -1)
    assert (state.marked.exercise, state.key) == ("single-leg-dip", "rest_s")


def test_advice_is_taken_over_and_what_changes_is_told() -> None:
    state = edit(builtin_plan())
    advised = replace(state.plan.exercises[2], reps=10, left_kg=0.5)
    taken = state.taken({"straight-leg-raise": advised, "clam": PlannedExercise("clam", 1, 1)})
    assert taken.is_changed
    changes = plan_changes(state.before, taken.with_day(2).plan, lambda one: builtin()[one].title)
    assert list(changes) == [
        "Days: any → Wednesday",
        "Straight leg raise: reps 12 → 10, weight left 0 → 0.5 kg",
    ]
