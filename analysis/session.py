"""A whole session: both legs' samples in, events out, and the summary at the end."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from evenstride.analysis.advising.with_advice import advice_on, with_advice
from evenstride.analysis.comparing.by_exercise import summarize
from evenstride.analysis.counting.corrections import Corrections
from evenstride.analysis.counting.last_events import at_the_end
from evenstride.analysis.counting.leg import LegAnalyzer
from evenstride.analysis.counting.leg_pipeline import LegPipeline
from evenstride.analysis.counting.sensor_warnings import NOTHING_CAME
from evenstride.analysis.counting.tuning import COUNTING, CountingTuning
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
from evenstride.analysis.signal.interleaved import Analyzable, Interleaved, Lateness
from evenstride.analysis.signal.sensor_watch import DECIDED_EVERY_S
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Leg, Link, Samples, SensorInfo, by_site

if TYPE_CHECKING:
    from evenstride.analysis.counting.two_sensor_leg import TwoSensorLeg

_log = logging.getLogger(__name__)

_CHANGES_COUNTING: Final = (ExerciseNamed, Paused, SetEndedByHand, WornBy)
"""Notes after which ticks that waited may have their turn: of another sensor, perhaps."""

_MOST_FELT: Final = 1000
"""Nobody rates so often in a session, and a file that has more does not fill the memory."""

_FELT_TOO_OFTEN: Final = f"Of pain and effort the first {_MOST_FELT} notes were taken."


class SessionAnalyzer:
    """The streaming analysis of one session.

    Whether a leg works or only sways along is seen by looking at the other one, so the legs are
    analyzed in step: a tick of one leg has its turn when the other's has come as well, unless the
    other is known to be absent.

    Args:
        exercise: What is trained.
        sensors: The sensor on each leg; a leg that is not in it is absent from the result.
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
        self._stale_ticks = round(tuning.stale_s / TICK_S)
        self._exercise = exercise
        self._named = {exercise.id: exercise}
        self._planned: dict[str, PlannedExercise] = {}
        self._follow_notes = follow_notes
        self._own = own
        self._legs = {
            leg: _new_leg(leg, exercise, info, tuning) for leg, info in sorted(sensors.items())
        }
        # Of these a header or a scan told; samples from Python need not be of both legs.
        self._described = frozenset(leg for leg, info in sensors.items() if info.rate_hz > 0)
        self._sites = frozenset(by_site(sensors))
        self._lateness = Lateness(tuple(by_site(sensors)), tuning.stale_s, tuning.signal)
        self._weights = Weights()
        self._felt: list[Feeling] = []
        self._last_s = 0.0
        self._corrections = {leg: Corrections() for leg in self._legs}

    def update(self, items: Sequence[Analyzable]) -> Progress:
        """Take items in their order of arrival; how they are cut into calls changes nothing.

        Samples of a leg that has no sensor are left out. A fault of ours in the analysis of one leg
        ends that leg's set, and nothing else; it is told in ``Progress.faults``.
        """
        events: list[Event] = []
        is_stepped = True  # whether no tick may have its turn
        for item in items:
            if isinstance(item, Samples):
                if item.site in self._sites:
                    self._lateness.take(item)
                    events += self._take(item)
                    is_stepped = False
            elif isinstance(item, Link):
                if item.leg in self._legs:
                    self._legs[item.leg].link(item)
                    is_stepped = False
            else:
                events += () if is_stepped else self._step()
                if isinstance(item, Interleaved):
                    events += self._take_interleaved(item.of_sites(self._sites))
                    is_stepped = True
                else:
                    told = said(item)
                    events += () if told is None else self._take_note(told)
                    is_stepped = not isinstance(told, _CHANGES_COUNTING)
                    if (passed_over := unusable(item, told)) is not None:
                        self._warn(*passed_over)
        events += () if is_stepped else self._step()
        return self._progress(events)

    def _take_interleaved(self, items: Interleaved) -> Iterator[Event]:
        absent = {
            site: is_absent for leg in self._legs.values() for site, is_absent in leg.absences()
        }
        times_s = items.times_s()
        for start, end in pairwise(self._lateness.cuts(items, absent)):
            at = start
            while at < end:
                # What a sensor that is not understood yet has shown may have to begin anew.
                part = slice(at, end)
                is_later = times_s[part] > times_s[at] + DECIDED_EVERY_S
                is_unsure = any(self._legs[one.leg].is_unsure for one in items.samples)
                is_cut = is_unsure and bool(is_later.any())
                stop = at + int(is_later.argmax()) if is_cut else end
                for samples in items.part(at, stop):
                    yield from self._take(samples)
                yield from self._step()
                at = stop

    def _take(self, samples: Samples) -> Iterator[Event]:
        self._legs[samples.leg].absent = False
        if len(samples) and samples.t_s[-1] > self._last_s:
            self._last_s = float(samples.t_s[-1])
        try:
            for number, piece in enumerate(self._legs[samples.leg].pieces(samples)):
                if number:
                    # What the samples before it tell may begin anew; that is to be told before.
                    yield from self._step()
                yield from self._feed(piece)
        except Exception as error:
            yield from self._recovered(samples.leg, error)

    def _feed(self, samples: Samples) -> Iterator[Event]:
        leg = self._legs[samples.leg]
        if leg.update(samples):
            yield from self._begin_again(leg)
        at_s = float(samples.t_s[-1]) if len(samples) else 0.0
        if not any(one.may_mend(at_s) for one in self._legs.values()):
            for one in self._legs.values():
                one.release()

    def _begin_again(self, mended: "LegPipeline | TwoSensorLeg") -> Iterator[Event]:
        """One leg's samples are mended: all of both legs have their turn once more."""
        for other in self._legs.values():
            if other is not mended:
                other.mend_with(mended)
        for name, leg in self._legs.items():
            yield from self._seen(name, leg.begin_again())

    def finish(self) -> tuple[Progress, Summary]:
        """End the session: what was still open is announced, and the summary is made."""
        events: list[Event] = []
        for name, leg in self._legs.items():
            try:
                if leg.decide():
                    events += self._begin_again(leg)
            except Exception as error:
                events += self._recovered(name, error)
        for name, leg in self._legs.items():
            try:
                leg.complete()
            except Exception as error:
                events += self._recovered(name, error)
            leg.absent = True
        events += self._step()
        for name, leg in self._legs.items():
            events += self._seen(name, leg.analyzer.finish(leg.at_s, self._analyzer(name.other)))
            events += self._seen(name, leg.finish())
        progress = self._progress(at_the_end(events, self._last_s))
        legs = {name: self._summary(name, leg) for name, leg in self._legs.items()}
        summary = summarize(legs, self._named, self._exercise, self._planned, self._felt)
        # Nothing is known of earlier sessions here; who knows them gives better advice.
        return progress, summary_as_printed(with_advice(summary, advice_on(summary, own=self._own)))

    def _summary(self, name: Leg, leg: "LegPipeline | TwoSensorLeg") -> LegSummary:
        other = self._analyzer(name.other)
        found = self._corrections[name].summary(
            leg.summary(len(other.tally.reps) if other else None)
        )
        found = replace(found, sets=self._weights.put_on(name, found.sets))
        others = (one for one in self._legs.values() if one is not leg)
        is_missed = name in self._described and leg.newest < 0 and not found.data.skipped
        if not is_missed or all(one.newest < 0 for one in others):
            return found
        data = replace(found.data, warnings=(*found.data.warnings, NOTHING_CAME))
        return replace(found, data=data)

    def _step(self) -> Iterator[Event]:
        """Analyze every tick whose turn has come, in order of time."""
        newest = max((leg.newest for leg in self._legs.values()), default=-1)
        for leg in self._legs.values():
            leg.absent = leg.absent or leg.newest < newest - self._stale_ticks
        turn = min((leg.newest for leg in self._legs.values() if not leg.absent), default=newest)
        while True:
            events: list[tuple[int, Leg]] = []
            for name, leg in self._legs.items():
                try:
                    tick = leg.next_event(turn, self._legs.get(name.other))
                except Exception as error:
                    yield from self._recovered(name, error)
                    tick = leg.next_event(turn, None)  # now it is the next one
                events += [] if tick is None else [(tick, name)]
            # Of the same tick, that of the leg whose name comes first comes first.
            tick, first = min(events, default=(turn + 1, None))
            for name, leg in self._legs.items():
                try:
                    leg.pass_to(tick + (first is not None and name < first))
                except Exception as error:
                    yield from self._recovered(name, error)
            if first is None:
                return
            name = first
            yield from self._seen(name, self._legs[name].step(self._analyzer(name.other)))

    def _take_note(self, told: Said) -> Iterator[Event]:
        if isinstance(told, ExerciseNamed):
            yield from self._change_exercise(told)
        elif isinstance(told, Paused):
            for name, leg in self._of(told.legs):
                ended = leg.analyzer.pause(leg.at_s, paused=told.is_paused)
                yield from self._seen(name, ended)
        elif isinstance(told, SetEndedByHand):
            for name, leg in self._of(told.legs):
                yield from self._seen(name, leg.analyzer.end_set(leg.at_s))
        elif isinstance(told, Corrected):
            for name, _ in self._of(told.legs):
                yield from self._correct(name, more=told.is_more)
        elif isinstance(told, Undone):
            for name, _ in self._of(told.legs):
                yield from self._undo(name)
        else:
            self._keep(told)

    def _keep(self, told: Said) -> None:
        """What changes no count and is in the result."""
        if isinstance(told, SensorTold):
            self._warn((told.site.leg,), told.text)
        elif isinstance(told, Weighed):
            for name, leg in self._of(told.legs):
                self._weights.say(name, leg.at_s, told.kg)
        elif isinstance(told, WornBy):
            for _, leg in self._of((told.leg,)):
                if not isinstance(leg, LegPipeline):
                    leg.strapped_anew()
        elif isinstance(told, Felt) and told.legs:
            self._keep_feeling(told)

    def _warn(self, legs: Sequence[Leg], text: str) -> None:
        for _, leg in self._of(legs):
            leg.warn(text)

    def _keep_feeling(self, told: Felt) -> None:
        if len(self._felt) >= _MOST_FELT:
            self._warn(told.legs, _FELT_TOO_OFTEN)
            return
        # One that nobody can count here was counted as what is trained now.
        now = next((leg.analyzer.exercise.id for leg in self._legs.values()), self._exercise.id)
        exercise = told.exercise if told.exercise in self._named else now
        self._felt.append(
            Feeling(
                at_s=max((leg.at_s for leg in self._legs.values()), default=0.0),
                exercise=None if exercise == ANY_ID else exercise,
                leg=told.legs[0] if len(told.legs) == 1 else None,
                pain=told.pain,
                effort=told.effort,
            )
        )

    def _of(self, legs: Sequence[Leg]) -> Iterator[tuple[Leg, "LegPipeline | TwoSensorLeg"]]:
        """Those of these legs that wear a sensor."""
        return ((name, self._legs[name]) for name in legs if name in self._legs)

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
        for name, leg in self._of(told.legs):
            now = leg.analyzer.exercise
            if (now.id, now.hold_target_s) != (exercise.id, exercise.hold_target_s):
                yield from self._seen(name, leg.analyzer.change_exercise(exercise, leg.at_s))

    def _correct(self, name: Leg, *, more: bool) -> Iterator[Event]:
        leg, corrections = self._legs[name], self._corrections[name]
        reps, set_number = leg.analyzer.tally.reps, leg.analyzer.set_number
        if corrections.correct(reps, set_number, leg.at_s, more=more):
            yield corrections.recount(name, reps, leg.at_s, RecountWhy.BY_HAND)

    def _undo(self, name: Leg) -> Iterator[Event]:
        leg, corrections = self._legs[name], self._corrections[name]
        if corrections.undo():
            reps = leg.analyzer.tally.reps
            yield corrections.recount(name, reps, leg.at_s, RecountWhy.UNDONE)

    def _seen(self, name: Leg, events: Iterator[Event]) -> Iterator[Event]:
        """Events of a leg as they are with the corrections that were made by then."""
        try:
            for event in events:
                yield self._corrections[name].seen(event, self._legs[name].analyzer.tally.reps)
        except Exception as error:
            yield from self._recovered(name, error)

    def _recovered(self, name: Leg, error: Exception) -> Iterator[Event]:
        _log.error("%s leg: a fault in the analysis, which goes on", name, exc_info=error)
        for event in self._legs[name].recover(error):
            yield self._corrections[name].seen(event, self._legs[name].analyzer.tally.reps)

    def _analyzer(self, name: Leg) -> LegAnalyzer | None:
        return self._legs[name].analyzer if name in self._legs else None

    def _progress(self, events: list[Event]) -> Progress:
        corrected = {
            name: self._corrections[name].state(leg.analyzer.state, leg.analyzer.tally.reps)
            for name, leg in self._legs.items()
        }
        return Progress(
            events=tuple(events),
            legs=corrected,
            traces={name: leg.take_trace() for name, leg in self._legs.items()},
            knees={
                name: leg.take_knees()
                for name, leg in self._legs.items()
                if not isinstance(leg, LegPipeline)
            },
            faults=tuple(
                f"{name.capitalize()}: {fault}"
                for name, leg in self._legs.items()
                for fault in leg.new_faults()
            ),
        )


def _new_leg(
    leg: Leg, exercise: Exercise, info: SensorInfo, tuning: CountingTuning
) -> "LegPipeline | TwoSensorLeg":
    if info.second is not None:
        # What follows a knee is loaded for those who wear two sensors: most wear one.
        from evenstride.analysis.counting.two_sensor_leg import TwoSensorLeg

        return TwoSensorLeg(leg, exercise, info, tuning)
    return LegPipeline(LegAnalyzer(leg, exercise, info.placement, tuning), info, tuning)
