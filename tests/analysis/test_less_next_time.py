"""Tests when the advice reduces the next session, and what it reduces."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from evenstride.analysis.advising.advice import Step
from evenstride.sensors.samples import Leg
from tests.analysis.advised import FULL, LEFT, LEFT_HOLDS_LESS, RAISE, RIGHT, advice, part, past


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


def test_a_leg_that_tired_alone_gets_less_of_what_was_planned() -> None:
    found = advice(part((12, 12), tired={LEFT: 2}))
    assert (found.step, found.next) == (Step.LESS, replace(RAISE, reps=10))
    planned = replace(RAISE, left_kg=2.0, right_kg=2.0)
    found = advice(part((12, 9), tired={LEFT: 2}, kg={LEFT: 1.0}), planned)
    assert (found.next.reps, found.next.kg(LEFT)) == (12, 0.5)
