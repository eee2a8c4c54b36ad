"""The history: which sessions there were, and what was found in each, in one SQLite file."""

from evenstride.history.rows import (
    ExerciseResult,
    LegResult,
    SetRow,
    StoredSession,
)
from evenstride.history.store import History

__all__ = [
    "ExerciseResult",
    "History",
    "LegResult",
    "SetRow",
    "StoredSession",
]
