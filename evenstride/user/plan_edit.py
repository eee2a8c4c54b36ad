"""A plan under change on a screen: where the mark is, and what each key makes of the plan."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import BOUNDS, Plan, PlannedExercise, hold_problem
from evenstride.analysis.model.plan_days import Day

STEPS: Final[Mapping[str, float]] = {
    "sets": 1,
    "reps": 1,
    "hold_s": 0.5,
    "left_kg": 0.5,
    "right_kg": 0.5,
    "rest_s": 15.0,
}
"""What can be changed of an exercise, and by how much a key changes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEdit:
    """A plan, changed so far.

    Attributes:
        before: The plan as it was.
        plan: The plan as it is now.
        exercises: Every exercise that there is, by id.
        row: Which exercise is marked.
        column: Which of ``STEPS`` is marked.
    """

    before: Plan
    plan: Plan
    exercises: Mapping[str, Exercise]
    row: int = 0
    column: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to keep."""
        return self.plan != self.before

    @property
    def marked(self) -> PlannedExercise:
        """The exercise that is marked."""
        return self.plan.exercises[self.row]

    @property
    def key(self) -> str:
        """What is marked of it."""
        return list(STEPS)[self.column]

    def moved(self, rows: int, columns: int) -> Self:
        """With the mark elsewhere, around the ends."""
        return replace(
            self,
            row=(self.row + rows) % len(self.plan.exercises),
            column=(self.column + columns) % len(STEPS),
        )

    def stepped(self, steps: int) -> Self:
        """With more or less of what is marked; the same where it cannot be more, or less."""
        one, key = self.marked, self.key
        value = getattr(one, key)
        if value is None:
            return self  # there is nothing to hold in this exercise
        low, high = BOUNDS[key]
        value = min(max(value + steps * STEPS[key], low), high)
        number: dict[str, Any] = {key: type(low)(value)}
        changed = replace(one, **number)
        if changed.hold_max_s is not None and changed.hold_s is not None:
            changed = replace(changed, hold_max_s=max(changed.hold_max_s, changed.hold_s))
        if hold_problem(changed, self.exercises[one.exercise]) is not None:
            return self
        return self._with(changed)

    def with_day(self, number: int) -> Self:
        """With a day of the week, 0 for Monday, among the days of the plan, or without it."""
        day = list(Day)[number]
        days = tuple(one for one in Day if (one in self.plan.days) != (one is day))
        return replace(self, plan=replace(self.plan, days=days))

    def taken(self, advised: Mapping[str, PlannedExercise]) -> Self:
        """With what is advised of each exercise in place of what is planned."""
        exercises = tuple(advised.get(one.exercise, one) for one in self.plan.exercises)
        return replace(self, plan=replace(self.plan, exercises=exercises))

    def replaced(self, plan: Plan) -> Self:
        """With another plan in the place of this one; the mark stays where it can."""
        row = min(self.row, len(plan.exercises) - 1)
        return replace(self, plan=plan, row=row)

    def _with(self, changed: PlannedExercise) -> Self:
        exercises = list(self.plan.exercises)
        exercises[self.row] = changed
        return replace(self, plan=replace(self.plan, exercises=tuple(exercises)))
