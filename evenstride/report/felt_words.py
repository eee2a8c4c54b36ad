"""Pain and effort in the report: the ratings of each session, and of the morning after."""

from collections.abc import Callable, Sequence

from evenstride.analysis.model.feeling import most_effort, worst_pain
from evenstride.language import tr
from evenstride.report.content import Outcome, Session
from evenstride.report.tables import session_day
from evenstride.session.result.felt_text import felt_line

_MOST = 12
"""How many sessions fit in a line; the latest are listed."""


def felt_words(history: Sequence[tuple[Session, Outcome]]) -> str:
    """Return the person's ratings in a line or two; "" if there are none.

    Args:
        history: The sessions with an exercise and its results, oldest first.
    """
    (last, outcome) = history[-1]
    told = [felt_line(outcome.part.felt)]
    if last.morning_pain is not None:
        told.append(tr("Sore the morning after: {pain} of 10.", pain=last.morning_pain))
    if len(history) > 1:
        told += [
            _over_sessions(tr("Worst pain"), history, lambda _, one: worst_pain(one.part.felt)),
            _over_sessions(tr("Effort"), history, lambda _, one: most_effort(one.part.felt)),
            _over_sessions(tr("Sore the morning after"), history, lambda one, _: one.morning_pain),
        ]
    return " ".join(filter(None, told))


def _over_sessions(
    name: str,
    history: Sequence[tuple[Session, Outcome]],
    rating: Callable[[Session, Outcome], float | None],
) -> str:
    said = [
        (session, value)
        for session, outcome in history
        if (value := rating(session, outcome)) is not None
    ][-_MOST:]
    if len(said) < 2:
        return ""
    told = [tr("{pain} on {day}", pain=value, day=session_day(one)) for one, value in said]
    return f"{name}: {', '.join(told)}."
