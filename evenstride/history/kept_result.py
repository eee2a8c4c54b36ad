"""A result that the history keeps, as the analysis gave it."""

from collections.abc import Mapping
from typing import Any

from evenstride.analysis.model.summary import Summary
from evenstride.analysis.results.from_json import summary_from_json
from evenstride.errors import JobError, JobReason


def kept_summary(number: int, result: Mapping[str, Any]) -> Summary:
    """The result of a session.

    Args:
        number: The session's number, for messages.
        result: The JSON that was kept of it.

    Raises:
        JobError: It is of a version that this one does not understand.
    """
    try:
        return summary_from_json(result)
    except (KeyError, TypeError, ValueError) as error:
        raise JobError(
            f"The result of session {number} is of another version (it lacks {error}); "
            f"analyze it again with evenstride history reanalyze {number}.",
            JobReason.OTHER_VERSION,
        ) from error
