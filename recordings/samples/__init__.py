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


def names() -> tuple[str, ...]:
    """The ids of the exercises of which there is a sample session, in alphabetical order."""
    files = (Path(entry.name) for entry in resources.files(__name__).iterdir())
    return tuple(sorted(file.stem for file in files if file.suffixes == [".csv"]))


def path(exercise_id: str) -> Path:
    """Where the sample session of an exercise is.

    Raises:
        KeyError: There is none; ``names`` lists those that there are.
    """
    if exercise_id not in names():
        raise KeyError(exercise_id)
    return Path(str(resources.files(__name__) / f"{exercise_id}.csv"))


def truth_path(exercise_id: str) -> Path:
    """Where the truth of that session is: a CSV with one line per rep.

    Raises:
        KeyError: There is no such session.
    """
    return path(exercise_id).with_suffix(".truth.csv")
