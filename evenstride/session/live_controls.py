"""The keys of a live session: each is an event that is kept in the recording."""

from collections.abc import Mapping, Sequence
from typing import Final

from evenstride.analysis.model.exercises import ANY_ID
from evenstride.language import later, leg_name, tr
from evenstride.sensors.samples import Leg, NoteKind
from evenstride.session.agenda import Agenda
from evenstride.session.shown_session import ShownSession
from evenstride.session.state.dashboard import current_leg
from evenstride.user import settings

NOT_RUNNING: Final = later("There is no session going on.")
PAIN_QUESTION: Final = later("Does it hurt? 0 not at all, 10 as bad as can be")
EFFORT_QUESTION: Final = later("How hard was it? 0 nothing, 10 as hard as can be")
LEAST_REPS: Final = 3
"""A session with fewer reps is not asked about at its end: it was hardly one."""

WHICH_LEG: Final = later("Move a leg first: it is not clear which one's count is meant.")


class LiveControls:
    """The controls of a live session.

    Every method returns what to tell the user; "" if the screen shows it anyway.

    Args:
        agenda: The session's prescription; None if nothing is planned.
    """

    def __init__(self, run: ShownSession, agenda: Agenda | None = None) -> None:
        self._run = run
        self._agenda = agenda
        self._corrected: list[Leg] = []
        self._markers = 0
        self._has_felt = False

    def toggle_pause(self) -> str:
        """Stop counting until this is called again; everything is still recorded."""
        event = NoteKind.RESUME if self._run.view.state.paused else NoteKind.PAUSE
        return "" if self._run.note(event) else NOT_RUNNING

    def end_set(self) -> str:
        """End the set in progress; the next rep begins another one."""
        return tr("The set is over.") if self._run.note(NoteKind.END_SET) else NOT_RUNNING

    def change_exercise(self, exercise_id: str) -> str:
        """Continue with another exercise."""
        notes: Sequence[tuple[NoteKind, Mapping[str, object]]] = [
            (NoteKind.SET, {"exercise": exercise_id})
        ]
        if self._agenda is not None:
            notes = self._agenda.notes(exercise_id, self.weights_kg)
        return "" if all(self._run.note(event, **data) for event, data in notes) else NOT_RUNNING

    @property
    def weights_kg(self) -> Mapping[Leg, float]:
        """The weight on each leg, kg."""
        state = self._run.view.state
        return {leg: state.leg(leg).kg for leg in Leg}

    def weigh(self, weights_kg: Mapping[Leg, float]) -> str:
        """Set the weight on each leg, kg; it applies to the sets that end from now on."""
        changed = {leg: kg for leg, kg in weights_kg.items() if kg != self.weights_kg[leg]}
        if not all(
            self._run.note(NoteKind.WEIGHT, leg=leg.value, kg=kg) for leg, kg in changed.items()
        ):
            return NOT_RUNNING
        now = {**self.weights_kg, **changed}  # the analysis may lag a little
        return tr(
            "{left} kg on the left leg, {right} kg on the right.",
            left=now[Leg.LEFT],
            right=now[Leg.RIGHT],
        )

    def correct(self, change: int) -> str:
        """Count one rep more (1) or less (-1) for the leg that works or worked last."""
        leg = current_leg(self._run.view.state)
        if leg is None:
            return WHICH_LEG
        if not self._run.note(NoteKind.CORRECT, leg=leg.value, change=change):
            return NOT_RUNNING
        self._corrected.append(leg)
        return ""

    def undo(self) -> str:
        """Undo the last correction."""
        if not self._corrected:
            return tr("There is no correction to undo.")
        if not self._run.note(NoteKind.UNDO, leg=self._corrected[-1].value):
            return NOT_RUNNING
        self._corrected.pop()
        return ""

    def mark(self) -> str:
        """Mark this moment in the recording."""
        if not self._run.note(NoteKind.MARKER, number=self._markers + 1):
            return NOT_RUNNING
        self._markers += 1
        return tr("Marker {number} is in the recording.", number=self._markers)

    @property
    def asks_how_it_felt(self) -> bool:
        """Whether to ask at the end: in a planned session without ratings so far."""
        state = self._run.view.state
        reps = sum(len(state.leg(leg).reps) for leg in Leg)
        is_live = self._run.is_running and self._agenda is not None
        return is_live and not self._has_felt and reps >= LEAST_REPS

    def feel(self, pain: float | None, effort: float | None, *, at_the_end: bool = False) -> str:
        """Rate the pain and the effort, each from 0 to 10.

        Args:
            pain: None if not given.
            effort: None if not given.
            at_the_end: Whether it is about both legs; else it is about the one that works or worked
                last.
        """
        said = {"pain": pain, "effort": effort}
        data: dict[str, object] = {key: value for key, value in said.items() if value is not None}
        if not data:
            return ""
        state = self._run.view.state
        leg = None if at_the_end else current_leg(state)
        if leg is not None:
            data["leg"] = leg.value
        if state.exercise_id != ANY_ID:
            data["exercise"] = state.exercise_id
        if not self._run.note(NoteKind.FELT, **data):
            return NOT_RUNNING
        self._has_felt = True
        words = (later("pain {pain} of 10"), later("effort {effort} of 10"))
        told = [
            tr(one, **{key: value})
            for one, (key, value) in zip(words, said.items(), strict=True)
            if value is not None
        ]
        whose = f" ({leg_name(leg)})" if leg else ""
        return tr("It is in the recording: {ratings}.", ratings=", ".join(told) + whose)

    def toggle_pace(self) -> str:
        """Switch the pacing guide on or off, and remember it."""
        wanted = self._run.view.state.pace is None
        self._run.view.show_pace(wanted)
        settings.remember(pace=wanted)
        return tr("The pace begins with your next lift.") if wanted else tr("No pace any more.")

    def restore_pace(self) -> None:
        """Switch the pacing guide on if it was on last time."""
        self._run.view.show_pace(settings.load().pace)
