"""What a report is made of, as plain data: sessions, their results, and the last one's details."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from analysis.events import Rep
from analysis.exercises import Exercise
from analysis.plan import Plan
from analysis.summary import LegSummary, Metric
from sensors.samples import FloatArray, Leg, SensorInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What one leg did of an exercise in a session.

    Attributes:
        sets: Reps of each of its sets, in order.
        short_holds: Reps whose hold was shorter than was asked for.
        by_hand: Reps that somebody added by hand; they have no figures.
        kg: The weight on the leg in its last set, kg; None where nobody said.
    """

    sets: tuple[int, ...] = ()
    short_holds: int = 0
    by_hand: int = 0
    kg: float | None = None

    @property
    def reps(self) -> int:
        """Reps that count."""
        return sum(self.sets)


@dataclass(frozen=True, slots=True, eq=False)
class RepCurve:
    """A rep, and its angle over time.

    Attributes:
        rep: The rep.
        t_s: Seconds since its start, shape (n,).
        angle_deg: The limb's angle from rest, degrees, shape (n,).
    """

    rep: Rep
    t_s: FloatArray
    angle_deg: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Detail:
    """What only the recording tells of an exercise.

    Attributes:
        legs: Every rep of each leg.
        curves: The curves of each leg's reps; one that touches a gap has none.
        sensors: What each leg wore.
        remarks: Sentences about sensors and placement.
    """

    legs: Mapping[Leg, LegSummary]
    curves: Mapping[Leg, tuple[RepCurve, ...]]
    sensors: Mapping[Leg, SensorInfo]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """One exercise of one session.

    Attributes:
        exercise: What was trained.
        legs: What each leg did; a leg without a sensor is absent.
        metrics: Left against right, by name.
        weaker_leg: The weaker leg, where that is clear.
        why: The comparison in one sentence.
        detail: All reps; None where only the results are known.
    """

    exercise: Exercise
    legs: Mapping[Leg, Done]
    metrics: Mapping[str, Metric]
    weaker_leg: Leg | None
    why: str
    detail: Detail | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Session:
    """One session.

    Attributes:
        name: Its recording's file name.
        started: When it began, in the time of the user's place (aware); None where not known.
        synthetic: Made by a simulator, not by a person.
        outcomes: What was trained, in order.
    """

    name: str
    started: datetime | None
    synthetic: bool
    outcomes: tuple[Outcome, ...]

    def of(self, exercise_id: str) -> Outcome | None:
        """What was done of an exercise; None if nothing."""
        return next((one for one in self.outcomes if one.exercise.id == exercise_id), None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Content:
    """Everything that the page shows.

    Attributes:
        sessions: At least one, oldest first.
        plan: What was to be done.
        name: Who it is about, as the user wrote it; "" for nobody.
        notes: What the user wants to tell.
        left_out: Sessions that could not be used, in sentences.
        version: Of this program.
    """

    sessions: tuple[Session, ...]
    plan: Plan
    name: str = ""
    notes: tuple[str, ...] = field(default=())
    left_out: tuple[str, ...] = field(default=())
    version: str = ""

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Everything that was trained: what is planned first, then the others as they came."""
        found = {
            outcome.exercise.id: outcome.exercise
            for session in reversed(self.sessions)
            for outcome in session.outcomes
        }
        planned = [one.exercise for one in self.plan.exercises if one.exercise in found]
        order = [*planned, *(key for key in found if key not in planned)]
        return tuple(found[key] for key in order)

    def of(self, exercise_id: str) -> tuple[tuple[Session, Outcome], ...]:
        """The sessions with an exercise and what was done of it, oldest first."""
        found = ((session, session.of(exercise_id)) for session in self.sessions)
        return tuple((session, outcome) for session, outcome in found if outcome is not None)
