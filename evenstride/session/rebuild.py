"""Long jobs: adding sessions that were left out, rebuilding the history, and analyzing again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from evenstride.analysis.model.exercises import Exercise
from evenstride.history import History
from evenstride.history.keeping import add_session, open_history, with_past
from evenstride.history.left_out import look
from evenstride.history.made_anew import make_anew
from evenstride.history.second_copy import read_copy
from evenstride.places import history_path, recordings_folder
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.session.whole_recording import analyze_recording
from evenstride.terminal.faults import logged_sentence, sentence
from evenstride.terminal.progress_line import OnTime, analysis_progress
from evenstride.terminal.streams import say
from evenstride.terminal.words import left_out_words
from evenstride.user.exercises import Choice
from evenstride.version import analysis_version


@dataclass(slots=True)
class Outcome:
    """The outcome of a job.

    Attributes:
        done: Numbers of the sessions that were analyzed.
        failures: Sentences about sessions that failed.
        aside: The new path of the damaged history; None if it was intact.
        saved: How many sessions there were, or could be read from a damaged history.
        renewed: How many of ``done`` were known already, with changed or lost results.
        unreadable: How many files were skipped because they have no readable sample.
    """

    done: list[int] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    aside: Path | None = None
    saved: int = 0
    renewed: int = 0
    unreadable: int = 0


def run_rebuild(own: tuple[Exercise, ...]) -> bool:
    """Repair and complete the history, and report what was done; return whether nothing failed.

    Raises:
        RecordingError: It cannot be written, or its version is newer.
    """
    with analysis_progress() as on_time:
        outcome = rebuild(Choice(own=own), on_time)
    if outcome.aside is not None:
        say(
            f"The history was damaged: it is {outcome.aside} now, and {_sessions(outcome.saved)} "
            "could be read of it."
        )
    if outcome.renewed:
        say(f"Analyzed {_sessions(outcome.renewed)} anew, whose results had changed or were lost.")
    added = len(outcome.done) - outcome.renewed
    say(f"Added {_sessions(added)}." if added else "No session was missing.")
    if outcome.unreadable:
        files = "1 file" if outcome.unreadable == 1 else f"{outcome.unreadable} files"
        say(f"Passed over {files} without a readable sample in {recordings_folder()}.")
    return _without_failures(outcome)


def run_reanalyze(numbers: Sequence[int], own: tuple[Exercise, ...]) -> bool:
    """Analyze sessions again, and report what was done; return whether nothing failed.

    Args:
        numbers: The sessions; empty for all whose newest result has another version.
        own: The user's own exercises.

    Raises:
        RecordingError: There is no session of a number, or the history cannot be written.
    """
    version = analysis_version()
    with open_history() as history:
        sessions = [history.get(number) for number in dict.fromkeys(numbers)]
        if not numbers:
            sessions = [one for one in history.sessions() if one.versions[-1:] != (version,)]
        if not sessions:
            say(f"All results are of version {version} already.")
            return True
        with analysis_progress() as on_time:
            paths = [one.path for one in sessions]
            outcome = analyze_anew(history, paths, Choice(own=own), on_time)
    say(f"Analyzed {len(outcome.done)} of {_sessions(len(sessions))} with version {version}.")
    return _without_failures(outcome)


def say_left_out() -> None:
    """Report recordings that are missing in the history, or what is wrong with the history."""
    try:
        count = len(unknown_recordings())
    except RecordingError as error:
        say(sentence(error))
    else:
        if count:
            say(left_out_words(count))


def unknown_recordings() -> tuple[Path, ...]:
    """Return the recordings in the user's folder that are not in the history.

    Raises:
        RecordingError: The history cannot be read.
    """
    if not recordings_folder().exists():
        return ()  # no history is made before there is anything to keep
    with open_history() as history:
        return look(recordings_folder(), [one.path for one in history.sessions()]).recordings


def rebuild(choice: Choice, on_time: OnTime) -> Outcome:
    """Repair and complete the history: rebuild a damaged one, and add missing sessions.

    Args:
        choice: The user's own exercises.
        on_time: Called with the progress.

    Raises:
        RecordingError: It cannot be written, or its version is newer.
    """
    outcome = Outcome()

    def fill(history: History) -> None:
        changed = history.renew_rows()
        known = {one.path: one.versions for one in history.sessions()}
        outcome.saved = len(known)
        # If a session's result was damaged, its recording may still be there.
        lost = [
            path
            for path, versions in known.items()
            if (not versions or path in changed) and path.exists()
        ]
        found = look(recordings_folder(), known)
        outcome.unreadable = len(found.unreadable)
        _analyze(history, lost, choice, on_time, outcome)
        outcome.renewed = len(outcome.done)
        _analyze(history, found.recordings, choice, on_time, outcome)

    try:
        with open_history() as history:
            history.check()
    except RecordingError as error:
        if error.reason is not RecordingReason.DAMAGED:
            raise
        outcome.aside = make_anew(history_path(), datetime.now().astimezone(), fill)
    else:
        with open_history() as history:
            for session in read_copy(history_path()).values():
                history.restore(session)
            fill(history)
    return outcome


def analyze_anew(
    history: History, recordings: Iterable[Path], choice: Choice, on_time: OnTime
) -> Outcome:
    """Analyze sessions of the history again; their older results stay.

    Raises:
        RecordingError: The history cannot be written.
    """
    outcome = Outcome()
    _analyze(history, recordings, choice, on_time, outcome)
    return outcome


def _analyze(
    history: History,
    recordings: Iterable[Path],
    choice: Choice,
    on_time: OnTime,
    outcome: Outcome,
) -> None:
    for path in recordings:
        try:
            found = analyze_recording(path, choice, on_time=partial(on_time, path.name))
        except Exception as error:
            # Whatever the error, the other recordings go on.
            outcome.failures.append(logged_sentence(error, str(path)))
            continue
        summary = with_past(history, path, found.summary, choice.own)
        outcome.done.append(add_session(history, path, summary, choice.own))


def _without_failures(outcome: Outcome) -> bool:
    for failure in outcome.failures:
        say(f"Error: {failure}")
    return not outcome.failures


def _sessions(count: int) -> str:
    return "1 session" if count == 1 else f"{count} sessions"
