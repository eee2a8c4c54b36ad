"""The history: which sessions there were, and what was found in each, in one SQLite file."""

from recordings.history.history import History
from recordings.history.rows import (
    ExerciseResult,
    LegResult,
    MetricRow,
    SetRow,
    StoredSession,
)

__all__ = [
    "ExerciseResult",
    "History",
    "LegResult",
    "MetricRow",
    "SetRow",
    "StoredSession",
]
