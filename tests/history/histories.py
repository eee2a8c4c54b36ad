"""Histories for tests: results of the sample sessions, added without analyzing anything."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evenstride.history import History
from tests.golden.make import stored
from tests.recordings.helpers import HEAD

MORNING = datetime(2026, 11, 2, 11, 40, tzinfo=UTC)  # the same day in most of the world


def result(*exercises: str) -> dict[str, Any]:
    """Return what ``analyze --json`` prints for sample sessions, as if done in one session."""
    found = [stored(exercise) for exercise in exercises or ["straight-leg-raise"]]
    for one in found:
        for part in (one, *one["exercises"]):
            part["comparison"]["why"] = "Because."
            part["advice"] = {}
    whole = found[0]
    for number, one in enumerate(found[1:], start=2):
        whole["exercises"] += one["exercises"]
        for leg, of_leg in one["legs"].items():
            whole["legs"][leg]["sets"] += [{**of_leg["sets"][0], "number": number}]
            whole["legs"][leg]["reps"] += [{**rep, "set": number} for rep in of_leg["reps"]]
    return whole


def add(history: History, name: str = "a.csv", at: datetime = MORNING, **more: Any) -> int:
    """Add a session to the history."""
    known: dict[str, Any] = {"version": "1", "result": result(), **more}
    recording = history.path.parent / "recordings" / name
    return history.add(recording, started_utc=at, synthetic=False, **known)


def recorded(path: Path) -> Path:
    """A recording of two seconds, in which nothing happens."""
    rows = [f"left,{n},{n * 20_000},{n * 20_000},0,0,9.81,0,0,0\n" for n in range(100)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + "".join(rows))
    os.utime(path, (0, 0))
    return path
