"""Measures the errors of holds, ranges and the knee, rep by rep against the truth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from evenstride.analysis.evaluating.outcomes import LegOutcome, TrueRep, match
from evenstride.analysis.model.quantities import OF_A_KNEE, Quantity
from evenstride.analysis.model.reps import Rep
from evenstride.sensors.samples import Placement


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors (measured minus true) of one quantity over some reps.

    Attributes:
        reps: How many reps.
        bias: Mean error.
        mean_abs: Mean absolute error.
    """

    reps: int
    bias: float
    mean_abs: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RepErrors:
    """How well holds and ranges of one kind of reps were measured.

    Attributes:
        folder: The data set.
        exercise: Id of the exercise that was looked for; None for all of the data set.
        placement: Where the sensor sat.
        kind: The kind of reps; empty if the truth does not distinguish kinds.
        true_reps: Reps whose times are known.
        found: Those of them that were counted.
        hold_s: Errors of their holds; None if the truth does not include them.
        rom_deg: Errors of their ranges; None if the truth does not include them.
        knee: Errors of the knee's quantities that the truth includes, by name.
    """

    folder: str
    exercise: str | None
    placement: Placement
    kind: str
    true_reps: int
    found: int
    hold_s: Errors | None
    rom_deg: Errors | None
    knee: Mapping[str, Errors] = field(default_factory=dict)


def hold_errors(outcome: LegOutcome) -> Errors | None:
    """Return the errors of one leg's holds; None if the truth does not include them."""
    return _hold_errors(match(outcome.reps, outcome.true_reps))


def rep_errors(outcomes: Sequence[LegOutcome]) -> list[RepErrors]:
    """Return the errors of holds and ranges, in the order of the outcomes.

    There is one entry for each exercise, placement and kind of reps of a data set, and if it has
    more than one exercise, one over all of them for each placement and kind.
    """
    exercises: dict[str, set[str]] = {}
    for one in outcomes:
        if one.true_reps:
            exercises.setdefault(one.folder, set()).add(one.exercise)
    groups: dict[tuple[str, str | None, Placement, str], list[LegOutcome]] = {}
    for together in (False, True):
        for one in outcomes:
            if together and len(exercises.get(one.folder, ())) < 2:
                continue
            for kind in dict.fromkeys(rep.kind for rep in one.true_reps):
                exercise = None if together else one.exercise
                groups.setdefault((one.folder, exercise, one.placement, kind), []).append(one)
    return [_errors_of(key, of_group) for key, of_group in groups.items()]


def worst_holds(outcomes: Sequence[LegOutcome]) -> list[tuple[LegOutcome, Errors]]:
    """Return the legs whose holds were measured, worst first."""
    found = [(one, errors) for one in outcomes if (errors := hold_errors(one)) is not None]
    return sorted(found, key=lambda pair: -pair[1].mean_abs)


def _errors_of(
    key: tuple[str, str | None, Placement, str], outcomes: Sequence[LegOutcome]
) -> RepErrors:
    folder, exercise, placement, kind = key
    pairs = [
        pair for one in outcomes for pair in match(one.reps, one.true_reps) if pair[1].kind == kind
    ]
    return RepErrors(
        folder=folder,
        exercise=exercise,
        placement=placement,
        kind=kind,
        true_reps=sum(rep.kind == kind for one in outcomes for rep in one.true_reps),
        found=len(pairs),
        hold_s=_hold_errors(pairs),
        rom_deg=_errors(_difference(rep.rom_deg, true.rom_deg) for rep, true in pairs),
        knee={
            one.name: errors
            for one in OF_A_KNEE
            if (errors := _errors(_of_knee(one, *pair) for pair in pairs)) is not None
        },
    )


def _of_knee(quantity: Quantity, rep: Rep, true: TrueRep) -> float | None:
    true_deg: float | None = getattr(true, quantity.name)
    return _difference(quantity.of(rep), true_deg)


def _hold_errors(pairs: Sequence[tuple[Rep, TrueRep]]) -> Errors | None:
    return _errors(_difference(rep.hold_s, true.hold_s) for rep, true in pairs)


def _difference(measured: float | None, true: float | None) -> float | None:
    return None if measured is None or true is None else measured - true


def _errors(found: Iterable[float | None]) -> Errors | None:
    errors = [error for error in found if error is not None]
    if not errors:
        return None
    return Errors(len(errors), float(np.mean(errors)), float(np.mean(np.abs(errors))))
