"""Both legs in step: samples in, events out, and a fault in one leg ends that leg's set only."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from evenstride.analysis.counting.corrections import Corrections
from evenstride.analysis.counting.leg.leg import LegAnalyzer
from evenstride.analysis.counting.leg_pipeline import LegPipeline
from evenstride.analysis.counting.tuning.counting import CountingTuning
from evenstride.analysis.model.events import Event
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.signal.doubts.sensor_watch import DECIDED_EVERY_S
from evenstride.analysis.signal.screening.interleaved import Interleaved, Lateness
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Leg, Link, Samples, SensorInfo, by_site

if TYPE_CHECKING:
    from evenstride.analysis.counting.two_sensor_leg import TwoSensorLeg

    Pipeline = LegPipeline | TwoSensorLeg

_log = logging.getLogger(__name__)


class BothLegs:
    """The legs that wear a sensor, analyzed in step.

    Whether a leg works or only sways along shows in the other one. So a tick of one leg is analyzed
    once the same tick of the other leg is there as well, unless that leg is known to be absent.

    Args:
        sensors: The sensor on each leg.

    Attributes:
        pipelines: What analyzes each leg.
        corrections: Each leg's corrections by hand, which events take into account.
        last_s: The time of the newest sample, seconds.
    """

    def __init__(
        self,
        exercise: Exercise,
        sensors: Mapping[Leg, SensorInfo],
        tuning: CountingTuning,
    ) -> None:
        self._stale_ticks = round(tuning.stale_s / TICK_S)
        self.pipelines: Mapping[Leg, Pipeline] = {
            leg: _new_leg(leg, exercise, info, tuning) for leg, info in sorted(sensors.items())
        }
        self._sites = frozenset(by_site(sensors))
        self._lateness = Lateness(tuple(by_site(sensors)), tuning.stale_s, tuning.signal)
        self._is_due = False  # whether ticks may have their turn
        self.corrections = {leg: Corrections() for leg in self.pipelines}
        self.last_s = 0.0

    def take(self, samples: Samples) -> Iterator[Event]:
        """Take samples; those of a leg that has no sensor are left out."""
        if samples.site in self._sites:
            self._lateness.take(samples)
            yield from self._take(samples)
            self._is_due = True

    def take_interleaved(self, items: Interleaved) -> Iterator[Event]:
        """Take samples of several sensors that came in turn, and have every tick its turn."""
        yield from self.catch_up()
        yield from self._take_interleaved(items.of_sites(self._sites))

    def link(self, link: Link) -> None:
        """Take what became of a connection."""
        if link.leg in self.pipelines:
            self.pipelines[link.leg].link(link)
            self._is_due = True

    def ask_again(self) -> None:
        """Ticks that waited may have their turn: of another sensor, perhaps."""
        self._is_due = True

    def catch_up(self) -> Iterator[Event]:
        """Analyze every tick whose turn has come, if there may be any."""
        if self._is_due:
            yield from self._step()
        self._is_due = False

    def finish(self) -> Iterator[Event]:
        """End the session: what was still open is announced."""
        for leg, pipeline in self.pipelines.items():
            try:
                if pipeline.decide():
                    yield from self._begin_again(pipeline)
            except Exception as error:
                yield from self._recovered(leg, error)
        for leg, pipeline in self.pipelines.items():
            try:
                pipeline.complete()
            except Exception as error:
                yield from self._recovered(leg, error)
            pipeline.absent = True
        yield from self._step()
        for leg, pipeline in self.pipelines.items():
            yield from self.corrected(leg, pipeline.analyzer.finish(pipeline.at_s))
            yield from self.corrected(leg, pipeline.finish())

    def of(self, legs: Sequence[Leg]) -> Iterator[tuple[Leg, "Pipeline"]]:
        """Those of these legs that wear a sensor."""
        return ((leg, self.pipelines[leg]) for leg in legs if leg in self.pipelines)

    def corrected(self, leg: Leg, events: Iterator[Event]) -> Iterator[Event]:
        """Events of a leg as they are with the corrections that were made by then."""
        try:
            for event in events:
                yield self._seen(leg, event)
        except Exception as error:
            yield from self._recovered(leg, error)

    def _seen(self, leg: Leg, event: Event) -> Event:
        return self.corrections[leg].seen(event, self.pipelines[leg].analyzer.tally.reps)

    def _recovered(self, leg: Leg, error: Exception) -> Iterator[Event]:
        _log.error("%s leg: a fault in the analysis, which goes on", leg, exc_info=error)
        for event in self.pipelines[leg].recover(error):
            yield self._seen(leg, event)

    def analyzer(self, leg: Leg) -> LegAnalyzer | None:
        """What counts a leg's reps; None if it wears no sensor."""
        return self.pipelines[leg].analyzer if leg in self.pipelines else None

    def _take_interleaved(self, items: Interleaved) -> Iterator[Event]:
        absent = {
            site: is_absent
            for pipeline in self.pipelines.values()
            for site, is_absent in pipeline.absences()
        }
        times_s = items.times_s()
        for start, end in pairwise(self._lateness.cuts(items, absent)):
            at = start
            while at < end:
                # While a sensor is not understood yet, its samples may have to be taken again.
                part = slice(at, end)
                is_later = times_s[part] > times_s[at] + DECIDED_EVERY_S
                is_unsure = any(self.pipelines[one.leg].is_unsure for one in items.samples)
                is_cut = is_unsure and bool(is_later.any())
                stop = at + int(is_later.argmax()) if is_cut else end
                for samples in items.part(at, stop):
                    yield from self._take(samples)
                yield from self._step()
                at = stop

    def _take(self, samples: Samples) -> Iterator[Event]:
        self.pipelines[samples.leg].absent = False
        if len(samples) and samples.t_s[-1] > self.last_s:
            self.last_s = float(samples.t_s[-1])
        try:
            for number, piece in enumerate(self.pipelines[samples.leg].pieces(samples)):
                if number:
                    # The samples before it may be taken again; what they tell has to come first.
                    yield from self._step()
                yield from self._feed(piece)
        except Exception as error:
            yield from self._recovered(samples.leg, error)

    def _feed(self, samples: Samples) -> Iterator[Event]:
        pipeline = self.pipelines[samples.leg]
        if pipeline.update(samples):
            yield from self._begin_again(pipeline)
        at_s = float(samples.t_s[-1]) if len(samples) else 0.0
        if not any(one.may_mend(at_s) for one in self.pipelines.values()):
            for one in self.pipelines.values():
                one.release()

    def _begin_again(self, mended: "Pipeline") -> Iterator[Event]:
        """One leg's samples are corrected: analyze all samples of both legs again."""
        for other in self.pipelines.values():
            if other is not mended:
                other.mend_with(mended)
        for leg, pipeline in self.pipelines.items():
            yield from self.corrected(leg, pipeline.begin_again())

    def _step(self) -> Iterator[Event]:
        """Analyze every tick whose turn has come, in order of time."""
        newest = max((pipeline.newest for pipeline in self.pipelines.values()), default=-1)
        for pipeline in self.pipelines.values():
            pipeline.absent = pipeline.absent or pipeline.newest < newest - self._stale_ticks
        there = (pipeline.newest for pipeline in self.pipelines.values() if not pipeline.absent)
        turn = min(there, default=newest)
        while True:
            events: list[tuple[int, Leg]] = []
            for leg, pipeline in self.pipelines.items():
                try:
                    tick = pipeline.next_event(turn, self.pipelines.get(leg.other))
                except Exception as error:
                    yield from self._recovered(leg, error)
                    tick = pipeline.next_event(turn, None)  # now it is the next one
                events += [] if tick is None else [(tick, leg)]
            # At the same tick, the legs come in the order of their names.
            tick, first = min(events, default=(turn + 1, None))
            for leg, pipeline in self.pipelines.items():
                try:
                    before = tick + (first is not None and leg < first)
                    pipeline.pass_to(before, self.analyzer(leg.other))
                except Exception as error:
                    yield from self._recovered(leg, error)
            if first is None:
                return
            leg = first
            yield from self.corrected(leg, self.pipelines[leg].step(self.analyzer(leg.other)))


def _new_leg(leg: Leg, exercise: Exercise, info: SensorInfo, tuning: CountingTuning) -> "Pipeline":
    if info.second is not None:
        # The knee's modules are loaded only for two sensors on a leg: most people wear one.
        from evenstride.analysis.counting.two_sensor_leg import TwoSensorLeg

        return TwoSensorLeg(leg, exercise, info, tuning)
    return LegPipeline(LegAnalyzer(leg, exercise, info.placement, tuning), info, tuning)
