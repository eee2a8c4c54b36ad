"""The three plots of an exercise: the curves of its reps, its sets rep by rep, and its sessions."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from evenstride.analysis.comparing.set_measures import measures_of_set
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.quantities import HOLD, RANGE, Quantity
from evenstride.analysis.model.reps import Rep
from evenstride.analysis.model.summary import Metric
from evenstride.history.weeks import monday
from evenstride.language import leg_word, plain_number, tr
from evenstride.report.axes import Axes, Look, round_ticks
from evenstride.report.content import Outcome
from evenstride.report.drawing import INK, LEFT, RIGHT
from evenstride.report.words import day, has_hold
from evenstride.sensors.samples import FloatArray, Leg
from evenstride.session.result.curves import Curve, RepCurve, mean_curve

MAX_CURVES: Final = 20
"""The most curves drawn per leg, chosen evenly: more are a smear on paper."""

_LONGER: Final = 1.3
"""The plot of curves is this much longer than the longer leg's mean; longer reps are cut."""

_LOOKS: Final = {
    Leg.LEFT: Look(colour=LEFT, line=0.35, shape="circle", fill=LEFT),
    Leg.RIGHT: Look(colour=RIGHT, line=0.35, dash="1.3 0.6", shape="square", fill="white"),
}
_LINES: Final = {leg: replace(look, line=0.5, shape="") for leg, look in _LOOKS.items()}
_MARKS: Final = {
    Leg.LEFT: replace(_LOOKS[Leg.LEFT], line=0.0),
    Leg.RIGHT: replace(_LOOKS[Leg.RIGHT], line=0.0, fill="none"),  # so that both can be seen
}
_CLEAR: Final = Look(line=0.0, shape="diamond", fill=INK)
_NOT_CLEAR: Final = replace(_CLEAR, fill="white")
_GAP_MM: Final = 2.0

DAYS_A_WEEK: Final = 7


def shown_quantities(exercise: Exercise) -> tuple[Quantity, ...]:
    """Return the quantities that are drawn: the range, and the hold if the exercise has one."""
    return (HOLD, RANGE) if has_hold(exercise) else (RANGE,)


def draw_curves(outcome: Outcome, size_mm: tuple[float, float]) -> list[ET.Element]:
    """Draw the angle over each rep, and the mean of each leg as a thick line."""
    means = {leg: mean_curve(curves) for leg, curves in outcome.curves.items()}
    longest_s = max([1.0, *(float(mean[0][-1]) for mean in means.values() if mean is not None)])
    drawn = {leg: evenly(curves, MAX_CURVES) for leg, curves in outcome.curves.items()}
    heights = [float(v) for of in drawn.values() for one in of for v in _ends(one.angle_deg)]
    top = max([1.0, *heights])
    axes = Axes(
        (0.0, 0.0, *size_mm),
        (0.0, _LONGER * longest_s),
        (min(0.0, *heights) if heights else 0.0, 1.05 * top),
        title=tr("Angle over a rep, °"),
        x_label=tr("seconds since its start"),
    )
    for leg, curves in drawn.items():
        for one in curves:
            axes.plot(
                _points((one.t_s, one.angle_deg)),
                Look(colour=_LOOKS[leg].colour, line=0.12),
                opacity=0.4,
            )
    for leg, mean in means.items():
        if mean is not None:
            axes.plot(_points(mean), Look(colour="white", line=0.85))
            axes.plot(_points(mean), _LINES[leg])
    axes.ticks((at, plain_number(at)) for at in round_ticks(0.0, _LONGER * longest_s, most=8))
    axes.keys([(leg_word(leg), _LINES[leg]) for leg in Leg])
    return axes.parts


