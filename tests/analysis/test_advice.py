"""Advice, case by case: what was found, what to do next time, and on what that rests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.analysis.advising.advice import Advice, Step, advise
from evenstride.analysis.advising.past_results import PastResult, PastSet, weaker_leg
from evenstride.analysis.model.errors import AnalysisError
from evenstride.analysis.model.exercises import Exercise, find
from evenstride.analysis.model.plan import PlannedExercise, builtin_plan
from evenstride.analysis.model.summary import Comparison, LegSummary, Metric, Summary
from evenstride.sensors.samples import Leg
from tests.analysis.made import done_set

LEFT, RIGHT = Leg.LEFT, Leg.RIGHT
RAISE = PlannedExercise("straight-leg-raise", 3, 12, hold_s=2.0)
QUADS = PlannedExercise("inner-range-quads", 4, 15, hold_s=2.0, hold_max_s=5.0)
DIP = PlannedExercise("single-leg-dip", 3, 12)
TODAY = date(2026, 11, 22)
FULL = (12, 12, 12)


def metric(
    name: str, left: float, right: float, ci95: tuple[float, float] | None, weaker: Leg | None
) -> Metric:
    return Metric(
        metric=name,
        left=left,
        right=right,
        difference=left - right,
        ci95=ci95,
        lsi_pct=None,
        weaker=weaker,
    )


EVEN = Comparison(
    weaker_leg=None, why="", metrics=(metric("rom_deg", 41.0, 40.0, (-2.0, 4.0), None),)
)
LEFT_HOLDS_LESS = Comparison(
    weaker_leg=LEFT,
    why="",
    metrics=(
        metric("hold_s", 1.6, 2.2, (-0.9, -0.3), LEFT),
        metric("rom_deg", 41.0, 40.0, (-2.0, 4.0), None),
    ),
)
LEFT_MOVES_LESS = metric("rom_deg", 6.0, 8.5, (-4.0, -1.0), LEFT)
RIGHT_MOVES_LESS = Comparison(
    weaker_leg=RIGHT, why="", metrics=(metric("rom_deg", 40.0, 32.0, (5.2, 10.8), RIGHT),)
)


def part(
    left: Sequence[int] = (),
    right: Sequence[int] = (),
    comparison: Comparison = EVEN,
    *,
    planned: PlannedExercise = RAISE,
    kg: Mapping[Leg, float] | None = None,
    short: Mapping[Leg, int] | None = None,
    tired: Mapping[Leg, int] | None = None,
) -> Summary:
    """A session of sets of these reps; so many reps of each set short, so many sets tiring."""
    legs = {}
    for leg, reps in ((LEFT, left), (RIGHT, right)):
        made = [
            done_set(
                number,
                count,
                hold_s=(planned.hold_s or 0.0) + 0.6,
                short=(short or {}).get(leg, 0),
                tiring=number <= (tired or {}).get(leg, 0),
                kg=(kg or {}).get(leg),
            )
            for number, count in enumerate(reps, start=1)
        ]
        legs[leg] = LegSummary(
            reps=tuple(rep for of_set, _ in made for rep in of_set),
            sets=tuple(one for _, one in made),
        )
    return Summary(exercise=planned.exercise, legs=legs, comparison=comparison)


def past(
    left: Sequence[int] = FULL,
    right: Sequence[int] = FULL,
    *,
    days_ago: int | None = 2,
    weaker: Leg | None = None,
    hold_s: float | None = 2.3,
    short: int = 0,
) -> PastResult:
    sets = {
        leg: tuple(PastSet(reps=one, hold_s=hold_s, short_holds=short) for one in reps)
        for leg, reps in ((LEFT, left), (RIGHT, right))
    }
    day = None if days_ago is None else TODAY - timedelta(days=days_ago)
    return PastResult(exercise="straight-leg-raise", sets=sets, weaker_leg=weaker, day=day)


def advice(
    of: Summary, planned: PlannedExercise = RAISE, before: Sequence[PastResult] = ()
) -> Advice:
    return advise(of, planned, before, day=TODAY)


def test_a_weaker_leg_that_did_less_sets_next_times_sets_for_both() -> None:
    found = advice(part([12] * 4, [15] * 4, LEFT_HOLDS_LESS), QUADS)
    assert found.sentence == (
        "Left held 0.6 s shorter than right (0.3–0.9 s) and did 4 × 12 of 4 × 15; next time 4 × 12 "
        "on both legs, left first."
    )
    assert found.rests_on == "This rests on this session alone (48 reps left, 60 reps right)."
    assert found.text == f"{found.sentence} {found.rests_on}"
    assert (found.step, found.first) == (Step.LESS, LEFT)
    assert found.next == replace(QUADS, reps=12)


def test_everything_that_the_weaker_leg_did_less_is_one_sentence() -> None:
    less = replace(LEFT_HOLDS_LESS, metrics=(LEFT_HOLDS_LESS.metrics[0], LEFT_MOVES_LESS))
    found = advice(part((12, 11, 9), (12, 12), less))
    assert found.sentence == (
        "Left held 0.6 s shorter than right (0.3–0.9 s), moved 2.5° less (1.0–4.0°), did 12, "
        "11 and 9 of 3 × 12 and right did 2 × 12 of 3 × 12; next time 2 × 10 on both legs, left "
        "first."
    )
    none = Comparison(weaker_leg=LEFT, why="")
    assert advice(part(FULL, FULL, none)).sentence.startswith("Left did less than right; next")


def test_a_weaker_leg_that_did_everything_goes_first_and_nothing_gets_more() -> None:
    before = [past(days_ago=4), past(days_ago=2)]
    found = advice(part(FULL, FULL, RIGHT_MOVES_LESS), before=before)
    assert found.sentence == (
        "Right moved 8° less than left (5–11°); next time 3 × 12 again on both legs, right first."
    )
    assert found.rests_on == "This rests on this session (36 reps left, 36 reps right)."
    assert (found.step, found.next) == (Step.SAME, RAISE)


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


def test_range_or_hold_that_falls_off_in_most_sets_is_fewer_reps() -> None:
    found = advice(part(FULL, FULL, LEFT_HOLDS_LESS, tired={LEFT: 2}))
    assert found.sentence == (
        "Left held 0.6 s shorter than right (0.3–0.9 s) and range or hold fell off in 2 of 3 sets "
        "on the left; next time 3 × 10 on both legs, left first."
    )
    assert (found.step, found.next) == (Step.LESS, replace(RAISE, reps=10))


def test_one_set_in_three_that_falls_off_is_chance() -> None:
    assert advice(part(FULL, FULL, tired={LEFT: 1})).step is Step.SAME


def test_falling_off_undoes_what_two_good_sessions_would_have_given() -> None:
    found = advice(part(FULL, FULL, tired={RIGHT: 3}), before=[past()])
    assert found.next.reps == 10


def test_with_a_weight_that_is_what_gets_less() -> None:
    planned = replace(RAISE, left_kg=1.0, right_kg=1.0)
    found = advice(part(FULL, FULL, tired={LEFT: 3}), planned)
    assert found.next == replace(planned, left_kg=0.5, right_kg=0.5)
    assert "3 × 12 with 0.5 kg on both legs" in found.sentence
    light = replace(RAISE, left_kg=0.5, right_kg=0.5)
    found = advice(part(FULL, FULL, tired={LEFT: 3}), light)
    assert (found.next.left_kg, found.next.right_kg) == (0.0, 0.0)
    assert "3 × 12 without a weight on both legs" in found.sentence


def test_going_back_ends_at_five_reps() -> None:
    planned = replace(RAISE, reps=6)
    found = advice(part([6] * 3, [6] * 3, tired={LEFT: 3}), planned)
    assert found.next.reps == 5
    few = replace(RAISE, reps=4)
    assert advice(part([6] * 3, [6] * 3, tired={LEFT: 3}), few).next.reps == 4


@pytest.mark.parametrize(
    ("left", "right", "sets", "reps", "first"),
    [
        ((12, 11, 9), FULL, 3, 10, LEFT),
        (FULL, (12, 11, 9), 3, 10, RIGHT),
        (FULL, (12, 12), 2, 12, RIGHT),
        # Broken off: one set less, and no more than that.
        (FULL, (12,), 2, 12, RIGHT),
        # Stopped early on both: the number of sets stays.
        ((12, 12), (12, 12), 3, 12, None),
        ((6,), (6,), 3, 6, None),
        # A set that was cut in two is still one: the best three of four.
        ((12, 7, 5, 12), FULL, 3, 10, None),
        # Less on both.
        ((8, 8, 8), (9, 9, 9), 3, 8, LEFT),
        # A movement or two are no set.
        ((12, 12, 12, 2), FULL, 3, 12, None),
        ((14, 14, 14), FULL, 3, 12, None),
    ],
)
def test_next_time_is_what_the_leg_can_do_that_did_less(
    left: Sequence[int], right: Sequence[int], sets: int, reps: int, first: Leg | None
) -> None:
    found = advice(part(left, right))
    assert (found.next.sets, found.next.reps, found.first) == (sets, reps, first)
    assert (f"{sets} × {reps}") in found.sentence


def test_holds_that_are_not_full_are_told_and_nothing_gets_more() -> None:
    found = advice(part(FULL, FULL, short={LEFT: 5}), before=[past()])
    assert found.sentence == (
        "There is no clear difference between the legs and 15 of 36 holds on the left were under "
        "2 s; next time 3 × 12 again on both legs."
    )
    assert found.step is Step.SAME


def test_a_hold_that_is_short_now_and_then_is_full_enough_and_told() -> None:
    found = advice(part(FULL, FULL, short={LEFT: 1}), before=[past(short=1)])
    assert found.step is Step.MORE
    assert found.sentence.startswith("Both legs did every set with nearly all holds full, two ")


def test_holds_that_nobody_measured_are_not_called_full() -> None:
    assert advice(part(FULL, FULL), before=[past(hold_s=None)]).step is Step.SAME
    measured = part(FULL, FULL)
    by_hand = {**measured.legs, LEFT: replace(measured.legs[LEFT], reps=())}
    given = advice(replace(measured, legs=by_hand), before=[past()])
    assert given.step is Step.SAME
    assert "the left leg's holds were not measured" in given.sentence


def test_one_measured_hold_among_many_reps_added_by_hand_is_not_called_full() -> None:
    measured = part(FULL, FULL)
    left = measured.legs[LEFT]

    def given(keep: int) -> Advice:
        counted = replace(left, reps=left.reps[:keep], by_hand=len(left.reps) - keep)
        return advice(replace(measured, legs={**measured.legs, LEFT: counted}), before=[past()])

    half = len(left.reps) // 2
    assert given(half).step is Step.MORE
    for keep in (1, half - 1):
        assert given(keep).step is Step.SAME
        assert "most of the left leg's holds were not measured" in given(keep).sentence
    assert advice(measured, before=[replace(past(), by_hand={LEFT: half})]).step is Step.MORE
    assert advice(measured, before=[replace(past(), by_hand={LEFT: half + 1})]).step is Step.SAME


def test_what_is_heavier_than_advice_would_ever_add_stays_as_heavy() -> None:
    heavy = replace(RAISE, left_kg=50.0, right_kg=50.0, reps=15, hold_s=5.0)
    full = (15,) * len(FULL)
    found = advice(part(full, full, planned=heavy), heavy, [past(full, full, hold_s=5.5)])
    assert found.next == heavy


def test_where_no_hold_is_asked_for_none_is_short() -> None:
    of = part(FULL, FULL, short={LEFT: 12}, planned=DIP)
    found = advice(of, DIP, [past(short=12, hold_s=0.2)])
    assert found.step is Step.MORE
    assert "hold" not in found.sentence


def test_legs_that_carried_different_weights_are_not_compared() -> None:
    planned = replace(RAISE, left_kg=1.0, right_kg=2.0)
    found = advice(part(FULL, FULL, RIGHT_MOVES_LESS), planned, [past()])
    assert found.sentence == (
        "The legs carried different weights (1 kg left, 2 kg right) and can not be compared; next "
        "time 3 × 12 with 1 kg on both legs, left first."
    )
    assert (found.step, found.first) == (Step.LESS, LEFT)


def test_what_was_carried_counts_and_not_what_was_planned() -> None:
    planned = replace(RAISE, left_kg=2.0, right_kg=2.0)
    found = advice(part(FULL, FULL, kg={LEFT: 1.0, RIGHT: 1.0}), planned, [past()])
    assert found.next == replace(planned, left_kg=1.0, right_kg=1.0)
    assert found.step is Step.LESS


def test_one_leg_alone_is_the_plan_again_and_the_other_leg_first() -> None:
    for reps in (FULL, (4,)):
        found = advice(part(reps), before=[past()])
        assert found.sentence == (
            "Only the left leg was trained; next time 3 × 12 again on both legs, right first."
        )
        assert (found.step, found.next, found.first) == (Step.SAME, RAISE, RIGHT)
    assert found.rests_on == "This rests on this session (4 reps left)."


def test_the_leg_that_is_known_to_be_weaker_stays_first_where_it_trained_alone() -> None:
    assert advice(part(FULL), before=[past(weaker=LEFT)]).first is LEFT


def test_a_leg_that_tired_alone_gets_less_of_what_was_planned() -> None:
    found = advice(part((12, 12), tired={LEFT: 2}))
    assert (found.step, found.next) == (Step.LESS, replace(RAISE, reps=10))
    planned = replace(RAISE, left_kg=2.0, right_kg=2.0)
    found = advice(part((12, 9), tired={LEFT: 2}, kg={LEFT: 1.0}), planned)
    assert (found.next.reps, found.next.kg(LEFT)) == (12, 0.5)


def test_one_set_is_told_plainly() -> None:
    assert advice(part((6,), (6,))).sentence.startswith(
        "There is no clear difference between the legs and both legs did 1 set of 6 instead of "
        "3 × 12; next time "
    )
    found = advice(part((6,), (12,)), replace(RAISE, sets=1))
    assert "and left did 6 of 12 reps; next time 1 × 6 on both legs" in found.sentence


def test_without_any_set_the_plan_stays() -> None:
    found = advice(part())
    assert found.sentence == "No set was counted; next time 3 × 12 again on both legs."
    assert found.rests_on == "This rests on this session alone (no reps)."


def test_a_single_rep_is_no_set_and_is_not_denied() -> None:
    found = advice(part((1,), ()))
    assert found.sentence.startswith("There were too few reps for a set; next time 3 × 12")
    assert found.rests_on == "This rests on this session alone (1 rep left)."


def test_too_few_reps_are_not_called_even() -> None:
    few = Comparison(weaker_leg=None, why="")
    found = advice(part([4], [4], few), replace(RAISE, sets=1, reps=4), [past()])
    assert found.sentence.startswith("There were too few reps to compare the legs; next time")
    assert found.step is Step.SAME


def test_both_legs_together_have_no_leg_that_goes_first() -> None:
    squat = PlannedExercise("squat", 3, 12)
    assert find("squat").both_legs
    found = advice(part([8] * 3, [9] * 3, planned=squat), squat)
    assert found.first is None
    assert found.sentence.endswith("next time 3 × 8.")


def test_the_leg_that_was_weaker_just_before_still_goes_first() -> None:
    found = advice(part(FULL, FULL), before=[past(weaker=RIGHT)])
    assert found.first is RIGHT
    assert found.sentence.endswith("right first.")


def test_the_weaker_leg_is_that_of_the_last_two_sessions() -> None:
    assert weaker_leg([]) is None
    assert weaker_leg([past(weaker=LEFT)]) is LEFT
    assert weaker_leg([past(weaker=LEFT), past()]) is LEFT
    assert weaker_leg([past(weaker=LEFT), past(weaker=RIGHT)]) is RIGHT
    assert weaker_leg([past(weaker=LEFT), past(), past()]) is None


def test_no_advice_sounds_like_a_diagnosis() -> None:
    for planned in builtin_plan().exercises:
        found = advice(part([5], [9], LEFT_HOLDS_LESS, tired={LEFT: 1}), planned)
        for word in ("injur", "patholog", "normal", "risk", "diagnos", "imbalance", "should"):
            assert word not in found.text.lower()


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
