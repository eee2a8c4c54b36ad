"""The plots of an exercise on the page, each with a text alternative and its data as a table."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.quantities import Quantity
from evenstride.language import leg_head, tr, trn
from evenstride.report.content import Outcome, Session
from evenstride.report.drawing import picture
from evenstride.report.markup import tag
from evenstride.report.plots import (
    MAX_CURVES,
    draw_curves,
    draw_progress,
    draw_sets,
    shown_quantities,
    weeks_without,
)
from evenstride.report.tables import curves_data, progress_data, session_day, sets_data
from evenstride.report.words import day, interval, number, unit_of
from evenstride.sensors.samples import Leg
from evenstride.session.result.curves import mean_curve

_ROOMY_SECTIONS: Final = 2
"""Up to this number of exercises get larger plots: four must fit on two sheets."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Width and height of an exercise's plots, mm.

    The page is 186 mm wide: the table and the curves stand side by side, and below them the sets,
    which take the whole row if there is no progress to show.
    """

    curves: tuple[int, int]
    sets: tuple[int, int]
    progress: tuple[int, int]


def sizes(exercise: Exercise, *, sections: int, sessions: int) -> Sizes:
    """Return the sizes of an exercise's plots.

    Args:
        exercise: With a hold, its table has more rows, and its other plots show two quantities.
        sections: How many exercises have plots on the page.
        sessions: How many sessions have this exercise.
    """
    is_double = len(shown_quantities(exercise)) > 1
    lower_mm = 35 if is_double else 28
    if sections <= _ROOMY_SECTIONS and sessions > 1:
        lower_mm = 60 if is_double else 45
    return Sizes(
        curves=(72, 37 if is_double else 30),
        sets=(66 if sessions > 1 else 186, lower_mm),
        progress=(118, lower_mm),
    )


def curves_figure(name: str, outcome: Outcome, size_mm: tuple[int, int]) -> ET.Element:
    """Return the plot of every rep's curve, left over right."""
    exercise = outcome.exercise
    told = []
    for leg, curves in outcome.curves.items():
        mean = mean_curve(curves)
        if mean is not None:
            t_s, angle_deg = mean
            told.append(
                trn(
                    "{leg}, {line}: mean of {count} rep, up to {angle}, over after {time}.",
                    "{leg}, {line}: mean of {count} reps, up to {angle}, over after {time}.",
                    len(curves),
                    leg=leg_head(leg),
                    line=tr("solid") if leg is Leg.LEFT else tr("dashed"),
                    angle=number(float(angle_deg.max()), 1, "°"),
                    time=number(t_s[-1], 1, " s"),
                )
            )
    svg = picture(
        draw_curves(outcome, size_mm),
        size_mm,
        name=name,
        title=tr("{title}: angle over a rep, left and right", title=tr(exercise.title)),
        told=" ".join(
            (*told, tr("Thin lines are single reps, {most} of a leg at most.", most=MAX_CURVES))
        ),
    )
    return _figure(svg, curves_data(outcome), "curves")


def sets_figure(name: str, outcome: Outcome, size_mm: tuple[int, int]) -> ET.Element:
    """Return the plot of every rep, set by set."""
    exercise = outcome.exercise
    told = [
        tr(
            "{leg}: sets of {counts} reps.",
            leg=leg_head(leg),
            counts=", ".join(str(one.count) for one in of_leg.sets),
        )
        for leg, of_leg in outcome.part.legs.items()
        if of_leg.sets
    ]
    shown = ", ".join(tr(one.title) for one in shown_quantities(exercise))
    svg = picture(
        draw_sets(outcome, size_mm),
        size_mm,
        name=name,
        title=tr("{title}, every rep, set by set: {shown}", title=tr(exercise.title), shown=shown),
        told=" ".join((*told, tr("Left is filled circles, right is hollow squares."))),
    )
    return _figure(svg, sets_data(outcome), "sets")


def progress_figure(
    name: str,
    exercise: Exercise,
    history: Sequence[tuple[Session, Outcome]],
    size_mm: tuple[int, int],
) -> ET.Element:
    """Return the plot of both legs and their difference over the sessions."""
    days = [session.started.date() if session.started else None for session, _ in history]
    outcomes = [outcome for _, outcome in history]
    told = [_gap_told(one, history) for one in shown_quantities(exercise)]
    known = [one for one in days if one is not None]
    idle = weeks_without(known) if len(known) == len(days) else []
    if idle:
        told.append(tr("Weeks without it began on {days}.", days=", ".join(map(day, idle))))
    svg = picture(
        draw_progress(exercise, days, outcomes, size_mm),
        size_mm,
        name=name,
        title=trn(
            "{title}: left and right in {count} session",
            "{title}: left and right over {count} sessions",
            len(history),
            title=tr(exercise.title),
        ),
        told=" ".join(told),
    )
    return _figure(svg, progress_data(exercise, history), "progress")


def _gap_told(quantity: Quantity, history: Sequence[tuple[Session, Outcome]]) -> str:
    """Return a quantity's difference in the first session and in the last, in words."""
    ends = []
    for session, outcome in (history[0], history[-1]):
        metric = outcome.part.comparison.of(quantity)
        if metric is not None and metric.difference is not None:
            difference = number(metric.difference, 1, unit_of(quantity), signed=True)
            ends.append(
                tr(
                    "{gap} ({interval}) on {day}",
                    gap=difference,
                    interval=interval(metric.ci95, 1),
                    day=session_day(session),
                )
            )
    return tr(
        "{quantity}, left minus right: {gaps}.",
        quantity=tr(quantity.title),
        gaps=tr(", then ").join(ends) or tr("not known"),
    )


def _figure(svg: ET.Element, data: ET.Element, class_: str) -> ET.Element:
    return tag("figure", svg, tag("details", tag("summary", tr("As a table")), data), class_=class_)
