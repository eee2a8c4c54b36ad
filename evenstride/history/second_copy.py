"""A second copy of what only the user knows about the sessions: numbers, names and notes.

Results can be made again from recordings; a note or a morning's rating cannot. One damaged page of
the database may hold all of them, so they are also kept in a small file of their own, which is
written whole. Each session has a checksum there, and none in the database: if a byte of a note has
become another letter, the checksum tells which of the two is as it was written.
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
"""Its name, in the history's folder."""

LEFT_BEHIND: Final = f".{NAME}-*"
"""Names of unfinished copies in that folder, left by programs that were killed."""

_SCHEMA: Final = "evenstride-history-sessions/1"
_MOST_BYTES: Final = 100_000_000
_log = logging.getLogger(__name__)


def read_copy(history: Path) -> dict[str, SalvagedSession]:
    """Return the sessions in a history's second copy, by the names of their recordings.

    Damaged entries are left out.
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
    """Whether the copy contradicts the history about a session, and so the history is damaged.

    The copy is never behind: a change that cannot be written to it is not made in the history.

    Args:
        sessions: Every session in it.
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
    """Write what is known now, together with everything that the copy knew before.

    For sessions that were not changed the copy is right, even if the history disagrees.

    Args:
        sessions: Every session in it.
        changed: The recording of the session whose statements were changed.
        gone: The recording of the session that was deleted.

    Raises:
        RecordingError: The entry of one of these two cannot be changed.
    """
    path = history.with_name(NAME)
    for left in path.parent.glob(LEFT_BEHIND):  # no other program is writing now
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
    # One session per line: a damaged line can be seen, and perhaps repaired by hand.
    lines = ",\n".join(json.dumps(entry, ensure_ascii=True) for entry in entries)
    text = f'{{"schema": "{_SCHEMA}", "sessions": [\n{lines}\n]}}\n'
    try:
        write_whole(path, text, replace=True)
    except JobError as error:
        if gone in before or (changed in before and _said(before[changed]) != _said(now[changed])):
            # A deleted note would be found again there, and a new one would be taken for damage.
            raise RecordingError(
                f"Nothing is changed, as {path} has a copy of what is said of sessions and can not "
                "be written; make room, see that you may write there, and try again.",
                RecordingReason.CANNOT_WRITE,
            ) from error
        # The history has it anyway, and the next change tries again.
        _log.warning("the second copy of the history could not be written", exc_info=True)


def _file(session: SalvagedSession) -> str:
    return session.file


def _number(session: SalvagedSession) -> int:
    return session.number


def _said(session: SalvagedSession) -> tuple[object, ...]:
    """Return the values that exist nowhere but in the history."""
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
    """Return an entry's checksum."""
    return zlib.crc32(json.dumps(entry, sort_keys=True).encode("ascii"))
