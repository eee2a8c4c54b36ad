"""Tests the sentences about sets of movements that were passed over."""

from dataclasses import replace

import pytest

from evenstride.analysis.counting.sentences.passed_over import A_SET, passed_over
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.reps import Attempt, AttemptWhy
from tests.analysis.made import rep


def passed(why: AttemptWhy, rom_deg: float = 12.0, *, from_s: float = 0.0) -> list[Attempt]:
    """A set of attempts of 3 s each, one every five seconds."""
    starts_s = [from_s + 5.0 * at for at in range(A_SET)]
    return [Attempt(start_s=at, end_s=at + 3.0, rom_deg=rom_deg, why=why) for at in starts_s]


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (AttemptWhy.BOTH_LEGS, "were not counted, because the other leg moved along with them."),
        (AttemptWhy.TOO_FAST, "were shorter than the 1.1 s"),
        (AttemptWhy.WRONG_WAY, "were not counted: they did not carry the sensor"),
        (AttemptWhy.UNLIKE, "were not counted, because they were unlike each other"),
    ],
)
def test_a_set_of_movements_that_were_passed_over_is_told(why: AttemptWhy, said: str) -> None:
    wrong = passed(why)
    dip = find("single-leg-dip")
    (text,) = passed_over(wrong, dip, ())
    assert text.startswith(f"4 movements between 0 and 18 s from the start {said}")
    assert not list(passed_over(wrong[1:], dip, ()))


def test_beside_sets_that_count_too_and_not_what_goes_along_with_reps_or_lies_between() -> None:
    dip = find("single-leg-dip")
    reps = [rep(at, start_s=10.0 * at) for at in range(1, 21)]
    (text,) = passed_over(passed(AttemptWhy.WRONG_WAY, from_s=300.0), dip, reps)
    assert text.startswith("4 movements between 300 and 318 s from the start were not counted")
    between = [
        Attempt(start_s=at + 6.0, end_s=at + 8.0, rom_deg=9.0, why=AttemptWhy.WRONG_WAY)
        for at in range(10, 200, 10)
    ]
    along = [replace(one, start_s=one.start_s - 5.0) for one in between]
    assert not list(passed_over(along, dip, reps))
    assert not list(passed_over(between, dip, reps))


def test_a_set_of_movements_too_large_for_the_exercise_asks_for_exercise_and_placement() -> None:
    """A shank turns by 80° where a thigh turns by 20°: nothing is said of straps or axes."""
    large = passed(AttemptWhy.UNLIKE, 80.0)
    (text,) = passed_over(large, find("seated-knee-extension"), ())
    assert "from the start turned the limb by more than the 60° of this exercise" in text
    (text,) = passed_over(large, find("straight-leg-raise"), ())
    assert "were not counted, because they were unlike" in text
