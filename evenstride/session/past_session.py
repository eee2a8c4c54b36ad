"""A finished session: its result with the curves of its reps, and corrections of its count."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.exercises import ANY_ID, Exercise, any_exercise
from evenstride.analysis.model.summary import Summary
from evenstride.errors import JobError, JobReason
from evenstride.history import StoredSession
from evenstride.history.keeping import add_session, open_history, with_past
from evenstride.history.kept_result import kept_summary
from evenstride.recordings.amending import add_event
from evenstride.recordings.errors import RecordingError
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block, Leg, Note, NoteKind
from evenstride.sensors.timeline import Timeline
from evenstride.session.result.curves import RepCurves
from evenstride.session.result.result import Result, result_of
from evenstride.session.whole_recording import analyze_recording
from evenstride.user.exercises import Choice, all_exercises

_AFTER_SET_S: Final = 0.5
"""A correction's time after the end of its set: the next set has not begun, and all is counted."""


@dataclass(frozen=True, slots=True)
class PastSession:
    """A session of the history.

    Attributes:
        session: The session as stored.
        summary: Its result, by the newest analysis.
        result: The same for the screen, with curves if the recording still exists.
    """

    session: StoredSession
    summary: Summary
    result: Result


def past_session(number: int, own: Sequence[Exercise] = ()) -> PastSession:
    """Open a session; its recording is read again for the curves, which takes a moment.

    Raises:
        RecordingError: The history cannot be read, or has no session of this number.
        JobError: Its result has a version that is not understood.
    """
    with open_history() as history:
        session = history.get(number)
        kept = history.result_json(number)
    if kept is None:
        raise JobError(
            f"Session {number} has no result; evenstride history reanalyze {number} makes one.",
            JobReason.OTHER_VERSION,
        )
    summary = kept_summary(number, kept)
    known = all_exercises(tuple(own))
    ids = [part.exercise or ANY_ID for part in by_exercise(summary)]
    exercises = {one: known.get(one, any_exercise()) for one in ids}
    result = result_of(summary, _curves(session.path, own), exercises, is_over=True)
    return PastSession(session, summary, result)


def correct(
    past: PastSession, leg: Leg, set_number: int, change: int, own: Sequence[Exercise] = ()
) -> PastSession:
    """Count one rep more or less in a set, as the person says.

    The correction is written into the recording like a key of a live session, and analyzed.

    Args:
        set_number: The number of the set on that leg.
        change: 1 or -1.
        own: The user's own exercises.

    Raises:
        RecordingError: The recording is gone, or cannot be changed.
    """
    path, number = past.session.path, past.session.number
    sets = {one.number: one for one in past.summary.legs[leg].sets}
    at_us = _host_us(path, sets[set_number].end_s + _AFTER_SET_S)
    add_event(path, Note(at_us, NoteKind.CORRECT, {"leg": leg.value, "change": change}))
    found = analyze_recording(path, Choice(own=tuple(own)), on_remark=lambda _: None)
    with open_history() as history:
        summary = with_past(history, path, found.summary, own)
        add_session(history, path, summary, own)
    return past_session(number, own)


def _curves(path: Path, own: Sequence[Exercise]) -> RepCurves:
    """Return the curves of a recording's reps; none if it is gone or can no longer be read."""
    curves = RepCurves()
    try:
        analyze_recording(
            path, Choice(own=tuple(own)), on_progress=curves.on_progress, on_remark=lambda _: None
        )
    except (RecordingError, OSError):
        return RepCurves()
    return curves


def _host_us(path: Path, at_s: float) -> int:
    """Return the host's clock at a time of a session, by the arrival of its blocks."""
    timeline, last_us = Timeline(), 0
    for item in read(path):
        if isinstance(item, Block):
            samples = timeline.update(item)
            last_us = int(item.host_us[-1])
            if len(samples) and samples.t_s[-1] >= at_s:
                break
    return last_us
