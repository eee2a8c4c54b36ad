"""Puts into parts of a sentence what was found in a session and what to do next time."""

from collections.abc import Mapping, Sequence

from evenstride.analysis.advising.past_results import PastResult, PastSet
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.analysis.model.quantities import BY_NAME, HOLD, RANGE, Consequence
from evenstride.analysis.model.summary import Comparison, Metric
from evenstride.sensors.samples import Leg


def listed(parts: Sequence[str]) -> str:
    """Join parts of a sentence with commas and an "and"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def is_compared(comparison: Comparison) -> bool:
    """Whether the legs did enough to be compared."""
    of_range = comparison.of(RANGE)
    return of_range is not None and of_range.ci95 is not None


def compared(comparison: Comparison) -> list[str]:
    """Say how the legs compare, for instance "left held 0.6 s shorter than right (0.3–0.9 s)".

    The parts after the first continue about the weaker leg.
    """
    weaker = comparison.weaker_leg
    if weaker is None and not is_compared(comparison):
        return ["there were too few reps to compare the legs"]
    if weaker is None:
        return ["there is no clear difference between the legs"]
    told = [_less(metric) for metric in comparison.metrics if metric.weaker is weaker]
    (what, span), *more = [one for one in told if one] or [("did less", "")]
    return [f"{weaker} {what} than {weaker.other}{span}", *(f"{one}{by}" for one, by in more)]


def unlike_weights(left_kg: float, right_kg: float) -> str:
    """Say that the legs cannot be compared, as they carried different weights."""
    return (
        f"the legs carried different weights ({left_kg:g} kg left, {right_kg:g} kg right) and can "
        "not be compared"
    )


def only_leg(leg: Leg, *, is_alone: bool) -> str:
    """Say that only one leg did a set; ``is_alone`` if the other did not even one rep."""
    if is_alone:
        return f"only the {leg} leg was trained"
    return f"only the {leg} leg did enough reps for a set"


def full_holds(done: Mapping[Leg, Sequence[PastSet]]) -> str:
    """Say that holds were full, or nearly all: a report that counts short ones must agree."""
    short = any(one.short_holds for sets in done.values() for one in sets)
    return "nearly all holds full" if short else "full holds"


def reps_done(
    done: Mapping[Leg, Sequence[PastSet]], planned: PlannedExercise, subject: Leg | None
) -> list[str]:
    """Say what legs did that did not do everything: "left did 12, 11 and 9 of 3 × 12".

    For a single set: "left did 1 set of 6 instead of 3 × 12".

    Args:
        done: The sets of those legs.
        planned: What was planned.
        subject: The leg that the sentence is already about.
    """
    reps = {leg: _reps_of([one.reps for one in sets], planned) for leg, sets in done.items()}
    if len(reps) > 1 and len(set(reps.values())) == 1:
        return [f"both legs did {reps[Leg.LEFT]}"]
    legs = sorted(reps, key=lambda leg: leg is not subject)
    return [f"{'' if leg is subject else f'{leg} '}did {reps[leg]}" for leg in legs]


def fell_off(leg: Leg, sets: Sequence[PastSet]) -> str:
    """Say that range or hold fell off within a leg's sets."""
    falling = sum(one.falls_off for one in sets)
    return f"range or hold fell off in {falling} of {len(sets)} sets on the {leg}"


def short_holds(leg: Leg, sets: Sequence[PastSet], hold_s: float) -> str:
    """Say that a leg's holds were not full."""
    short, reps = sum(one.short_holds for one in sets), sum(one.reps for one in sets)
    if not short:
        return f"the {leg} leg's holds were under {hold_s:g} s on average"
    return f"{short} of {reps} holds on the {leg} were under {hold_s:g} s"


def unmeasured(leg: Leg, sets: Sequence[PastSet]) -> str:
    """Say that it is not known whether a leg's holds were full."""
    if all(one.hold_s is None for one in sets):
        return f"the {leg} leg's holds were not measured"
    return f"most of the {leg} leg's holds were not measured"


def next_time(
    planned: PlannedExercise, following: PlannedExercise, first: Leg | None, *, both_legs: bool
) -> str:
    """Say what to do next time, for instance "next time 4 × 12 on both legs, left first".

    Args:
        planned: What was planned.
        following: What is to be planned.
        first: The leg that begins; None if it does not matter.
        both_legs: Whether both legs do it together.
    """
    again = " again" if following == planned else ""
    words = f"next time {following.sets} × {following.reps}{again}"
    if following.hold_s is not None and following.hold_s != planned.hold_s:
        words += f" with a hold of {following.hold_s:g} s"
    left_kg, right_kg = following.left_kg, following.right_kg
    if left_kg == right_kg:
        words += f" with {left_kg:g} kg" if left_kg else ""
    else:
        words += f" with {left_kg:g} kg left and {right_kg:g} kg right"
    if (planned.left_kg or planned.right_kg) and not (left_kg or right_kg):
        words += " without a weight"
    if both_legs:
        return words
    return f"{words} on both legs" + (f", {first} first" if first else "")


def rests_on(now: Sequence[tuple[Leg, int]], last: PastResult | None, *, alone: bool) -> str:
    """Say in a sentence on what the advice rests.

    Args:
        now: How many reps each leg did in this session.
        last: The previous session, if it matters.
        alone: Whether no earlier session is known.
    """
    reps = ", ".join(f"1 rep {leg}" if count == 1 else f"{count} reps {leg}" for leg, count in now)
    if last is None:
        return f"This rests on this session{' alone' if alone else ''} ({reps or 'no reps'})."
    day = f"that of {last.day.day} {last.day:%B}" if last.day else "the one before"
    return f"This rests on this session ({reps}) and {day}."


def _reps_of(reps: Sequence[int], planned: PlannedExercise) -> str:
    """Say how many reps were done of those planned, for instance "2 × 12 of 3 × 12"."""
    if len(reps) == 1:
        if planned.sets == 1:
            return f"{reps[0]} of {planned.reps} reps"
        return f"1 set of {reps[0]} instead of {planned.sets} × {planned.reps}"
    even = len(set(reps)) == 1
    did = f"{len(reps)} × {reps[0]}" if even else listed(list(map(str, reps)))
    return f"{did} of {planned.sets} × {planned.reps}"


def _less(metric: Metric) -> tuple[str, str] | None:
    """Say what the weaker leg did less of, and the interval; None if it is no training goal."""
    quantity = BY_NAME[metric.metric]
    if metric.difference is None or quantity.consequence is not Consequence.VERDICT:
        return None
    decimals, unit = quantity.decimals_for(metric.left, metric.right), quantity.suffix
    span = ""
    if metric.ci95 is not None:
        low, high = sorted(map(abs, metric.ci95))
        span = f" ({low:.{decimals}f}–{high:.{decimals}f}{unit})"
    amount = f"{abs(metric.difference):.{decimals}f}{unit}"
    if quantity is HOLD:
        return f"held {amount} shorter", span
    return f"moved {amount} less", span
