"""Defines plans: exercises with sets, reps, holds, weights and rests; and reads them from TOML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Final

from evenstride.analysis.model.errors import AnalysisError, AnalysisReason
from evenstride.analysis.model.exercises import Exercise, find
from evenstride.analysis.model.packaged import packaged_text
from evenstride.analysis.model.plan_days import Day, days_from
from evenstride.analysis.model.toml_words import (
    allowed_number,
    document_of,
    is_line,
    is_number,
    unknown_key,
    wrong_hold,
    wrong_value,
)
from evenstride.sensors.samples import Leg

REST_S: Final = 60.0
"""How long to rest: for sets of ten to fifteen reps a minute is about right (American College of
Sports Medicine, Med Sci Sports Exerc 41:687, 2009: under 1 min for 10-15 reps, 1-2 for more)."""


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """One exercise of a plan.

    Attributes:
        exercise: The exercise's id.
        sets: Sets for each leg.
        reps: Reps in a set.
        hold_s: How long to hold at the top, seconds; None without a hold.
        hold_max_s: Upper end of the hold, seconds; None unless a range is prescribed.
        left_kg: Weight on the left leg, kg.
        right_kg: Weight on the right leg, kg.
        rest_s: Rest after each set, seconds.
    """

    exercise: str
    sets: int
    reps: int
    hold_s: float | None = None
    hold_max_s: float | None = None
    left_kg: float = 0.0
    right_kg: float = 0.0
    rest_s: float = REST_S

    def kg(self, leg: Leg) -> float:
        """Return the weight on one leg, kg."""
        return self.left_kg if leg is Leg.LEFT else self.right_kg


@dataclass(frozen=True, slots=True)
class Plan:
    """Exercises in the order in which they are done, each of them once.

    Attributes:
        title: Its name.
        exercises: The exercises.
        days: The days of the week on which to train; empty if not given.
    """

    title: str
    exercises: tuple[PlannedExercise, ...]
    days: tuple[Day, ...] = ()

    def of(self, exercise_id: str | None) -> PlannedExercise | None:
        """Return what is planned for an exercise; None if it is not in the plan."""
        return next((one for one in self.exercises if one.exercise == exercise_id), None)


PLANNED_KEYS: Final = tuple(f.name for f in fields(PlannedExercise) if f.name != "exercise")
"""The values that are planned for an exercise, by their keys in files and results."""

_WHOLE: Final = ("sets", "reps")

BOUNDS: Final[Mapping[str, tuple[float, float]]] = {
    "sets": (1, 20),
    "reps": (1, 200),
    "hold_s": (0.2, 120.0),
    "hold_max_s": (0.2, 120.0),
    "left_kg": (0.0, 100.0),
    "right_kg": (0.0, 100.0),
    "rest_s": (0.0, 900.0),
}
"""Lowest and highest value of each number. The bounds are wide: they are to catch mistakes (minutes
for seconds, grams for kilograms), not unusual plans."""


def prescribed(exercise: Exercise) -> PlannedExercise:
    """Return an exercise with its own prescription, for use without a plan."""
    return PlannedExercise(
        exercise=exercise.id,
        sets=exercise.sets,
        reps=exercise.reps,
        hold_s=exercise.hold_target_s,
        hold_max_s=exercise.hold_target_max_s,
    )


def planned_of_note(exercise: Exercise, said: object) -> PlannedExercise:
    """Return what was planned for an exercise, from a note of a recording (``values_of``).

    Args:
        exercise: The exercise that the note names.
        said: The planned values in the note; values that cannot be used are replaced by those of
            the exercise.
    """
    found = said if isinstance(said, Mapping) else {}
    usable = {}
    for key, (low, high) in BOUNDS.items():
        whole = key in _WHOLE
        if is_number(value := found.get(key), low, high, whole=whole):
            usable[key] = value if whole else float(value)
    base = prescribed(exercise)
    if "sets" in usable:
        # Such a note has all values, so a missing hold means that there was none.
        base = replace(base, hold_s=None, hold_max_s=None)
    planned = replace(base, **usable)  # type: ignore[arg-type] # the numbers are checked
    return planned if _wrong_hold(planned) is None else prescribed(exercise)


def values_of(planned: PlannedExercise) -> dict[str, float]:
    """Return the planned values by key, for a note or a file, without those that are None."""
    values = {key: getattr(planned, key) for key in PLANNED_KEYS}
    return {key: value for key, value in values.items() if value is not None}


def as_planned(exercise: Exercise, planned: PlannedExercise) -> Exercise:
    """Return the exercise with the sets, reps and hold of a plan instead of its own."""
    return replace(
        exercise,
        sets=planned.sets,
        reps=planned.reps,
        hold_target_s=planned.hold_s,
        hold_target_max_s=planned.hold_max_s,
    )


def builtin_text() -> str:
    """Return the built-in plan as a TOML document."""
    return packaged_text("plan.toml")


def builtin_plan(own: Iterable[Exercise] = ()) -> Plan:
    """Return the plan of the package, with the prescriptions of the user's own exercises."""
    changed = {exercise.id: prescribed(exercise) for exercise in own}
    plan = _packaged()
    return replace(plan, exercises=tuple(changed.get(one.exercise, one) for one in plan.exercises))


