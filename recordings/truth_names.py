"""How tables of what was really done are named, beside recordings."""

from pathlib import PurePath
from typing import Final

COUNTS_NAME: Final = "counts.csv"

TRUTH_SUFFIX: Final = ".truth.csv"


def is_truth(path: PurePath) -> bool:
    """Whether a file is a table of truth, by its name, and so no recording."""
    return path.name == COUNTS_NAME or path.name.endswith(TRUTH_SUFFIX)
