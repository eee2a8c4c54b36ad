"""Tests how accurate the counting was, by the person's corrections."""

from collections.abc import Sequence

import pytest

from evenstride.analysis.model.reps import AttemptWhy
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.results.from_json import summary_from_json
from evenstride.history.accuracy import LegCount, accuracies, counts_of, taken_by_hand
from evenstride.sensors.samples import Leg, Note
from tests.history.histories import result


def corrected(*changes: int | None) -> list[Note]:
    """Corrections of the left leg; None takes the last one back."""
    return [
        Note(n, "undo", {"leg": "left"})
        if change is None
        else Note(n, "correct", {"leg": "left", "change": change})
        for n, change in enumerate(changes)
    ]


def summary(*exercises: str, by_hand: int = 0, taken_back: int = 0) -> Summary:
    """A sample's result, of which the left leg was corrected."""
    found = result(*exercises)
    left = found["legs"]["left"]
    left["by_hand"] = by_hand
    attempt = {"start_s": 1.0, "end_s": 2.0, "rom_deg": 9.0, "why": AttemptWhy.TAKEN_BACK.value}
    left["attempts"] = [attempt] * taken_back
    left["sets"][0]["count"] += by_hand
    return summary_from_json(found)


@pytest.mark.parametrize(
    ("changes", "by_hand", "taken"),
    [
        ((), 0, 0),
        ((1,), 1, 0),
        ((-1, -1), 0, 2),
        ((1, -1), 0, 0),  # what was added was taken again
        ((1, -1, -1), 0, 1),
        ((-1, None), 0, 0),
        ((1, None, -1), 0, 1),
        ((None, -1), 0, 1),
    ],
)
def test_what_was_taken_by_hand_is_told_from_what_was_added(
    changes: Sequence[int | None], by_hand: int, taken: int
) -> None:
    assert taken_by_hand(corrected(*changes), summary(by_hand=by_hand))[Leg.LEFT] == taken


def test_what_the_program_took_back_itself_is_no_mistake() -> None:
    found = summary(taken_back=3)
    left, right = counts_of(found, {Leg.LEFT: 1})
    assert (left.taken, left.counted) == (1, left.reps + 1)
    assert (right.taken, right.mistakes) == (0, 0)


def test_each_exercise_is_told_over_its_sessions() -> None:
    sessions = [
        counts_of(summary("straight-leg-raise", by_hand=2), {}),
        counts_of(summary("straight-leg-raise", "single-leg-dip", taken_back=1), {Leg.LEFT: 1}),
    ]
    raises, dips = accuracies(sessions)
    assert (raises.exercise, raises.sessions, raises.legs) == ("straight-leg-raise", 2, 4)
    assert (raises.added, raises.taken, raises.exact) == (2, 1, 2)
    assert raises.right_fraction == pytest.approx((raises.reps - 2) / (raises.reps + 1))
    assert (dips.exercise, dips.sessions, dips.exact, dips.legs) == ("single-leg-dip", 1, 2, 2)
    assert dips.right_fraction == 1.0


def test_a_leg_that_rested_says_nothing() -> None:
    rested = LegCount(exercise="squat", leg=Leg.LEFT, reps=0, added=0, taken=0)
    taken = LegCount(exercise="squat", leg=Leg.RIGHT, reps=0, added=0, taken=2)
    assert accuracies([[rested]]) == []
    (found,) = accuracies([[rested, taken]])
    assert (found.legs, found.reps, found.right_fraction) == (1, 0, 0.0)
