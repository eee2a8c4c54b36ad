"""Turns results and events into the JSON values that ``analyze``, ``replay`` and ``live`` print.

``layout`` and ``leg_layout`` define the keys of results; those of events are defined here.
"""

from typing import TypeAlias

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
from evenstride.analysis.model.reps import Rep
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.results.forms import rounded
from evenstride.analysis.results.layout import RESULT, NamedResult
from evenstride.analysis.results.leg_layout import ATTEMPT, REP
from evenstride.sensors.samples import Link

JsonObject: TypeAlias = dict[str, object]


def summary_as_json(summary: Summary, file: str | None) -> JsonObject:
    """Return a session's result as ``analyze --json`` prints it.

    Args:
        file: The recording's name as the user gave it; None if there is none.
    """
    found: JsonObject = RESULT.write(NamedResult(summary, file))
    return found


def rep_as_json(rep: Rep) -> JsonObject:
    """Return one rep as it is printed in results and events."""
    found: JsonObject = REP.write(rep)
    return found


def event_as_json(event: Event) -> JsonObject:
    """Return an event of the analysis as ``--headless --json`` prints it."""
    more: JsonObject
    match event:
        case RepCounted(rep=rep):
            more = {"rep": rep_as_json(rep)}
        case HoldStarted(since_s=since_s):
            more = {"since_s": rounded(since_s, 3)}
        case HoldReached(hold_s=hold_s):
            more = {"hold_s": rounded(hold_s, 3)}
        case SetStarted(number=number, start_s=start_s):
            more = {"number": int(number), "start_s": rounded(start_s, 3)}
        case SetEnded(number=number, end_s=end_s, count=count):
            more = {"number": int(number), "end_s": rounded(end_s, 3), "count": int(count)}
        case AttemptSeen(attempt=attempt):
            more = {"attempt": ATTEMPT.write(attempt)}
        case GapSeen(from_s=from_s, to_s=to_s):
            more = {"from_s": rounded(from_s, 3), "to_s": rounded(to_s, 3)}
        case Recounted(count=count, why=why):
            more = {"count": int(count), "why": why}
    return {"event": event.event, "leg": event.leg.value, "at_s": rounded(event.at_s, 3), **more}


def link_as_json(link: Link, at_s: float) -> JsonObject:
    """Return a change of a sensor's connection as an event.

    Args:
        link: The change; the event is named after its state, for instance ``lost`` or ``back``.
        at_s: When it happened, seconds on the session's timeline.
    """
    told: JsonObject = {"text": link.text} if link.text else {}
    return {
        "event": link.state.value,
        "leg": link.site.value,
        "at_s": rounded(at_s, 3),
        **told,
    }


def end_as_json(summary: Summary, file: str | None, at_s: float) -> JsonObject:
    """Return the last event of a session; its ``summary`` is what ``analyze --json`` prints.

    Args:
        file: The recording that was read or written; None if there is none.
        at_s: Time of the last sample, or of a sensor lost or back after it, in seconds on the
            session's timeline.
    """
    return {
        "event": "end",
        "at_s": rounded(at_s, 3),
        "summary": summary_as_json(summary, file),
    }
