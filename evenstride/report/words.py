"""How the report prints quantities, dates and legs."""

from datetime import date, datetime
from typing import Final

from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.analysis.model.quantities import BY_NAME, Quantity
from evenstride.analysis.model.summary import Metric
from evenstride.language import leg_word, short_date, tr, trn
from evenstride.language import number as said
from evenstride.user.plan_words import hold_words, kg_words

NONE: Final = "–"
MINUS: Final = "−"
_SPACE: Final = "\u00a0"


def unit_of(quantity: Quantity) -> str:
    """Return a quantity's unit as printed after a number, with non-breaking spaces."""
    return quantity.suffix.replace(" ", _SPACE)


def number(value: float | None, decimals: int, unit: str = "", *, signed: bool = False) -> str:
    """Return a number with a true minus sign; a dash for None."""
    if value is None:
        return NONE
    rounded = round(value, decimals) + 0.0
    sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return f"{sign}{said(abs(rounded), decimals)}{unit}"


def interval(ci95: tuple[float, float] | None, decimals: int) -> str:
    """Return an interval in words; a dash for None."""
    if ci95 is None:
        return NONE
    low, high = (number(end, decimals, signed=True) for end in ci95)
    return tr("{low} to {high}", low=low, high=high).replace(" ", _SPACE)


def finding(metric: Metric) -> str:
    """Return the conclusion from a metric; "" if none is ever drawn from it."""
    quantity = BY_NAME[metric.metric]
    if not quantity.less or metric.difference is None:
        return ""
    if metric.ci95 is None:
        return tr("too few reps")
    if metric.weaker is None:
        return tr("no clear difference")
    return f"{leg_word(metric.weaker)} {tr(quantity.less)}"


def has_hold(exercise: Exercise) -> bool:
    """Whether the exercise asks for a hold."""
    return exercise.hold_target_s is not None


def planned_words(planned: PlannedExercise) -> str:
    """Return a prescription: ``3 × 12, hold 2–5 s``."""
    words = f"{planned.sets}{_SPACE}×{_SPACE}{planned.reps}"
    if planned.hold_s is not None:
        hold = hold_words(planned.hold_s, planned.hold_max_s).replace(" ", _SPACE)
        words += f", {tr('hold {seconds}', seconds=hold)}"
    if planned.left_kg == planned.right_kg:
        weight = kg_words(planned.left_kg)
    else:
        weight = tr(
            "{left} kg left, {right} kg right", left=planned.left_kg, right=planned.right_kg
        )
    return f"{words}, {weight}" if weight else words


def day(when: date) -> str:
    """Return ``26 Oct``; the month is a name because 10/11 is ambiguous."""
    return short_date(when).replace(" ", _SPACE)


def full_day(when: date) -> str:
    """Return ``26 Oct 2026``."""
    return f"{day(when)}{_SPACE}{when.year}"


def moment(when: datetime) -> str:
    """Return ``26 Oct 2026, 17:10``."""
    return f"{full_day(when)}, {when:%H:%M}"


def sessions_words(count: int) -> str:
    """Return ``1 session``, ``2 sessions``."""
    return trn("{count} session", "{count} sessions", count)
