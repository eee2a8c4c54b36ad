"""The user's history: opening it, and adding sessions when they end."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from evenstride.analysis.advising.past_results import PastResult
from evenstride.analysis.advising.with_advice import advice_on, with_advice
from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.errors import AnalysisError
from evenstride.analysis.model.exercises import Exercise, find
from evenstride.analysis.model.plan import prescribed
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.errors import JobError, JobReason
from evenstride.history import History, StoredExercise, StoredSession
from evenstride.history.earlier_sessions import past_results
from evenstride.places import history_path
from evenstride.recordings.format import Header
from evenstride.recordings.reader import read
from evenstride.terminal.faults import logged_sentence
from evenstride.version import analysis_version


def open_history() -> History:
    """Open the user's history, or make it if there is none.

    Raises:
        RecordingError: It is damaged, of a later version, or cannot be opened.
    """
    return History(history_path())


def stored_session(number: int) -> StoredSession:
    """Return a session of the user's history by its number.

    Raises:
        RecordingError: There is none of this number, or the history cannot be read.
        JobError: There is no history yet.
    """
    if not history_path().exists():
        raise JobError(
            f"There is no session {number}: the history is empty. A file named so is ./{number}.",
            JobReason.NOT_FOUND,
        )
    with open_history() as history:
        return history.get(number)


def keep(
    recording: Path, summary: Summary, own: Sequence[Exercise] = (), header: Header | None = None
) -> str | None:
    """Add a finished session to the history, with advice based on earlier sessions.

    Args:
        recording: Its closed recording.
        own: The user's own exercises.
        header: The recording's header; None to read it from there.

    Returns:
        Why it failed, as a sentence for the user; None if it succeeded.
    """
    try:
        with open_history() as history:
            advised = with_past(history, recording, summary, own, header)
            add_session(history, recording, advised, own, header)
    except Exception as error:
        # Whatever the error, the result is still shown, and the recording is there.
        return f"The result could not be added to the history: {logged_sentence(error)}"
    return None


def with_past(
    history: History,
    recording: Path,
    summary: Summary,
    own: Sequence[Exercise] = (),
    header: Header | None = None,
) -> Summary:
    """Return a session's result with advice based on earlier sessions.

    Args:
        recording: The session's recording.
        own: The user's own exercises.
        header: The recording's header; None to read it from there.

    Raises:
        RecordingError: The recording or the history cannot be read.
    """
    header = header or read(recording).header
    started_utc = _started_utc(recording, header)
    before = earlier_results(history, started_utc, synthetic=header.synthetic)
    day = started_utc.astimezone().date()
    return with_advice(summary, advice_on(summary, before, own=own, day=day))


def add_session(
    history: History,
    recording: Path,
    summary: Summary,
    own: Sequence[Exercise] = (),
    header: Header | None = None,
) -> int:
    """Add a session, or a new analysis of it, to a history.

    Args:
        recording: The session's closed recording.
        own: The user's own exercises.
        header: The recording's header; None to read it from there.

    Returns:
        The session's number.

    Raises:
        RecordingError: The recording cannot be read, or the history cannot be written.
    """
    header = header or read(recording).header
    return history.add(
        recording,
        started_utc=_started_utc(recording, header),
        synthetic=header.synthetic,
        version=analysis_version(),
        result=summary_as_json(summary, None),
        hold_targets_s=_hold_targets_s(summary, own),
    )


def earlier_results(
    history: History, started_utc: datetime, *, synthetic: bool = False
) -> dict[str, tuple[PastResult, ...]]:
    """Return the results before a session by exercise, earliest first, for advice.

    Args:
        started_utc: When the session began (aware).
        synthetic: Whether a simulator made it: simulated sessions and those of people say nothing
            about each other.

    Raises:
        RecordingError: The history cannot be read.
    """
    found: dict[str, list[StoredExercise]] = {}
    for result in history.results():
        if result.started_utc < started_utc and result.synthetic == synthetic and result.exercise:
            found.setdefault(result.exercise, []).append(result)
    return {exercise: past_results(results) for exercise, results in found.items()}


def _started_utc(recording: Path, header: Header) -> datetime:
    """Return when a session began; if that was not recorded, when its file was last changed."""
    return header.started_utc or datetime.fromtimestamp(recording.stat().st_mtime, UTC)


def _hold_targets_s(summary: Summary, own: Sequence[Exercise]) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in by_exercise(summary):
        with suppress(AnalysisError):  # an exercise of the user's own that no longer exists
            if part.exercise is None:
                continue
            planned = part.planned or prescribed(find(part.exercise, own))
            found |= {part.exercise: planned.hold_s} if planned.hold_s else {}
    return found
