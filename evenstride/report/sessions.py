"""Choosing the sessions of a report: numbers in the history, files, or the last weeks."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from evenstride.analysis.model.summary import Summary
from evenstride.errors import JobError, JobReason
from evenstride.history import StoredSession
from evenstride.history.keeping import open_history, stored_session
from evenstride.history.kept_result import kept_summary
from evenstride.language import tr
from evenstride.places import history_path
from evenstride.report.content import Session
from evenstride.report.reading import kept_session, read_session
from evenstride.terminal.faults import logged_sentence
from evenstride.terminal.streams import say
from evenstride.user.exercises import Choice

WEEKS: Final = 6
"""How far back a report without named sessions goes: about the time between two visits."""

_Wanted: TypeAlias = Path | StoredSession
"""A recording, or a session of the history."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Found:
    """The sessions that could be used, and those that could not.

    Attributes:
        sessions: Oldest first; in the order in which they were named if a time is unknown.
        left_out: Sentences for the page about the others.
    """

    sessions: tuple[Session, ...]
    left_out: tuple[str, ...]


class SessionFinder:
    """Collects the sessions of a report; a problem with one is reported, and the others go on."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._left_out: list[str] = []

    def find(self, named: Sequence[str]) -> Found:
        """Collect them.

        Args:
            named: Session numbers and files; empty for the last weeks of the history.

        Raises:
            RecordingError: Nothing was named, and the history cannot be read.
            JobError: Nothing was named, and the history is empty.
        """
        wanted = self._named(named) if named else _last_weeks()
        last = _last_of_each(one for one in wanted if isinstance(one, StoredSession))
        sessions = [self._session(one, last) for one in wanted]
        found = [one for one in sessions if one is not None]
        times = [one.started for one in found if one.started is not None]
        if len(times) == len(found):
            found.sort(key=lambda one: one.started or times[0])
        return Found(tuple(found), tuple(self._left_out))

    def _named(self, named: Sequence[str]) -> list[_Wanted]:
        found: dict[Path, _Wanted] = {}
        for word in dict.fromkeys(named):
            one: _Wanted | None = Path(word)
            if word.isdecimal():
                one = self._attempt(
                    tr("Session {number}", number=word), partial(stored_session, int(word))
                )
            if one is not None:
                path = one.path if isinstance(one, StoredSession) else one
                found.setdefault(path.absolute(), one)
        return list(found.values())

    def _session(self, wanted: _Wanted, last: set[int]) -> Session | None:
        if isinstance(wanted, Path):
            return self._attempt(wanted.name, lambda: read_session(wanted, self._choice))
        # Only the last session of each exercise is shown with curves, which need its recording.
        is_read = wanted.number in last and wanted.path.exists()
        kept = None if is_read or self._choice.wanted is not None else _kept(wanted.number)
        if kept is not None:
            session = kept_session(
                wanted.path.name,
                wanted.started_utc,
                kept,
                self._choice.own,
                synthetic=wanted.synthetic,
            )
            return replace(session, morning_pain=wanted.morning_pain)
        name = tr("Session {number}", number=wanted.number)
        read = self._attempt(name, lambda: read_session(wanted.path, self._choice))
        # If the recording has no time, the history's is used.
        return read and replace(
            read,
            started=wanted.started_utc.astimezone(),
            is_kept=True,
            morning_pain=wanted.morning_pain,
        )

    def _attempt(self, name: str, get: Callable[[], _T]) -> _T | None:
        try:
            return get()
        except Exception as error:
            # Whatever the error, the other sessions go on.
            say(f"Error: {logged_sentence(error)}")
            words = tr("{name} could not be used and is left out.", name=name)
            self._left_out.append(words)
            return None


def _kept(number: int) -> Summary | None:
    """Return a session's newest stored result; None if there is none that can be understood."""
    with open_history() as history:
        value = history.result_json(number)
    with suppress(JobError):
        return None if value is None else kept_summary(number, value)
    return None


def _last_weeks() -> list[_Wanted]:
    sessions: tuple[StoredSession, ...] = ()
    if history_path().exists():
        with open_history() as history:
            sessions = history.sessions()
    if not sessions:
        raise JobError(
            "The history has no session yet. Name a recording's file, or train first.",
            JobReason.NOTHING_TO_REPORT,
        )
    since = sessions[-1].started_utc - timedelta(weeks=WEEKS)
    return [one for one in sessions if one.started_utc > since]


def _last_of_each(stored: Iterable[StoredSession]) -> set[int]:
    """Return the numbers of the sessions that are the last with one of their exercises."""
    ordered = sorted(stored, key=lambda one: one.started_utc)
    return set({of.exercise: one.number for one in ordered for of in one.exercises}.values())
