"""Writing a result into the history's tables."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.feeling import most_effort, worst_pain
from evenstride.analysis.results.from_json import summary_from_json
from evenstride.history.rows import Json, leg_rows, metric_rows, set_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResult:
    """One analysis of a session.

    Attributes:
        version: Version of the analysis.
        made_utc: When it was made, as text in the form that the history keeps.
        hold_targets_s: The prescribed hold by exercise, seconds.
        json: The output of ``analyze --json``.
    """

    version: str
    made_utc: str
    hold_targets_s: Mapping[str, float]
    json: Json


def insert_result(connection: sqlite3.Connection, session: int, result: StoredResult) -> None:
    """Insert a result and its rows, in the caller's transaction.

    Raises:
        KeyError, TypeError, ValueError: It is not the JSON of a result; the caller must roll back.
    """
    added = connection.execute(
        "INSERT INTO result (session, version, made_utc, hold_targets_s, json) "
        "VALUES (?, ?, ?, ?, ?)",
        (
            session,
            result.version,
            result.made_utc,
            as_text(result.hold_targets_s),
            as_text(result.json),
        ),
    )
    insert_parts(connection, added.lastrowid or 0, result.json, result.hold_targets_s)


def insert_parts(
    connection: sqlite3.Connection,
    result: int,
    json_of_it: Json,
    hold_targets_s: Mapping[str, float],
) -> None:
    """Insert the rows that are derived from a result, by which it is found and listed.

    Args:
        connection: The history, in a transaction.
        result: The result's id.
        json_of_it: The output of ``analyze --json``.
        hold_targets_s: The prescribed hold by exercise, seconds.

    Raises:
        KeyError, TypeError, ValueError: It is not the JSON of a result.
    """
    for part in by_exercise(summary_from_json(json_of_it)):
        exercise, comparison = part.exercise, part.comparison
        added = connection.execute(
            "INSERT INTO part (result, exercise, hold_target_s, weaker_leg, why, pain, effort) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                result,
                exercise,
                None if exercise is None else hold_targets_s.get(exercise),
                comparison.weaker_leg.value if comparison.weaker_leg else None,
                comparison.why,
                worst_pain(part.felt),
                most_effort(part.felt),
            ),
        )
        tables = (
            ("leg", leg_rows(part)),
            ("leg_set", set_rows(part)),
            ("metric", metric_rows(part)),
        )
        for table, rows in tables:
            for row in rows:
                holes = ", ".join("?" * (len(row) + 1))
                connection.execute(f"INSERT INTO {table} VALUES ({holes})", (added.lastrowid, *row))


def as_utc(at: datetime) -> str:
    """Return a time in the form that the history keeps."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def as_text(value: Json) -> str:
    """Return JSON in the form that the history keeps."""
    return json.dumps(dict(value), ensure_ascii=True, allow_nan=False)
