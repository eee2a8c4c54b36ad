"""Results as plain JSON values: what ``analyze``, ``replay`` and ``live`` print, and nothing else.

Times are rounded to milliseconds, degrees to hundredths. A value that is not a finite number is
null: NaN is no JSON.
"""

import math
from collections.abc import Sequence
from typing import Final, TypeAlias

from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.comparing.set_measures import Drift, measures_of_set
from evenstride.analysis.model.events import (
    AttemptSeen,
    Event,
    GapSeen,
    HoldReached,
    HoldStarted,
    Recounted,
    RepCounted,
    SetEnded,
    SetStarted,
)
from evenstride.analysis.model.plan import values_of
from evenstride.analysis.model.reps import Attempt, ExerciseSet, Rep
from evenstride.analysis.model.summary import Comparison, LegSummary, Metric, Summary
from evenstride.sensors.samples import Leg, Link

SCHEMA: Final = "evenstride-analysis/1"

JsonObject: TypeAlias = dict[str, object]


def summary_as_json(summary: Summary, file: str | None) -> JsonObject:
    """A session's result, as ``analyze --json`` prints it.

    Args:
        summary: The result.
        file: The recording's name as the user gave it; None where there is none.
    """
    return {
        "schema": SCHEMA,
        "file": file,
        "exercise": summary.exercise,
        "legs": {leg.value: _leg(summary.legs[leg]) for leg in Leg if leg in summary.legs},
        "comparison": _comparison(summary.comparison),
        "advice": dict(summary.advice),
        "exercises": [_part(part) for part in by_exercise(summary)],
    }


def rep_as_json(rep: Rep) -> JsonObject:
    """One rep; its durations are differences of the times as they are shown."""
    start_s, top_s, leave_s, end_s = (
        _number(at_s, 3) for at_s in (rep.start_s, rep.top_s, rep.leave_s, rep.end_s)
    )
    return {
        "number": int(rep.number),
        "set": int(rep.set),
        "start_s": start_s,
        "top_s": top_s,
        "leave_s": leave_s,
        "end_s": end_s,
        "raise_s": _way(start_s, top_s),
        "hold_s": _way(top_s, leave_s),
        "lower_s": _way(leave_s, end_s),
        "rom_deg": _number(rep.rom_deg, 2),
        "peak_speed_deg_s": _number(rep.peak_speed_deg_s, 2),
        "smoothness": _number(rep.smoothness, 3),
        "tilt_deg": _number(rep.tilt_deg, 2),
        "flags": [flag.value for flag in rep.flags],
        "roll_deg": _number(rep.roll_deg, 2),
        "tremor_deg": _number(rep.tremor_deg, 3),
        "sag_deg": _number(rep.sag_deg, 2),
        "confidence": _number(rep.confidence, 2),
    }


def event_as_json(event: Event) -> JsonObject:
    """An event of the analysis, as ``--headless --json`` prints it."""
    more: JsonObject
    match event:
        case RepCounted(rep=rep):
            more = {"rep": rep_as_json(rep)}
        case HoldStarted(since_s=since_s):
            more = {"since_s": _number(since_s, 3)}
        case HoldReached(hold_s=hold_s):
            more = {"hold_s": _number(hold_s, 3)}
        case SetStarted(number=number, start_s=start_s):
            more = {"number": int(number), "start_s": _number(start_s, 3)}
        case SetEnded(number=number, end_s=end_s, count=count):
            more = {"number": int(number), "end_s": _number(end_s, 3), "count": int(count)}
        case AttemptSeen(attempt=attempt):
            more = {"attempt": _attempt(attempt)}
        case GapSeen(from_s=from_s, to_s=to_s):
            more = {"from_s": _number(from_s, 3), "to_s": _number(to_s, 3)}
        case Recounted(count=count, why=why):
            more = {"count": int(count), "why": why}
    return {"event": event.event, "leg": event.leg.value, "at_s": _number(event.at_s, 3), **more}


def link_as_json(link: Link, at_s: float) -> JsonObject:
    """A change of a sensor's connection: ``lost``, ``back`` and the states before.

    Args:
        link: The change.
        at_s: When, in seconds on the session's timeline.
    """
    told: JsonObject = {"text": link.text} if link.text else {}
    return {
        "event": link.state.value,
        "leg": link.leg.value,
        "at_s": _number(at_s, 3),
        **told,
    }


