"""A file's rows in a table: the file, its state, and the results."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.quantities import COMPARED, COUNT, OF_A_KNEE
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.results.from_json import summary_from_json
from evenstride.cli.analyzing.outcome import Job
from evenstride.sensors.samples import Leg
from evenstride.version import analysis_version

Row: TypeAlias = dict[str, Any]
"""A result as ``analyze --json`` prints it, or an error, with the file's mark."""

MARK: Final = ("size_bytes", "modified_utc", "analysis_version", "asked_exercise",
               "asked_placement")  # fmt: skip
"""What distinguishes a file and its analysis from another one of the same name."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The state of a file that was analyzed, by which version, and how.

    Attributes:
        size_bytes: The file's size; None if the file cannot be accessed.
        modified_utc: When it was last changed, to the nanosecond, as text.
        analysis_version: The version of the analysis.
        asked_exercise: The exercise that the user named; None to follow each recording.
        asked_placement: The placement that the user named; None to follow each recording.
    """

    size_bytes: int | None
    modified_utc: str | None
    analysis_version: str
    asked_exercise: str | None
    asked_placement: str | None

    @property
    def asked(self) -> tuple[str | None, str | None]:
        """The options by which every file of one table was analyzed."""
        return self.asked_exercise, self.asked_placement


def mark_of(file: str, job: Job) -> Mark:
    """Return the mark of a file's current state."""
    size_bytes = modified_utc = None
    with suppress(OSError, ValueError):
        status = os.stat(file)  # noqa: PTH116 # a hundred thousand times
        size_bytes = status.st_size
        seconds, nanoseconds = divmod(status.st_mtime_ns, 1_000_000_000)
        at = datetime.fromtimestamp(seconds, UTC)
        modified_utc = f"{at:%Y-%m-%dT%H:%M:%S}.{nanoseconds:09d}Z"
    return Mark(
        size_bytes,
        modified_utc,
        analysis_version(),
        job.choice.wanted.id if job.choice.wanted else None,
        job.placement.value if job.placement else None,
    )


_METRICS: Final = tuple(quantity.name for quantity in (COUNT, *COMPARED, *OF_A_KNEE))

_OF_LEG: Final = ("count", "sets", "attempts", "duration_s", "rate_hz", "lost_fraction", "gaps",
                  "warnings")  # fmt: skip
_OF_METRIC: Final = ("left", "right", "difference", "ci95_low", "ci95_high", "lsi_pct", "weaker")

COLUMNS: Final = (
    "file", "error", "exercise", "exercises", "weaker_leg",
    *(f"{leg}_{name}" for leg in Leg for name in _OF_LEG),
    *(f"{metric}_{name}" for metric in _METRICS for name in _OF_METRIC),
    *MARK,
)  # fmt: skip
"""The columns of a flat table; unknown values are empty."""

EXERCISES_APART: Final = ";"
"""The separator of a file's exercises, so that each of its rows tells how many there are."""

WHOLE: Final = frozenset(
    (
        "size_bytes",
        *(f"{leg}_{name}" for leg in Leg for name in ("count", "sets", "attempts", "gaps")),
    )
)
"""Columns of whole numbers."""

TEXT: Final = frozenset(
    ("file", "error", "exercise", "exercises", "weaker_leg", *MARK[1:],
     *(f"{leg}_warnings" for leg in Leg), *(f"{metric}_weaker" for metric in _METRICS))
)  # fmt: skip
"""Columns of text; all others are numbers."""


def flat(row: Mapping[str, Any]) -> list[Row]:
    """Return the rows of a flat table: one for each exercise of a file, or one for the error.

    A leg's counts are of the row's exercise, as are means, differences and intervals. The data
    quality is that of the whole file.
    """
    parts = row.get("exercises", ())
    ids = [part["exercise"] or "" for part in parts]
    shared: Row = {name: row.get(name) for name in ("file", "error", *MARK)}
    shared["exercises"] = EXERCISES_APART.join(ids) or None
    for leg, found in row.get("legs", {}).items():
        data = found["data"]
        shared |= {
            f"{leg}_duration_s": data["duration_s"],
            f"{leg}_rate_hz": data["rate_hz"],
            f"{leg}_lost_fraction": data["lost_fraction"],
            f"{leg}_gaps": len(data["gaps"]),
            f"{leg}_warnings": " ".join(data["warnings"]) or None,
        }
    if not parts:
        return [{name: shared.get(name) for name in COLUMNS}]
    rows = [
        {**shared, **_of_legs(of), **_compared(part["comparison"]), "exercise": part["exercise"]}
        for part, of in zip(parts, by_exercise(summary_from_json(row)), strict=True)
    ]
    return [{name: values.get(name) for name in COLUMNS} for values in rows]


def _of_legs(part: Summary) -> Row:
    """Return each leg's counts in an exercise."""
    return {
        f"{leg}_{name}": value
        for leg, found in part.legs.items()
        for name, value in (
            ("count", found.count),
            ("sets", len(found.sets)),
            ("attempts", len(found.attempts)),
        )
    }


def _compared(comparison: Mapping[str, Any]) -> Row:
    values: Row = {"weaker_leg": comparison["weaker_leg"]}
    for metric in comparison["metrics"]:
        low, high = metric["ci95"] or (None, None)
        for name, value in {**metric, "ci95_low": low, "ci95_high": high}.items():
            if name in _OF_METRIC:
                values[f"{metric['metric']}_{name}"] = value
    return values
