"""A plan being edited on a screen: the marked cell, and what each key changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import BOUNDS, Plan, PlannedExercise
from evenstride.analysis.model.plan_days import Day

STEPS: Final[Mapping[str, float]] = {
    "sets": 1,
    "reps": 1,
    "hold_s": 0.5,
    "left_kg": 0.5,
    "right_kg": 0.5,
    "rest_s": 15.0,
}
"""The figures of an exercise that can be changed, and the step of one key press."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEdit:
    """A plan with the changes made so far.

    Attributes:
        before: The plan as it was.
        plan: The plan as it is now.
        exercises: Every exercise, by id.
        row: Index of the marked exercise.
        column: Index of the marked one of ``STEPS``.
    """

    before: Plan
    plan: Plan
    exercises: Mapping[str, Exercise]
    row: int = 0
    column: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether there is a change to save."""
        return self.plan != self.before

    @property
    def marked(self) -> PlannedExercise:
        """The exercise that is marked."""
        return self.plan.exercises[self.row]

    @property
    def key(self) -> str:
        """The key of the marked figure."""
        return list(STEPS)[self.column]

    def moved(self, rows: int, columns: int) -> Self:
        """Return the edit with the mark moved; it wraps around at the ends."""
        return replace(
            self,
            row=(self.row + rows) % len(self.plan.exercises),
            column=(self.column + columns) % len(STEPS),
        )

    def stepped(self, steps: int) -> Self:
        """Return the edit with the marked figure changed by steps, within its limits."""
        one, key = self.marked, self.key
        value = getattr(one, key)
        if value is None:
            return self  # this exercise has no hold
        low, high = BOUNDS[key]
        value = min(max(value + steps * STEPS[key], low), high)
        number: dict[str, Any] = {key: type(low)(value)}
        changed = replace(one, **number)
        if changed.hold_max_s is not None and changed.hold_s is not None:
            changed = replace(changed, hold_max_s=max(changed.hold_max_s, changed.hold_s))
        return self._with(changed)

    def with_day(self, number: int) -> Self:
        """Return the edit with a day of the week (0 is Monday) added to the plan, or removed."""
        day = list(Day)[number]
        days = tuple(one for one in Day if (one in self.plan.days) != (one is day))
        return replace(self, plan=replace(self.plan, days=days))

    def taken(self, advised: Mapping[str, PlannedExercise]) -> Self:
        """Return the edit with the advised exercises in place of the planned ones."""
        exercises = tuple(advised.get(one.exercise, one) for one in self.plan.exercises)
        return replace(self, plan=replace(self.plan, exercises=exercises))

    def replaced(self, plan: Plan) -> Self:
        """Return the edit with another plan; the mark stays if it can."""
        row = min(self.row, len(plan.exercises) - 1)
        return replace(self, plan=plan, row=row)

    def _with(self, changed: PlannedExercise) -> Self:
        exercises = list(self.plan.exercises)
        exercises[self.row] = changed
        return replace(self, plan=replace(self.plan, exercises=tuple(exercises)))
