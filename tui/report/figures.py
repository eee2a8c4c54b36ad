"""The plots of an exercise on the page: each with its words and its data as a table."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Final

from analysis.exercises import Exercise
from tui.report.content import Detail, Outcome, Session
from tui.report.curves import mean_curve
from tui.report.drawing import picture
from tui.report.markup import tag
from tui.report.plots import (
    MAX_CURVES,
    draw_curves,
    draw_progress,
    draw_sets,
    shown_quantities,
    weeks_without,
)
from tui.report.tables import curves_data, progress_data, session_day, sets_data
from tui.report.words import QUANTITIES, count, day, interval, number

# Widths, mm. The page has 186 mm: a table and the curves, below them sets and sessions.
_CURVES_MM: Final = 78
_SETS_MM: Final = 66
_WIDE_SETS_MM: Final = 186
_PROGRESS_MM: Final = 118

# Heights, mm, by how many quantities are drawn: the table beside the curves has more rows, and the
# plots below have two. Four exercises with all of that are two sheets.
_UPPER_MM: Final = {1: 30, 2: 37}
_LOWER_MM: Final = {1: 31, 2: 39}


def curves_figure(name: str, exercise: Exercise, detail: Detail) -> ET.Element:
    """Every rep's curve, left over right."""
    told = []
    for leg, curves in detail.curves.items():
        mean = mean_curve(curves)
        if mean is not None:
            t_s, angle_deg = mean
            line = "solid" if leg == "left" else "dashed"
            told.append(
                f"{leg.capitalize()}, {line}: mean of {count(len(curves), 'rep')}, up to "
                f"{number(float(angle_deg.max()), 1, '°')}, over after {number(t_s[-1], 1)} s."
            )
    svg = picture(
        lambda figure: draw_curves(figure, detail),
        (_CURVES_MM, _UPPER_MM[len(shown_quantities(exercise))]),
        name=name,
        title=f"{exercise.title}: angle over a rep, left and right",
        told=f"{' '.join(told)} Thin lines are single reps, {MAX_CURVES} of a leg at most.",
    )
    return _figure(svg, curves_data(detail), "curves")


def sets_figure(name: str, exercise: Exercise, detail: Detail, *, is_alone: bool) -> ET.Element:
    """Rep by rep over the sets; wide where it has the row for itself."""
    told = [
        f"{leg.capitalize()}: sets of {', '.join(str(one.count) for one in of_leg.sets)} reps."
        for leg, of_leg in detail.legs.items()
        if of_leg.sets
    ]
    names = shown_quantities(exercise)
    shown = " and ".join(QUANTITIES[one].name.lower() for one in names)
    svg = picture(
        lambda figure: draw_sets(figure, exercise, detail),
        (_WIDE_SETS_MM if is_alone else _SETS_MM, _LOWER_MM[len(names)]),
        name=name,
        title=f"{exercise.title}: {shown} of every rep, set by set",
        told=f"{' '.join(told)} Left is filled circles, right is hollow squares.",
    )
    return _figure(svg, sets_data(exercise, detail), "sets")


def progress_figure(
    name: str, exercise: Exercise, history: Sequence[tuple[Session, Outcome]]
) -> ET.Element:
    """Both legs and their difference over the sessions."""
    days = [session.started.date() if session.started else None for session, _ in history]
    outcomes = [outcome for _, outcome in history]
    names = shown_quantities(exercise)
    told = [_gap_told(one, history) for one in names]
    known = [one for one in days if one is not None]
    idle = weeks_without(known) if len(known) == len(days) else []
    if idle:
        told.append(f"Weeks without it began on {', '.join(map(day, idle))}.")
    svg = picture(
        lambda figure: draw_progress(figure, exercise, days, outcomes),
        (_PROGRESS_MM, _LOWER_MM[len(names)]),
        name=name,
        title=f"{exercise.title}: left and right over {count(len(history), 'session')}",
        told=" ".join(told),
    )
    return _figure(svg, progress_data(exercise, history), "progress")


def _gap_told(name: str, history: Sequence[tuple[Session, Outcome]]) -> str:
    """A quantity's difference in the first session and in the last."""
    quantity, ends = QUANTITIES[name], []
    for session, outcome in (history[0], history[-1]):
        metric = outcome.metrics.get(name)
        if metric is not None and metric.difference is not None:
            difference = number(metric.difference, 1, quantity.unit, signed=True)
            ends.append(f"{difference} ({interval(metric.ci95, 1)}) on {session_day(session)}")
    return f"{quantity.name}, left minus right: {', then '.join(ends) or 'not known'}."


def _figure(svg: ET.Element, data: ET.Element, class_: str) -> ET.Element:
    return tag("figure", svg, tag("details", tag("summary", "As a table"), data), class_=class_)
