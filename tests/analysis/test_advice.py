"""Tests the advice case by case: the findings, what to do next time, and the reason."""

from dataclasses import replace

from evenstride.analysis.advising.advice import Advice, Step
from evenstride.analysis.advising.past_results import weaker_leg
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.plan import PlannedExercise, builtin_plan
from evenstride.analysis.model.summary import Comparison
from tests.analysis.advised import (
    DIP,
    FULL,
    LEFT,
    LEFT_HOLDS_LESS,
    LEFT_MOVES_LESS,
    QUADS,
    RAISE,
    RIGHT,
    RIGHT_MOVES_LESS,
    advice,
    part,
    past,
)


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
    few = advice(part((2,), (4,))).sentence
    assert few.startswith("Only the right leg did enough reps for a set; ")


def test_the_leg_that_is_known_to_be_weaker_stays_first_where_it_trained_alone() -> None:
    assert advice(part(FULL), before=[past(weaker=LEFT)]).first is LEFT


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
