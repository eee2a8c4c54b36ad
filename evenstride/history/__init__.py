"""The history: past sessions and their results, in one SQLite file."""

from evenstride.history.rows import (
    StoredExercise,
    StoredLeg,
    StoredSession,
    StoredSet,
)
from evenstride.history.store import History

__all__ = [
    "History",
    "StoredExercise",
    "StoredLeg",
    "StoredSession",
    "StoredSet",
]
