"""Sets, holds and weights of a plan in words, and the differences between two plans."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from evenstride.analysis.model.plan import PLANNED_KEYS, Plan, PlannedExercise
from evenstride.analysis.model.plan_days import Day
from evenstride.language import later, listed, plain_number, told, tr

_NAMES: Final = {
    "sets": (later("sets"), ""),
    "reps": (later("reps"), ""),
    "hold_s": (later("hold"), " s"),
    "hold_max_s": (later("hold at most"), " s"),
    "left_kg": (later("weight left"), " kg"),
    "right_kg": (later("weight right"), " kg"),
    "rest_s": (later("rest"), " s"),
}


def days_words(days: Sequence[Day]) -> str:
    """Return days in words: "Monday, Wednesday and Friday"; "every day"; "" if there are none."""
    names = [tr(day.name.capitalize()) for day in days]
    if len(names) == len(Day):
        return tr("every day")
    return listed(names) if names else ""


def hold_words(hold_s: float | None, hold_max_s: float | None) -> str:
    """Return how long to hold, for instance "2–5 s"; "" without a hold."""
    if hold_s is None:
        return ""
    upper = "" if hold_max_s in (None, hold_s) else f"–{plain_number(hold_max_s)}"
    return f"{plain_number(hold_s)}{upper} s"


def kg_words(kg: float | None) -> str:
    """Return a weight, for instance "1.5 kg"; "" without one."""
    return f"{plain_number(kg)} kg" if kg else ""


def plan_changes(before: Plan, after: Plan, title_of: Callable[[str], str]) -> Iterator[str]:
    """Yield what differs between two plans, a line for each exercise.

    Args:
        before: The old plan.
        after: The new plan.
        title_of: Returns the title of an exercise by its id.
    """
    if before.title != after.title:
        yield tr("Name: {before} → {after}", before=told(before.title), after=told(after.title))
    if before.days != after.days:
        old, new = (days_words(one.days) or tr("any") for one in (before, after))
        yield tr("Days: {before} → {after}", before=old, after=new)
    for one in before.exercises:
        now = after.of(one.exercise)
        words = tr("left out") if now is None else ", ".join(_changes(one, now))
        if words:
            yield f"{tr(title_of(one.exercise))}: {words}"
    for one in after.exercises:
        if before.of(one.exercise) is None:
            hold = hold_words(one.hold_s, one.hold_max_s)
            words = f"{one.sets} × {one.reps}"
            words += f", {tr('hold {seconds}', seconds=hold)}" if hold else ""
            yield f"{tr(title_of(one.exercise))}: {tr('new')}, {words}"


def _changes(before: PlannedExercise, after: PlannedExercise) -> Iterator[str]:
    for key in PLANNED_KEYS:
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            name, unit = _NAMES[key]
            yield f"{tr(name)} {_number(old)} → {_number(new)}{unit}"


def _number(value: float | None) -> str:
    return "–" if value is None else plain_number(value)
