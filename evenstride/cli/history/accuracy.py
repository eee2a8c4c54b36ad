"""How well sessions were counted, as a table and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from evenstride.analysis.model.exercises import Exercise
from evenstride.history.accuracy import Accuracy, LegCount, accuracies, counts_of, taken_by_hand
from evenstride.history.keeping import open_history
from evenstride.history.kept_result import first_summary
from evenstride.recordings.reader import read
from evenstride.sensors.errors import EvenstrideError
from evenstride.session.result.report_text import table
from evenstride.terminal.faults import logged_sentence
from evenstride.terminal.progress_line import EVERY_S, PATIENCE_S, ProgressLine
from evenstride.terminal.streams import say
from evenstride.user.exercises import title_of

_CAUTION = (
    "By your own corrections (+ and - in a session): a mistake that you did not correct is not in"
    " it."
)


def corrected_counts() -> list[list[LegCount]]:
    """Return each session's counts with the corrections; simulated sessions are left out.

    A session whose result or recording cannot be read is reported and left out.

    Raises:
        RecordingError: The history cannot be read.
    """
    found: list[list[LegCount]] = []
    with open_history() as history, ProgressLine(patience_s=PATIENCE_S, every_s=EVERY_S) as line:
        sessions = [one for one in history.sessions() if not one.synthetic]
        for done, session in enumerate(sessions):
            line.show(f"{done} of {len(sessions)} sessions")
            try:
                summary = first_summary(history, session)
                taken = taken_by_hand(read(session.path).stretches(), summary)
            except EvenstrideError as error:
                say(f"Session {session.number} is left out: {logged_sentence(error)}")
                continue
            found.append(counts_of(summary, taken))
    return found


def accuracy_lines(
    sessions: Sequence[Sequence[LegCount]], own: Iterable[Exercise]
) -> Iterator[str]:
    """Yield the table for people."""
    found = accuracies(sessions)
    if not found:
        yield "There is no session with a rep yet (simulated ones do not count)."
        return
    own = tuple(own)
    rows = [("EXERCISE", "SESSIONS", "REPS", "MISSED", "NOT REPS", "RIGHT", "LEGS EXACT")]
    rows += [
        (
            title_of(one.exercise, own),
            str(one.sessions),
            str(one.reps),
            str(one.added),
            str(one.taken),
            f"{100 * one.right_fraction:.1f} %",
            f"{one.exact} of {one.legs}",
        )
        for one in found
    ]
    yield from table(rows)
    yield ""
    yield _CAUTION


def accuracy_json(sessions: Sequence[Sequence[LegCount]]) -> dict[str, Any]:
    """Return how accurate the counts were, by exercise, as one JSON object."""
    return {"exercises": [_as_json(one) for one in accuracies(sessions)]}


def _as_json(one: Accuracy) -> dict[str, Any]:
    return {**asdict(one), "right_fraction": round(one.right_fraction, 4)}