def draw_sets(outcome: Outcome, size_mm: tuple[float, float]) -> list[ET.Element]:
    """Draw range and hold of every rep, set by set, and the drift of sets in which it is clear.

    The plots stand side by side in a wide figure, otherwise one below the other.
    """
    exercise = outcome.exercise
    shown = shown_quantities(exercise)
    widths = _widths(outcome)
    starts = list(accumulate((width + 1.5 for width in widths), initial=0.0))
    parts: list[ET.Element] = []
    is_wide = size_mm[0] > 3 * size_mm[1]
    for place, quantity in zip(_places(size_mm, len(shown), is_wide=is_wide), shown, strict=True):
        target = exercise.hold_target_s if quantity is HOLD else None
        highest = max(
            (
                value
                for of_leg in outcome.part.legs.values()
                for rep in of_leg.reps
                if (value := quantity.of(rep)) is not None
            ),
            default=0.0,
        )
        axes = Axes(
            place,
            (0.0, max(starts[-1] - 0.5, 1.0)),
            (0.0, 1.12 * max(highest, target or 0.0) or 1.0),
            title=_title(quantity),
        )
        for border in starts[1:-1]:
            axes.border(border - 0.25)
        if target is not None:
            axes.level(target, dash="0.3 0.4")
        for leg, of_leg in outcome.part.legs.items():
            for at, one in zip(starts, of_leg.sets, strict=False):
                _draw_set(axes, quantity, leg, at, of_leg.reps_of(one))
        middles = [at + (width + 1) / 2 for at, width in zip(starts, widths, strict=False)]
        axes.ticks(
            ((at, tr("set {number}", number=n)) for n, at in enumerate(middles, start=1)),
            marks=False,
        )
        axes.keys([(leg_word(leg), _MARKS[leg]) for leg in Leg])
        parts += axes.parts
    return parts


def draw_progress(
    exercise: Exercise,
    days: Sequence[date | None],
    outcomes: Sequence[Outcome],
    size_mm: tuple[float, float],
) -> list[ET.Element]:
    """Draw both legs over the sessions, and next to it their difference with its interval."""
    shown = shown_quantities(exercise)
    at_x = session_places(days)
    parts: list[ET.Element] = []
    width = (size_mm[0] - _GAP_MM) / 2
    for place, quantity in zip(_places(size_mm, len(shown), is_wide=False), shown, strict=True):
        known = [
            (at, metric)
            for at, outcome in zip(at_x, outcomes, strict=True)
            if (metric := outcome.part.comparison.of(quantity)) is not None
        ]
        _, top, _, height = place
        means = _mean_axes((0.0, top, width, height), quantity, known, days, at_x)
        gaps = _gap_axes((width + _GAP_MM, top, width, height), quantity, known, days, at_x)
        parts += [*means.parts, *gaps.parts]
    return parts


def _mean_axes(
    place: tuple[float, float, float, float],
    quantity: Quantity,
    known: Sequence[tuple[float, Metric]],
    days: Sequence[date | None],
    at_x: Sequence[float],
) -> Axes:
    """Draw both legs' means."""
    points = {
        leg: [
            (at, mean)
            for at, metric in known
            if (mean := metric.left if leg is Leg.LEFT else metric.right) is not None
        ]
        for leg in Leg
    }
    values = [mean for of_leg in points.values() for _, mean in of_leg]
    lowest, highest = min([0.0, *values]), max([0.0, *values])
    axes = Axes(
        place, _span(days, at_x), (1.12 * lowest, 1.12 * highest or 1.0), title=_title(quantity)
    )
    _name_days(axes, days)
    for leg in Leg:
        axes.plot(points[leg], _LOOKS[leg])
    axes.keys([(leg_word(leg), _LOOKS[leg]) for leg in Leg])
    return axes


def _gap_axes(
    place: tuple[float, float, float, float],
    quantity: Quantity,
    known: Sequence[tuple[float, Metric]],
    days: Sequence[date | None],
    at_x: Sequence[float],
) -> Axes:
    """Draw the differences with their intervals, filled if one leg is clearly weaker."""
    gaps = [(at, one, one.difference) for at, one in known if one.difference is not None]
    values = [end for _, one, gap in gaps for end in (gap, *(one.ci95 or ()))]
    lowest, highest = min([0.0, *values]), max([0.0, *values])
    room = 0.06 * (highest - lowest) or 1.0
    title = tr("{quantity}: left − right", quantity=_title(quantity))
    axes = Axes(place, _span(days, at_x), (lowest - room, highest + room), title=title)
    _name_days(axes, days)
    axes.level(0.0)
    for at, one, gap in gaps:
        if one.ci95 is not None:
            axes.plot([(at, one.ci95[0]), (at, one.ci95[1])], Look(line=0.25))
        axes.plot([(at, gap)], _CLEAR if one.weaker else _NOT_CLEAR)
    axes.keys([(tr("clear"), _CLEAR), (tr("not"), _NOT_CLEAR)])
    return axes


