"""The texts that come with the analysis: exercises and the plan of the day."""

from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parents[1] / "data"


def packaged_text(name: str) -> str:
    """Return the text of a file in ``analysis/data``."""
    # importlib.resources takes longer to load than the exercises take to read.
    return (_FOLDER / name).read_text(encoding="utf-8")
