"""A session's result as a table for people: the figures of each leg, and left against right."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from evenstride.analysis.advising.advice import CAUTION
from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.counting.tuning.measuring import MEASURING
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
from evenstride.language import later, leg_head, number, told, tr, trn
from evenstride.sensors.samples import Leg
from evenstride.session.result.drift_text import drift_line
from evenstride.session.result.felt_text import felt_line
from evenstride.session.result.warning_text import warning_lines
from evenstride.terminal.outside import SENTENCES, cells, safe, visible
from evenstride.terminal.words import SHANK_ADVICE, figure

_DEPTH: Final = f"{MEASURING.tilt_depth_deg:.0f}°"

_AT_DEPTH: Final = {TILT: later("Lean at {depth}"), ROLL: later("Roll at {depth}")}

_ALWAYS: Final = (
    COUNT.title,
    later("Per set"),
    *(one.title for one in (HOLD, RANGE, RAISE, LOWER)),
    later("Attempts"),
    later("Data"),
)
"""Rows that are shown even if they are empty."""

_MOVED: Final = 1.2
"""Two sensors send for twice the session's duration in total, one moved sensor for as long as it.
Samples after the last rep are not known here, and belong to the session, hence the margin."""

_STRAPPING_S: Final = 5.0
"""Nobody moves a sensor to the other leg and back in less time."""

_NO_TRY: Final = (AttemptWhy.BOTH_LEGS, AttemptWhy.WALKING)
"""Movements that are listed in the JSON, but were no attempt at the exercise."""


def report(summary: Summary) -> list[str]:
    """Return the lines of the table, then the conclusions in sentences, for each exercise."""
    parts = by_exercise(summary)
    lines: list[str] = [] if len(parts) > 1 else _one(summary)
    for part in parts if len(parts) > 1 else ():
        lines += [*([""] if lines else []), f"  {_name(part)}", "", *_one(part)]
    return [*lines, "", tr(CAUTION)] if summary.advice else lines


def _one(summary: Summary) -> list[str]:
    legs = [(leg, summary.legs[leg]) for leg in Leg if leg in summary.legs]
    is_moved = _is_moved([of_leg for _, of_leg in legs])
    rows: list[tuple[str, Callable[[LegSummary], str]]] = [
        (COUNT.title, lambda leg: str(leg.count)),
        ("Per set", _sets),
        (HOLD.title, lambda leg: _mean(leg.reps, HOLD)),
        (RANGE.title, lambda leg: _mean(leg.reps, RANGE)),
        (RAISE.title, lambda leg: _mean(leg.reps, RAISE)),
        (LOWER.title, lambda leg: _mean(leg.reps, LOWER)),
        (TREMOR.title, lambda leg: _mean(_held(leg), TREMOR)),
        (SAG.title, lambda leg: _mean(_held(leg), SAG)),
        (_AT_DEPTH[TILT], lambda leg: _inwards(leg.reps, TILT)),
        (_AT_DEPTH[ROLL], lambda leg: _inwards(leg.reps, ROLL)),
        *((one.title, lambda leg, one=one: _mean(leg.reps, one)) for one in OF_A_KNEE),
        ("Attempts", lambda leg: str(sum(one.why not in _NO_TRY for one in leg.attempts))),
        ("Data", lambda leg: _data(leg, is_moved=is_moved)),
    ]
    cells = [["", *(leg_head(leg) for leg, _ in legs)]]
    for label, value in rows:
        values = [value(of_leg) for _, of_leg in legs]
        if label in _ALWAYS or any(shown != "–" for shown in values):
            cells.append([tr(label, depth=_DEPTH), *values])
    remarks = [f"{leg_head(leg)}: {_flags(of_leg)}." for leg, of_leg in legs if _flags(of_leg)]
    remarks += warning_lines(summary.legs)
    if any(of_leg.better_on_shank for _, of_leg in legs):
        remarks.append(tr(SHANK_ADVICE))
    drifts = [drift_line(leg, of_leg, one) for leg, of_leg in legs for one in of_leg.sets]
    advice = map(told, summary.advice.values())
    found = (told(summary.comparison.why), felt_line(summary.felt), *advice)
    sentences = [*remarks, *drifts, *found]
    said = [safe(sentence, limit=SENTENCES) for sentence in sentences if sentence]
    return [f"  {line}".rstrip() for line in table(cells)] + ["", *said]


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines with the cells of each column aligned, whatever letters they contain."""
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*shown, strict=True)]
    return [
        "   ".join(
            cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in shown
    ]


def title(summary: Summary, own: Sequence[Exercise] = (), *, synthetic: bool) -> str:
    """Return a recording's exercise by its title, built-in or the user's own."""
    exercise = find(summary.exercise, own) if summary.exercise else any_exercise()
    name = tr(safe(exercise.title))
    return tr("{name}, simulated", name=name) if synthetic else name


def _name(part: Summary) -> str:
    """Return the exercise's title; its id if it is not built in."""
    try:
        return tr(find(part.exercise).title if part.exercise else any_exercise().title)
    except AnalysisError:
        return safe(str(part.exercise))


def _sets(leg: LegSummary) -> str:
    return " + ".join(str(one.count) for one in leg.sets) or "–"


def _mean(reps: Sequence[Rep], quantity: Quantity) -> str:
    return figure(mean_known(map(quantity.of, reps)), quantity.decimals, quantity.suffix)


def _held(leg: LegSummary) -> Sequence[Rep]:
    """Return the reps if most have a hold; else an apparent hold is a stop on the way."""
    held = sum(rep.sag_deg is not None for rep in leg.reps)
    return leg.reps if 2 * held > leg.count else ()


def _inwards(reps: Sequence[Rep], quantity: Quantity) -> str:
    """Return the mean of a tilt; for a limb that lies between reps it is too vague for a table."""
    mean = _mean([rep for rep in reps if rep.roll_deg is not None], quantity)
    if mean in ("–", "0°"):
        return mean
    if mean.startswith("-"):
        return tr("{angle} outwards", angle=mean[1:])
    return tr("{angle} inwards", angle=mean)


def _is_moved(legs: Sequence[LegSummary]) -> bool:
    """Whether one sensor was moved from leg to leg: the legs never sent at the same time."""
    ends_s = [max([leg.data.duration_s, *(rep.last_s for rep in leg.reps)]) for leg in legs]
    silent_s = sum(to_s - from_s for leg in legs for from_s, to_s in leg.data.gaps)
    sent_s = sum(leg.data.duration_s for leg in legs) - silent_s
    return len(legs) > 1 and sent_s < _MOVED * max(ends_s)


def _data(leg: LegSummary, *, is_moved: bool) -> str:
    data = leg.data
    words = [f"{data.rate_hz:.0f} Hz"]
    if data.lost_fraction >= 0.0005:
        words.append(tr("{pct} % lost", pct=number(100 * data.lost_fraction, 1)))
    # While the only sensor is on the other leg, nothing is missing on this one.
    gaps = sum(not is_moved or to_s - from_s < _STRAPPING_S for from_s, to_s in data.gaps)
    if gaps:
        words.append(trn("{count} gap", "{count} gaps", gaps))
    unusable = sum(data.skipped.values())
    if unusable:
        words.append(tr("{count} unusable", count=unusable))
    return ", ".join(words)


def _flags(leg: LegSummary) -> str:
    counts = Counter(flag for rep in leg.reps for flag in rep.flags)
    return ", ".join(
        trn(
            "{flag} in {n} of {count} rep",
            "{flag} in {n} of {count} reps",
            len(leg.reps),  # reps added by hand have no flags
            flag=tr(flag.replace("-", " ")),
            n=n,
        )
        for flag, n in counts.items()
    )
