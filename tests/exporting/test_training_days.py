"""Tests the calendar of training days, read back by icalendar."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from dateutil.rrule import rrulestr

from evenstride.analysis.model.plan import Plan, PlannedExercise, builtin_plan
from evenstride.analysis.model.plan_days import Day
from evenstride.exporting.training_days import calendar_text

WEDNESDAY = date(2026, 3, 25)  # four days before clocks are put forward in Europe


def text_of(plan: Plan, *, weeks: int = 2, place: str = "plan.toml", **more: Any) -> str:
    return calendar_text(
        plan,
        more.get("days", [Day.FRIDAY, Day.MONDAY, Day.WEDNESDAY]),
        time(18, 30),
        first=more.get("first", WEDNESDAY),
        weeks=weeks,
        title_of=lambda exercise: exercise,
        place=Path(place),
        now=datetime(2026, 3, 24, 23, 30, tzinfo=UTC),
    )


def event_of(text: str) -> Any:
    calendar = icalendar.Calendar.from_ical(text)
    assert calendar["VERSION"] == "2.0"
    (event,) = calendar.walk("VEVENT")
    assert event.errors == []
    return event


def test_the_days_are_those_at_the_hour_of_the_clock_on_the_wall() -> None:
    event = event_of(text_of(builtin_plan()))
    starts = event["DTSTART"].dt
    # Without a zone it is half past six wherever one is, in summer and in winter.
    assert starts == datetime(2026, 3, 25, 18, 30)  # noqa: DTZ001
    days = list(rrulestr(event["RRULE"].to_ical().decode(), dtstart=starts))
    assert [day.date().isoformat() for day in days] == [
        *("2026-03-25", "2026-03-27", "2026-03-30", "2026-04-01", "2026-04-03", "2026-04-06"),
    ]
    assert {day.time() for day in days} == {time(18, 30)}
    assert event["DTSTAMP"].dt == datetime(2026, 3, 24, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(("first", "begins"), [(0, 27), (2, 27), (3, 30), (6, 3)])
def test_it_begins_on_the_next_training_day(first: int, begins: int) -> None:
    day = WEDNESDAY + timedelta(days=first)
    event = event_of(text_of(builtin_plan(), first=day, days=[Day.FRIDAY, Day.MONDAY]))
    assert event["DTSTART"].dt.day == begins


def test_what_is_to_be_done_is_in_its_notes_and_its_length() -> None:
    plan = Plan(
        "Left; then, \\right",
        (
            PlannedExercise("straight-leg-raise", 3, 12, hold_s=2.0, left_kg=1.5, rest_s=60.0),
            PlannedExercise("x", 1, 10),
        ),
    )
    event = event_of(text_of(plan))
    assert event["SUMMARY"] == "Left; then, \\right"
    assert event["DESCRIPTION"] == (
        "straight-leg-raise: 3 × 12 each leg, hold 2 s, left 1.5 kg\nx: 1 × 10 each leg"
    )
    # 2 × 3 × (12 × 5 s + 60 s) + 2 × (10 × 3 s + 60 s) = 15 minutes
    assert event["DURATION"].dt == timedelta(minutes=15)
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(minutes=-10)


def test_lines_end_and_are_folded_as_the_standard_says() -> None:
    title = "Übungen für das schwächere Knie — " * 6
    text = text_of(Plan(title, (PlannedExercise("a", 1, 1),)))
    lines = text.split("\r\n")
    assert lines[-1] == ""
    assert "\n" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) <= 75
    assert any(line.startswith(" ") for line in lines)
    assert event_of(text)["SUMMARY"] == title


def test_the_same_plan_replaces_its_days_and_another_one_does_not() -> None:
    again = [event_of(text_of(builtin_plan(), weeks=weeks))["UID"] for weeks in (2, 3)]
    assert again[0] == again[1]
    assert event_of(text_of(builtin_plan(), place="other.toml"))["UID"] != again[0]
