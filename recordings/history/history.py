"""The history: sessions are added when they end, and are found again by number or by exercise."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from recordings.errors import RecordingError, RecordingReason
from recordings.history.database import connect, told, transaction
from recordings.history.rows import (
    SET_MEANS,
    ExerciseResult,
    Json,
    LegResult,
    MetricRow,
    SetRow,
    StoredSession,
    leg_rows,
    metric_rows,
    set_rows,
)
from sensors.samples import Leg


class History:
    """The sessions of one user; close it, or use it as a context manager.

    Several programs may have it open. One connection is for one thread.

    Args:
        path: The SQLite file; it is made if there is none. A recording in its folder or below is
            remembered by its place in there, so that the folder may be moved.
        now: The time of day, aware.

    Raises:
        RecordingError: The file is damaged, of a later version, or can not be opened.
    """

    def __init__(
        self, path: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.path = path.absolute()
        self._now = now
        self._connection = connect(self.path)
        self._connection.row_factory = sqlite3.Row

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; once more changes nothing."""
        self._connection.close()

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

        A result of the same version takes the place of that one; those of other versions stay.

        Args:
            recording: Its recording.
            started_utc: When it began (aware).
            synthetic: Made by a simulator, not by a person.
            version: Version of the analysis.
            result: What ``analyze --json`` prints of it.
            hold_targets_s: How long to hold was asked for, by exercise, seconds.

        Returns:
            Its number.

        Raises:
            RecordingError: It can not be written.
        """
        with self._writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO session (file, started_utc, synthetic) VALUES (?, ?, ?)",
                (self._name(recording), _utc(started_utc), synthetic),
            )
            (number,) = connection.execute(
                "SELECT number FROM session WHERE file = ?", (self._name(recording),)
            ).fetchone()
            connection.execute(
                "DELETE FROM result WHERE session = ? AND version = ?", (number, version)
            )
            added = connection.execute(
                "INSERT INTO result (session, version, made_utc, json) VALUES (?, ?, ?, ?)",
                (number, version, _utc(self._now()), _text(result)),
            )
            for part in result["exercises"]:
                of_part = self._add_part(added.lastrowid, part, hold_targets_s)
                self._add_rows("leg", of_part, leg_rows(result, part))
                self._add_rows("leg_set", of_part, set_rows(result, part))
                self._add_rows("metric", of_part, metric_rows(part))
        return int(number)

    def sessions(self) -> tuple[StoredSession, ...]:
        """All sessions, oldest first.

        Raises:
            RecordingError: It can not be read.
        """
        with self._reading() as connection:
            found = connection.execute("SELECT * FROM session ORDER BY started_utc, number")
            return tuple(self._session(row) for row in found.fetchall())

    def get(self, number: int) -> StoredSession:
        """One session.

        Raises:
            RecordingError: There is none of this number, or it can not be read.
        """
        with self._reading() as connection:
            row = connection.execute("SELECT * FROM session WHERE number = ?", (number,)).fetchone()
            if row is None:
                raise _no_session(number)
            return self._session(row)

    def delete(self, number: int) -> None:
        """Forget a session and all its results; its recording stays.

        Raises:
            RecordingError: There is none of this number, or it can not be written.
        """
        with self._writing() as connection:
            gone = connection.execute("DELETE FROM session WHERE number = ?", (number,))
            if gone.rowcount == 0:
                raise _no_session(number)

    def result_json(self, number: int, version: str | None = None) -> dict[str, Any] | None:
        """What ``analyze --json`` printed of a session; None where there is no such result.

        Args:
            number: The session.
            version: Which analysis; None for the newest.
        """
        with self._reading() as connection:
            row = connection.execute(
                "SELECT json FROM result WHERE session = ?1 AND (?2 IS NULL OR version = ?2) "
                "ORDER BY id DESC LIMIT 1",
                (number, version),
            ).fetchone()
        return None if row is None else dict(json.loads(row["json"]))

    def results(self, exercise: str | None = None) -> tuple[ExerciseResult, ...]:
        """Every session's newest result of an exercise (None: of any), oldest session first.

        Raises:
            RecordingError: It can not be read.
        """
        return tuple(
            result
            for session in self.sessions()
            for result in session.exercises
            if exercise is None or result.exercise == exercise
        )

    def _add_part(
        self, result: int | None, part: Json, hold_targets_s: Mapping[str, float]
    ) -> int | None:
        exercise, comparison = part["exercise"], part["comparison"]
        added = self._connection.execute(
            "INSERT INTO part (result, exercise, hold_target_s, weaker_leg, why) "
            "VALUES (?, ?, ?, ?, ?)",
            (
                result,
                exercise,
                hold_targets_s.get(exercise),
                comparison["weaker_leg"],
                comparison["why"],
            ),
        )
        return added.lastrowid

    def _add_rows(self, table: str, part: int | None, rows: Iterable[tuple[object, ...]]) -> None:
        for row in rows:
            holes = ", ".join("?" * (len(row) + 1))
            self._connection.execute(f"INSERT INTO {table} VALUES ({holes})", (part, *row))

    def _session(self, row: sqlite3.Row) -> StoredSession:
        results = self._connection.execute(
            "SELECT id, version FROM result WHERE session = ? ORDER BY id", (row["number"],)
        ).fetchall()
        started_utc, synthetic = datetime.fromisoformat(row["started_utc"]), bool(row["synthetic"])
        parts = (
            self._connection.execute(
                "SELECT * FROM part WHERE result = ? ORDER BY id", (results[-1]["id"],)
            ).fetchall()
            if results
            else ()
        )
        return StoredSession(
            number=row["number"],
            path=self.path.parent / row["file"],
            started_utc=started_utc,
            synthetic=synthetic,
            note=row["note"],
            versions=tuple(one["version"] for one in results),
            exercises=tuple(
                ExerciseResult(
                    session=row["number"],
                    started_utc=started_utc,
                    synthetic=synthetic,
                    version=results[-1]["version"],
                    exercise=part["exercise"],
                    hold_target_s=part["hold_target_s"],
                    weaker_leg=_leg(part["weaker_leg"]),
                    why=part["why"],
                    legs=self._legs(part["id"]),
                    metrics=self._metrics(part["id"]),
                )
                for part in parts
            ),
        )

    def _legs(self, part: int) -> dict[Leg, LegResult]:
        legs = self._connection.execute("SELECT * FROM leg WHERE part = ?", (part,)).fetchall()
        sets = self._connection.execute(
            "SELECT * FROM leg_set WHERE part = ? ORDER BY number", (part,)
        ).fetchall()
        return {
            Leg(leg["leg"]): LegResult(
                reps=leg["reps"],
                by_hand=leg["by_hand"],
                sets=tuple(
                    SetRow(
                        number=one["number"],
                        reps=one["reps"],
                        start_s=one["start_s"],
                        end_s=one["end_s"],
                        kg=one["kg"],
                        short_holds=one["short_holds"],
                        falls_off=bool(one["falls_off"]),
                        means={name: one[name] for name in SET_MEANS},
                    )
                    for one in sets
                    if one["leg"] == leg["leg"]
                ),
            )
            for leg in legs
        }

    def _metrics(self, part: int) -> dict[str, MetricRow]:
        found = self._connection.execute("SELECT * FROM metric WHERE part = ?", (part,)).fetchall()
        return {
            row["metric"]: MetricRow(
                left=row["left_mean"],
                right=row["right_mean"],
                difference=row["difference"],
                ci95=None if row["ci95_low"] is None else (row["ci95_low"], row["ci95_high"]),
                lsi_pct=row["lsi_pct"],
                weaker=_leg(row["weaker"]),
            )
            for row in found
        }

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with told(self.path), transaction(self._connection, writes=False):
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with told(self.path), transaction(self._connection, writes=True):
            yield self._connection

    def _name(self, recording: Path) -> str:
        path, folder = recording.absolute(), self.path.parent
        return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _no_session(number: int) -> RecordingError:
    return RecordingError(
        f"There is no session {number}; evenstride history lists them.", RecordingReason.NOT_FOUND
    )


def _leg(name: str | None) -> Leg | None:
    return None if name is None else Leg(name)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False)