def _places(
    size_mm: tuple[float, float], count: int, *, is_wide: bool
) -> list[tuple[float, float, float, float]]:
    """Return the places of a number of plots in a picture, side by side or one below the other."""
    width, height = size_mm
    if is_wide:
        each = (width - _GAP_MM * (count - 1)) / count
        return [(number * (each + _GAP_MM), 0.0, each, height) for number in range(count)]
    return [(0.0, number * height / count, width, height / count) for number in range(count)]


def _span(days: Sequence[date | None], at_x: Sequence[float]) -> tuple[float, float]:
    """Return the ends of an axis of sessions, with room on either side."""
    if None in days:
        return 0.5, len(days) + 0.5
    return -1.0, at_x[-1] + 1.0


def _points(curve: Curve) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in zip(*curve, strict=True)]


def _ends(angle_deg: FloatArray) -> tuple[float, float]:
    return float(angle_deg.min()), float(angle_deg.max())


def session_places(days: Sequence[date | None]) -> list[float]:
    """Return the sessions' places on an axis: by day, or one by one if a day is unknown."""
    known = [one for one in days if one is not None]
    if len(known) < len(days):
        return [float(number) for number in range(1, len(days) + 1)]
    places: list[float] = []
    for one in known:
        at = float((one - known[0]).days)
        # Two sessions on one day stand side by side.
        places.append(at if not places or at >= places[-1] + 0.3 else places[-1] + 0.3)
    return places


def weeks_without(days: Sequence[date]) -> list[date]:
    """Return the Mondays of the calendar weeks between the first and last day without training."""
    trained = {monday(one) for one in days}
    week, found = min(trained), []
    while week < max(trained):
        week += timedelta(days=DAYS_A_WEEK)
        if week not in trained:
            found.append(week)
    return found


def evenly(curves: Sequence[RepCurve], most: int) -> list[RepCurve]:
    """Return at most this many curves, chosen evenly."""
    if len(curves) <= most:
        return list(curves)
    return [curves[round(i * (len(curves) - 1) / (most - 1))] for i in range(most)]


def _title(quantity: Quantity) -> str:
    return f"{tr(quantity.title)}, {quantity.unit}"


def _widths(outcome: Outcome) -> list[int]:
    """Return how many reps each pair of sets needs room for."""
    counts = [[one.count for one in of_leg.sets] for of_leg in outcome.part.legs.values()]
    longest = max((len(sets) for sets in counts), default=0)
    return [max(sets[i] for sets in counts if i < len(sets)) for i in range(longest)]


def _draw_set(axes: Axes, quantity: Quantity, leg: Leg, start: float, reps: Sequence[Rep]) -> None:
    places = [start + number for number in range(1, len(reps) + 1)]
    known = [
        (at, value)
        for at, rep in zip(places, reps, strict=True)
        if (value := quantity.of(rep)) is not None
    ]
    axes.plot(known, _MARKS[leg])
    drift = measures_of_set(reps).drift.get(quantity.name)
    if drift is not None and drift.clear:
        ends = [(places[0], drift.first), (places[-1], drift.last)]
        axes.plot(ends, replace(_LINES[leg], line=0.35))


def _name_days(axes: Axes, days: Sequence[date | None]) -> None:
    known = [one for one in days if one is not None]
    if len(known) < len(days):
        axes.ticks((float(at), f"{at}") for at in range(1, len(days) + 1))
        return
    first = known[0]
    for empty in weeks_without(known):
        begin = (empty - first).days - 0.5
        axes.band(begin, begin + DAYS_A_WEEK)
    span = (known[-1] - first).days
    step = max(DAYS_A_WEEK, -(-span // (3 * DAYS_A_WEEK)) * DAYS_A_WEEK)
    axes.ticks((float(at), day(first + timedelta(days=at))) for at in range(0, span + 1, step))
