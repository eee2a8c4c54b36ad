"""How a leg changed over the reps of a set, in words."""

from evenstride.analysis.comparing.set_measures import Drift, measures_of_set
from evenstride.analysis.model.quantities import BY_NAME, SMOOTHNESS
from evenstride.analysis.model.reps import ExerciseSet
from evenstride.analysis.model.summary import LegSummary
from evenstride.sensors.samples import Leg


def drift_line(leg: Leg, of_leg: LegSummary, one: ExerciseSet) -> str | None:
    """What clearly changed from the first rep of a set to its last; None where nothing did."""
    drifts = measures_of_set(of_leg.reps_of(one)).drift
    changes = [_change(name, drift) for name, drift in drifts.items() if drift and drift.clear]
    if not changes:
        return None
    return f"{leg.capitalize()}, set {one.number}, first rep to last: {', '.join(changes)}."


def _change(name: str, drift: Drift) -> str:
    quantity = BY_NAME[name]
    if quantity is SMOOTHNESS:  # its figures say nothing to people
        return "smoother" if drift.last > drift.first else quantity.less
    decimals = quantity.decimals
    first, last = f"{drift.first:.{decimals}f}", f"{drift.last:.{decimals}f}"
    return f"{quantity.noun} {first} to {last}{quantity.suffix}"
