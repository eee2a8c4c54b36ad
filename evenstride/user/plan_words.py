"""Sets, holds and weights of a plan in words, and what differs between two plans."""

from collections.abc import Callable, Iterator
from typing import Final

from evenstride.analysis.model.plan import PLANNED_KEYS, Plan, PlannedExercise
from evenstride.analysis.model.plan_days import days_words

_NAMES: Final = {
    "sets": ("sets", ""),
    "reps": ("reps", ""),
    "hold_s": ("hold", " s"),
    "hold_max_s": ("hold at most", " s"),
    "left_kg": ("weight left", " kg"),
    "right_kg": ("weight right", " kg"),
    "rest_s": ("rest", " s"),
}


def hold_words(hold_s: float | None, hold_max_s: float | None) -> str:
    """How long to hold, for instance "2–5 s"; nothing without a hold."""
    if hold_s is None:
        return ""
    upper = "" if hold_max_s in (None, hold_s) else f"–{hold_max_s:g}"
    return f"{hold_s:g}{upper} s"


def kg_words(kg: float | None) -> str:
    """A weight, for instance "1.5 kg"; nothing without one."""
    return f"{kg:g} kg" if kg else ""


def plan_changes(before: Plan, after: Plan, title_of: Callable[[str], str]) -> Iterator[str]:
    """What differs between two plans, a line for each exercise.

    Args:
        before: The one.
        after: The other one.
        title_of: Tells the title of an exercise by its id.
    """
    if before.title != after.title:
        yield f"Name: {before.title} → {after.title}"
    if before.days != after.days:
        yield f"Days: {days_words(before.days) or 'any'} → {days_words(after.days) or 'any'}"
    for one in before.exercises:
        now = after.of(one.exercise)
        told = "left out" if now is None else ", ".join(_changes(one, now))
        if told:
            yield f"{title_of(one.exercise)}: {told}"
    for one in after.exercises:
        if before.of(one.exercise) is None:
            hold = hold_words(one.hold_s, one.hold_max_s)
            words = f"{one.sets} × {one.reps}" + (f", hold {hold}" if hold else "")
            yield f"{title_of(one.exercise)}: new, {words}"


def _changes(before: PlannedExercise, after: PlannedExercise) -> Iterator[str]:
    for key in PLANNED_KEYS:
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            name, unit = _NAMES[key]
            yield f"{name} {_number(old)} → {_number(new)}{unit}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
