"""What a report is made of, as plain data: sessions and what was done in each."""

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
        exercise: What was trained, with the hold that was planned.
        part: Its result.
        curves: The curves of each leg's reps; empty if the recording was not read.
        sensors: What each leg wore; empty if the recording was not read.
    """

    exercise: Exercise
    part: Summary
    curves: Mapping[Leg, tuple[RepCurve, ...]] = field(default_factory=dict)
    sensors: Mapping[Leg, SensorInfo] = field(default_factory=dict)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences about the sensors, where they sat, and reps that are not sure."""
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
        """The reps of each set of a leg; None if it wore no sensor."""
        of_leg = self.part.legs.get(leg)
        return None if of_leg is None else tuple(one.count for one in of_leg.sets)

    def full_holds(self, leg: Leg) -> tuple[int, int]:
        """How many of a leg's reps were held long enough, and of how many that is known."""
        reps = self.part.legs[leg].reps
        return sum(Flag.SHORT_HOLD not in rep.flags for rep in reps), len(reps)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Session:
    """One session.

    Attributes:
        name: Its recording's file name.
        started: When it began, in the time of the user's place (aware); None if not known.
        synthetic: Made by a simulator, not by a person.
        outcomes: What was trained, in order.
        is_kept: Whether it is of the user's history.
        morning_pain: How sore the knee was the morning after, 0 to 10; None if that was not said.
    """

    name: str
    started: datetime | None
    synthetic: bool
    outcomes: tuple[Outcome, ...]
    is_kept: bool = False
    morning_pain: float | None = None

    def of(self, exercise_id: str) -> Outcome | None:
        """What was done of an exercise; None if nothing."""
        return next((one for one in self.outcomes if one.exercise.id == exercise_id), None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Content:
    """Everything that the page shows.

    Attributes:
        sessions: At least one, oldest first.
        plan: What is to be done, for sessions of which nobody said what was.
        name: Who it is about, as the user wrote it; "" for nobody.
        notes: What the user wants to tell.
        advice: What to do next time, in a sentence, by exercise.
        left_out: Sessions that could not be used, in sentences.
        version: Of this program.
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
        """Everything that was trained: what is planned first, then the others as they came."""
        found = {
            outcome.exercise.id: outcome.exercise
            for session in self.sessions
            for outcome in session.outcomes
        }
        planned = [one.exercise for one in self.plan.exercises if one.exercise in found]
        order = [*planned, *(key for key in found if key not in planned)]
        return tuple(found[key] for key in order)

    def of(self, exercise_id: str) -> tuple[tuple[Session, Outcome], ...]:
        """The sessions with an exercise and what was done of it, oldest first."""
        found = ((session, session.of(exercise_id)) for session in self.sessions)
        return tuple((session, outcome) for session, outcome in found if outcome is not None)

    def planned(self, outcome: Outcome) -> PlannedExercise | None:
        """What was to be done: what the session says, else the plan; None if it is in neither."""
        return outcome.part.planned or self.plan.of(outcome.exercise.id)
