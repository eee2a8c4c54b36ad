"""Left against right so far, as the rows that the screen shows."""

from collections.abc import Callable
from dataclasses import dataclass

from analysis.events import Rep
from tui.state import DashboardState, LegView, Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One quantity, left against right.

    Attributes:
        label: What it is.
        unit: Its unit, "" for a number.
        decimals: Decimals worth showing.
        left: The left leg's value; None while unknown.
        right: The right leg's value; None while unknown.
        verdict: What follows, in words.
    """

    label: str
    unit: str
    decimals: int
    left: float | None
    right: float | None
    verdict: str = ""


def comparison_rows(state: DashboardState) -> tuple[ComparisonRow, ...]:
    """Left against right: the means so far, and what follows from them."""
    rows = [
        ComparisonRow(
            label="Reps",
            unit="",
            decimals=0,
            left=_of_present(state.left, lambda view: float(view.now.count)),
            right=_of_present(state.right, lambda view: float(view.now.count)),
        ),
        ComparisonRow(
            label="Hold",
            unit=" s",
            decimals=1,
            left=_of_present(state.left, lambda view: _mean(view.reps, lambda rep: rep.hold_s)),
            right=_of_present(state.right, lambda view: _mean(view.reps, lambda rep: rep.hold_s)),
            verdict=_verdict(state, "hold_s", "shorter"),
        ),
        ComparisonRow(
            label="Range",
            unit="°",
            decimals=0,
            left=_of_present(state.left, lambda view: _mean(view.reps, lambda rep: rep.rom_deg)),
            right=_of_present(state.right, lambda view: _mean(view.reps, lambda rep: rep.rom_deg)),
            verdict=_verdict(state, "rom_deg", "smaller"),
        ),
    ]
    return tuple(rows)


def _verdict(state: DashboardState, name: str, less: str) -> str:
    metrics = () if state.comparison is None else state.comparison.metrics
    metric = next((metric for metric in metrics if metric.metric == name), None)
    if metric is None or metric.difference is None:
        return ""
    if metric.ci95 is None:
        return "too few reps"
    return "no clear difference" if metric.weaker is None else f"{metric.weaker} is {less}"


def _of_present(view: LegView, value: Callable[[LegView], float | None]) -> float | None:
    return None if view.signal is Signal.ABSENT else value(view)


def _mean(reps: tuple[Rep, ...], value: Callable[[Rep], float]) -> float | None:
    return sum(value(rep) for rep in reps) / len(reps) if reps else None