@cache
def _packaged() -> Plan:
    return parse_plan(builtin_text(), "the built-in plan")


def parse_plan(text: str, origin: str, own: Iterable[Exercise] = ()) -> Plan:
    """Read a plan from TOML: one table per exercise, its id as the table's name.

    Args:
        text: The TOML document, in the form of ``data/plan.toml``.
        origin: Where it comes from, for messages; usually the file's name.
        own: The user's own exercises, which the plan may name.

    Raises:
        AnalysisError: BAD_PLAN; the message names the origin, the exercise and the key, and says
            what is wrong and what is allowed.
    """
    document = document_of(text, origin, AnalysisReason.BAD_PLAN)
    title = document.pop("title", "My plan")
    if not is_line(title):
        raise _wrong(origin, "title", title, "a text in quotes that is not empty, on one line")
    days = days_from(document.pop("days", []))
    if days is None:
        raise _bad(
            f'{origin}: "days" has to be a list of days of the week, for instance '
            'days = ["mon", "wed", "fri"].'
        )
    if not document:
        raise _bad(
            f"{origin} holds no exercise: write one table per exercise, for instance "
            "[straight-leg-raise] with sets = 3, or take the file away."
        )
    own = tuple(own)
    return Plan(
        title=title.strip(),
        exercises=tuple(_planned(key, table, origin, own) for key, table in document.items()),
        days=days,
    )


def _planned(
    exercise_id: str, table: object, origin: str, own: tuple[Exercise, ...]
) -> PlannedExercise:
    where = f"{origin}, [{exercise_id}]"
    if not isinstance(table, dict):
        raise _bad(
            f'{origin}: "{exercise_id}" stands outside of an exercise; only "title" and "days" do. '
            "Begin each exercise with its id in brackets, for instance [straight-leg-raise]."
        )
    try:
        exercise = find(exercise_id, own)
    except AnalysisError as error:
        raise _bad(f"{where}: {error}") from error
    for key in table:
        if key not in PLANNED_KEYS:
            raise _bad(unknown_key(where, key, PLANNED_KEYS))
    values = {key: _number(key, value, where) for key, value in table.items()}
    base = prescribed(exercise)
    if "hold_s" in values:
        base = replace(base, hold_max_s=None)
    planned = replace(base, **values)  # type: ignore[arg-type] # _number has checked them
    wrong = _wrong_hold(planned)
    if wrong is not None:
        raise _bad(f"{where}: {wrong}")
    return planned


def _number(key: str, value: object, where: str) -> float:
    low, high = BOUNDS[key]
    whole = key in _WHOLE
    if not is_number(value, low, high, whole=whole):
        raise _wrong(where, key, value, allowed_number(low, high, whole=whole))
    return value if whole else float(value)


def _wrong_hold(planned: PlannedExercise) -> str | None:
    """Return what is wrong with the hold, in a sentence; None if it is right."""
    return wrong_hold(planned.hold_s, planned.hold_max_s, "hold_s", "hold_max_s")


def _wrong(where: str, key: str, value: object, allowed: str) -> AnalysisError:
    return _bad(wrong_value(where, key, value, allowed))


def _bad(message: str) -> AnalysisError:
    return AnalysisError(message, AnalysisReason.BAD_PLAN)
