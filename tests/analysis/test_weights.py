"""Tests which weight belongs to a set."""

from dataclasses import replace

import pytest

from evenstride.analysis.model.reps import ExerciseSet
from evenstride.analysis.model.weights import Weights
from evenstride.sensors.samples import Leg

SETS = tuple(
    ExerciseSet(number=number, start_s=at_s, end_s=at_s + 30.0, count=10)
    for number, at_s in ((1, 10.0), (2, 100.0), (3, 200.0))
)


def kg_of(*said: tuple[float, float]) -> list[float | None]:
    weights = Weights()
    for at_s, kg in said:
        weights.say(Leg.LEFT, at_s, kg)
    return [one.kg for one in weights.put_on(Leg.LEFT, SETS)]


@pytest.mark.parametrize(
    ("said", "kg"),
    [
        ([], [None, None, None]),
        ([(0.0, 2)], [2.0, 2.0, 2.0]),
        ([(0.0, 2.0), (60.0, 3.0)], [2.0, 3.0, 3.0]),
        ([(60.0, 3.0)], [None, 3.0, 3.0]),
        ([(0.0, 2.0), (35.0, 1.5)], [1.5, 1.5, 1.5]),
        ([(60.0, 3.0), (61.0, 2.5), (150.0, 0.0)], [None, 2.5, 0.0]),
    ],
)
def test_a_set_has_the_weight_that_was_said_last_before_it_ended(
    said: list[tuple[float, float]], kg: list[float | None]
) -> None:
    assert kg_of(*said) == kg


def test_each_leg_has_its_own_weight() -> None:
    weights = Weights()
    weights.say(Leg.RIGHT, 0.0, 5.0)
    assert weights.put_on(Leg.LEFT, SETS) == SETS
    assert weights.put_on(Leg.RIGHT, SETS[:1]) == (replace(SETS[0], kg=5.0),)
