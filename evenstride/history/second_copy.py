"""A second copy of what only the user knows of the sessions: numbers, names and notes.

Results can be made anew from recordings; a note or a sore morning cannot. One damaged page of the
database may hold all of them, so that they are in a file of their own as well, which is small and
written whole. Each session has a checksum there, and none in the database: where a byte of a note
has become another letter, the copy tells which of the two is as it was written.
"""

import json
import logging
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
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


def knows_otherwise(history: Path, sessions: Iterable[SalvagedSession]) -> bool:
    """Whether the copy has something else of a session of the history, and is right.

    It is never behind: what cannot be changed in it is not changed in the history either.

    Args:
        history: The history.
        sessions: Every session of it.
    """
    known = [one for one in read_copy(history).values() if one.is_sealed]
    of_file, of_number = ({key(one): one for one in known} for key in (_file, _number))
    for session in sessions:
        one = of_file.get(session.file)
        if one is None:  # its name may have changed as well
            one = of_number.get(session.number)
            if one is not None and one.started_utc == session.started_utc:
                return True
        elif _said(one) != _said(session):
            return True
    return False


def write_copy(
    history: Path, sessions: Iterable[SalvagedSession], *, changed: str = "", gone: str = ""
) -> None:
    """Write what is known now, with all that the copy knew before.

    Of sessions that were not changed the copy is right, even where the history says otherwise.

    Args:
        history: The history.
        sessions: Every session of it.
        changed: The recording of the session of which something else is said now.
        gone: The recording of the session that is deleted.

    Raises:
        RecordingError: What it has of one of these two cannot be changed.
    """
    path = history.with_name(NAME)
    for left in path.parent.glob(LEFT_BEHIND):  # nobody else writes now
        with suppress(OSError):
            left.unlink()
    before = read_copy(history)
    now = dict(before)
    for one in sessions:
        known = before.get(one.file)
        is_right = known is not None and known.is_sealed and one.file != changed
        kept = replace(known, number=one.number) if known is not None and is_right else one
        now[one.file] = replace(kept, is_sealed=True)
    now.pop(gone, None)
    if now == before and (now or not path.exists()):
        return
    entries = [
        _sealed(
            {
                "number": one.number,
                "file": one.file,
                "started_utc": one.started_utc,
                "synthetic": one.synthetic,
                "note": one.note,
                **({"morning_pain": one.morning_pain} if one.morning_asked else {}),
            }
        )
        for one in sorted(now.values(), key=_number)
    ]
    # One session a line: a damaged line is seen, and may be mended by hand.
    lines = ",\n".join(json.dumps(entry, ensure_ascii=True) for entry in entries)
    text = f'{{"schema": "{_SCHEMA}", "sessions": [\n{lines}\n]}}\n'
    try:
        write_whole(path, text, replace=True)
    except JobError as error:
        if gone in before or (changed in before and _said(before[changed]) != _said(now[changed])):
            # A deleted note would be found there again, and a new one be taken for damage.
            raise RecordingError(
                f"Nothing is changed, as {path} has a copy of what is said of sessions and can not "
                "be written; make room, see that you may write there, and try again.",
                RecordingReason.CANNOT_WRITE,
            ) from error
        # The history has it all the same, and the next change tries again.
        _log.warning("the second copy of the history could not be written", exc_info=True)


def _file(session: SalvagedSession) -> str:
    return session.file


def _number(session: SalvagedSession) -> int:
    return session.number


def _said(session: SalvagedSession) -> tuple[object, ...]:
    """What the history has once, and nowhere else."""
    morning = session.morning_asked, session.morning_pain
    return session.started_utc, session.note, *morning


def _session(entry: Any) -> SalvagedSession | None:
    if not isinstance(entry, dict):
        return None
    number, file = entry.get("number"), entry.get("file")
    started, note = entry.get("started_utc"), entry.get("note")
    if not (isinstance(number, int) and 0 < number < 2**62 and isinstance(file, str) and file):
        return None
    if not (isinstance(started, str) and is_time(started) and isinstance(note, str)):
        return None
    seal = entry.pop("seal", None)
    if seal is not None and seal != _seal(entry):
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
        is_sealed=seal is not None,
    )


def _sealed(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "seal": _seal(entry)}


def _seal(entry: dict[str, Any]) -> int:
    """The checksum of what is said of a session."""
    return zlib.crc32(json.dumps(entry, sort_keys=True).encode("ascii"))
