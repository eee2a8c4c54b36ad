"""A session's result as a table for people: what each leg did, and left against right."""

from collections import Counter
from collections.abc import Callable, Sequence

from analysis.events import Rep
from analysis.exercises import Exercise, any_exercise, find
from analysis.summary import LegSummary, Summary
from sensors.samples import Leg
from tui.words import safe


def report(summary: Summary) -> list[str]:
    """The lines of the table, and in sentences what follows from it."""
    legs = [(leg, summary.legs[leg]) for leg in Leg if leg in summary.legs]
    rows: list[tuple[str, Callable[[LegSummary], str]]] = [
        ("Reps", lambda leg: str(leg.count)),
        ("Per set", _sets),
        ("Hold", lambda leg: _mean(leg.reps, lambda rep: rep.hold_s, 1, " s")),
        ("Range", lambda leg: _mean(leg.reps, lambda rep: rep.rom_deg, 0, "°")),
        ("Raising", lambda leg: _mean(leg.reps, lambda rep: rep.raise_s, 1, " s")),
        ("Lowering", lambda leg: _mean(leg.reps, lambda rep: rep.lower_s, 1, " s")),
        ("Attempts", lambda leg: str(len(leg.attempts))),
        ("Data", _data),
    ]
    cells = [["", *(leg.capitalize() for leg, _ in legs)]]
    cells += [[label, *(value(of_leg) for _, of_leg in legs)] for label, value in rows]
    remarks = [f"{leg.capitalize()}: {_flags(of_leg)}." for leg, of_leg in legs if _flags(of_leg)]
    sentences = [*remarks, summary.comparison.why, *summary.advice.values()]
    said = [safe(sentence, limit=1000) for sentence in sentences if sentence]
    return [f"  {line}".rstrip() for line in table(cells)] + ["", *said]


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines with the cells of each column below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def title(summary: Summary, own: Sequence[Exercise] = (), *, synthetic: bool) -> str:
    """What the recording is of, by the title that it has, built-in or among the user's own."""
    exercise = find(summary.exercise, own) if summary.exercise else any_exercise()
    name = safe(exercise.title)
    return f"{name}, simulated" if synthetic else name


def _sets(leg: LegSummary) -> str:
    return " + ".join(str(one.count) for one in leg.sets) or "–"


def _mean(reps: Sequence[Rep], value: Callable[[Rep], float], decimals: int, unit: str) -> str:
    if not reps:
        return "–"
    return f"{sum(value(rep) for rep in reps) / len(reps):.{decimals}f}{unit}"


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
