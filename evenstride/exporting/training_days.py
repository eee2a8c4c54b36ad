"""The training days of a plan as an iCalendar (RFC 5545), for any calendar.

Times are "floating" (section 3.3.5): local time wherever the reader is. So six in the evening
stays six in the evening across daylight saving changes, and on a journey.
"""

import math
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from evenstride.analysis.model.plan import Plan, PlannedExercise
from evenstride.analysis.model.plan_days import Day
from evenstride.language import told, tr
from evenstride.user.plan_words import hold_words, kg_words

USUAL_DAYS: Final = (Day.MONDAY, Day.WEDNESDAY, Day.FRIDAY)
"""The days for a plan that names none: three times a week, with a day off between."""

_WAYS_S: Final = 3.0
"""The time of a rep's moves out and back at an easy pace."""

_ROUND_MIN: Final = 5
_MOST_OCTETS: Final = 75
_REMINDED_MIN: Final = 10
_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_DNS, "plan.evenstride")


def calendar_text(
    plan: Plan,
    days: Sequence[Day],
    at: time,
    *,
    first: date,
    weeks: int,
    title_of: Callable[[str], str],
    place: Path,
    now: datetime,
) -> str:
    """Return an iCalendar with one event that repeats on each training day.

    Args:
        plan: The plan for each of them.
        days: Days of the week, at least one.
        at: The local time of day.
        first: The earliest possible day.
        weeks: The number of weeks.
        title_of: Returns an exercise's title by its id.
        place: The plan's file; a calendar that already has its days replaces them.
        now: The current time, aware.
    """
    days = [day for day in Day if day in days]
    numbers = {day.number for day in days}
    begin = next(
        day for day in (first + timedelta(days=n) for n in range(7)) if day.weekday() in numbers
    )
    starts = datetime.combine(begin, at)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//evenstride//plan//EN",
        "BEGIN:VEVENT",
        f"UID:{uuid.uuid5(_NAMESPACE, str(place.absolute()))}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{starts:%Y%m%dT%H%M%S}",
        f"DURATION:PT{_minutes(plan)}M",
        f"RRULE:FREQ=WEEKLY;COUNT={weeks * len(days)};BYDAY={','.join(day.code for day in days)}",
        f"SUMMARY:{_escaped(told(plan.title))}",
        f"DESCRIPTION:{_escaped(_description(plan, title_of))}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(told(plan.title))}",
        f"TRIGGER:-PT{_REMINDED_MIN}M",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _description(plan: Plan, title_of: Callable[[str], str]) -> str:
    return "\n".join(f"{tr(title_of(one.exercise))}: {_words(one)}" for one in plan.exercises)


def _words(one: PlannedExercise) -> str:
    hold, left, right = (
        hold_words(one.hold_s, one.hold_max_s),
        kg_words(one.left_kg),
        kg_words(one.right_kg),
    )
    parts = (
        f"{one.sets} × {one.reps} {tr('each leg')}",
        tr("hold {seconds}", seconds=hold) if hold else "",
        f"{tr('left')} {left}" if left else "",
        f"{tr('right')} {right}" if right else "",
    )
    return ", ".join(part for part in parts if part)


def _minutes(plan: Plan) -> int:
    """Return the approximate duration, both legs with all rests, in minutes."""
    total_s = sum(
        2 * one.sets * (one.reps * (_WAYS_S + (one.hold_s or 0.0)) + one.rest_s)
        for one in plan.exercises
    )
    return max(1, math.ceil(total_s / 60 / _ROUND_MIN)) * _ROUND_MIN


def _escaped(text: str) -> str:
    """Escape a text for use as a value (section 3.3.11)."""
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Split a line into parts of at most 75 octets, the later ones after a space (section 3.1)."""
    part, octets = "", 0
    for sign in line:
        size = len(sign.encode("utf-8"))
        if octets + size > _MOST_OCTETS:
            yield part
            part, octets = " ", 1
        part, octets = part + sign, octets + size
    yield part
