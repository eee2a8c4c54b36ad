"""Reading whatever is still readable from a damaged history."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from evenstride.analysis.model.feeling import WORST
from evenstride.analysis.model.toml_words import is_number
from evenstride.history.writing import StoredResult, as_utc
from evenstride.recordings.errors import RecordingError
from evenstride.recordings.reader import read

_NOT_ASKED: Final = (False, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SalvagedSession:
    """A session as it is kept, with its intact results.

    Attributes:
        is_sealed: Whether a checksum confirms that it is as it was written.
    """

    number: int
    file: str
    started_utc: str
    synthetic: bool
    note: str
    results: tuple[StoredResult, ...]
    morning_asked: bool = False
    morning_pain: float | None = None
    is_sealed: bool = False


def salvage(path: Path) -> tuple[SalvagedSession, ...]:
    """Return every session that can be read from a damaged history, sorted by number.

    If the start time of one is damaged, it is taken from its recording.
    """
    with closing(sqlite3.connect(path)) as connection:
        # A damaged text must not end the reading; if it is JSON, it will be rejected later.
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        results: dict[int, list[StoredResult]] = {}
        for row in _rows(
            connection, "result", "id, session, version, made_utc, hold_targets_s, json"
        ):
            _, session, version, made_utc, targets, found = row
            try:
                result = StoredResult(
                    version=version,
                    made_utc=made_utc,
                    hold_targets_s=json.loads(targets),
                    json=json.loads(found),
                )
            except (ValueError, TypeError, RecursionError):
                continue
            results.setdefault(session, []).append(result)
        sessions = _rows(connection, "session", "number, file, started_utc, synthetic, note")
        # A history of an older version lacks these columns.
        mornings = {
            number: (bool(asked), rating(pain))
            for number, asked, pain in _rows(
                connection, "session", "number, morning_asked, morning_pain"
            )
        }
        return tuple(
            SalvagedSession(
                number=number,
                file=file,
                started_utc=started_utc if is_time(started_utc) else _started_utc(path, file),
                synthetic=bool(synthetic),
                note=note if isinstance(note, str) else "",
                results=tuple(results.get(number, ())),
                morning_asked=mornings.get(number, _NOT_ASKED)[0],
                morning_pain=mornings.get(number, _NOT_ASKED)[1],
            )
            for number, file, started_utc, synthetic, note in sessions
            if isinstance(file, str)
        )


def _rows(connection: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """Return the readable rows of a table in order: read from its start, and then from its end."""
    found: dict[int, tuple[Any, ...]] = {}
    for order in ("", "DESC"):
        try:
            for row in connection.execute(f"SELECT {columns} FROM {table} ORDER BY rowid {order}"):
                found.setdefault(row[0], row)
        except (sqlite3.DatabaseError, UnicodeDecodeError):  # SQLite quotes damaged bytes
            continue
        break
    return iter([found[key] for key in sorted(found)])


def rating(value: object) -> float | None:
    """Return a pain rating from 0 to 10; None if the value is not one."""
    return float(value) if is_number(value, 0.0, WORST, whole=False) else None


def is_time(text: object) -> bool:
    """Whether a text is a time as the history writes it, with a time zone."""
    try:
        return datetime.fromisoformat(str(text)).tzinfo is not None
    except ValueError:
        return False


def _started_utc(history: Path, file: str) -> str:
    """Return when a session began, by its recording; if that is gone, by the history's file."""
    recording = history.parent / file
    with suppress(RecordingError, OSError, ValueError):
        header = read(recording).header
        if header.started_utc is not None:
            return as_utc(header.started_utc)
    at_s = history.stat().st_mtime
    with suppress(OSError, ValueError):
        at_s = recording.stat().st_mtime
    return as_utc(datetime.fromtimestamp(at_s, UTC))
