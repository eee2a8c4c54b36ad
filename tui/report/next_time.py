"""What the program advises after the last session with each exercise."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from analysis.advised import advice_on
from analysis.exercises import Exercise
from analysis.past import PastResult, past_result
from tui.past import past_results
from tui.report.content import Content, Session
from tui.session_history import open_history


def advice_by_exercise(content: Content, own: Sequence[Exercise]) -> dict[str, str]:
    """A sentence on each exercise, by its id; generic ones that nobody planned have none.

    After a session of the history it is what the user is told: it rests on all sessions before, be
    they in the report or not.

    Args:
        content: What was done.
        own: The user's own exercises.
    """
    found: dict[str, str] = {}
    for exercise in content.exercises:
        *before, (session, outcome) = content.of(exercise.id)
        if session.is_kept and session.started:
            past = _from_history(exercise.id, session.started)
        else:
            past = tuple(past_result(one.part, _day(earlier)) for earlier, one in before)
        day = _day(session)
        for advice in advice_on(outcome.part, {exercise.id: past}, own=own, day=day):
            found[exercise.id] = advice.sentence
    return found


def _from_history(exercise_id: str, until: datetime) -> tuple[PastResult, ...]:
    """What the history knows of an exercise before a time."""
    with open_history() as history:
        results = history.results(exercise_id)
    return past_results(one for one in results if one.started_utc < until.astimezone(UTC))


def _day(session: Session) -> date | None:
    return session.started.date() if session.started else None
