"""The content of a report as plain data: sessions, and the exercises in each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import Plan, PlannedExercise
from evenstride.analysis.model.reps import Flag
from evenstride.analysis.model.summary import Summary
from evenstride.language import leg_head, tr
from evenstride.sensors.samples import Leg, SensorInfo
from evenstride.session.result.curves import RepCurve
from evenstride.session.result.warning_text import warning_lines
from evenstride.terminal.words import SHANK_ADVICE


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """One exercise of one session.

    Attributes:
        exercise: The exercise, with the planned hold.
        part: Its result.
        curves: The curves of each leg's reps; empty if the recording was not read.
        sensors: Each leg's sensor; empty if the recording was not read.
    """

    exercise: Exercise
    part: Summary
    curves: Mapping[Leg, tuple[RepCurve, ...]] = field(default_factory=dict)
    sensors: Mapping[Leg, SensorInfo] = field(default_factory=dict)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences about the sensors, their placement, and reps that are not sure."""
        legs = self.part.legs
        said = warning_lines(legs)
        for leg, of_leg in legs.items():
            doubtful = sum(Flag.LOW_CONFIDENCE in rep.flags for rep in of_leg.reps)
            if doubtful:
                said.append(
                    tr(
                        "{leg}: {doubtful} of {count} reps are not sure; they were more likely "
                        "other movements.",
                        leg=leg_head(leg),
                        doubtful=doubtful,
                        count=len(of_leg.reps),
                    )
                )
        is_unclear = any(leg.better_on_shank for leg in legs.values())
        return (*said, tr(SHANK_ADVICE)) if is_unclear else tuple(said)

    def set_counts(self, leg: Leg) -> tuple[int, ...] | None:
        """Return the reps of each set of a leg; None if it wore no sensor."""
        of_leg = self.part.legs.get(leg)
        return None if of_leg is None else tuple(one.count for one in of_leg.sets)

    def full_holds(self, leg: Leg) -> tuple[int, int]:
        """Return how many of a leg's reps were held long enough, and the number of its reps."""
        reps = self.part.legs[leg].reps
        return sum(Flag.SHORT_HOLD not in rep.flags for rep in reps), len(reps)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Session:
    """One session.

    Attributes:
        name: Its recording's file name.
        started: When it began, in local time (aware); None if unknown.
        synthetic: Whether a simulator made it.
        outcomes: The exercises, in order.
        is_kept: Whether it is in the user's history.
        morning_pain: How sore the knee was the morning after, 0 to 10; None if unknown.
    """

    name: str
    started: datetime | None
    synthetic: bool
    outcomes: tuple[Outcome, ...]
    is_kept: bool = False
    morning_pain: float | None = None

    def of(self, exercise_id: str) -> Outcome | None:
        """Return the session's part of an exercise; None if it was not done."""
        return next((one for one in self.outcomes if one.exercise.id == exercise_id), None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Content:
    """Everything that the page shows.

    Attributes:
        sessions: At least one, oldest first.
        plan: The prescription for sessions that do not have their own.
        name: The person's name as the user wrote it; "" for none.
        notes: Remarks by the user.
        advice: The advice for next time by exercise, as sentences.
        left_out: Sentences about sessions that could not be used.
        version: The version of this program.
    """

    sessions: tuple[Session, ...]
    plan: Plan
    name: str = ""
    notes: tuple[str, ...] = ()
    advice: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    version: str = ""

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Every exercise that was done: the planned ones first, then the others by time."""
        found = {
            outcome.exercise.id: outcome.exercise
            for session in self.sessions
            for outcome in session.outcomes
        }
        planned = [one.exercise for one in self.plan.exercises if one.exercise in found]
        order = [*planned, *(key for key in found if key not in planned)]
        return tuple(found[key] for key in order)

    def of(self, exercise_id: str) -> tuple[tuple[Session, Outcome], ...]:
        """Return the sessions with an exercise and its results, oldest first."""
        found = ((session, session.of(exercise_id)) for session in self.sessions)
        return tuple((session, outcome) for session, outcome in found if outcome is not None)

    def planned(self, outcome: Outcome) -> PlannedExercise | None:
        """Return the prescription: the session's, else the plan's; None if neither has it."""
        return outcome.part.planned or self.plan.of(outcome.exercise.id)
