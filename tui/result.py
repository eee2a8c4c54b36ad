"""The result of a session, exercise by exercise and rep by rep, as plain data for the screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from analysis.advice import CAUTION
from analysis.events import Rep
from analysis.exercises import ANY_ID, Exercise
from analysis.parts import by_exercise
from analysis.summary import LegSummary, Summary
from sensors.samples import FloatArray, Leg
from tui.drift_rows import DriftRow, drift_rows
from tui.drift_text import drift_line
from tui.state import ABOVE_USUAL, FIRST_SCALE_DEG

Curve: TypeAlias = tuple[FloatArray, FloatArray]
"""Seconds since a rep's start and angles in degrees, both of shape (n,)."""

# Points of a mean curve: as many as the finest plot has columns of dots.
_MEAN_POINTS = 240
# What a plot without any rep shows, seconds.
_EMPTY_WINDOW_S = 4.0
# Room below zero as a part of a plot's upper end: reps are cut where they end, near zero.
_BELOW_ZERO = 0.08


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class LegResult:
    """One leg.

    Attributes:
        leg: Which one.
        reps: Its reps that count.
        count: How many count, with those that were added by hand.
        curves: The curve of each rep that was seen.
        mean: Their mean; None without any.
        hold_target_s: How long the exercise asks to hold; None without a hold.
        drifts: How each quantity went over each set.
    """

    leg: Leg
    reps: tuple[Rep, ...]
    count: int
    curves: tuple[Curve, ...] = ()
    mean: Curve | None = None
    hold_target_s: float | None = None
    drifts: tuple[DriftRow, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ExerciseResult:
    """One exercise: both legs, and what follows.

    Attributes:
        title: The exercise's title.
        legs: Each leg that wears a sensor.
        scale_deg: Lower and upper end of every plot, degrees.
        window_s: Duration of every plot, seconds.
        sentences: The comparison, then what changed over each set.
        advice: What to do with it; nothing before the session is over.
    """

    title: str
    legs: tuple[LegResult, ...]
    scale_deg: tuple[float, float]
    window_s: float
    sentences: tuple[str, ...]
    advice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Result:
    """A session.

    Attributes:
        exercises: What was trained, in its order; at least one.
        is_over: Whether the session is over.
    """

    exercises: tuple[ExerciseResult, ...]
    is_over: bool = False


def result_of(
    summary: Summary,
    curves: Mapping[Leg, Mapping[float, Curve]],
    exercises: Mapping[str, Exercise],
    *,
    is_over: bool = False,
) -> Result:
    """What the screen shows of a session's result.

    Args:
        summary: The result, or what there is of it so far.
        curves: Each leg's curves, by the start of their rep.
        exercises: What was trained, by id.
        is_over: Whether the session is over.
    """
    parts = tuple(_exercise(part, curves, exercises) for part in by_exercise(summary))
    return Result(exercises=parts, is_over=is_over)


def mean_curve(reps: Sequence[Rep], curves: Sequence[Curve]) -> Curve | None:
    """The mean of reps, each stretched so that its way out, hold and way back last as the mean's.

    Without that, reps of different duration would blur each other's corners.

    Args:
        reps: The reps.
        curves: The curve of each.
    """
    if not curves:
        return None
    # Start, top, leave and end of each, seconds since its start; shape (reps, 4).
    marks_s = np.array(
        [(0.0, rep.raise_s, rep.leave_s - rep.start_s, rep.end_s - rep.start_s) for rep in reps]
    )
    mean_marks_s = marks_s.mean(axis=0)
    t_s = np.linspace(0.0, mean_marks_s[-1], _MEAN_POINTS)
    stretched = [
        np.interp(np.interp(t_s, mean_marks_s, of_rep), *curve)
        for of_rep, curve in zip(marks_s, curves, strict=True)
    ]
    return t_s, np.mean(stretched, axis=0)


def _exercise(
    part: Summary,
    curves: Mapping[Leg, Mapping[float, Curve]],
    exercises: Mapping[str, Exercise],
) -> ExerciseResult:
    exercise = exercises[part.exercise or ANY_ID]
    drifts = drift_rows(part.legs, exercise)
    legs = tuple(
        _leg(leg, part.legs[leg], curves.get(leg, {}), exercise.hold_target_s, drifts[leg])
        for leg in Leg
        if leg in part.legs
    )
    longest_s = max((float(t_s[-1]) for one in legs for t_s, _ in one.curves), default=None)
    highest = max((float(deg.max()) for one in legs for _, deg in one.curves), default=None)
    top_deg = FIRST_SCALE_DEG if highest is None else ABOVE_USUAL * max(1.0, highest)
    said = [drift_line(leg, one, of) for leg, one in part.legs.items() for of in one.sets]
    return ExerciseResult(
        title=exercise.title,
        legs=legs,
        scale_deg=(-_BELOW_ZERO * top_deg, top_deg),
        window_s=longest_s or _EMPTY_WINDOW_S,
        sentences=(part.comparison.why, *(line for line in said if line)),
        advice=(*part.advice.values(), CAUTION) if part.advice else (),
    )


def _leg(
    leg: Leg,
    of_leg: LegSummary,
    curves: Mapping[float, Curve],
    hold_target_s: float | None,
    drifts: tuple[DriftRow, ...],
) -> LegResult:
    drawn = [rep for rep in of_leg.reps if rep.start_s in curves]
    seen = tuple(curves[rep.start_s] for rep in drawn)
    return LegResult(
        leg=leg,
        reps=of_leg.reps,
        count=of_leg.count,
        curves=seen,
        mean=mean_curve(drawn, seen),
        hold_target_s=hold_target_s,
        drifts=drifts,
    )
