"""The three plots of an exercise: its reps' curves, its sets rep by rep, and its sessions."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from evenstride.analysis.comparing.set_measures import measures_of_set
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.quantities import HOLD, RANGE, Quantity
from evenstride.analysis.model.reps import Rep
from evenstride.analysis.model.summary import Metric
from evenstride.report.content import Outcome
from evenstride.report.drawing import FAINT, INK, LEFT, RIGHT
from evenstride.report.words import day, has_hold
from evenstride.sensors.samples import FloatArray, Leg
from evenstride.session.result.curves import RepCurve, mean_curve

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

MAX_CURVES: Final = 20
"""Curves of a leg that are drawn: more are a smear on paper. They are taken evenly."""

_LONGER: Final = 1.3
"""The plot of curves is that much longer than the longer leg's mean; what lasts longer is cut."""

_COLOURS: Final = {Leg.LEFT: LEFT, Leg.RIGHT: RIGHT}
_LINES: Final[Mapping[Leg, Literal["-", "--"]]] = {Leg.LEFT: "-", Leg.RIGHT: "--"}
_MARKERS: Final = {Leg.LEFT: "o", Leg.RIGHT: "s"}
_FILLS: Final = {Leg.LEFT: LEFT, Leg.RIGHT: "white"}

DAYS_A_WEEK: Final = 7


def shown_quantities(exercise: Exercise) -> tuple[Quantity, ...]:
    """What is drawn of an exercise: its range, and its hold if it has one."""
    return (HOLD, RANGE) if has_hold(exercise) else (RANGE,)


def draw_curves(figure: "Figure", outcome: Outcome) -> None:
    """The angle over each rep, and the mean of each leg as a thick line."""
    axes, longest_s = figure.subplots(), 1.0
    for leg, curves in outcome.curves.items():
        for curve in evenly(curves, MAX_CURVES):
            axes.plot(curve.t_s, curve.angle_deg, color=_COLOURS[leg], linewidth=0.35, alpha=0.35)
    for leg, curves in outcome.curves.items():
        mean = mean_curve(curves)
        if mean is not None:
            axes.plot(*mean, color="white", linewidth=2.4)
            axes.plot(*mean, color=_COLOURS[leg], linestyle=_LINES[leg], linewidth=1.5)
            longest_s = max(longest_s, float(mean[0][-1]))
    axes.set_xlim(0, _LONGER * longest_s)
    axes.set_title("Angle over a rep, °")
    axes.set_xlabel("seconds since its start")
    _add_keys(axes, line=True)


def draw_sets(figure: "Figure", outcome: Outcome) -> None:
    """Range and hold of every rep, set by set, and where one clearly drifts, how.

    They stand beside each other on a wide figure, else below each other.
    """
    exercise = outcome.exercise
    shown = shown_quantities(exercise)
    is_wide = figure.get_figwidth() > 3 * figure.get_figheight()
    shape = (1, len(shown)) if is_wide else (len(shown), 1)
    plots = list(figure.subplots(*shape, sharex=True, squeeze=False).flat)
    widths = _widths(outcome)
    starts = np.concatenate([[0.0], np.cumsum(np.array(widths) + 1.5)])
    for axes, quantity in zip(plots, shown, strict=True):
        for leg, of_leg in outcome.part.legs.items():
            for at, one in zip(starts, of_leg.sets, strict=False):
                _draw_set(axes, quantity, leg, float(at), of_leg.reps_of(one))
        for border in starts[1:-1]:
            axes.axvline(border - 0.25, color=FAINT, linewidth=0.4)
        axes.set_title(_title(quantity))
        _from_zero(axes)
        if quantity is HOLD and exercise.hold_target_s is not None:
            axes.axhline(exercise.hold_target_s, color=INK, linewidth=0.7, linestyle=":")
        _name_sets(axes, widths, starts)
    _add_keys(plots[0], marker=True)


def _name_sets(axes: "Axes", widths: Sequence[int], starts: FloatArray) -> None:
    middles = [float(at) + (width + 1) / 2 for at, width in zip(starts, widths, strict=False)]
    labels = [f"set {number}" for number in range(1, len(widths) + 1)]
    axes.set_xticks(middles, labels)
    axes.tick_params(axis="x", length=0)
    axes.set_xlim(0, max(float(starts[-1]) - 0.5, 1))


def draw_progress(
    figure: "Figure", exercise: Exercise, days: Sequence[date | None], outcomes: Sequence[Outcome]
) -> None:
    """Over the sessions: both legs, and beside it their difference with its interval."""
    shown = shown_quantities(exercise)
    grid = figure.subplots(len(shown), 2, sharex=True, squeeze=False)
    places = session_places(days)
    for (means, gaps), quantity in zip(grid, shown, strict=True):
        known = [
            (at, metric)
            for at, outcome in zip(places, outcomes, strict=True)
            if (metric := outcome.part.comparison.of(quantity)) is not None
        ]
        means.set_title(_title(quantity))
        _draw_means(means, known)
        gaps.set_title(f"{_title(quantity)}: left − right")
        _draw_gaps(gaps, known)
    _add_keys(grid[0, 0], line=True, marker=True)
    _add_legend(
        grid[0, 1], [_key("clear", INK, "D", INK), _key("not clear", INK, "D", "white")], length=0.8
    )
    for axes in grid.flat:
        _name_days(axes, days, places)


def _draw_means(axes: "Axes", known: Sequence[tuple[float, Metric]]) -> None:
    """Both legs' means by place."""
    for leg in Leg:
        means = [(at, metric.left if leg is Leg.LEFT else metric.right) for at, metric in known]
        points = [(at, mean) for at, mean in means if mean is not None]
        if points:
            axes.plot(
                *zip(*points, strict=True),
                color=_COLOURS[leg],
                linestyle=_LINES[leg],
                linewidth=1.0,
                marker=_MARKERS[leg],
                markersize=2.8,
                markerfacecolor=_FILLS[leg],
                markeredgewidth=0.8,
            )
    _from_zero(axes)


