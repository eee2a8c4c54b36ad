"""The tables of the page: done against planned, and left against right."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from typing import Final

from evenstride.analysis.comparing.set_measures import Drift, measures_of_set
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.analysis.model.quantities import OF_A_KNEE, RANGE, TOLD
from evenstride.language import later, leg_head, leg_word, tr, trn
from evenstride.report.content import Content, Outcome, Session
from evenstride.report.markup import Child, tag
from evenstride.report.plots import shown_quantities
from evenstride.report.words import (
    NONE,
    day,
    finding,
    has_hold,
    interval,
    number,
    planned_words,
    unit_of,
)
from evenstride.sensors.samples import Leg
from evenstride.session.result.curves import mean_curve
from evenstride.user.plan_words import kg_words

MAX_SESSIONS: Final = 12
"""How many sessions fit in the table of sessions; the latest are shown."""

_CURVE_PLACES: Final = (
    later("start"),
    later("halfway out"),
    later("top"),
    later("middle of the hold"),
    later("end of the hold"),
    later("halfway back"),
    later("end"),
)


def done_table(content: Content, exercises: Sequence[Exercise]) -> ET.Element:
    """Return the table of each exercise as done against as planned."""
    several = len(content.sessions) > 1
    heads = [tr("Exercise"), tr("Planned, each leg")]
    heads += [tr("Sessions")] if several else []
    heads += [tr("Left"), tr("Right"), tr("Weaker leg")]
    rows = []
    for exercise in exercises:
        history = content.of(exercise.id)
        outcomes = [outcome for _, outcome in history]
        planned = content.planned(outcomes[-1])
        cells: list[Child] = [planned_words(planned) if planned else tr("not in the plan")]
        cells += [str(len(outcomes))] if several else []
        cells += [_done(content, outcomes, leg) for leg in Leg]
        cells.append(_weaker_leg(outcomes[-1]))
        rows.append(_row(tr(exercise.title), cells))
    if several:
        caption = tr("Done in the last session (and in all sessions) against planned")
    else:
        caption = tr("Done against planned")
    return _table(caption, heads, rows, "done")


def sessions_table(content: Content, exercises: Sequence[Exercise]) -> ET.Element:
    """Return the table of both legs' reps in each of the last sessions."""
    shown = content.sessions[-MAX_SESSIONS:]
    rows = [
        _row(tr(exercise.title), [_counts(session.of(exercise.id)) for session in shown])
        for exercise in exercises
    ]
    before = len(content.sessions) - len(shown)
    caption = tr("Sessions")
    if before:
        caption = trn(
            "Sessions; {count} earlier session not shown",
            "Sessions; {count} earlier sessions not shown",
            before,
        )
    heads = [tr("Reps, left / right"), *(session_day(session) for session in shown)]
    return _table(caption, heads, rows, "sessions")


def comparison_table(outcome: Outcome) -> ET.Element:
    """Return the table of left against right, with intervals."""
    rows = [_row(tr("Reps"), [*(_count(outcome, leg) for leg in Leg), "", "", ""])]
    if has_hold(outcome.exercise):
        rows.append(
            _row(tr("Full holds"), [*(_full_holds(outcome, leg) for leg in Leg), "", "", ""])
        )
    for quantity in (*TOLD, *OF_A_KNEE):
        metric = outcome.part.comparison.of(quantity)
        if metric is None or (quantity.only_held and not has_hold(outcome.exercise)):
            continue
        unit, decimals = unit_of(quantity), quantity.decimals_for(metric.left, metric.right)
        difference: Child = number(metric.difference, decimals, unit, signed=True)
        if metric.ci95 is not None:
            range_ = f" ({interval(metric.ci95, decimals)})"
            difference = tag("span", difference, tag("small", range_))
        # A slower rep is not worse, so a ratio would not tell the better leg.
        lsi = number(metric.lsi_pct, 0, "\u00a0%") if quantity.less else ""
        said = finding(metric)
        cells: list[Child] = [
            number(metric.left, decimals, unit),
            number(metric.right, decimals, unit),
            difference,
            lsi,
            tag("strong", said) if metric.weaker else said,
        ]
        rows.append(_row(tr(quantity.title), cells))
    heads = [
        tr("Mean"),
        tr("Left"),
        tr("Right"),
        tr("Left − right (95\u00a0%)"),
        tr("LSI"),
        tr("Finding"),
    ]
    return _table(None, heads, rows, "comparison")


def curves_data(outcome: Outcome) -> ET.Element:
    """Return the mean curves as a table: time and angle at the ends and middle of each phase."""
    heads, columns = [tr("Mean curve")], []
    for leg, curves in outcome.curves.items():
        mean = mean_curve(curves)
        if mean is not None:
            heads += [leg_head(leg), tr("at")]
            columns.append(mean)
    rows = []
    for place, name in enumerate(_CURVE_PLACES):
        cells: list[Child] = []
        for t_s, angle_deg in columns:
            i = place * (len(t_s) - 1) // (len(_CURVE_PLACES) - 1)
            cells += [number(float(angle_deg[i]), 1, "°"), number(float(t_s[i]), 1, "\u00a0s")]
        rows.append(_row(tr(name), cells))
    return _table(None, heads, rows, "data")


