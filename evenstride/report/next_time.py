"""The program's advice after the last session with each exercise."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date

from evenstride.analysis.advising.advice import Advice
from evenstride.analysis.advising.past_results import PastResult, past_result
from evenstride.analysis.advising.with_advice import advice_on
from evenstride.analysis.model.exercises import Exercise
from evenstride.history.keeping import earlier_results, open_history
from evenstride.report.content import Content, Session


def advice_by_exercise(content: Content, own: Sequence[Exercise]) -> dict[str, Advice]:
    """Return the advice on each exercise by its id; generic exercises without a plan have none.

    For a session of the history it is the advice that the user got: it considers all earlier
    sessions, whether or not they are in the report.

    Args:
        content: The report's sessions.
        own: The user's own exercises.
    """
    found: dict[str, Advice] = {}
    past: Mapping[str, Sequence[PastResult]]
    for exercise in content.exercises:
        *before, (session, outcome) = content.of(exercise.id)
        if session.is_kept:
            past = _from_history(session)
        else:
            past = {exercise.id: [past_result(one.part, _day(at)) for at, one in before]}
        for advice in advice_on(
            outcome.part, past, own=own, day=_day(session), morning_pain=session.morning_pain
        ):
            found[exercise.id] = advice
    return found


def _from_history(session: Session) -> Mapping[str, Sequence[PastResult]]:
    """Return the history's results from before a session."""
    if session.started is None:
        return {}
    with open_history() as history:
        started_utc = session.started.astimezone(UTC)
        return earlier_results(history, started_utc, synthetic=session.synthetic)


def _day(session: Session) -> date | None:
    return session.started.date() if session.started else None
