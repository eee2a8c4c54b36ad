"""A session as the screen shows it: the current state, and the traces of the last seconds."""

from collections.abc import Callable, Iterable, Sequence
from copy import copy, deepcopy
from dataclasses import replace
from typing import Final, Self

from evenstride.analysis.model.events import Progress, Recounted, RepCounted
from evenstride.analysis.model.exercise_values import KneeMoves
from evenstride.analysis.model.exercises import Exercise, any_exercise
from evenstride.analysis.model.named_exercise import NamedExercise, named_exercise
from evenstride.analysis.model.notes import ExerciseNamed, WornBy, said
from evenstride.analysis.model.summary import Summary
from evenstride.language import tr
from evenstride.sensors.quality import QualityMeter
from evenstride.sensors.samples import Block, FloatArray, Item, Leg, Note
from evenstride.session.cues import Cue, cues_of, is_in_time, losses, pace_cues, rest_cues
from evenstride.session.result.curves import RepCurves
from evenstride.session.result.result import Result, result_of
from evenstride.session.state.announced import with_knees, with_pace, with_progress
from evenstride.session.state.arrivals import with_item, with_sensors
from evenstride.session.state.dashboard import DashboardState, Message, failed, finished
from evenstride.session.state.knee_trace import KneeTrace
from evenstride.session.state.leg_drawing import leg_drawing
from evenstride.session.state.pace import Pace
from evenstride.session.state.saving import with_saving
from evenstride.session.state.so_far import summary_so_far, with_comparison
from evenstride.session.state.trace_buffer import WINDOW_S, TraceBuffer
from evenstride.session.state.turns import (
    after_moving,
    asking_how_it_felt,
    with_done,
    with_first_set,
    with_rest,
)
from evenstride.session.stream import Sensors
from evenstride.terminal.outside import SENTENCES, safe
from evenstride.terminal.words import exercise_title

WARNING_SHOWN_S: Final = 60.0
"""Long enough that a person lying on the floor sees it after the set."""