def sets_data(outcome: Outcome) -> ET.Element:
    """Return the sets as a table: means, and clear changes from the first rep to the last."""
    shown = shown_quantities(outcome.exercise)
    heads = [tr("Set"), tr("Reps")]
    for quantity in shown:
        heads += [tr(quantity.title), tr("first rep to last")]
    rows = []
    for leg, of_leg in outcome.part.legs.items():
        for place, one in enumerate(of_leg.sets, start=1):
            measured = measures_of_set(of_leg.reps_of(one))
            cells: list[Child] = [str(one.count)]
            for quantity in shown:
                name, unit = quantity.name, unit_of(quantity)
                cells += [
                    number(measured.means[name], 1, unit),
                    _change(measured.drift[name], unit),
                ]
            head = tr("{leg}, set {number}", leg=leg_head(leg), number=place)
            rows.append(_row(head, cells))
    return _table(None, heads, rows, "data")


def progress_data(exercise: Exercise, history: Iterable[tuple[Session, Outcome]]) -> ET.Element:
    """Return the sessions as a table."""
    shown = shown_quantities(exercise)
    heads = [tr("Session")]
    for quantity in shown:
        heads += [
            tr("{title}, left", title=tr(quantity.title)),
            tr("right"),
            tr("left − right (95 % interval)"),
        ]
    rows = []
    for session, outcome in history:
        cells: list[Child] = []
        for quantity in shown:
            metric, unit = outcome.part.comparison.of(quantity), unit_of(quantity)
            if metric is None:
                cells += [NONE] * 3
                continue
            difference = number(metric.difference, 1, unit, signed=True)
            cells += [
                number(metric.left, 1, unit),
                number(metric.right, 1, unit),
                f"{difference} ({interval(metric.ci95, 1)})",
            ]
        rows.append(_row(session_day(session), cells))
    return _table(None, heads, rows, "data")


def session_day(session: Session) -> str:
    """Return the day of a session; the name of its recording if the day is unknown."""
    return day(session.started) if session.started else session.name


def _table(
    caption: str | None, heads: Sequence[str], rows: Iterable[ET.Element], class_: str
) -> ET.Element:
    return tag(
        "table",
        tag("caption", caption) if caption else None,
        tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
        tag("tbody", *rows),
        class_=class_,
    )


def _row(head: str, cells: Iterable[Child]) -> ET.Element:
    return tag("tr", tag("th", head, scope="row"), *(tag("td", cell) for cell in cells))


def _done(content: Content, outcomes: Sequence[Outcome], leg: Leg) -> Child:
    """Return the reps of the last session's sets, and the complete sets over all sessions."""
    last = outcomes[-1].part.legs.get(leg)
    if last is None:
        return tr("no sensor")
    words = " + ".join(str(one.count) for one in last.sets) or "0"
    if last.sets and last.sets[-1].kg:
        words += f", {kg_words(last.sets[-1].kg)}"
    plans = [(outcome, content.planned(outcome)) for outcome in outcomes]
    asked = sum(planned.sets for _, planned in plans if planned)
    if not asked:
        return words
    done = sum(_complete(outcome.set_counts(leg), planned) for outcome, planned in plans if planned)
    complete = tr("{done} of {asked} sets complete", done=done, asked=asked)
    return tag("span", words, tag("small", f" ({complete})"))


def _weaker_leg(outcome: Outcome) -> str:
    range_deg = outcome.part.comparison.of(RANGE)
    is_compared = range_deg is not None and range_deg.ci95 is not None
    weaker = outcome.part.comparison.weaker_leg
    if weaker is not None:
        return leg_word(weaker)
    return tr("none clearly") if is_compared else tr("not known")


def _complete(sets: Sequence[int] | None, planned: PlannedExercise) -> int:
    return min(planned.sets, sum(reps >= planned.reps for reps in sets or ()))


def _counts(outcome: Outcome | None) -> str:
    if outcome is None:
        return NONE
    legs = outcome.part.legs
    return "\u202f/\u202f".join(str(legs[leg].count) if leg in legs else NONE for leg in Leg)


def _count(outcome: Outcome, leg: Leg) -> str:
    of_leg = outcome.part.legs.get(leg)
    if of_leg is None:
        return NONE
    if not of_leg.by_hand:
        return str(of_leg.count)
    return f"{of_leg.count} ({tr('{by_hand} by hand', by_hand=of_leg.by_hand)})"


def _full_holds(outcome: Outcome, leg: Leg) -> str:
    if leg not in outcome.part.legs:
        return NONE
    full, measured = outcome.full_holds(leg)
    return tr("{full} of {measured}", full=full, measured=measured)


def _change(drift: Drift | None, unit: str) -> str:
    if drift is None:
        return tr("too few reps")
    if not drift.clear:
        return tr("no clear change")
    first, last = number(drift.first, 1), number(drift.last, 1, unit)
    return tr("{low} to {high}", low=first, high=last)
