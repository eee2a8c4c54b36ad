"""The weight on each leg: what was said during the session, and which sets it belongs to."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from evenstride.analysis.model.reps import ExerciseSet
from evenstride.analysis.model.toml_words import is_number
from evenstride.sensors.samples import Leg

MOST_KG: Final = 200.0
"""A note that says more is a mistake: nobody raises that with one leg."""


def weight_of(said: object) -> float | None:
    """Return a weight, kilograms, from a note's value, which may be anything; None if invalid."""
    return float(said) if is_number(said, 0.0, MOST_KG, whole=False) else None


class Weights:
    """What was said about the weight on each leg."""

    def __init__(self) -> None:
        self._said: dict[Leg, list[tuple[float, float]]] = {leg: [] for leg in Leg}

    def say(self, leg: Leg, at_s: float, kg: float) -> None:
        """Take what was said, in order of time.

        Args:
            at_s: When, seconds on the session's timeline.
            kg: The weight, kilograms.
        """
        self._said[leg].append((at_s, kg))

    def put_on(self, leg: Leg, sets: Sequence[ExerciseSet]) -> tuple[ExerciseSet, ...]:
        """Return a leg's sets with their weights: the last one said before a set's last rep ended.

        A weight that is said during a rest applies to the set to come.
        """
        return tuple(replace(one, kg=self._at(leg, one.end_s)) for one in sets)

    def _at(self, leg: Leg, at_s: float) -> float | None:
        said = [kg for since_s, kg in self._said[leg] if since_s <= at_s]
        return said[-1] if said else None