def end_as_json(summary: Summary, file: str | None, at_s: float) -> JsonObject:
    """The last event of a session; its ``summary`` is what ``analyze --json`` prints.

    Args:
        summary: The result.
        file: The recording that was read or written; None where there is none.
        at_s: Time of the last sample, seconds on the session's timeline.
    """
    return {
        "event": "end",
        "at_s": _number(at_s, 3),
        "summary": summary_as_json(summary, file),
    }


def _part(part: Summary) -> JsonObject:
    return {
        "exercise": part.exercise,
        "counts": {leg.value: part.legs[leg].count for leg in Leg if leg in part.legs},
        "comparison": _comparison(part.comparison),
        "advice": dict(part.advice),
        "planned": values_of(part.planned) if part.planned else None,
    }


def _leg(leg: LegSummary) -> JsonObject:
    return {
        "count": leg.count,
        **({"by_hand": leg.by_hand} if leg.by_hand else {}),
        "sets": [
            _set(one, before, leg.reps_of(one))
            for before, one in zip((None, *leg.sets), leg.sets, strict=False)
        ],
        "reps": [rep_as_json(rep) for rep in leg.reps],
        "attempts": [_attempt(attempt) for attempt in leg.attempts],
        "data": {
            "duration_s": _number(leg.data.duration_s, 3),
            "rate_hz": _number(leg.data.rate_hz, 2),
            "lost_fraction": _number(leg.data.lost_fraction, 5),
            "gaps": [_numbers(gap, 3) for gap in leg.data.gaps],
            "skipped": dict(leg.data.skipped),
            "warnings": list(leg.data.warnings),
        },
    }


def _set(one: ExerciseSet, before: ExerciseSet | None, reps: Sequence[Rep]) -> JsonObject:
    measured = measures_of_set(reps)
    return {
        "number": int(one.number),
        "start_s": _number(one.start_s, 3),
        "end_s": _number(one.end_s, 3),
        "count": int(one.count),
        "exercise": one.exercise,
        "kg": _number(one.kg, 3),
        "rest_s": _number(one.start_s - before.end_s, 3) if before else None,
        "means": {name: _number(value, 3) for name, value in measured.means.items()},
        "spread": {name: _number(value, 3) for name, value in measured.spread.items()},
        "drift": {name: _drift(drift) for name, drift in measured.drift.items()},
    }


def _drift(drift: Drift | None) -> JsonObject | None:
    if drift is None:
        return None
    return {
        "per_rep": _number(drift.per_rep, 4),
        "ci95": _numbers(drift.ci95, 4),
        "first": _number(drift.first, 3),
        "last": _number(drift.last, 3),
        "clear": drift.clear,
    }


def _attempt(attempt: Attempt) -> JsonObject:
    return {
        "start_s": _number(attempt.start_s, 3),
        "end_s": _number(attempt.end_s, 3),
        "rom_deg": _number(attempt.rom_deg, 2),
        "why": attempt.why.value,
    }


def _comparison(comparison: Comparison) -> JsonObject:
    return {
        "weaker_leg": comparison.weaker_leg.value if comparison.weaker_leg else None,
        "why": comparison.why,
        "metrics": [_metric(metric) for metric in comparison.metrics],
    }


def _metric(metric: Metric) -> JsonObject:
    digits = 0 if metric.metric == "reps" else 3
    return {
        "metric": metric.metric,
        "left": _number(metric.left, digits),
        "right": _number(metric.right, digits),
        "difference": _number(metric.difference, digits),
        "ci95": _numbers(metric.ci95, digits) if metric.ci95 else None,
        "lsi_pct": _number(metric.lsi_pct, 1),
        "weaker": metric.weaker.value if metric.weaker else None,
    }


def _way(from_s: float | None, to_s: float | None) -> float | None:
    return None if from_s is None or to_s is None else _number(to_s - from_s, 3)


def _number(value: float | None, digits: int) -> float | int | None:
    """The value in plain Python, rounded; a whole number where ``digits`` is 0."""
    if value is None or not math.isfinite(value):
        return None
    if digits == 0:
        return round(float(value))
    # Adding zero takes the minus from a zero.
    return round(float(value), digits) + 0.0


def _numbers(values: Sequence[float], digits: int) -> list[float | int | None]:
    return [_number(value, digits) for value in values]
