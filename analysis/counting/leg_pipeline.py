"""One leg's way from samples to ticks, which wait there for their turn."""

import logging
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from evenstride.analysis.counting.leg.leg import LegAnalyzer
from evenstride.analysis.counting.leg.passed_small import passed_small
from evenstride.analysis.counting.other_sensors import OtherSensors
from evenstride.analysis.counting.sentences.passed_over import passed_over
from evenstride.analysis.counting.sentences.sensor_warnings import warnings_of
from evenstride.analysis.counting.ticks.data_quality import data_quality, measured_rate_hz
from evenstride.analysis.counting.ticks.tick_maker import TickMaker
from evenstride.analysis.counting.ticks.tick_queue import TickQueue
from evenstride.analysis.counting.ticks.ticks_ahead import TicksAhead
from evenstride.analysis.counting.ticks.waiting_ticks import HoleSeen
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.events import Directions, Event, GapSeen
from evenstride.analysis.model.reps import Rep
from evenstride.analysis.model.summary import LegSummary
from evenstride.analysis.signal.doubts.fingerprints import Fingerprints
from evenstride.analysis.signal.doubts.sensor_repair import Repair
from evenstride.analysis.signal.doubts.sensor_watch import SensorWatch
from evenstride.analysis.signal.tick_rows import TickRows
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Link, LinkState, Samples, SensorInfo, Site

_FAULT: Final = "A fault in evenstride ended a set"
_FAULT_ADVICE: Final = (
    "Reps before and after it are counted; one that was going on is lost. Please report it, with "
    "the recording."
)
# A file must not be able to fill the result with a thousand sentences.
_MOST_SAID: Final = 8
_SHORT: Final = 8
"""In a stretch of fewer ticks each has its own turn: it costs less than to look ahead."""

_log = logging.getLogger(__name__)


