"""The history: sessions are added when they end, and found by number or by exercise."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from evenstride.history.database import damaged, expected_tables, tables
from evenstride.history.database_sessions import (
    file_of,
    insert_session,
    no_session,
    number_of,
    said_of_all,
)
from evenstride.history.history_file import HistoryFile
from evenstride.history.reading import session_of
from evenstride.history.rows import Json, StoredExercise, StoredSession
from evenstride.history.salvage import SalvagedSession
from evenstride.history.second_copy import knows_otherwise, write_copy
from evenstride.history.writing import StoredResult, as_utc, insert_parts, insert_result


class History:
    """The sessions of one user; close it, or use it as a context manager.

    Several programs may have it open; if one replaces the file, the new one is used from then on. A
    connection belongs to one thread. Every method raises RecordingError if the file is damaged or
    cannot be used.

    Args:
        path: The SQLite file; it is made if there is none. The names of recordings in its folder or
            below are kept relative to it, so that the folder may be moved.

    Raises:
        RecordingError: The file is damaged, of a later version, or cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._open = HistoryFile(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; closing it again has no effect."""
        self._open.close()

    def add(
        self,
        recording: Path,
        *,
        started_utc: datetime,
        synthetic: bool,
        version: str,
        result: Json,
        hold_targets_s: Mapping[str, float] = MappingProxyType({}),
    ) -> int:
        """Add a session, or another analysis of it.

        It replaces a result of the same version; those of other versions stay.

        Args:
            started_utc: When it began (aware).
            synthetic: Whether a simulator made it.
            version: Version of the analysis.
            result: The output of ``analyze --json``.
            hold_targets_s: The prescribed hold by exercise, seconds.

        Returns:
            Its number.
        """
        made = StoredResult(
            version=version,
            made_utc=as_utc(datetime.now(UTC)),
            hold_targets_s=hold_targets_s,
            json=result,
        )
        name = self._open.name_of(recording)
        with self._open.writing() as connection:
            number = number_of(connection, name)
            if number is None:
                added = connection.execute(
                    "INSERT INTO session (file, started_utc, synthetic) VALUES (?, ?, ?)",
                    (name, as_utc(started_utc), synthetic),
                )
                number = added.lastrowid or 0
            connection.execute(
                "DELETE FROM result WHERE session = ? AND version = ?", (number, version)
            )
            insert_result(connection, number, made)
            write_copy(self.path, said_of_all(connection))
        return number

    def sessions(self) -> tuple[StoredSession, ...]:
        """Return all sessions, oldest first."""
        with self._open.reading() as connection:
            found = connection.execute("SELECT * FROM session ORDER BY started_utc, number")
            return tuple(session_of(connection, row, self.path.parent) for row in found.fetchall())

    def get(self, number: int) -> StoredSession:
        """Return one session.

        Raises:
            RecordingError: There is none of this number.
        """
        with self._open.reading() as connection:
            return self._session(connection, number)

    def results(self, exercise: str | None = None) -> tuple[StoredExercise, ...]:
        """Return the newest result of each session for an exercise (None for all), oldest first."""
        return tuple(
            result
            for session in self.sessions()
            for result in session.exercises
            if exercise is None or result.exercise == exercise
        )

    def result_json(self, number: int, version: str | None = None) -> dict[str, Any] | None:
        """Return the output of ``analyze --json`` for a session; None if there is no such result.

        Args:
            number: The session.
            version: Which analysis; None for the newest.
        """
        with self._open.reading() as connection:
            row = connection.execute(
                "SELECT json FROM result WHERE session = ?1 AND (?2 IS NULL OR version = ?2) "
                "ORDER BY id DESC LIMIT 1",
                (number, version),
            ).fetchone()
        return None if row is None else self._parsed(row["json"])

    def delete(self, number: int) -> None:
        """Delete a session and all its results; its recording stays.

        Raises:
            RecordingError: There is none of this number, or it cannot be deleted everywhere.
        """
        with self._open.writing() as connection:
            gone = file_of(connection, number)
            connection.execute("DELETE FROM session WHERE number = ?", (number,))
            write_copy(self.path, said_of_all(connection), gone=gone)
        self._open.empty_log()

    def write_note(self, number: int, note: str) -> None:
        """Replace the user's note about a session.

        Raises:
            RecordingError: There is none of this number.
        """
        self._write_said(number, "note = ?", note)

    def write_morning(self, number: int, pain: float | None) -> None:
        """Record that the user was asked how sore the knee was the morning after a session.

        Args:
            number: The session.
            pain: The answer, 0 to 10; None if there is none.

        Raises:
            RecordingError: There is none of this number.
        """
        self._write_said(number, "morning_asked = 1, morning_pain = ?", pain)

    def check(self) -> None:
        """Check the whole file.

        Raises:
            RecordingError: It is damaged, its tables are not those of its version, or the second
                copy proves that a value in it has changed.
        """
        with self._open.reading() as connection:
            # Not the quick check: rows that an index lacks would be added a second time.
            (found, *_) = connection.execute("PRAGMA integrity_check").fetchone()
            if found != "ok" or tables(connection) != expected_tables():
                raise damaged(self.path)
            for texts in connection.execute("SELECT json, hold_targets_s FROM result"):
                for text in texts:
                    self._parsed(text)
            if knows_otherwise(self.path, said_of_all(connection)):
                raise damaged(self.path)
        self.sessions()

    def renew_rows(self) -> tuple[Path, ...]:
        """Make the rows derived from results again, as damage to them is not detected otherwise.

        Returns:
            The recordings of sessions with a changed row: either the row or the result was damaged.
        """
        before = self.sessions()
        with self._open.writing() as connection:
            for row in connection.execute("SELECT id, hold_targets_s, json FROM result").fetchall():
                with _left_out_if_damaged(connection):
                    connection.execute("DELETE FROM part WHERE result = ?", (row["id"],))
                    targets_s = json.loads(row["hold_targets_s"])
                    insert_parts(connection, row["id"], json.loads(row["json"]), targets_s)
        return tuple(
            now.path for now, was in zip(self.sessions(), before, strict=True) if now != was
        )

    def restore(self, session: SalvagedSession) -> None:
        """Put back a session read from a damaged file, or from the second copy.

        A session keeps its number if that is free. If it exists, only what it lacks is added.
        """
        with self._open.writing() as connection:
            number = number_of(connection, session.file)
            if number is None:
                number = insert_session(connection, session)
            else:
                connection.execute(
                    "UPDATE session SET note = ? WHERE number = ? AND note = ''",
                    (session.note, number),
                )
                connection.execute(
                    "UPDATE session SET morning_asked = ?, morning_pain = ? "
                    "WHERE number = ? AND NOT morning_asked",
                    (session.morning_asked, session.morning_pain, number),
                )
            for result in session.results:
                with _left_out_if_damaged(connection):
                    insert_result(connection, number, result)
                    self._session(connection, number)

    def _write_said(self, number: int, assignment: str, *values: object) -> None:
        """Change the user's statements about a session, in the second copy as well.

        Raises:
            RecordingError: There is none of this number.
        """
        with self._open.writing() as connection:
            connection.execute(
                f"UPDATE session SET {assignment} WHERE number = ?", (*values, number)
            )
            write_copy(self.path, said_of_all(connection), changed=file_of(connection, number))

    def _session(self, connection: sqlite3.Connection, number: int) -> StoredSession:
        row = connection.execute("SELECT * FROM session WHERE number = ?", (number,)).fetchone()
        if row is None:
            raise no_session(number)
        return session_of(connection, row, self.path.parent)

    def _parsed(self, text: str) -> dict[str, Any]:
        try:
            return dict(json.loads(text))
        except (ValueError, TypeError, RecursionError) as error:
            raise damaged(self.path) from error


@contextmanager
def _left_out_if_damaged(connection: sqlite3.Connection) -> Iterator[None]:
    """Undo the insertion of a result whose JSON is valid but damaged; it can be made again."""
    connection.execute("SAVEPOINT result")
    try:
        yield
    except (
        *(KeyError, TypeError, AttributeError, ValueError, OverflowError),
        *(sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError),
    ):
        connection.execute("ROLLBACK TO result")
    connection.execute("RELEASE result")
