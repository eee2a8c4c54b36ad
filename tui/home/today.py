"""The state of the Today screen, as plain frozen data: the plan row by row, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import Plan, PlannedExercise
from evenstride.language import leg_word, plain_number, tr
from evenstride.sensors.samples import Leg
from evenstride.terminal.outside import safe
from evenstride.tui.home.sensor_setup_state import SensorSetupState
from evenstride.user.plan_words import hold_words, kg_words


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One exercise of the plan, in words.

    Attributes:
        title: Its name.
        sets: Sets and reps: "3 × 12".
        hold: How long to hold; "" without a hold.
        weight: The weight on each leg; "" without one.
        first: The leg that begins; "" if unknown.
        done: What was done today; "" if nothing.
        chosen: Whether a session would begin with it.
    """

    title: str
    sets: str
    hold: str = ""
    weight: str = ""
    first: str = ""
    done: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayState:
    """The whole screen at one moment.

    Attributes:
        day: The day, in words.
        title: The plan's name.
        rows: The plan's exercises, in order.
        exercise: The exercise that a session would begin with; it need not be in the plan.
        sensors: The sensors.
        problem: Why the last session was not possible, and what to do; "" if it was.
        note: A message to show first; "" for none.
        week: How well training was kept up, in a line; "" before the first session.
    """

    day: str
    title: str
    rows: tuple[PlanRow, ...]
    exercise: Exercise
    sensors: SensorSetupState
    problem: str = ""
    note: str = ""
    week: str = ""


def plan_rows(
    plan: Plan,
    exercises: Mapping[str, Exercise],
    chosen: str,
    done: Mapping[str, Mapping[Leg, int]],
    first: Mapping[str, Leg] | None = None,
) -> tuple[PlanRow, ...]:
    """Return the rows of a plan.

    Args:
        exercises: Every exercise, by id.
        chosen: The id of the chosen one.
        done: The sets of each exercise done today, by leg.
        first: The leg that should begin, for exercises in which it is known.
    """
    first = first or {}
    return tuple(
        PlanRow(
            title=safe(tr(exercises[one.exercise].title), limit=36),
            sets=f"{one.sets} × {one.reps}",
            hold=_hold_words(one),
            weight=_weight_words(one),
            first=_first_words(first.get(one.exercise)),
            done=_done_words(done.get(one.exercise, {}), one.sets),
            chosen=one.exercise == chosen,
        )
        for one in plan.exercises
    )


def start_words(state: TodayState) -> str:
    """Return what the start key does now."""
    ready = state.sensors.ready
    title = safe(tr(state.exercise.title), limit=36)
    if ready:
        return tr("Start: {exercise:a}", exercise=title)
    if any(row.in_range for row in state.sensors.rows):
        return tr("Choose which sensor is on which leg")
    return tr("Look for a sensor and start: {exercise:a}", exercise=title)


def _first_words(leg: Leg | None) -> str:
    return "" if leg is None else tr("{leg} first", leg=leg_word(leg))


def _hold_words(one: PlannedExercise) -> str:
    words = hold_words(one.hold_s, one.hold_max_s)
    return tr("hold {seconds}", seconds=words) if words else ""


def _weight_words(one: PlannedExercise) -> str:
    if one.left_kg == one.right_kg:
        return kg_words(one.left_kg)
    return f"{plain_number(one.left_kg)} / {plain_number(one.right_kg)} kg"


def _done_words(done: Mapping[Leg, int], sets: int) -> str:
    if not any(done.values()):
        return ""
    if all(done.get(leg, 0) >= sets for leg in Leg):
        return tr("✓ done")
    left, right = done.get(Leg.LEFT, 0), done.get(Leg.RIGHT, 0)
    return tr("done: {left} left, {right} right", left=left, right=right)
