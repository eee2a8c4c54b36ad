"""Reading sessions and their newest results from the history's tables."""

import sqlite3
from datetime import datetime
from pathlib import Path

from evenstride.analysis.model.summary import Metric
from evenstride.history.rows import (
    SET_MEANS,
    StoredExercise,
    StoredLeg,
    StoredSession,
    StoredSet,
)
from evenstride.sensors.samples import Leg


def session_of(connection: sqlite3.Connection, row: sqlite3.Row, folder: Path) -> StoredSession:
    """Return a session with its newest result.

    Args:
        connection: The history, with named columns.
        row: Its row of the table ``session``.
        folder: The folder that recordings' names are relative to.
    """
    results = connection.execute(
        "SELECT id, version FROM result WHERE session = ? ORDER BY id", (row["number"],)
    ).fetchall()
    started_utc, synthetic = datetime.fromisoformat(row["started_utc"]), bool(row["synthetic"])
    parts = (
        connection.execute(
            "SELECT * FROM part WHERE result = ? ORDER BY id", (results[-1]["id"],)
        ).fetchall()
        if results
        else ()
    )
    return StoredSession(
        number=row["number"],
        path=folder / row["file"],
        started_utc=started_utc,
        synthetic=synthetic,
        note=row["note"],
        versions=tuple(one["version"] for one in results),
        morning_asked=bool(row["morning_asked"]),
        morning_pain=row["morning_pain"],
        exercises=tuple(
            StoredExercise(
                session=row["number"],
                started_utc=started_utc,
                synthetic=synthetic,
                version=results[-1]["version"],
                exercise=part["exercise"],
                hold_target_s=part["hold_target_s"],
                weaker_leg=_leg(part["weaker_leg"]),
                why=part["why"],
                pain=part["pain"],
                effort=part["effort"],
                morning_pain=row["morning_pain"],
                legs=_legs(connection, part["id"]),
                metrics=_metrics(connection, part["id"]),
            )
            for part in parts
        ),
    )


def _legs(connection: sqlite3.Connection, part: int) -> dict[Leg, StoredLeg]:
    legs = connection.execute("SELECT * FROM leg WHERE part = ?", (part,)).fetchall()
    sets = connection.execute(
        "SELECT * FROM leg_set WHERE part = ? ORDER BY number", (part,)
    ).fetchall()
    return {
        Leg(leg["leg"]): StoredLeg(
            reps=leg["reps"],
            by_hand=leg["by_hand"],
            sets=tuple(_set(one) for one in sets if one["leg"] == leg["leg"]),
        )
        for leg in legs
    }


def _set(row: sqlite3.Row) -> StoredSet:
    return StoredSet(
        number=row["number"],
        reps=row["reps"],
        start_s=row["start_s"],
        end_s=row["end_s"],
        kg=row["kg"],
        short_holds=row["short_holds"],
        falls_off=bool(row["falls_off"]),
        means={name: row[name] for name in SET_MEANS},
    )


def _metrics(connection: sqlite3.Connection, part: int) -> dict[str, Metric]:
    found = connection.execute("SELECT * FROM metric WHERE part = ?", (part,)).fetchall()
    return {
        row["metric"]: Metric(
            metric=row["metric"],
            left=row["left_mean"],
            right=row["right_mean"],
            difference=row["difference"],
            ci95=None if row["ci95_low"] is None else (row["ci95_low"], row["ci95_high"]),
            lsi_pct=row["lsi_pct"],
            weaker=_leg(row["weaker"]),
        )
        for row in found
    }


def _leg(name: str | None) -> Leg | None:
    return None if name is None else Leg(name)
