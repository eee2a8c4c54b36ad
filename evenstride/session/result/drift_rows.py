"""Range, hold and tempo over the reps of each set, as rows for the screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.analysis.comparing.set_measures import Drift, measures_of_set
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.quantities import HOLD, LOWER, RAISE, RANGE, Quantity
from evenstride.analysis.model.reps import Rep
from evenstride.analysis.model.summary import LegSummary
from evenstride.sensors.samples import Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftRow:
    """One quantity over one set.

    Attributes:
        set: The set's number.
        label: Its name.
        unit: Its unit.
        decimals: Decimals worth showing.
        values: The values of the reps that have it, in order.
        most: The largest value of both legs over all sets, so that all rows have the same scale.
        drift: The straight line through them; None with too few reps.
    """

    set: int
    label: str
    unit: str
    decimals: int
    values: tuple[float, ...]
    most: float
    drift: Drift | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """The value at the first and at the last rep: on the line, if there is one."""
        if self.drift is None:
            return self.values[0], self.values[-1]
        return self.drift.first, self.drift.last

    @property
    def verdict(self) -> str:
        """Whether it clearly changed: less, more or same; "" if that is unknown."""
        if self.drift is None:
            return ""
        if not self.drift.clear:
            return "same"
        return "less" if self.drift.last < self.drift.first else "more"


_SHOWN: Final = (RANGE, HOLD, RAISE, LOWER)


def drift_rows(
    legs: Mapping[Leg, LegSummary], exercise: Exercise
) -> dict[Leg, tuple[DriftRow, ...]]:
    """Return each leg's rows, set by set; the hold only if the exercise asks for one."""
    shown = [one for one in _SHOWN if exercise.hold_target_s or not one.only_held]
    every = [rep for leg in legs.values() for rep in leg.reps]
    most = {one.name: max(_known(one, every), default=0.0) for one in shown}
    return {leg: tuple(_rows(of_leg, shown, most)) for leg, of_leg in legs.items()}


def _rows(leg: LegSummary, shown: list[Quantity], most: Mapping[str, float]) -> list[DriftRow]:
    rows = []
    for one in leg.sets:
        reps = leg.reps_of(one)
        if len(reps) < 2:
            continue
        drifts = measures_of_set(reps).drift
        rows += [
            DriftRow(
                set=one.number,
                label=quantity.short,
                unit=quantity.suffix,
                decimals=quantity.decimals,
                values=values,
                most=most[quantity.name],
                drift=drifts.get(quantity.name),
            )
            for quantity in shown
            if len(values := _known(quantity, reps)) > 1
        ]
    return rows


def _known(quantity: Quantity, reps: Sequence[Rep]) -> tuple[float, ...]:
    return tuple(value for rep in reps if (value := quantity.of(rep)) is not None)
