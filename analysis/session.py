"""A whole session: both legs' samples in, events out, and the summary at the end."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from evenstride.analysis.advising.with_advice import advice_on, with_advice
from evenstride.analysis.comparing.by_exercise import summarize
from evenstride.analysis.counting.both_legs import BothLegs
from evenstride.analysis.counting.last_events import at_the_end
from evenstride.analysis.counting.leg_pipeline import LegPipeline
from evenstride.analysis.counting.sentences.reading_warnings import BOTH_LEGS, copied
from evenstride.analysis.counting.sentences.sensor_warnings import NOTHING_CAME, stopped
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.events import Event, Progress
from evenstride.analysis.model.exercises import ANY_ID, Exercise
from evenstride.analysis.model.feeling import Feeling
from evenstride.analysis.model.named_exercise import named_exercise, unknown_exercise
from evenstride.analysis.model.notes import (
    Corrected,
    ExerciseNamed,
    Felt,
    Paused,
    Said,
    SensorTold,
    SetEndedByHand,
    Undone,
    Weighed,
    WornBy,
    said,
    unusable,
)
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.analysis.model.recount_why import RecountWhy
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.analysis.model.weights import Weights
from evenstride.analysis.results.from_json import summary_as_printed
from evenstride.analysis.signal.screening.interleaved import Analyzable, Interleaved
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Leg, Link, Samples, SensorInfo

if TYPE_CHECKING:
    from evenstride.analysis.counting.both_legs import Pipeline

_log = logging.getLogger(__name__)

_CHANGES_COUNTING: Final = (ExerciseNamed, Paused, SetEndedByHand, WornBy)
"""Notes after which ticks that waited may have their turn."""

_MOST_FELT: Final = 1000
"""Nobody rates so often in a session, and a file that has more does not fill the memory."""

_FELT_TOO_OFTEN: Final = f"Of pain and effort the first {_MOST_FELT} notes were taken."


class SessionAnalyzer:
    """The streaming analysis of one session.

    The legs are analyzed in step (``counting.both_legs``); here notes are taken, and all of it is
    put together.

    Args:
        sensors: The sensor on each leg; a leg that is not in it is absent from the result, and so
            is one to which the only sensor was never moved and where nothing was counted by hand.
        follow_notes: Whether a set's note may change the exercise; not where somebody chose it.
        own: The user's own exercises, which a note may name.
        tuning: The constants to go by, each with its reason in ``counting.tuning`` and
            ``signal.tuning``.
    """

    def __init__(
        self,
        exercise: Exercise,
        sensors: Mapping[Leg, SensorInfo],
        *,
        follow_notes: bool = True,
        own: Sequence[Exercise] = (),
        tuning: CountingTuning = COUNTING,
    ) -> None:
        self._exercise = exercise
        self._named = {exercise.id: exercise}
        self._planned: dict[str, PlannedExercise] = {}
        self._follow_notes = follow_notes
        self._own = own
        self._both = BothLegs(exercise, sensors, tuning)
        # Of these a header or a scan told; samples from Python need not be of both legs.
        self._described = frozenset(leg for leg, info in sensors.items() if info.rate_hz > 0)
        self._wore: set[Leg] = set()  # legs that are said to wear what one session has for both
        self._weights = Weights()
        self._felt: list[Feeling] = []

    def update(self, items: Sequence[Analyzable]) -> Progress:
        """Take items in their order of arrival; how they are cut into calls changes nothing.

        Samples of a leg that has no sensor are left out. A fault in our code in the analysis of one
        leg ends that leg's set, and nothing else; it is reported in ``Progress.faults``.
        """
        events: list[Event] = []
        for item in items:
            if isinstance(item, Samples):
                events += self._both.take(item)
            elif isinstance(item, Link):
                self._both.link(item)
            elif isinstance(item, Interleaved):
                events += self._both.take_interleaved(item)
            else:
                events += self._both.catch_up()
                told = said(item)
                events += () if told is None else self._take_note(told)
                if isinstance(told, _CHANGES_COUNTING):
                    self._both.ask_again()
                if (passed_over := unusable(item, told)) is not None:
                    self._warn(*passed_over)
        events += self._both.catch_up()
        return self._progress(events)

    def finish(self) -> tuple[Progress, Summary]:
        """End the session: what was still open is announced, and the summary is made."""
        progress = self._progress(at_the_end(list(self._both.finish()), self._both.last_s))
        each = {leg: self._summary(leg, pipeline) for leg, pipeline in self._both.pipelines.items()}
        legs = {
            leg: one
            for leg, one in each.items()
            if self._both.pipelines[leg].newest >= 0
            or not self._wore
            or leg in self._wore
            or one.by_hand  # somebody counted there what no sensor saw
        }
        for leg, pipeline in self._both.of([leg for leg in legs if leg.other in legs]):
            other_end_s = self._both.pipelines[leg.other].newest * TICK_S
            said = stopped(pipeline.newest * TICK_S, legs[leg.other].data, other_end_s)
            legs[leg] = _with_warnings(legs[leg], said if pipeline.newest >= 0 else ())
        summary = summarize(legs, self._named, self._exercise, self._planned, self._felt)
        # Earlier sessions are unknown here; a caller that knows them gives better advice.
        return progress, summary_as_printed(with_advice(summary, advice_on(summary, own=self._own)))

    def _summary(self, leg: Leg, pipeline: "Pipeline") -> LegSummary:
        found = pipeline.summary(self._both.analyzer(leg.other))
        found = self._both.corrections[leg].summary(found)
        found = replace(found, sets=self._weights.put_on(leg, found.sets))
        others = [one for one in self._both.pipelines.values() if one is not pipeline]
        later = (pipeline.fingerprints.later_s(one.fingerprints) for one in others)
        said = [text for later_s in later for text in copied(later_s, BOTH_LEGS)]
        is_missed = leg in self._described and pipeline.newest < 0 and not found.data.skipped
        if is_missed and any(one.newest >= 0 for one in others):
            said.append(NOTHING_CAME)
        return _with_warnings(found, said)

    def _take_note(self, told: Said) -> Iterator[Event]:
        if isinstance(told, ExerciseNamed):
            yield from self._change_exercise(told)
        elif isinstance(told, Paused):
            for leg, pipeline in self._both.of(told.legs):
                ended = pipeline.analyzer.pause(pipeline.at_s, paused=told.is_paused)
                yield from self._both.corrected(leg, ended)
        elif isinstance(told, SetEndedByHand):
            for leg, pipeline in self._both.of(told.legs):
                yield from self._both.corrected(leg, pipeline.analyzer.end_set(pipeline.at_s))
        elif isinstance(told, Corrected):
            for leg, _ in self._both.of(told.legs):
                yield from self._correct(leg, more=told.is_more)
        elif isinstance(told, Undone):
            for leg, _ in self._both.of(told.legs):
                yield from self._undo(leg)
        else:
            self._keep(told)

    def _keep(self, told: Said) -> None:
        """What changes no count and is in the result."""
        if isinstance(told, SensorTold):
            self._warn((told.site.leg,), told.text)
        elif isinstance(told, Weighed):
            for leg, pipeline in self._both.of(told.legs):
                self._weights.say(leg, pipeline.at_s, told.kg)
        elif isinstance(told, WornBy):
            self._wore.add(told.leg)
            for _, pipeline in self._both.of((told.leg,)):
                if not isinstance(pipeline, LegPipeline):
                    pipeline.strapped_anew()
        elif isinstance(told, Felt) and told.legs:
            self._keep_feeling(told)

    def _warn(self, legs: Sequence[Leg], text: str) -> None:
        for _, pipeline in self._both.of(legs):
            pipeline.warn(text)

    def _keep_feeling(self, told: Felt) -> None:
        if len(self._felt) >= _MOST_FELT:
            self._warn(told.legs, _FELT_TOO_OFTEN)
            return
        # One that nobody can count here was counted as what is trained now.
        pipelines = self._both.pipelines.values()
        now = next((one.analyzer.exercise.id for one in pipelines), self._exercise.id)
        exercise = told.exercise if told.exercise in self._named else now
        self._felt.append(
            Feeling(
                at_s=max((one.at_s for one in pipelines), default=0.0),
                exercise=None if exercise == ANY_ID else exercise,
                leg=told.legs[0] if len(told.legs) == 1 else None,
                pain=told.pain,
                effort=told.effort,
            )
        )

    def _change_exercise(self, told: ExerciseNamed) -> Iterator[Event]:
        named = named_exercise(told, self._own) if self._follow_notes else None
        if named is None:
            # Somebody else's own exercise, perhaps: go on with the one that is known.
            _log.info("the exercise of the session stays, whatever a note says")
            if self._follow_notes:
                self._warn(told.legs, unknown_exercise(told, self._exercise))
            return
        exercise = named.exercise
        if named.planned is not None:
            self._planned[exercise.id] = named.planned
        self._named[exercise.id] = exercise
        if self._exercise.id in (ANY_ID, exercise.id):
            self._exercise = exercise
        for leg, pipeline in self._both.of(told.legs):
            now = pipeline.analyzer.exercise
            if (now.id, now.hold_target_s) != (exercise.id, exercise.hold_target_s):
                yield from self._both.corrected(
                    leg, pipeline.analyzer.change_exercise(exercise, pipeline.at_s)
                )

    def _correct(self, leg: Leg, *, more: bool) -> Iterator[Event]:
        pipeline, corrections = self._both.pipelines[leg], self._both.corrections[leg]
        reps, set_number = pipeline.analyzer.tally.reps, pipeline.analyzer.set_number
        if corrections.correct(reps, set_number, pipeline.at_s, more=more):
            yield corrections.recount(leg, reps, pipeline.at_s, RecountWhy.BY_HAND)

    def _undo(self, leg: Leg) -> Iterator[Event]:
        pipeline, corrections = self._both.pipelines[leg], self._both.corrections[leg]
        if corrections.undo():
            reps = pipeline.analyzer.tally.reps
            yield corrections.recount(leg, reps, pipeline.at_s, RecountWhy.UNDONE)

    def _progress(self, events: list[Event]) -> Progress:
        corrected = {
            leg: self._both.corrections[leg].state(
                pipeline.analyzer.state, pipeline.analyzer.tally.reps
            )
            for leg, pipeline in self._both.pipelines.items()
        }
        return Progress(
            events=tuple(events),
            legs=corrected,
            traces={leg: pipeline.take_trace() for leg, pipeline in self._both.pipelines.items()},
            knees={
                leg: pipeline.take_knees()
                for leg, pipeline in self._both.pipelines.items()
                if not isinstance(pipeline, LegPipeline)
            },
            faults=tuple(
                f"{leg.capitalize()}: {fault}"
                for leg, pipeline in self._both.pipelines.items()
                for fault in pipeline.new_faults()
            ),
        )


def _with_warnings(found: LegSummary, said: Iterable[str]) -> LegSummary:
    warnings = (*found.data.warnings, *said)
    return replace(found, data=replace(found.data, warnings=warnings))
