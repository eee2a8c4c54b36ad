"""Sample sessions that come with the package: simulated, each with its truth."""

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
"""How many reps the one set of a leg was to have, by the id of the exercise."""

KNEE_REPS: Final = 5
"""The same of the sample of a knee."""


def names() -> tuple[str, ...]:
    """The ids of the exercises of which there is a sample session, in alphabetical order."""
    return tuple(sorted(REPS))


def path(exercise_id: str) -> Path:
    """Where the sample session of an exercise is.

    Raises:
        KeyError: There is none; ``names`` lists those that there are.
    """
    if exercise_id not in names():
        raise KeyError(exercise_id)
    return Path(str(resources.files(__name__) / f"{exercise_id}.csv"))


def knee_path() -> Path:
    """Where the sample session of a leg with two sensors is, which are moved across for the other.

    It has straight leg raises of each leg; its truth lies beside it, the knee's too.
    """
    return Path(str(resources.files(__name__) / "knee.csv"))
