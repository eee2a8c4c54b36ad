"""Tests when the advice increases the next session, in small steps, and what it increases."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.analysis.advising.advice import Step, advise
from evenstride.analysis.advising.past_results import PastResult
from evenstride.analysis.model.errors import AnalysisError
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.analysis.model.summary import Comparison
from evenstride.sensors.samples import Leg
from tests.analysis.advised import (
    DIP,
    EVEN,
    FULL,
    LEFT,
    LEFT_HOLDS_LESS,
    QUADS,
    RAISE,
    RIGHT,
    RIGHT_MOVES_LESS,
    TODAY,
    advice,
    part,
    past,
)


def test_one_complete_session_is_not_enough_for_more() -> None:
    found = advice(part(FULL, FULL))
    assert found.sentence == (
        "Both legs did every set with full holds, with no clear difference between them; next "
        "time 3 × 12 again on both legs."
    )
    assert "this session alone" in found.rests_on
    assert (found.step, found.next, found.first) == (Step.SAME, RAISE, None)


def test_two_complete_sessions_running_are_one_rep_more() -> None:
    found = advice(part(FULL, FULL), before=[past(days_ago=3)])
    assert found.sentence == (
        "Both legs did every set with full holds, two sessions running, with no clear difference "
        "between them; if nothing hurts, next time 3 × 13 on both legs."
    )
    assert found.rests_on == (
        "This rests on this session (36 reps left, 36 reps right) and that of 19 November."
    )
    assert (found.step, found.next) == (Step.MORE, replace(RAISE, reps=13))


@pytest.mark.parametrize(
    "last",
    [
        past([12, 12, 11]),
        past([12, 12]),
        past(right=[]),
        past(weaker=LEFT),
        past(short=2),
        past(hold_s=1.7),
        past(days_ago=0),
        past(days_ago=29),
        past(days_ago=None),
    ],
    ids=["reps", "sets", "one-leg", "weaker", "short", "mean", "same-day", "long-ago", "unknown"],
)
def test_nothing_gets_more_unless_the_session_before_was_as_good_on_another_day(
    last: PastResult,
) -> None:
    found = advice(part(FULL, FULL), before=[past(days_ago=9), last])
    assert (found.step, found.next) == (Step.SAME, RAISE)


def test_nothing_gets_more_where_the_day_of_this_session_is_not_known() -> None:
    assert advise(part(FULL, FULL), RAISE, [past()]).step is Step.SAME


def test_four_weeks_between_two_sessions_are_running_still() -> None:
    assert advice(part(FULL, FULL), before=[past(days_ago=28)]).step is Step.MORE


@pytest.mark.parametrize(
    ("planned", "more"),
    [
        (replace(RAISE, reps=14), {"reps": 15}),
        (replace(RAISE, reps=15), {"hold_s": 3.0}),
        (replace(RAISE, reps=15, hold_s=5.0), {"left_kg": 0.5, "right_kg": 0.5}),
        (replace(RAISE, reps=15, hold_s=5.0, left_kg=4.5, right_kg=4.5), {}),
        (replace(RAISE, reps=15, hold_s=2.0, hold_max_s=2.5), {"left_kg": 0.5, "right_kg": 0.5}),
        (QUADS, {"hold_s": 3.0}),
        (replace(DIP, reps=15, left_kg=1.0, right_kg=1.0), {"left_kg": 1.5, "right_kg": 1.5}),
        (PlannedExercise("hamstring-curl", 4, 15), {"reps": 16}),
        (PlannedExercise("hamstring-curl", 4, 20), {}),
    ],
)
def test_reps_come_before_the_hold_and_the_hold_before_the_weight_in_small_steps(
    planned: PlannedExercise, more: Mapping[str, float]
) -> None:
    reps = [planned.reps] * planned.sets
    last = past(reps, reps, hold_s=planned.hold_s)
    found = advice(
        part(reps, reps, planned=planned, kg={LEFT: planned.left_kg, RIGHT: planned.right_kg}),
        planned,
        [last],
    )
    assert found.next == replace(planned, **more)  # type: ignore[arg-type]
    assert found.step is (Step.MORE if more else Step.SAME)
    assert ("if nothing hurts" in found.sentence) is bool(more)


def test_a_set_that_was_taken_off_comes_back_before_anything_else_gets_more() -> None:
    fewer = replace(RAISE, sets=2)
    complete, before = part(FULL[:2], FULL[:2]), past(FULL[:2], FULL[:2])
    found = advice(complete, fewer, [past(days_ago=9), before])
    assert found.step is Step.MORE
    assert found.next == RAISE
    # Who never did three sets has chosen two.
    assert advice(complete, fewer, [before]).next == replace(fewer, reps=13)


def test_an_exercise_of_ones_own_says_itself_how_it_gets_harder() -> None:
    own = Exercise(id="step-up", title="Step up", harder=("weight",))
    planned = PlannedExercise("step-up", 3, 12)
    of = part(FULL, FULL, planned=planned)
    found = advise(of, planned, [past()], exercise=own, day=TODAY)
    assert found.next == replace(planned, left_kg=0.5, right_kg=0.5)
    assert "3 × 12 with 0.5 kg on both legs" in found.sentence
    with pytest.raises(AnalysisError):
        advise(of, planned)


_SETS = st.lists(st.integers(1, 20), max_size=5)
_KG = st.fixed_dictionaries({leg: st.sampled_from([0.0, 0.5, 1.0, 4.5]) for leg in Leg})


@settings(max_examples=60)
@given(
    left=_SETS,
    right=_SETS,
    comparison=st.sampled_from([EVEN, LEFT_HOLDS_LESS, RIGHT_MOVES_LESS]),
    planned=st.builds(
        PlannedExercise,
        st.sampled_from(["straight-leg-raise", "hamstring-curl", "single-leg-dip"]),
        st.integers(1, 5),
        st.integers(1, 20),
        hold_s=st.sampled_from([None, 2.0, 5.0]),
        left_kg=st.sampled_from([0.0, 1.0]),
        right_kg=st.sampled_from([0.0, 2.0]),
    ),
    kg=st.none() | _KG,
    tired=st.fixed_dictionaries({leg: st.integers(0, 5) for leg in Leg}),
    earlier=st.lists(st.sampled_from([past(), past([20] * 5, [20] * 5), past(weaker=LEFT)])),
)
def test_nothing_more_than_one_small_step_and_never_more_for_the_stronger_leg(
    *,
    left: list[int],
    right: list[int],
    comparison: Comparison,
    planned: PlannedExercise,
    kg: Mapping[Leg, float] | None,
    tired: Mapping[Leg, int],
    earlier: list[PastResult],
) -> None:
    of = part(left, right, comparison, planned=planned, kg=kg, tired=tired)
    found = advice(of, planned, earlier)
    following = found.next
    carried = {leg: planned.kg(leg) if kg is None else kg[leg] for leg in Leg}
    if left and right and min(max(left), max(right)) >= 3:
        weaker = comparison.weaker_leg
        if carried[LEFT] != carried[RIGHT]:
            weaker = min(Leg, key=carried.__getitem__)
        if weaker is not None:
            assert following.kg(weaker.other) <= following.kg(weaker)
            assert found.step is not Step.MORE
            assert found.first is weaker
        if found.step is not Step.MORE:
            least = min(3, planned.reps)
            sets = min(sum(one >= least for one in reps) for reps in (left, right))
            did = min(sum(left), sum(right))
            assert following.reps * min(sets, planned.sets) <= did
    if found.step is Step.MORE:
        assert earlier
        assert min(len(left), len(right)) >= planned.sets
        changed = [
            following.sets == planned.sets + 1,
            following.reps == planned.reps + 1,
            following.hold_s is not None and following.hold_s != planned.hold_s,
            following.left_kg != carried[LEFT],
        ]
        assert sum(changed) == 1
    else:
        assert following.sets <= planned.sets
        assert following.reps <= planned.reps
        assert following.hold_s == planned.hold_s
    assert "  " not in found.text