def _draw_gaps(axes: "Axes", known: Sequence[tuple[float, Metric]]) -> None:
    """The differences with their intervals by place, filled where one leg is the weaker one."""
    axes.axhline(0, color=INK, linewidth=0.6)
    for at, metric in known:
        if metric.difference is None:
            continue
        if metric.ci95 is not None:
            axes.plot([at, at], metric.ci95, color=INK, linewidth=0.8)
        fill = INK if metric.weaker else "white"
        axes.plot([at], [metric.difference], "D", color=INK, markersize=3, markerfacecolor=fill)


def session_places(days: Sequence[date | None]) -> list[float]:
    """Where sessions stand on an axis: by day, or one after the other where a day is not known."""
    known = [one for one in days if one is not None]
    if len(known) < len(days):
        return [float(number) for number in range(1, len(days) + 1)]
    places: list[float] = []
    for one in known:
        at = float((one - known[0]).days)
        # Two on one day stand beside each other.
        places.append(at if not places or at >= places[-1] + 0.3 else places[-1] + 0.3)
    return places


def weeks_without(days: Sequence[date]) -> list[date]:
    """The Mondays of the calendar weeks between the first and the last day that have none."""
    trained = {_monday(one) for one in days}
    week, found = min(trained), []
    while week < max(trained):
        week += timedelta(days=DAYS_A_WEEK)
        if week not in trained:
            found.append(week)
    return found


def evenly(curves: Sequence[RepCurve], most: int) -> list[RepCurve]:
    """At most so many of them, spread evenly."""
    if len(curves) <= most:
        return list(curves)
    return [curves[round(i * (len(curves) - 1) / (most - 1))] for i in range(most)]


def _add_keys(axes: "Axes", *, line: bool = False, marker: bool = False) -> None:
    """Say which leg is which, beside the title."""
    keys = [
        _key(
            leg.value,
            _COLOURS[leg],
            _MARKERS[leg] if marker else "none",
            _FILLS[leg],
            _LINES[leg] if line else "none",
        )
        for leg in Leg
    ]
    _add_legend(axes, keys, length=2.8 if line else 0.8)


def _key(
    label: str, colour: str, marker: str, fill: str, line: Literal["-", "--", "none"] = "none"
) -> "Line2D":
    from matplotlib.lines import Line2D

    return Line2D(
        [],
        [],
        color=colour,
        linestyle=line,
        marker=marker,
        markersize=3,
        markerfacecolor=fill,
        markeredgewidth=0.7,
        label=label,
    )


def _add_legend(axes: "Axes", keys: Sequence["Line2D"], *, length: float) -> None:
    """Keys above the axes, at the right; ``length`` is that of their lines, in letters."""
    axes.legend(
        handles=list(keys),
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=2,
        handlelength=length,
        columnspacing=1.2,
        borderaxespad=0.0,
        borderpad=0.1,
    )


def _from_zero(axes: "Axes") -> None:
    """An axis from 0 to a little above the highest mark."""
    highest = max((float(np.max(line.get_ydata())) for line in axes.get_lines()), default=0.0)
    axes.set_ylim(0, 1.12 * highest if highest > 0 else 1)


def _monday(one: date) -> date:
    return one - timedelta(days=one.weekday())


def _title(quantity: Quantity) -> str:
    return f"{quantity.title}, {quantity.unit}"


def _widths(outcome: Outcome) -> list[int]:
    """How many reps each pair of sets needs room for."""
    counts = [[one.count for one in of_leg.sets] for of_leg in outcome.part.legs.values()]
    longest = max((len(sets) for sets in counts), default=0)
    return [max(sets[i] for sets in counts if i < len(sets)) for i in range(longest)]


def _draw_set(
    axes: "Axes", quantity: Quantity, leg: Leg, start: float, reps: Sequence[Rep]
) -> None:
    places = [start + number for number in range(1, len(reps) + 1)]
    known = [
        (at, value)
        for at, rep in zip(places, reps, strict=True)
        if (value := quantity.of(rep)) is not None
    ]
    axes.plot(
        [at for at, _ in known],
        [value for _, value in known],
        color=_COLOURS[leg],
        linestyle="none",
        marker=_MARKERS[leg],
        markersize=2.8,
        markerfacecolor=_COLOURS[leg] if leg is Leg.LEFT else "none",  # both are to be seen
        markeredgewidth=0.6,
    )
    drift = measures_of_set(reps).drift.get(quantity.name)
    if drift is not None and drift.clear:
        axes.plot(
            [places[0], places[-1]],
            [drift.first, drift.last],
            color=_COLOURS[leg],
            linestyle=_LINES[leg],
            linewidth=1.0,
        )


def _name_days(axes: "Axes", days: Sequence[date | None], places: Sequence[float]) -> None:
    known = [one for one in days if one is not None]
    if len(known) < len(days):
        axes.set_xlabel("session")
        return
    first = known[0]
    for monday in weeks_without(known):
        begin = (monday - first).days - 0.5
        axes.axvspan(begin, begin + DAYS_A_WEEK, color=FAINT, alpha=0.2, linewidth=0)
    span = (known[-1] - first).days
    step = max(DAYS_A_WEEK, -(-span // (3 * DAYS_A_WEEK)) * DAYS_A_WEEK)
    ticks = list(range(0, span + 1, step))
    axes.set_xticks(ticks, [day(first + timedelta(days=at)) for at in ticks])
    axes.set_xlim(-1, max(span, places[-1]) + 1)
