"""What the history knows of a session, as typed values; made from the JSON of ``analyze``."""

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
        start_s: Its beginning, seconds since the recording's first sample.
        end_s: Its end.
        kg: The weight on the leg; None if that was not said.
        short_holds: How many of its reps were held too short.
        falls_off: Range or hold clearly got less from its first rep to its last.
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
    """What one leg did of one exercise in one session.

    Attributes:
        reps: Reps that count, over all sets.
        by_hand: How many of them somebody added by hand.
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
        synthetic: Made by a simulator, not by a person.
        version: Version of the analysis.
        exercise: Id of the exercise; None if any movement was counted.
        hold_target_s: How long to hold was asked for, seconds; None without a hold.
        weaker_leg: The weaker leg, where that is clear.
        why: The comparison in one sentence.
        legs: What each leg did; a leg without a sensor is absent.
        pain: The worst pain that was said of it, 0 to 10; None if nobody said any.
        effort: The greatest effort that was said of it, 0 to 10; None if nobody said any.
        morning_pain: How sore the knee was the morning after the session; None if that was not
            said.
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
        """The day of the session, where the user is."""
        return self.started_utc.astimezone().date()


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
        morning_asked: Whether the user was asked how sore the knee was the morning after.
        morning_pain: How sore it was, 0 to 10; None if that was not said.
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
    """Rows of ``leg``, without the part: what each leg did of one exercise of a session."""
    return [(leg.value, of_leg.count, of_leg.by_hand) for leg, of_leg in part.legs.items()]


def set_rows(part: Summary) -> list[tuple[object, ...]]:
    """Rows of ``leg_set``, without the part: every set of one exercise of a session."""
    rows: list[tuple[object, ...]] = []
    for leg, of_leg in part.legs.items():
        for one in of_leg.sets:
            done, means = past_set(of_leg, one), measures_of_set(of_leg.reps_of(one)).means
            times = one.start_s, one.end_s
            found = done.short_holds, done.falls_off
            kept = (means.get(name) for name in SET_MEANS)  # of a knee only where it is known
            rows.append((leg.value, one.number, one.count, *times, one.kg, *found, *kept))
    return rows


def metric_rows(part: Summary) -> list[tuple[object, ...]]:
    """Rows of ``metric``, without the part: left against right in one exercise."""
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