class SessionView:
    """Follows a session through its runner's callbacks.

    Args:
        exercise: The first exercise.
        source_title: The kind of source, in words.
        own: The user's own exercises, which a note may name.
        after: Returns the title of the exercise after one, by its id; "" for none.
        on_cue: Called with each cue.
        follow_notes: Whether a note changes the exercise; False if the user chose one.
        asks: Whether a rest asks how it felt, because somebody is there to answer.
        compares: Whether to compare the legs with each rep; False if nobody looks, because it takes
            longer the more reps there are.

    Attributes:
        state: Everything to show except the traces.
    """

    def __init__(
        self,
        exercise: Exercise,
        source_title: str,
        own: Sequence[Exercise] = (),
        on_cue: Callable[[Cue], None] | None = None,
        after: Callable[[str], str] = lambda _: "",
        *,
        follow_notes: bool = True,
        asks: bool = False,
        compares: bool = True,
    ) -> None:
        self._exercise = self._now = exercise
        self._named = {one.id: one for one in (any_exercise(), exercise)}
        self._own = own
        self._on_cue = on_cue
        self._after = after
        self._follow_notes = follow_notes
        self._asks = asks
        self._compares = compares
        self._buffers = {leg: TraceBuffer() for leg in Leg}
        self._knees = {leg: KneeTrace(WINDOW_S + 1.0) for leg in Leg}
        self._curves = RepCurves()
        self._meters = {leg: QualityMeter() for leg in Leg}
        self.state = DashboardState(
            exercise=exercise.title,
            exercise_id=exercise.id,
            source=source_title,
            planned=NamedExercise(exercise=exercise, planned=None).prescription,
        )
        self._heard = self._told = self.state
        self._summary: Summary | None = None
        self._told_silence = False

    def copied(self, on_cue: Callable[[Cue], None] | None = None) -> Self:
        """Return an independent copy that gives its cues to another callback."""
        again = copy(self)
        again._on_cue = on_cue
        again._named = dict(self._named)
        again._buffers, again._knees, again._curves, again._meters = deepcopy(
            (self._buffers, self._knees, self._curves, self._meters)
        )
        return again

    def compare(self) -> None:
        """Compare the legs, now and with each rep from now on."""
        self._compares = True
        self.state = with_comparison(self.state, self._now)

    def traces(self) -> dict[Leg, tuple[FloatArray, FloatArray]]:
        """Return each leg's times (seconds) and angles (degrees) for the length of a strip."""
        # One second more, so that a line that enters from the left is complete.
        since_s = self.state.clock_s - WINDOW_S - 1.0
        return {
            leg: self._knees[leg].since(since_s)
            or buffer.since(since_s, self.state.leg(leg).now.rest_pose)
            for leg, buffer in self._buffers.items()
        }

    def say(self, text: str) -> None:
        """Show a sentence, or none."""
        self.state = replace(self.state, message=Message(text=text) if text else None)

    def warn(self, text: str) -> None:
        """Warn that something is wrong, while the session goes on."""
        until_s = self.state.clock_s + WARNING_SHOWN_S
        message = Message(text=safe(text, limit=SENTENCES), problem=True, until_s=until_s)
        self.state = replace(self.state, message=message)

    def on_trouble(self, trouble: str) -> None:
        """Show why nothing is being saved, or with "" that it is again."""
        self.state = with_saving(self.state, trouble)

    def on_sensors(self, sensors: Sensors) -> None:
        """The source is open."""
        self.state = with_sensors(self.state, sensors)

    def on_item(self, item: Item, at_s: float) -> None:
        """An item arrived at ``at_s`` seconds on the session's timeline."""
        told = said(item) if isinstance(item, Note) else None
        if isinstance(told, ExerciseNamed) and not self._follow_notes:
            return
        before, quality = self.state, None
        if isinstance(item, Block) and not item.second:
            quality = self._meters[item.leg].update(item, at_s)
        self.state = with_item(self.state, item, at_s, quality)
        self._tell(losses(before, self.state))
        if isinstance(told, ExerciseNamed):
            self._change_exercise(told)
        elif isinstance(told, WornBy):
            self.state = after_moving(self.state, self._now)

    def on_progress(self, progress: Progress) -> None:
        """Apply an update of the analysis."""
        self.state = with_progress(self.state, progress)
        self.state = with_done(self.state, progress.events)
        then = self._after(self._now.id)
        self.state = with_rest(self.state, progress.events, self._now, then)
        if self._asks:
            self.state = asking_how_it_felt(self.state)
        self._tell(cues_of(progress.events, self.state))
        self._tell_of_rest()
        self._follow_pace()
        has_more = any(isinstance(event, RepCounted | Recounted) for event in progress.events)
        if self._compares and has_more:
            self.state = with_comparison(self.state, self._now)
        for leg, trace in progress.traces.items():
            self._buffers[leg].extend(trace)
        self._draw_knees(progress)
        self._curves.on_progress(progress)
        for fault in progress.faults:
            self.warn(fault)

    def _draw_knees(self, progress: Progress) -> None:
        for leg, drawn in progress.knees.items():
            self._knees[leg].extend(drawn)
        known = {leg: self.state.leg(leg).now for leg in progress.knees}
        drawings = {
            leg: None
            if now.knee_deg is None
            else leg_drawing(self._now, self._thigh_deg(leg), now.knee_deg)
            for leg, now in known.items()
        }
        if drawings:
            top_deg = max(self._knees[leg].top_deg for leg in drawings)
            self.state = with_knees(self.state, drawings, top_deg)

    def _thigh_deg(self, leg: Leg) -> float:
        """Return how far the thigh is from its rest; 0 if the shank is followed."""
        if self._now.knee is KneeMoves.STRAIGHTENS:
            return 0.0
        _, angle_deg = self._buffers[leg].since(
            self.state.clock_s - 1.0, self.state.leg(leg).now.rest_pose
        )
        return float(angle_deg[-1]) if len(angle_deg) else 0.0

    def result(self) -> Result:
        """Return the result so far."""
        so_far = self._summary or summary_so_far(self.state, self._named, self._exercise)
        return result_of(so_far, self._curves, self._named, is_over=self._summary is not None)

    def _tell_of_rest(self) -> None:
        """Announce once whose turn it is, and once that a rest is over."""
        self._tell(rest_cues(self._told, self.state))
        self._told = self.state

    def show_pace(self, wanted: bool) -> None:
        """Switch the pacing guide on or off; it starts with the next lift."""
        self.state = with_pace(replace(self.state, pace=Pace() if wanted else None))

    def _follow_pace(self) -> None:
        self.state = with_pace(self.state)
        self._tell(pace_cues(self._heard, self.state))
        self._heard = self.state

    def finish(self, summary: Summary, text: str) -> None:
        """End the session; ``text`` says so."""
        self.keep(summary)
        self.state = finished(self.state, summary, text)

    def keep(self, summary: Summary) -> None:
        """Use this result from now on, whatever ended the session."""
        self._summary = summary

    def fail(self, text: str) -> None:
        """Show the error that ended the session; ``text`` is the problem and the remedy."""
        self.state = failed(self.state, text)

    def _tell(self, cues: Iterable[Cue]) -> None:
        for cue in cues:
            if not is_in_time(cue, self.state):
                self._tell_silence()
            elif self._on_cue is not None:
                self._on_cue(cue)

    def _tell_silence(self) -> None:
        """Explain once why no sounds are played."""
        if not self._told_silence and self.state.message is None:
            self._told_silence = True
            self.warn(
                tr(
                    "No sounds: the samples arrive too late for them. Everything is counted and "
                    "recorded all the same."
                )
            )

    def _change_exercise(self, told: ExerciseNamed) -> None:
        named = named_exercise(told, self._own)
        if named is None:  # unknown here: its name is shown, and the known exercise continues
            self.state = replace(self.state, exercise=exercise_title(told.exercise))
            return
        exercise = self._now = self._named[named.exercise.id] = named.exercise
        changed = replace(
            self.state,
            exercise=exercise.title,
            exercise_id=exercise.id,
            planned=named.prescription,
            first=told.first,
        )
        self.state = with_comparison(changed, exercise)
        if named.planned is not None:
            self.state = with_first_set(self.state, exercise)
