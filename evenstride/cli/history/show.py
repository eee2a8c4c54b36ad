"""One session of the history, as it was shown on its day."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.exercises import Exercise
from evenstride.history import StoredSession
from evenstride.history.kept_result import kept_summary
from evenstride.session.result.report_text import report
from evenstride.terminal.outside import safe
from evenstride.terminal.words import local_minute
from evenstride.user.exercises import title_of


def show_session(
    session: StoredSession,
    result: Mapping[str, Any],
    version: str | None,
    own: Iterable[Exercise] = (),
) -> Iterator[str]:
    """Yield the lines about a session.

    Args:
        result: The JSON of the shown analysis.
        version: Its version, if it is not the newest.
        own: The user's own exercises.

    Raises:
        JobError: The result has a version that is not understood.
    """
    own = tuple(own)
    summary = kept_summary(session.number, result)
    titles = ", ".join(title_of(part.exercise, own) for part in by_exercise(summary))
    simulated = ", simulated" if session.synthetic else ""
    yield f"Session {session.number}, {local_minute(session.started_utc)}: {titles}{simulated}"
    if session.note:
        yield f"Note: {safe(session.note, limit=1000)}"
    if session.morning_pain is not None:
        yield f"The morning after: {session.morning_pain:g} of 10 sore."
    yield from report(summary)
    yield ""
    yield f"Recording: {session.path}{'' if session.path.is_file() else ', which is gone'}"
    shown = version or session.versions[-1]
    others = [one for one in session.versions if one != shown]
    also = f"; there are also {', '.join(others)}" if others else ""
    yield f"Analysis: version {shown}{also}"