class LegPipeline:
    """Turns one leg's samples into ticks, keeps them, and analyzes them when it is told to.

    Args:
        analyzer: What the ticks are for.

    Attributes:
        absent: Whether nobody waits for this leg: its sensor is silent or lost.
        at_s: The data time that had to be reached for the ticks analyzed so far.
        faults: Faults in our code that ended a set, in sentences.
        fingerprints: Tell whether another sensor's samples are the same values.
    """

    def __init__(
        self, analyzer: LegAnalyzer, info: SensorInfo, tuning: CountingTuning = COUNTING
    ) -> None:
        self._tuning = tuning
        self.analyzer = analyzer
        self.absent = False
        self.at_s = 0.0
        self.faults: list[str] = []
        self._told_faults = 0
        self._rate_hz = info.rate_hz
        self._watch = SensorWatch(info.rate_hz)
        self.fingerprints = Fingerprints()
        self._said: list[str] = []
        self._told_until_s = -1.0
        self._begin(known_s=0.0)

    def _begin(self, known_s: float) -> None:
        """Begin with the first sample: whatever knows a tick's number is made again.

        Args:
            known_s: The data time by which the first ticks are known.
        """
        self._ticks = TickMaker(self._rate_hz, self._tuning.signal, known_s)
        self._drawn: list[TickRows] = []

    @property
    def queue(self) -> TickQueue:
        """Its ticks that wait for their turn."""
        return self._ticks.queue

    @property
    def newest(self) -> int:
        """The last tick that is known, -1 before the first."""
        return self._ticks.newest

    def warn(self, text: str) -> None:
        """Keep a sentence of the sensor's driver for the summary."""
        if text not in self._said and len(self._said) < _MOST_SAID:
            self._said.append(text)

    def absences(self) -> Iterator[tuple[Site, bool]]:
        """Its sensor, and whether nobody waits for it."""
        yield Site.of(self.analyzer.leg), self.absent

    def link(self, link: Link) -> None:
        """Its sensor is lost, or back."""
        self.absent = link.state is LinkState.LOST
        self._ticks.was_away |= self.absent

    def pieces(self, samples: Samples) -> Iterator[Samples]:
        """Samples, cut where it is decided whether to mend them; ticks have their turn before."""
        return self._watch.pieces(samples)

    def update(self, piece: Samples) -> bool:
        """Take a piece of samples; the ticks that it completes wait for their turn.

        Returns True if earlier samples show that the sensor's units are not the declared ones: then
        all samples so far are taken again, corrected, and the whole session has to ``begin_again``.
        """
        self.fingerprints.update(piece)
        if self._watch.keep(piece):
            self._take_again(float(piece.t_s[0]))
            return True
        self._ticks.take(self._watch.repair.mended(piece), self._watch.gathering)
        return False

    def mend_with(self, other: OtherSensors) -> None:
        """Take all samples again because another sensor's are corrected, and adopt its units.

        One program wrote both, and this leg was judged by the other one's motion, which was wrong.
        """
        self._watch.take_over(other.repair)
        self._take_again(other.known_s)

    def begin_again(self) -> Iterator[Event]:
        """All ticks follow again from the first: take back what was counted before."""
        yield from self.analyzer.begin_again(self.known_s)

    @property
    def known_s(self) -> float:
        """The data time by which ticks are known that would have been known before."""
        return self._ticks.known_s

    @property
    def repair(self) -> Repair:
        """How its samples are repaired."""
        return self._watch.repair

    @property
    def is_unsure(self) -> bool:
        """Whether the sensor's units may still turn out to be wrong."""
        return self._watch.is_unsure

    def may_mend(self, at_s: float) -> bool:
        """Whether its samples, or the other leg's, may have to be repaired after a time."""
        return self._watch.may_mend(at_s)

    def release(self) -> None:
        """No sensor of the session is unsure any more."""
        self._watch.release()

    def decide(self) -> bool:
        """Nothing follows: decide whether all samples are taken again, as in ``update``."""
        is_wrong = self._watch.decide()
        if is_wrong:
            self._take_again(self._ticks.grid.counter.last_s or 0.0)
        return is_wrong

    def recover(self, error: Exception) -> Iterator[Event]:
        """Go on after a fault in our code: the set is over, and unfinished work starts again."""
        _log.info("a fault in the analysis", exc_info=error)
        said = f"{_FAULT} ({type(error).__name__})"
        if not any(one.startswith(said) for one in self.faults):
            self.faults.append(f"{said} {self.at_s:.0f} s from the start. {_FAULT_ADVICE}")
        self.forget_motion()
        yield from self.analyzer.recover(self.at_s)

    def forget_motion(self) -> None:
        """Begin again to follow the limb, because its motion so far is unknown."""
        self._ticks.forget_motion()

    def new_faults(self) -> list[str]:
        """The faults since the last call."""
        new, self._told_faults = self.faults[self._told_faults :], len(self.faults)
        return new

    def _take_again(self, known_s: float) -> None:
        """Take all samples so far again, corrected, into ticks that start again."""
        self._begin(known_s)
        for samples in self._watch.again():
            self._ticks.take(samples, self._watch.gathering)

    def complete(self) -> None:
        """Nothing follows: complete the ticks that waited for later samples."""
        self._ticks.complete()

    def next_event(self, turn: int, other: OtherSensors | None) -> int | None:
        """The next tick that must be analyzed by itself, if it is no later than a given one.

        A gap is analyzed with the tick after it.

        Args:
            turn: The last tick whose turn has come.
            other: The other leg, where that one wears a sensor too.
        """
        for part in self.queue:
            tick = part.next
            # There may be a hole before the first tick of a stretch, so that tick is analyzed by
            # itself.
            if tick <= turn and part.done and len(part.rows) >= _SHORT:
                of_other = (other.analyzer, other.ahead) if other else (None, None)
                tick = self.analyzer.quiet_until(part.ahead(), *of_other)
                if tick == part.next + len(part) and tick <= turn:
                    continue
            return tick if tick <= turn else None
        return None

    def ahead(self) -> TicksAhead | None:
        """The ticks that follow on the last one, as far as they can be taken many at a time."""
        front = self.queue.unbroken
        return None if front is None else front.ahead()

    def pass_to(self, tick: int, other: LegAnalyzer | None) -> None:
        """Take the ticks before one, in which nothing happens."""
        taken = self.queue.pop_before(tick)
        if taken is None:
            return
        part, rows = taken
        self.analyzer.pass_over(rows, other, has_gyro=part.has_gyro)
        self.at_s = part.at_s(int(rows["index"][-1]))
        self._drawn.append(rows)

    def step(self, other: LegAnalyzer | None) -> Iterator[Event]:
        """Analyze the next tick, and the gap before it."""
        part, holes = self.queue.pop()
        tick = part.last
        self.at_s = at_s = part.at_s(tick.index)
        for seen in holes:
            yield from self._gap(seen, at_s)
        yield from self.analyzer.step(tick, at_s, other, has_gyro=part.has_gyro)
        if not tick.lost:
            self._drawn.append(part.rows[part.done - 1 : part.done])

    def finish(self) -> Iterator[Event]:
        """Tell of holes after the last tick; every tick must have had its turn."""
        for hole in self.queue.finish():
            yield from self._gap(hole, self.at_s)

    def _gap(self, seen: HoleSeen, at_s: float) -> Iterator[Event]:
        hole = seen.hole
        if not seen.goes_on:
            yield from self.analyzer.lose_track(at_s, is_other_frame=seen.is_other_frame)
        self.analyzer.saw_nothing(hole.from_s, hole.to_s)
        if hole.is_loss and hole.to_s > self._told_until_s:
            self._told_until_s = hole.to_s
            leg = self.analyzer.leg
            # The length of a hole is known only when samples return.
            yield GapSeen(leg=leg, at_s=max(at_s, hole.to_s), from_s=hole.from_s, to_s=hole.to_s)

    def take_trace(self) -> Directions:
        """Where the vertical pointed since the last call."""
        drawn, self._drawn = self._drawn, []
        if not drawn:
            return Directions(np.empty(0), np.empty((0, 3)))
        index = np.concatenate([rows["index"] for rows in drawn])
        return Directions(index * TICK_S, np.concatenate([rows["up"] for rows in drawn]))

    def summary(self, other: LegAnalyzer | None = None) -> LegSummary:
        """What the leg did so far, and how good its samples were.

        Args:
            other: The other leg; None if it wears no sensor.
        """
        counter, tally, gaps = self._ticks.grid.counter, self.analyzer.tally, self._ticks.grid.gaps
        exercise, reps = self.analyzer.exercise, (*tally.reps, *(other.tally.reps if other else ()))
        passed = tuple(passed_over(tally.attempts, exercise, reps, tuning=self._tuning))
        warnings = (
            *self.faults,
            *self._said,
            *(passed or passed_small(self.analyzer, self.newest, other, tuning=self._tuning)),
            *self.analyzer.doubts(),
            *self.sensor_warnings(measured_rate_hz(counter, gaps), tally.reps),
        )
        return LegSummary(
            reps=tuple(tally.reps),
            sets=tuple(tally.sets),
            attempts=tuple(sorted(tally.attempts, key=lambda one: one.start_s)),
            better_on_shank=self.analyzer.better_on_shank,
            data=data_quality(counter, gaps, warnings),
        )

    def sensor_warnings(self, rate_hz: float, reps: Sequence[Rep] = ()) -> tuple[str, ...]:
        """What is wrong with the sensor, in sentences.

        Args:
            rate_hz: Samples per second as measured; 0 if it is not known.
            reps: The reps that were counted by it.
        """
        return tuple(
            warnings_of(self._ticks.grid.counter, rate_hz, reps, self._watch, self._tuning)
        )
