"""What a session is to be: the plan, which leg goes first, and what earlier sessions were."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from evenstride.analysis.advising.past_results import PastResult, weaker_leg
from evenstride.analysis.advising.with_advice import advice_on, with_advice
from evenstride.analysis.model.errors import AnalysisError
from evenstride.analysis.model.exercises import Exercise, find
from evenstride.analysis.model.plan import Plan, PlannedExercise, prescribed, values_of
from evenstride.analysis.model.summary import Summary
from evenstride.history.keeping import earlier_results, open_history
from evenstride.places import history_path
from evenstride.recordings.errors import RecordingError
from evenstride.sensors.samples import Leg, NoteKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What is to be trained.

    Attributes:
        plan: The exercises in their order.
        own: The user's own exercises.
        before: What was done in earlier sessions by exercise, the earliest first.
        day: The day of the session; None if it is not known.
    """

    plan: Plan
    own: tuple[Exercise, ...] = ()
    before: Mapping[str, Sequence[PastResult]] = field(default_factory=dict)
    day: date | None = None

    def planned(self, exercise_id: str) -> PlannedExercise | None:
        """What is to be done of an exercise; None if nothing is planned or prescribed."""
        planned = self.plan.of(exercise_id)
        if planned is not None:
            return planned
        with suppress(AnalysisError):
            exercise = find(exercise_id, self.own)
            return None if exercise.generic else prescribed(exercise)
        return None

    def first(self, exercise_id: str) -> Leg | None:
        """The leg that goes first: the weaker one of the last sessions."""
        return weaker_leg(self.before.get(exercise_id, ()))

    def after(self, exercise_id: str) -> str:
        """The title of what the plan has next; empty for nothing."""
        ids = [one.exercise for one in self.plan.exercises]
        if exercise_id not in ids[:-1]:
            return ""
        return find(ids[ids.index(exercise_id) + 1], self.own).title

    def opening(self, exercise_id: str) -> tuple[tuple[NoteKind, dict[str, object]], ...]:
        """The events of a session that begins with an exercise; none if nothing is planned."""
        return self.notes(exercise_id) if self.planned(exercise_id) else ()

    def notes(
        self, exercise_id: str, now_kg: Mapping[Leg, float] | None = None
    ) -> tuple[tuple[NoteKind, dict[str, object]], ...]:
        """The events with which an exercise begins in a recording: each its name and its data.

        Args:
            exercise_id: The exercise.
            now_kg: The weight that each leg has, kg; none if it is missing.
        """
        planned = self.planned(exercise_id)
        if planned is None:
            return ((NoteKind.SET, {"exercise": exercise_id}),)
        first = self.first(exercise_id)
        data: dict[str, object] = {"exercise": exercise_id, "planned": values_of(planned)}
        if first is not None:
            data["first"] = first.value
        weights: list[tuple[NoteKind, dict[str, object]]] = [
            (NoteKind.WEIGHT, {"leg": leg.value, "kg": planned.kg(leg)})
            for leg in Leg
            if planned.kg(leg) != (now_kg or {}).get(leg, 0.0)
        ]
        return ((NoteKind.SET, data), *weights)

    def advised(self, summary: Summary) -> Summary:
        """A result with advice that rests on the earlier sessions, too."""
        return with_advice(summary, advice_on(summary, self.before, own=self.own, day=self.day))


def load_agenda(plan: Plan, own: tuple[Exercise, ...], day: date) -> Agenda:
    """A plan with what the user's history knows, if there is a history that can be read."""
    before: Mapping[str, Sequence[PastResult]] = {}
    with suppress(RecordingError):
        if history_path().exists():
            with open_history() as history:
                before = earlier_results(history, datetime.max.replace(tzinfo=UTC))
    return Agenda(plan=plan, own=own, before=before, day=day)
