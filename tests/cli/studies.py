"""A study: a folder of small recordings, and the rows that ``analyze`` makes from it."""

import csv
import json
from pathlib import Path
from typing import Any

from evenstride.cli.analyzing.rows import Row
from evenstride.recordings import samples
from tests.cli.helpers import run
from tests.history.histories import result as result_of

DIP, RAISE = samples.path("single-leg-dip"), samples.path("straight-leg-raise")


def short(path: Path, lines: int = 400) -> Path:
    """A recording of a few seconds, which is soon analyzed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = RAISE.read_bytes().splitlines(keepends=True)[:lines]
    path.write_bytes(b"".join(head))
    return path


def in_order(folder: Path) -> list[str]:
    return [
        str(folder / name) for name in ("a/three.csv", "a-1/one.csv", "b/notes.csv", "b/two.csv")
    ]


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of an output, each whole."""
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines()]
    return list(csv.DictReader(text.splitlines()))


def two_exercises(file: str) -> Row:
    """A result of two exercises, with its mark."""
    mark: Row = {"size_bytes": 1, "modified_utc": "then", "analysis_version": "1"}
    found = {**result_of("hamstring-curl", "single-leg-dip"), **mark, "file": file}
    return {**found, "asked_exercise": None, "asked_placement": None}


def resumed(study: Path, out: Path, *more: str) -> Any:
    return run("analyze", study, "--output", out, "--resume", *more)
