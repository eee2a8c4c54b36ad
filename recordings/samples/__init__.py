"""Sample sessions in the package: simulated, each with its truth."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Final

REPS: Final[Mapping[str, int]] = {
    "hamstring-curl": 7,
    "inner-range-quads": 6,
    "single-leg-dip": 7,
    "straight-leg-raise": 6,
}
"""The prescribed reps of a leg's only set, by the id of the exercise."""

KNEE_REPS: Final = 5
"""The same for the sample of a knee."""


def names() -> tuple[str, ...]:
    """Return the ids of the exercises with a sample session, in alphabetical order."""
    return tuple(sorted(REPS))


def path(exercise_id: str) -> Path:
    """Return the path of an exercise's sample session.

    Raises:
        KeyError: There is none; ``names`` lists those that exist.
    """
    if exercise_id not in names():
        raise KeyError(exercise_id)
    return Path(str(resources.files(__name__) / f"{exercise_id}.csv"))


def knee_path() -> Path:
    """Return the path of the sample session with two sensors on one leg, then on the other.

    It has straight leg raises of each leg; its truth, with the knee's, is next to it.
    """
    return Path(str(resources.files(__name__) / "knee.csv"))
