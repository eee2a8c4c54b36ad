"""A result that the history keeps, read back from its JSON."""

from collections.abc import Mapping
from typing import Any

from evenstride.analysis.model.summary import Summary
from evenstride.analysis.results.from_json import summary_from_json
from evenstride.errors import JobError, JobReason
from evenstride.history.rows import StoredSession
from evenstride.history.store import History


def first_summary(history: History, session: StoredSession) -> Summary:
    """Return a session's oldest result, which was on the screen when its counts were corrected.

    Raises:
        JobError: There is none, or its version is not understood.
    """
    version = session.versions[0] if session.versions else None
    result = history.result_json(session.number, version)
    if result is None:
        raise JobError(
            f"Session {session.number} has no result; make one with evenstride history"
            f" reanalyze {session.number}.",
            JobReason.NOT_FOUND,
        )
    return kept_summary(session.number, result)


def kept_summary(number: int, result: Mapping[str, Any]) -> Summary:
    """Return a session's result.

    Args:
        number: The session's number, for messages.
        result: The JSON that was kept.

    Raises:
        JobError: Its version is not understood.
    """
    try:
        return summary_from_json(result)
    except (KeyError, TypeError, ValueError) as error:
        raise JobError(
            f"The result of session {number} is of another version (it lacks {error}); "
            f"analyze it again with evenstride history reanalyze {number}.",
            JobReason.OTHER_VERSION,
        ) from error
