"""Left against right so far, as rows for the screen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from evenstride.analysis.model.quantities import COUNT, HOLD, RAISE, RANGE, Quantity
from evenstride.analysis.model.reps import Rep, mean_known
from evenstride.analysis.model.summary import LegSummary
from evenstride.language import leg_word, tr
from evenstride.sensors.samples import Leg
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.state.so_far import legs_now

_Read: TypeAlias = Callable[[LegSummary], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One quantity, left against right.

    Attributes:
        label: Its name.
        unit: Its unit; "" for a count.
        decimals: Decimals worth showing.
        left: The left leg's value; None while unknown.
        right: The right leg's value; None while unknown.
        verdict: The conclusion, in words.
    """

    label: str
    unit: str
    decimals: int
    left: float | None
    right: float | None
    verdict: str = ""


def comparison_rows(state: DashboardState) -> tuple[ComparisonRow, ...]:
    """Return left against right in the current exercise: the means so far, and the conclusions.

    There are none before the first rep.
    """
    legs = legs_now(state)
    if not any(leg.reps for leg in legs.values()):
        return ()

    def row(label: str, read: _Read, *, of: Quantity, verdict: str = "") -> ComparisonRow:
        left, right = (read(legs[leg]) if leg in legs else None for leg in Leg)
        return ComparisonRow(
            label=tr(label),
            unit=of.suffix,
            decimals=of.decimals,
            left=left,
            right=right,
            verdict=verdict,
        )

    rows = [row(COUNT.title, lambda leg: float(leg.count), of=COUNT)]
    if any(view.now.hold_target_s is not None for view in (state.left, state.right)):
        rows.append(row(HOLD.title, _mean_of(HOLD.of), of=HOLD, verdict=_verdict(state, HOLD)))
    rows.append(row(RANGE.title, _mean_of(RANGE.of), of=RANGE, verdict=_verdict(state, RANGE)))
    rows.append(row("Up and down", _mean_of(_ways_s), of=RAISE, verdict=_slower(state)))
    return tuple(rows)


def _verdict(state: DashboardState, quantity: Quantity) -> str:
    metric = None if state.comparison is None else state.comparison.of(quantity)
    if metric is None or metric.difference is None:
        return ""
    if metric.ci95 is None:
        return tr("too few reps")
    if metric.weaker is None:
        return tr("no clear difference")
    return tr("{leg} is {less}", leg=leg_word(metric.weaker), less=tr(quantity.less))


def _slower(state: DashboardState) -> str:
    if state.comparison and state.comparison.slower_leg:
        return tr("{leg} is slower", leg=leg_word(state.comparison.slower_leg))
    return _verdict(state, RAISE)


def _ways_s(rep: Rep) -> float | None:
    return None if rep.raise_s is None or rep.lower_s is None else rep.raise_s + rep.lower_s


def _mean_of(value: Callable[[Rep], float | None]) -> _Read:
    return lambda leg: mean_known(map(value, leg.reps))
