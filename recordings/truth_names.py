"""The names of truth tables next to recordings."""

from pathlib import PurePath
from typing import Final

COUNTS_NAME: Final = "counts.csv"

TRUTH_SUFFIX: Final = ".truth.csv"


def is_truth(path: PurePath) -> bool:
    """Whether a file is a truth table by its name, and so not a recording."""
    return path.name == COUNTS_NAME or path.name.endswith(TRUTH_SUFFIX)
