"""The history's sessions as typed values, and the rows made from a result."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

from evenstride.analysis.advising.past_results import past_set
from evenstride.analysis.comparing.set_measures import measures_of_set
from evenstride.analysis.model.quantities import KEPT
from evenstride.analysis.model.summary import Metric, Summary
from evenstride.sensors.samples import Leg

Json: TypeAlias = Mapping[str, Any]

SET_MEANS: Final = tuple(one.name for one in KEPT)
"""Means over a set's reps that have a column of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSet:
    """One set of one leg.

    Attributes:
        number: Its number on this leg in the session, from 1.
        reps: Reps that count.
        start_s: Its start, seconds since the recording's first sample.
        end_s: Its end.
        kg: The weight on the leg; None if not given.
        short_holds: How many of its reps were held too briefly.
        falls_off: Whether range or hold clearly declined from its first rep to its last.
        means: Means over its reps by name (``SET_MEANS``); None if no rep has the quantity.
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
class StoredLeg:
    """One leg's part in one exercise of one session.

    Attributes:
        reps: Reps that count, over all sets.
        by_hand: How many of them the person added.
        sets: Its sets, in order.
    """

    reps: int
    by_hand: int
    sets: tuple[StoredSet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredExercise:
    """One exercise of one session, by its newest analysis.

    Attributes:
        session: Number of the session.
        started_utc: When the session began (aware).
        synthetic: Whether a simulator made it.
        version: Version of the analysis.
        exercise: Id of the exercise; None if any movement was counted.
        hold_target_s: The prescribed hold, seconds; None without a hold.
        weaker_leg: The weaker leg; None if that is not clear.
        why: The comparison in one sentence.
        legs: Each leg's part; a leg without a sensor is absent.
        pain: The worst pain rating, 0 to 10; None if there is none.
        effort: The greatest effort rating, 0 to 10; None if there is none.
        morning_pain: How sore the knee was the morning after the session; None if unknown.
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
    legs: Mapping[Leg, StoredLeg]
    metrics: Mapping[str, Metric]
    pain: float | None = None
    effort: float | None = None
    morning_pain: float | None = None

    @property
    def day(self) -> date:
        """The local date of the session."""
        return self.started_utc.astimezone().date()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """One session.

    Attributes:
        number: The number by which people refer to it.
        path: Its recording, which may no longer exist.
        started_utc: When it began (aware).
        synthetic: Whether a simulator made it.
        note: What the user wrote about it.
        versions: Versions of the analyses whose results are kept, newest last.
        exercises: What was trained, by the newest analysis, in the order of the session.
        morning_asked: Whether the user was asked how sore the knee was the morning after.
        morning_pain: The answer, 0 to 10; None if there is none.
    """

    number: int
    path: Path
    started_utc: datetime
    synthetic: bool
    note: str
    versions: tuple[str, ...]
    exercises: tuple[StoredExercise, ...]
    morning_asked: bool = False
    morning_pain: float | None = None


def leg_rows(part: Summary) -> list[tuple[object, ...]]:
    """Return the rows of ``leg`` for one exercise of a session, without the part's id."""
    return [(leg.value, of_leg.count, of_leg.by_hand) for leg, of_leg in part.legs.items()]


def set_rows(part: Summary) -> list[tuple[object, ...]]:
    """Return the rows of ``leg_set`` for one exercise of a session, without the part's id."""
    rows: list[tuple[object, ...]] = []
    for leg, of_leg in part.legs.items():
        for one in of_leg.sets:
            done, means = past_set(of_leg, one), measures_of_set(of_leg.reps_of(one)).means
            times = one.start_s, one.end_s
            found = done.short_holds, done.falls_off
            kept = (means.get(name) for name in SET_MEANS)  # None for a knee that was not measured
            rows.append((leg.value, one.number, one.count, *times, one.kg, *found, *kept))
    return rows


def metric_rows(part: Summary) -> list[tuple[object, ...]]:
    """Return the rows of ``metric`` for one exercise, without the part's id."""
    return [
        (
            one.metric,
            one.left,
            one.right,
            one.difference,
            *(one.ci95 or (None, None)),
            one.lsi_pct,
            one.weaker.value if one.weaker else None,
        )
        for one in part.comparison.metrics
    ]
