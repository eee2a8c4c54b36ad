"""The history as a table for people, and as JSON and CSV for programs."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.quantities import COUNT, OF_A_KNEE, TOLD
from evenstride.history import StoredExercise, StoredSession
from evenstride.history.weeks import EARLIEST_DAY
from evenstride.sensors.samples import Leg
from evenstride.session.result.report_text import table
from evenstride.terminal.outside import cell_text, safe, visible
from evenstride.terminal.words import local_minute
from evenstride.user.exercises import title_of

METRICS: Final = tuple(one.name for one in (*TOLD, *OF_A_KNEE))
"""The quantities in the CSV, for each leg and their difference."""

_OF_SESSION: Final = ("session", "started", "exercise", "synthetic", "note", "file", "version")
_FELT: Final = ("pain", "effort", "morning_pain")
_OF_LEG: Final = (COUNT.name, "sets", "kg")


def session_lines(sessions: Sequence[StoredSession], own: Iterable[Exercise] = ()) -> list[str]:
    """Return a table of sessions, a row for each exercise."""
    own = tuple(own)
    rows: list[tuple[str, ...]] = [("NO", "DATE", "EXERCISE", "LEFT", "RIGHT", "WEAKER LEG", "")]
    for session in sessions:
        date = (str(session.number), local_minute(session.started_utc))
        remarks = "; ".join(
            word
            for word in ("simulated" * session.synthetic, _felt(session), safe(session.note, 40))
            if word
        )
        if not session.exercises:
            rows.append((*date, "–", "–", "–", "–", remarks))
        for number, one in enumerate(session.exercises):
            first = number == 0
            rows.append(
                (
                    *(date if first else ("", "")),
                    title_of(one.exercise, own),
                    *(_reps(one, leg) for leg in Leg),
                    verdict(one),
                    remarks if first else "",
                )
            )
    return table(rows)


def misdated(sessions: Iterable[StoredSession], now: datetime) -> Iterator[str]:
    """Yield a sentence for each session dated after now (aware), or before such sensors existed."""
    for session in sessions:
        dated = f"Session {session.number} is dated {session.started_utc.astimezone():%Y-%m-%d}"
        if session.started_utc.date() < EARLIEST_DAY:
            yield (
                f"{dated}: the clock of its computer was not set then. Advice takes it for the "
                "earliest session."
            )
        if session.started_utc > now:
            yield (
                f"{dated}, which is still to come: the clock of its computer was wrong then. Until "
                "that day no advice takes it for an earlier session."
            )


def verdict(one: StoredExercise) -> str:
    """Return which leg is weaker, in a word or two."""
    if one.weaker_leg is not None:
        return one.weaker_leg.value
    if len(one.legs) < 2 or not all(leg.reps for leg in one.legs.values()):
        return "–"
    is_compared = any(metric.ci95 is not None for metric in one.metrics.values())
    return "no clear difference" if is_compared else "too few reps"


def session_json(session: StoredSession) -> dict[str, Any]:
    """Return a session as one JSON object."""
    return {
        "session": session.number,
        "started_utc": session.started_utc.isoformat().replace("+00:00", "Z"),
        "synthetic": session.synthetic,
        "note": session.note,
        "morning_pain": session.morning_pain,
        "file": str(session.path),
        "versions": list(session.versions),
        "exercises": [_exercise_json(one) for one in session.exercises],
    }


def sessions_csv(sessions: Iterable[StoredSession]) -> Iterator[str]:
    """Yield the lines of a CSV file: column names, then a line per exercise of each session."""
    names = [f"{name}_{leg}" for name in (*_OF_LEG, *METRICS) for leg in Leg]
    gaps = [
        f"{name}_{what}" for name in METRICS for what in ("difference", "ci95_low", "ci95_high")
    ]
    yield _csv_line([*_OF_SESSION, *names, *gaps, "weaker_leg", *_FELT])
    for session in sessions:
        for one in session.exercises:
            felt = one.pain, one.effort, one.morning_pain
            yield _csv_line([*_of_session(session, one), *_of_legs(one), *_gaps(one), *felt])


def _of_session(session: StoredSession, one: StoredExercise) -> list[object]:
    return [
        session.number,
        session.started_utc.astimezone().isoformat(timespec="seconds"),
        one.exercise or "",
        int(session.synthetic),
        session.note,
        visible(str(session.path)),
        one.version,
    ]


def _of_legs(one: StoredExercise) -> Iterator[object]:
    for leg in Leg:
        yield one.legs[leg].reps if leg in one.legs else None
    for leg in Leg:
        yield len(one.legs[leg].sets) if leg in one.legs else None
    for leg in Leg:
        sets = one.legs[leg].sets if leg in one.legs else ()
        yield next((row.kg for row in reversed(sets) if row.kg is not None), None)
    for name in METRICS:
        metric = one.metrics.get(name)
        yield from (metric.left, metric.right) if metric else (None, None)


def _gaps(one: StoredExercise) -> Iterator[object]:
    for name in METRICS:
        metric = one.metrics.get(name)
        yield metric.difference if metric else None
        yield from metric.ci95 if metric and metric.ci95 else (None, None)
    yield one.weaker_leg.value if one.weaker_leg else ""


def _csv_line(values: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([_plain(value) for value in values])
    return line.getvalue()


def _plain(value: object) -> object:
    """Return a cell that a spreadsheet does not take for a formula: a note may be from anywhere."""
    return cell_text(safe(value, limit=1000)) if isinstance(value, str) else value


def _exercise_json(one: StoredExercise) -> dict[str, Any]:
    return {
        "exercise": one.exercise,
        "version": one.version,
        "weaker_leg": one.weaker_leg.value if one.weaker_leg else None,
        "why": one.why,
        "pain": one.pain,
        "effort": one.effort,
        "legs": {
            leg.value: {
                "reps": done.reps,
                "by_hand": done.by_hand,
                "sets": [
                    {
                        "number": row.number,
                        "reps": row.reps,
                        "kg": row.kg,
                        "short_holds": row.short_holds,
                        "falls_off": row.falls_off,
                        **row.means,
                    }
                    for row in done.sets
                ],
            }
            for leg, done in one.legs.items()
        },
        "metrics": {
            name: {
                "left": metric.left,
                "right": metric.right,
                "difference": metric.difference,
                "ci95": metric.ci95,
                "weaker": metric.weaker.value if metric.weaker else None,
            }
            for name, metric in one.metrics.items()
        },
    }


def _felt(session: StoredSession) -> str:
    """Return the worst pain rated in a session, and the rating of the morning after."""
    pains = [one.pain for one in session.exercises if one.pain is not None]
    told = [f"pain {max(pains):g}"] if pains else []
    if session.morning_pain is not None:
        told.append(f"sore {session.morning_pain:g} the morning after")
    return ", ".join(told)


def _reps(one: StoredExercise, leg: Leg) -> str:
    done = one.legs.get(leg)
    return "–" if done is None else str(done.reps)
