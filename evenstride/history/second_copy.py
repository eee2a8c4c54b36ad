"""A second copy of what only the user knows of the sessions: numbers, names and notes.

Results can be made anew from recordings; a note or a sore morning cannot. One damaged page of the
database may hold all of them, so that they are in a file of their own as well, which is small and
written whole.
"""

import json
import logging
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from evenstride.errors import JobError
from evenstride.history.salvage import SalvagedSession, is_time, rating
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.user.files.whole_file import write_whole

NAME: Final = "history-sessions.json"
"""Its name, beside the history."""

LEFT_BEHIND: Final = f".{NAME}-*"
"""Names, beside it, of copies that were never done, as a program was killed."""

_SCHEMA: Final = "evenstride-history-sessions/1"
_MOST_BYTES: Final = 100_000_000
_log = logging.getLogger(__name__)


def read_copy(history: Path) -> dict[str, SalvagedSession]:
    """The sessions that the copy beside a history knows, by the names of their recordings.

    Whatever is damaged in it is passed over.
    """
    path = history.with_name(NAME)
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return {}
        found = json.loads(path.read_text(encoding="utf-8", errors="replace"))
    except (OSError, ValueError, RecursionError):
        return {}
    entries = found.get("sessions") if isinstance(found, dict) else None
    if not isinstance(entries, list):
        return {}
    return {one.file: one for one in map(_session, entries) if one is not None}


def write_copy(history: Path, sessions: Iterable[SalvagedSession], gone: str = "") -> None:
    """Write what is known now, with all that the copy knew before.

    Args:
        history: The history.
        sessions: Every session of it.
        gone: The recording of the session that is deleted.

    Raises:
        RecordingError: What is deleted can not be taken out of it.
    """
    path = history.with_name(NAME)
    for left in path.parent.glob(LEFT_BEHIND):  # nobody else writes now
        with suppress(OSError):
            left.unlink()
    before = read_copy(history)
    now = before | {one.file: one for one in sessions}
    now.pop(gone, None)
    if now == before and (now or not path.exists()):
        return
    entries = [
        {
            "number": one.number,
            "file": one.file,
            "started_utc": one.started_utc,
            "synthetic": one.synthetic,
            "note": one.note,
            **({"morning_pain": one.morning_pain} if one.morning_asked else {}),
        }
        for one in sorted(now.values(), key=lambda one: one.number)
    ]
    # One session a line: a damaged line is seen, and may be mended by hand.
    lines = ",\n".join(json.dumps(entry, ensure_ascii=True) for entry in entries)
    text = f'{{"schema": "{_SCHEMA}", "sessions": [\n{lines}\n]}}\n'
    try:
        write_whole(path, text, replace=True)
    except JobError as error:
        if gone in before:  # a rebuild would find it there again
            raise RecordingError(
                f"The session stays in the history, as its note can not be taken out of {path}; "
                "make room, see that you may write there, and try again.",
                RecordingReason.CANNOT_WRITE,
            ) from error
        # The history has it all the same, and the next change tries again.
        _log.warning("the second copy of the history could not be written", exc_info=True)


def _session(entry: Any) -> SalvagedSession | None:
    if not isinstance(entry, dict):
        return None
    number, file = entry.get("number"), entry.get("file")
    started, note = entry.get("started_utc"), entry.get("note")
    if not (isinstance(number, int) and 0 < number < 2**62 and isinstance(file, str) and file):
        return None
    if not (isinstance(started, str) and is_time(started) and isinstance(note, str)):
        return None
    return SalvagedSession(
        number=number,
        file=file,
        started_utc=started,
        synthetic=entry.get("synthetic") is True,
        note=note,
        results=(),
        morning_asked="morning_pain" in entry,
        morning_pain=rating(entry.get("morning_pain")),
    )
