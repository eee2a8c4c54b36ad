"""The morning after: whether to ask how sore the knee is, and what follows from the answer."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from evenstride.analysis.advising.pain import MORNING_PAIN
from evenstride.history import StoredSession
from evenstride.history.keeping import open_history
from evenstride.language import later, tr
from evenstride.places import history_path

QUESTION: Final = later("How sore is the knee this morning? 0 not at all, 10 as bad as can be")


def session_to_ask_about(sessions: Sequence[StoredSession], today: date) -> StoredSession | None:
    """Return the last session if it was yesterday and was not asked about yet; else None.

    Nobody remembers the morning after an earlier session.

    Args:
        sessions: Every session, oldest first.
        today: The local date.
    """
    done = [
        one
        for one in sessions
        if not one.synthetic
        and any(leg.reps for part in one.exercises for leg in part.legs.values())
    ]
    if not done or done[-1].morning_asked:
        return None
    day = done[-1].started_utc.astimezone().date()
    return done[-1] if today - day == timedelta(days=1) else None


def whom_to_ask(today: date) -> int | None:
    """Return the number of the session to ask about; None if there is none.

    Raises:
        RecordingError: The history cannot be read.
    """
    if not history_path().exists():
        return None
    with open_history() as history:
        found = session_to_ask_about(history.sessions(), today)
    return None if found is None else found.number


def keep_answer(number: int, pain: float | None) -> str:
    """Keep the answer with the session; return what to tell the user.

    Args:
        number: The session.
        pain: The answer, 0 to 10; None for no answer, after which nobody is asked again.

    Raises:
        RecordingError: It cannot be kept.
    """
    with open_history() as history:
        history.write_morning(number, pain)
    if pain is None:
        return ""
    if pain > MORNING_PAIN:
        return tr(
            "Sore the morning after ({pain} of 10): the advice is one step less. See it in "
            "the plan, and stop if it hurts.",
            pain=pain,
        )
    return tr("Kept with the session: {pain} of 10 this morning.", pain=pain)
