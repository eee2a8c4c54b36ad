"""The result of a session by exercise and rep, as plain data for the screen."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenstride.analysis.advising.advice import CAUTION
from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.exercises import ANY_ID, Exercise
from evenstride.analysis.model.reps import Rep
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.language import told, tr
from evenstride.sensors.samples import Leg
from evenstride.session.result.curves import Curve, RepCurve, RepCurves, mean_curve
from evenstride.session.result.drift_rows import DriftRow, drift_rows
from evenstride.session.result.drift_text import drift_line
from evenstride.session.result.felt_text import felt_line
from evenstride.session.state.announced import ABOVE_USUAL
from evenstride.session.state.dashboard import FIRST_SCALE_DEG

# The duration of a plot without any rep, seconds.
_EMPTY_WINDOW_S = 4.0
# Room below zero as a fraction of a plot's upper end: reps are cut where they end, near zero.
_BELOW_ZERO = 0.08


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class LegResult:
    """The result of one leg.

    Attributes:
        leg: The leg.
        reps: Its reps that count.
        count: How many count, including those added by hand.
        curves: The curve of each rep that was seen.
        mean: Their mean; None without any.
        hold_target_s: The prescribed hold; None without a hold.
        drifts: The course of each quantity over each set.
    """

    leg: Leg
    reps: tuple[Rep, ...]
    count: int
    curves: tuple[RepCurve, ...] = ()
    mean: Curve | None = None
    hold_target_s: float | None = None
    drifts: tuple[DriftRow, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ExerciseResult:
    """One exercise: both legs, and the conclusions.

    Attributes:
        title: The exercise's title.
        legs: Each leg with a sensor.
        scale_deg: Lower and upper end of every plot, degrees.
        window_s: Duration of every plot, seconds.
        sentences: The comparison, then the changes over each set.
        advice: The advice; empty before the session is over.
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
        exercises: The exercises in order; at least one.
        is_over: Whether the session is over.
    """

    exercises: tuple[ExerciseResult, ...]
    is_over: bool = False


def result_of(
    summary: Summary,
    curves: RepCurves,
    exercises: Mapping[str, Exercise],
    *,
    is_over: bool = False,
) -> Result:
    """Return the screen's form of a session's result.

    Args:
        summary: The result, or what there is of it so far.
        exercises: The exercises by id.
        is_over: Whether the session is over.
    """
    parts = tuple(_exercise(part, curves, exercises) for part in by_exercise(summary))
    return Result(exercises=parts, is_over=is_over)


def _exercise(
    part: Summary,
    curves: RepCurves,
    exercises: Mapping[str, Exercise],
) -> ExerciseResult:
    exercise = exercises[part.exercise or ANY_ID]
    drifts = drift_rows(part.legs, exercise)
    legs = tuple(
        _leg(leg, part.legs[leg], curves, exercise.hold_target_s, drifts[leg])
        for leg in Leg
        if leg in part.legs
    )
    longest_s = max((float(curve.t_s[-1]) for one in legs for curve in one.curves), default=None)
    highest = max(
        (float(curve.angle_deg.max()) for one in legs for curve in one.curves), default=None
    )
    top_deg = FIRST_SCALE_DEG if highest is None else ABOVE_USUAL * max(1.0, highest)
    said = [drift_line(leg, one, of) for leg, one in part.legs.items() for of in one.sets]
    return ExerciseResult(
        title=exercise.title,
        legs=legs,
        scale_deg=(-_BELOW_ZERO * top_deg, top_deg),
        window_s=longest_s or _EMPTY_WINDOW_S,
        sentences=tuple(filter(None, (told(part.comparison.why), *said, felt_line(part.felt)))),
        advice=(*map(told, part.advice.values()), tr(CAUTION)) if part.advice else (),
    )


def _leg(
    leg: Leg,
    of_leg: LegSummary,
    curves: RepCurves,
    hold_target_s: float | None,
    drifts: tuple[DriftRow, ...],
) -> LegResult:
    seen = curves.of(leg, of_leg.reps)
    return LegResult(
        leg=leg,
        reps=of_leg.reps,
        count=of_leg.count,
        curves=seen,
        mean=mean_curve(seen),
        hold_target_s=hold_target_s,
        drifts=drifts,
    )
