"""The change of a leg's reps over a set, in words."""

from evenstride.analysis.comparing.set_measures import Drift, measures_of_set
from evenstride.analysis.model.quantities import BY_NAME, SMOOTHNESS
from evenstride.analysis.model.reps import ExerciseSet
from evenstride.analysis.model.summary import LegSummary
from evenstride.language import leg_head, number, tr
from evenstride.sensors.samples import Leg


def drift_line(leg: Leg, of_leg: LegSummary, one: ExerciseSet) -> str | None:
    """Return what clearly changed from the first rep of a set to its last; None if nothing did."""
    drifts = measures_of_set(of_leg.reps_of(one)).drift
    changes = [_change(name, drift) for name, drift in drifts.items() if drift and drift.clear]
    if not changes:
        return None
    return tr(
        "{leg}, set {number}, first rep to last: {changes}.",
        leg=leg_head(leg),
        number=one.number,
        changes=", ".join(changes),
    )


def _change(name: str, drift: Drift) -> str:
    quantity = BY_NAME[name]
    if quantity is SMOOTHNESS:  # its figures mean nothing to most people
        return tr("smoother") if drift.last > drift.first else tr(quantity.less)
    first, last = (number(end, quantity.decimals) for end in (drift.first, drift.last))
    return tr(
        "{quantity} {first} to {last}",
        quantity=tr(quantity.noun),
        first=first,
        last=f"{last}{quantity.suffix}",
    )
