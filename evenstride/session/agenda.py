"""What a session should contain: the plan, the leg that goes first, and the earlier sessions."""

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
    """The prescription of a session.

    Attributes:
        plan: The exercises in their order.
        own: The user's own exercises.
        before: The results of earlier sessions by exercise, the earliest first.
        day: The day of the session; None if unknown.
    """

    plan: Plan
    own: tuple[Exercise, ...] = ()
    before: Mapping[str, Sequence[PastResult]] = field(default_factory=dict)
    day: date | None = None

    def planned(self, exercise_id: str) -> PlannedExercise | None:
        """Return the prescription of an exercise; None if nothing is planned or prescribed."""
        planned = self.plan.of(exercise_id)
        if planned is not None:
            return planned
        with suppress(AnalysisError):
            exercise = find(exercise_id, self.own)
            return None if exercise.generic else prescribed(exercise)
        return None

    def first(self, exercise_id: str) -> Leg | None:
        """Return the leg that goes first: the weaker one of the last sessions."""
        return weaker_leg(self.before.get(exercise_id, ()))

    def after(self, exercise_id: str) -> str:
        """Return the title of the plan's next exercise; "" if there is none."""
        ids = [one.exercise for one in self.plan.exercises]
        if exercise_id not in ids[:-1]:
            return ""
        return find(ids[ids.index(exercise_id) + 1], self.own).title

    def opening(self, exercise_id: str) -> tuple[tuple[NoteKind, dict[str, object]], ...]:
        """Return the first events of a session with an exercise; empty if nothing is planned."""
        return self.notes(exercise_id) if self.planned(exercise_id) else ()

    def notes(
        self, exercise_id: str, now_kg: Mapping[Leg, float] | None = None
    ) -> tuple[tuple[NoteKind, dict[str, object]], ...]:
        """Return the events, each with its name and data, with which an exercise begins.

        Args:
            now_kg: The current weight on each leg, kg; a missing one is 0.
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
        """Return a result with advice that takes the earlier sessions into account."""
        return with_advice(summary, advice_on(summary, self.before, own=self.own, day=self.day))


def load_agenda(plan: Plan, own: tuple[Exercise, ...], day: date) -> Agenda:
    """Return a plan with the user's history; without it if there is none or it is damaged."""
    before: Mapping[str, Sequence[PastResult]] = {}
    with suppress(RecordingError):
        if history_path().exists():
            with open_history() as history:
                before = earlier_results(history, datetime.max.replace(tzinfo=UTC))
    return Agenda(plan=plan, own=own, before=before, day=day)
