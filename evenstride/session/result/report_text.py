"""A session's result as a table for people: what each leg did, and left against right."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from evenstride.analysis.advising.advice import CAUTION
from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.counting.measuring_tuning import MEASURING
from evenstride.analysis.model.errors import AnalysisError
from evenstride.analysis.model.exercises import Exercise, any_exercise, find
from evenstride.analysis.model.quantities import (
    COUNT,
    HOLD,
    LOWER,
    OF_A_KNEE,
    RAISE,
    RANGE,
    ROLL,
    SAG,
    TILT,
    TREMOR,
    Quantity,
)
from evenstride.analysis.model.reps import AttemptWhy, Rep, mean_known
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.sensors.samples import Leg
from evenstride.session.result.drift_text import drift_line
from evenstride.session.result.felt_text import felt_line
from evenstride.session.result.warning_text import warning_lines
from evenstride.terminal.words import SHANK_ADVICE, cells, figure, safe, visible

_DEPTH: Final = f"{MEASURING.tilt_depth_deg:.0f}°"

_ALWAYS: Final = (
    COUNT.title,
    "Per set",
    *(one.title for one in (HOLD, RANGE, RAISE, LOWER)),
    "Attempts",
    "Data",
)
"""Rows that are shown though there is nothing in them."""

_NO_TRY: Final = (AttemptWhy.BOTH_LEGS, AttemptWhy.WALKING)
"""Movements that are listed in the JSON, and were no try to do the exercise."""


def report(summary: Summary) -> list[str]:
    """The lines of the table, and in sentences what follows from it; one for each exercise."""
    parts = by_exercise(summary)
    lines: list[str] = [] if len(parts) > 1 else _one(summary)
    for part in parts if len(parts) > 1 else ():
        lines += [*([""] if lines else []), f"  {_name(part)}", "", *_one(part)]
    return [*lines, "", CAUTION] if summary.advice else lines


def _one(summary: Summary) -> list[str]:
    legs = [(leg, summary.legs[leg]) for leg in Leg if leg in summary.legs]
    rows: list[tuple[str, Callable[[LegSummary], str]]] = [
        (COUNT.title, lambda leg: str(leg.count)),
        ("Per set", _sets),
        (HOLD.title, lambda leg: _mean(leg.reps, HOLD)),
        (RANGE.title, lambda leg: _mean(leg.reps, RANGE)),
        (RAISE.title, lambda leg: _mean(leg.reps, RAISE)),
        (LOWER.title, lambda leg: _mean(leg.reps, LOWER)),
        (TREMOR.title, lambda leg: _mean(_held(leg), TREMOR)),
        (SAG.title, lambda leg: _mean(_held(leg), SAG)),
        (f"{TILT.title} at {_DEPTH}", lambda leg: _inwards(leg.reps, TILT)),
        (f"{ROLL.title} at {_DEPTH}", lambda leg: _inwards(leg.reps, ROLL)),
        *((one.title, lambda leg, one=one: _mean(leg.reps, one)) for one in OF_A_KNEE),
        ("Attempts", lambda leg: str(sum(one.why not in _NO_TRY for one in leg.attempts))),
        ("Data", _data),
    ]
    cells = [["", *(leg.capitalize() for leg, _ in legs)]]
    for label, value in rows:
        values = [value(of_leg) for _, of_leg in legs]
        if label in _ALWAYS or any(shown != "–" for shown in values):
            cells.append([label, *values])
    remarks = [f"{leg.capitalize()}: {_flags(of_leg)}." for leg, of_leg in legs if _flags(of_leg)]
    remarks += warning_lines(summary.legs)
    if any(of_leg.better_on_shank for _, of_leg in legs):
        remarks.append(SHANK_ADVICE)
    drifts = [drift_line(leg, of_leg, one) for leg, of_leg in legs for one in of_leg.sets]
    found = (summary.comparison.why, felt_line(summary.felt), *summary.advice.values())
    sentences = [*remarks, *drifts, *found]
    said = [safe(sentence, limit=1000) for sentence in sentences if sentence]
    return [f"  {line}".rstrip() for line in table(cells)] + ["", *said]


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines with the cells of each column below each other, whatever letters are in them."""
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*shown, strict=True)]
    return [
        "   ".join(
            cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in shown
    ]


def title(summary: Summary, own: Sequence[Exercise] = (), *, synthetic: bool) -> str:
    """What the recording is of, by the title that it has, built-in or among the user's own."""
    exercise = find(summary.exercise, own) if summary.exercise else any_exercise()
    name = safe(exercise.title)
    return f"{name}, simulated" if synthetic else name


def _name(part: Summary) -> str:
    """The exercise's title; of one that is not built in, its id."""
    try:
        return find(part.exercise).title if part.exercise else any_exercise().title
    except AnalysisError:
        return safe(str(part.exercise))


def _sets(leg: LegSummary) -> str:
    return " + ".join(str(one.count) for one in leg.sets) or "–"


def _mean(reps: Sequence[Rep], quantity: Quantity) -> str:
    return figure(mean_known(map(quantity.of, reps)), quantity.decimals, quantity.suffix)


def _held(leg: LegSummary) -> Sequence[Rep]:
    """Its reps where most have a hold; else what looks like one is a stop on the way."""
    held = sum(rep.sag_deg is not None for rep in leg.reps)
    return leg.reps if 2 * held > leg.count else ()


def _inwards(reps: Sequence[Rep], quantity: Quantity) -> str:
    """The mean of a tilt; of a limb that lies between reps it says too little for a table."""
    mean = _mean([rep for rep in reps if rep.roll_deg is not None], quantity)
    if mean in ("–", "0°"):
        return mean
    return f"{mean[1:]} outwards" if mean.startswith("-") else f"{mean} inwards"


def _data(leg: LegSummary) -> str:
    data = leg.data
    lost = f", {100 * data.lost_fraction:.1f} % lost" if data.lost_fraction >= 0.0005 else ""
    gaps = f", {len(data.gaps)} gap{'s' * (len(data.gaps) > 1)}" if data.gaps else ""
    unusable = sum(data.skipped.values())
    left_out = f", {unusable} unusable" if unusable else ""
    return f"{data.rate_hz:.0f} Hz{lost}{gaps}{left_out}"


def _flags(leg: LegSummary) -> str:
    counts = Counter(flag for rep in leg.reps for flag in rep.flags)
    reps = "rep" if leg.count == 1 else "reps"
    words = (f"{flag.replace('-', ' ')} in {n} of {leg.count} {reps}" for flag, n in counts.items())
    return ", ".join(words)
