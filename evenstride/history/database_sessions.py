"""Rows of the database's table of sessions; the caller has a transaction open."""

import sqlite3

from evenstride.history.salvage import SalvagedSession
from evenstride.recordings.errors import RecordingError, RecordingReason


def said_of_all(connection: sqlite3.Connection) -> list[SalvagedSession]:
    """Return the user's statements about every session, without results."""
    rows = connection.execute("SELECT * FROM session").fetchall()
    return [
        SalvagedSession(
            number=row["number"],
            file=row["file"],
            started_utc=row["started_utc"],
            synthetic=bool(row["synthetic"]),
            note=row["note"],
            results=(),
            morning_asked=bool(row["morning_asked"]),
            morning_pain=row["morning_pain"],
        )
        for row in rows
    ]


def file_of(connection: sqlite3.Connection, number: int) -> str:
    """Return the name of a session's recording.

    Raises:
        RecordingError: There is no session of this number.
    """
    row = connection.execute("SELECT file FROM session WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise no_session(number)
    return str(row["file"])


def number_of(connection: sqlite3.Connection, name: str) -> int | None:
    """Return the number of a recording's session; None if there is none."""
    row = connection.execute("SELECT number FROM session WHERE file = ?", (name,)).fetchone()
    return None if row is None else int(row["number"])


def insert_session(connection: sqlite3.Connection, session: SalvagedSession) -> int:
    """Insert a session, under its own number if that is free; return its number."""
    taken = connection.execute(
        "SELECT 1 FROM session WHERE number = ?", (session.number,)
    ).fetchone()
    added = connection.execute(
        "INSERT INTO session "
        "(number, file, started_utc, synthetic, note, morning_asked, morning_pain) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            None if taken else session.number,
            session.file,
            session.started_utc,
            session.synthetic,
            session.note,
            session.morning_asked,
            session.morning_pain,
        ),
    )
    return added.lastrowid or 0


def no_session(number: int) -> RecordingError:
    """Return the error that there is no session of a number."""
    return RecordingError(
        f"There is no session {number}; evenstride history lists them.", RecordingReason.NOT_FOUND
    )
