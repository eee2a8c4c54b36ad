"""The history: which sessions there were, and what was found in each, in one SQLite file."""

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
