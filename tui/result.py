"""The result of a session so far, rep by rep, as plain data for the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

import numpy as np

from analysis.events import ExerciseSet, Rep
from analysis.summary import LegSummary
from sensors.samples import FloatArray, Leg
from tui.drift_text import drift_line
from tui.state import ABOVE_USUAL, BELOW_ZERO, DashboardState, Signal

Curve: TypeAlias = tuple[FloatArray, FloatArray]
"""Seconds since a rep's start and angles in degrees, both of shape (n,)."""

# Points of a mean curve: as many as the finest plot has columns of dots.
_MEAN_POINTS = 240


@dataclass(frozen=True, slots=True, eq=False)
class LegResult:
    """One leg.

    Attributes:
        leg: Which one.
        reps: Its reps that count.
        count: How many count, with those that were added by hand.
        curves: The curve of each rep that was seen.
        mean: Their mean; None without any.
        hold_target_s: How long the exercise asks to hold; None without a hold.
    """

    leg: Leg
    reps: tuple[Rep, ...]
    count: int
    curves: tuple[Curve, ...]
    mean: Curve | None
    hold_target_s: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """Both legs, and what follows.

    Attributes:
        exercise: The exercise's title.
        legs: Each leg that wears a sensor.
        scale_deg: Lower and upper end of every plot, degrees.
        window_s: Duration of every plot, seconds.
        sentences: The comparison, then what changed over each set.
    """

    exercise: str
    legs: tuple[LegResult, ...]
    scale_deg: tuple[float, float]
    window_s: float
    sentences: tuple[str, ...]


def result_of(state: DashboardState, curves: Mapping[Leg, Mapping[float, Curve]]) -> Result:
    """The result of what the screen shows.

    Args:
        state: The session.
        curves: Each leg's curves, by the start of their rep.
    """
    present = [leg for leg in Leg if state.leg(leg).signal is not Signal.ABSENT]
    legs = tuple(_leg(state, leg, curves.get(leg, {})) for leg in present)
    longest_s = max((float(t_s[-1]) for leg in legs for t_s, _ in leg.curves), default=4.0)
    highest = [float(deg.max()) for leg in legs for _, deg in leg.curves]
    top_deg = ABOVE_USUAL * max(highest) if highest else state.scale_top_deg
    if state.comparison is not None:
        first = state.comparison.why
    elif len(present) == 1:
        first = "One leg wore a sensor: there is nothing to compare it with."
    else:
        first = "It takes reps of both legs to compare them."
    drifts = [said for leg in legs for said in _drifts(leg)]
    return Result(
        exercise=state.exercise,
        legs=legs,
        scale_deg=(-BELOW_ZERO * top_deg, top_deg),
        window_s=longest_s,
        sentences=(first, *drifts),
    )


def mean_curve(curves: tuple[Curve, ...]) -> Curve | None:
    """The mean of curves, aligned at their starts; as long as their median."""
    if not curves:
        return None
    end_s = float(np.median([t_s[-1] for t_s, _ in curves]))
    t_s = np.linspace(0.0, end_s, _MEAN_POINTS)
    return t_s, np.mean([np.interp(t_s, *curve) for curve in curves], axis=0)


def _leg(state: DashboardState, leg: Leg, curves: Mapping[float, Curve]) -> LegResult:
    view = state.leg(leg)
    seen = tuple(curves[rep.start_s] for rep in view.reps if rep.start_s in curves)
    return LegResult(leg, view.reps, view.now.count, seen, mean_curve(seen), view.now.hold_target_s)


def _drifts(leg: LegResult) -> list[str]:
    summary = LegSummary(reps=leg.reps)
    said = []
    for number, of_set in groupby(leg.reps, key=lambda rep: rep.set):
        reps = list(of_set)
        one = ExerciseSet(
            number=number, start_s=reps[0].start_s, end_s=reps[-1].end_s, count=len(reps)
        )
        said.append(drift_line(leg.leg, summary, one))
    return [sentence for sentence in said if sentence]
