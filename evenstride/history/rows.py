"""What the history knows of a session, as typed values; made from the JSON of ``analyze``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

from evenstride.analysis.model.quantities import FALLING, KEPT
from evenstride.sensors.samples import Leg

Json: TypeAlias = Mapping[str, Any]

SET_MEANS: Final = tuple(one.name for one in KEPT)
"""Means over a set's reps that have a column of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRow:
    """One set of one leg.

    Attributes:
        number: Its number on this leg in the session, from 1.
        reps: Reps that count.
        start_s: Its beginning, seconds since the recording's first sample.
        end_s: Its end.
        kg: The weight on the leg; None where nobody said.
        short_holds: How many of its reps were held too short.
        falls_off: Range or hold clearly got less from its first rep to its last.
        means: Means over its reps by name (``SET_MEANS``); None where no rep has the quantity.
    """

    number: int
    reps: int
    start_s: float
    end_s: float
    kg: float | None
    short_holds: int
    falls_off: bool
    means: Mapping[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegResult:
    """What one leg did of one exercise in one session.

    Attributes:
        reps: Reps that count, over all sets.
        by_hand: How many of them somebody added by hand.
        sets: Its sets, in order.
    """

    reps: int
    by_hand: int
    sets: tuple[SetRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRow:
    """One quantity, left against right, as in ``evenstride.analysis.model.summary.Metric``.

    Attributes:
        left: Mean of the left leg; None without reps.
        right: The same of the right leg.
        difference: Left minus right.
        ci95: 95 % interval of the difference; None with too few reps.
        lsi_pct: 100 × weaker / stronger; None where a ratio means nothing.
        weaker: The weaker leg, where the difference is clear.
    """

    left: float | None
    right: float | None
    difference: float | None
    ci95: tuple[float, float] | None
    lsi_pct: float | None
    weaker: Leg | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseResult:
    """One exercise of one session, by its newest analysis.

    Attributes:
        session: Number of the session.
        started_utc: When the session began (aware).
        synthetic: Made by a simulator, not by a person.
        version: Version of the analysis.
        exercise: Id of the exercise; None where any movement was counted.
        hold_target_s: How long to hold was asked for, seconds; None without a hold.
        weaker_leg: The weaker leg, where that is clear.
        why: The comparison in one sentence.
        legs: What each leg did; a leg without a sensor is absent.
        metrics: Left against right, by name (``"hold_s"``, ``"rom_deg"``, ``"reps"``, …).
    """

    session: int
    started_utc: datetime
    synthetic: bool
    version: str
    exercise: str | None
    hold_target_s: float | None
    weaker_leg: Leg | None
    why: str
    legs: Mapping[Leg, LegResult]
    metrics: Mapping[str, MetricRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """One session.

    Attributes:
        number: Its number, for people.
        path: Its recording, whether or not that is still there.
        started_utc: When it began (aware).
        synthetic: Made by a simulator, not by a person.
        note: What the user wrote about it.
        versions: Versions of the analyses whose results are kept, newest last.
        exercises: What was trained, by the newest analysis, in the order of the session.
    """

    number: int
    path: Path
    started_utc: datetime
    synthetic: bool
    note: str = ""
    versions: tuple[str, ...] = ()
    exercises: tuple[ExerciseResult, ...] = field(default=())


def leg_rows(result: Json, part: Json) -> list[tuple[object, ...]]:
    """Rows of ``leg``, without the part: what each leg did of one exercise of a session."""
    rows: list[tuple[object, ...]] = []
    for leg, reps in part["counts"].items():
        sets = _sets(result, part, leg)
        measured = sum(len(_reps(result, leg, one)) for one in sets)
        rows.append((leg, reps, reps - measured))
    return rows


def set_rows(result: Json, part: Json) -> list[tuple[object, ...]]:
    """Rows of ``leg_set``, without the part: every set of one exercise of a session."""
    return [
        (
            leg,
            one["number"],
            one["count"],
            one["start_s"],
            one["end_s"],
            one["kg"],
            sum("short-hold" in rep["flags"] for rep in _reps(result, leg, one)),
            any(_falls_off(one["drift"].get(falling.name)) for falling in FALLING),
            *(one["means"].get(name) for name in SET_MEANS),
        )
        for leg in part["counts"]
        for one in _sets(result, part, leg)
    ]


def metric_rows(part: Json) -> list[tuple[object, ...]]:
    """Rows of ``metric``, without the part: left against right in one exercise."""
    return [
        (
            metric["metric"],
            metric["left"],
            metric["right"],
            metric["difference"],
            *(metric["ci95"] or (None, None)),
            metric["lsi_pct"],
            metric["weaker"],
        )
        for metric in part["comparison"]["metrics"]
    ]


def _sets(result: Json, part: Json, leg: str) -> list[Json]:
    return [one for one in result["legs"][leg]["sets"] if one["exercise"] == part["exercise"]]


def _reps(result: Json, leg: str, one: Json) -> list[Json]:
    return [rep for rep in result["legs"][leg]["reps"] if rep["set"] == one["number"]]


def _falls_off(drift: Json | None) -> bool:
    return drift is not None and drift["clear"] and drift["per_rep"] < 0.0
