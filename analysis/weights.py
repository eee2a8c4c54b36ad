"""The weight on each leg: what was said along the session, and which sets it was lifted in."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from analysis.events import ExerciseSet
from sensors.samples import Leg

MOST_KG: Final = 200.0
"""A note that says more is a slip: nobody raises that with one leg."""


class Weights:
    """What was said about the weight on each leg."""

    def __init__(self) -> None:
        self._said: dict[Leg, list[tuple[float, float]]] = {leg: [] for leg in Leg}

    def say(self, leg: Leg, at_s: float, kg: object) -> None:
        """Take a note, in order of time; one that is no weight changes nothing.

        Args:
            leg: The leg that it is for.
            at_s: When, seconds on the session's timeline.
            kg: The weight, kilograms.
        """
        # A bool is an int to Python, and a note may hold anything.
        if isinstance(kg, bool) or not isinstance(kg, int | float):
            return
        if math.isfinite(kg) and 0.0 <= kg <= MOST_KG:
            self._said[leg].append((at_s, float(kg)))

    def put_on(self, leg: Leg, sets: Sequence[ExerciseSet]) -> tuple[ExerciseSet, ...]:
        """The sets of a leg with their weights: what was said last before a set's last rep ended.

        A weight that is said in the rest is that of the set to come.
        """
        return tuple(replace(one, kg=self._at(leg, one.end_s)) for one in sets)

    def _at(self, leg: Leg, at_s: float) -> float | None:
        said = [kg for since_s, kg in self._said[leg] if since_s <= at_s]
        return said[-1] if said else None
