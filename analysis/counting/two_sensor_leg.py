"""A leg with a sensor on the thigh and one on the shank: one of them counts, both see the knee."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf
from typing import Final

import numpy as np

from evenstride.analysis.counting.leg import LegAnalyzer
from evenstride.analysis.counting.leg_pipeline import LegPipeline
from evenstride.analysis.counting.look_back import LOOKS_BACK_S, LookBack
from evenstride.analysis.counting.other_sensors import OtherSensors
from evenstride.analysis.counting.silences import Silences
from evenstride.analysis.counting.tuning import COUNTING, CountingTuning
from evenstride.analysis.knee.tracker import KneeTracker
from evenstride.analysis.knee.warnings import knee_warnings
from evenstride.analysis.model.events import Directions, Event, Trace
from evenstride.analysis.model.exercise_values import KneeMoves
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.summary import KneeFound, LegSummary
from evenstride.analysis.signal.sensor_repair import Repair
from evenstride.analysis.signal.tick_rows import Tick
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Leg, Link, Placement, Samples, SensorInfo, Site

_OTHER: Final = {Placement.THIGH: Placement.SHANK, Placement.SHANK: Placement.THIGH}


class TwoSensorLeg:
    """Takes the place of a ``LegPipeline`` where a leg wears two sensors.

    Reps are counted by the sensor that sees the exercise best: the shank's where the knee
    straightens and the thigh hardly turns, else the thigh's. While that one is lost the other one
    counts, in a set of its own.

    Args:
        leg: Which leg.
        exercise: What is trained.
        info: The sensor on the thigh, with the one on the shank in it.
        tuning: The constants to go by.

    Attributes:
        analyzer: Counts the reps.
        absent: Whether nobody waits for this leg: both of its sensors are silent or lost.
    """

    def __init__(
        self, leg: Leg, exercise: Exercise, info: SensorInfo, tuning: CountingTuning = COUNTING
    ) -> None:
        shank = info.second or info
        self.analyzer = LegAnalyzer(leg, exercise, _best_for(exercise), tuning)
        self.absent = False
        self._stale_ticks = round(tuning.stale_s / TICK_S)
        self._sensors = {
            Placement.THIGH: LegPipeline(self.analyzer, info, tuning),
            Placement.SHANK: LegPipeline(self.analyzer, shank, tuning),
        }
        self._silences = {one: Silences() for one in self._sensors}
        self._begin()

    def _begin(self) -> None:
        """Begin with the first sample: whatever knows a tick's number is made anew."""
        self._new_knee()
        self._knees: list[tuple[float, float]] = []
        self._faulty_tick: int | None = None
        self._look_back = LookBack()

    @property
    def at_s(self) -> float:
        """The data time that had to be reached for the ticks analyzed so far."""
        return max(sensor.at_s for sensor in self._sensors.values())

    @property
    def newest(self) -> int:
        """The last tick that is known of both sensors, or of the one that is there."""
        newest = max(sensor.newest for sensor in self._sensors.values())
        there = [sensor.newest for sensor in self._sensors.values() if not self._is_gone(sensor)]
        return min(there, default=newest)

    def warn(self, text: str) -> None:
        """Keep a sentence of a sensor's driver for the summary."""
        self._sensors[Placement.THIGH].warn(text)

    def strapped_anew(self) -> None:
        """Its sensors were on the other leg meanwhile, and sit in another way now."""
        self._new_knee()

    def absences(self) -> Iterator[tuple[Site, bool]]:
        """Its sensors, and of each whether nobody waits for it."""
        for placement, sensor in self._sensors.items():
            second = placement is Placement.SHANK
            yield Site.of(self.analyzer.leg, second=second), sensor.absent

    def link(self, link: Link) -> None:
        """One of its sensors is lost, or back."""
        self._of(second=link.second).link(link)
        self.absent = all(sensor.absent for sensor in self._sensors.values())

    def pieces(self, samples: Samples) -> Iterator[Samples]:
        """Samples of one sensor, cut where they may have to be mended from there on."""
        return self._of(second=samples.second).pieces(samples)

    def update(self, samples: Samples) -> bool:
        """Take a piece of one sensor's samples; tell whether all so far are taken anew, mended.

        Then the whole session has to ``begin_again``.
        """
        sensor = self._of(second=samples.second)
        placement = Placement.SHANK if samples.second else Placement.THIGH
        self._silences[placement].take(samples, was_absent=sensor.absent)
        sensor.absent = False
        is_mended = sensor.update(samples)
        if is_mended:
            self._mend_others(sensor)
        return is_mended

    def mend_with(self, other: OtherSensors) -> None:
        """Take all samples once more because another leg's are mended, and take over its units."""
        for sensor in self._sensors.values():
            sensor.mend_with(other)

    def begin_again(self) -> Iterator[Event]:
        """All ticks follow once more, from the first: what was counted by those before is none."""
        at_s = max(sensor.known_s for sensor in self._sensors.values())
        yield from self.analyzer.begin_again(at_s, _best_for(self.analyzer.asked))
        self._begin()

    @property
    def repair(self) -> Repair:
        """How its samples are mended."""
        return self._sensors[Placement.THIGH].repair

    @property
    def is_unsure(self) -> bool:
        """Whether the units of one of its sensors may still turn out to be wrong."""
        return any(sensor.is_unsure for sensor in self._sensors.values())

    def may_mend(self, at_s: float) -> bool:
        """Whether samples of the session may have to be mended after a time."""
        return any(sensor.may_mend(at_s) for sensor in self._sensors.values())

    def release(self) -> None:
        """No sensor of the session is unsure any more."""
        for sensor in self._sensors.values():
            sensor.release()

    def decide(self) -> bool:
        """Nothing follows: whether all samples are taken once more, mended."""
        for sensor in self._sensors.values():
            if sensor.decide():
                self._mend_others(sensor)
                return True
        return False

    def complete(self) -> None:
        """Nothing follows: complete the ticks that waited for later samples."""
        for sensor in self._sensors.values():
            sensor.complete()
            sensor.absent = True

    def recover(self, error: Exception) -> Iterator[Event]:
        """Go on after a fault of ours: the set is over, and what was half done begins anew."""
        self._passive.forget_motion()
        self._knee.lose_track()
        sensor = self._passive if self._active.queue.peek() is None else self._active
        tick = sensor.queue.peek()
        if tick is not None and tick.index == self._faulty_tick:
            # The fault came before the tick had its turn, and would come again for ever.
            sensor.queue.pop()
        self._faulty_tick = None if tick is None else tick.index
        yield from self._active.recover(error)

    def new_faults(self) -> list[str]:
        """The faults since the last call."""
        return [fault for sensor in self._sensors.values() for fault in sensor.new_faults()]

    def next_event(self, turn: int, _: object = None) -> int | None:
        """The next tick, where that is no later than another: the knee has to see each of them.

        Args:
            turn: The last tick whose turn has come.
        """
        active, passive = self._active.queue.peek(), self._passive.queue.peek()
        if active is None and self._is_gone(self._active):
            active = passive
        return None if active is None or active.index > turn else active.index

    def ahead(self) -> None:
        """No ticks are taken many at a time."""

    def pass_to(self, tick: int) -> None:
        """Nothing is passed over."""

    def step(self, other: LegAnalyzer | None) -> Iterator[Event]:
        """Analyze the next tick of the sensor that counts, beside that of the other one."""
        yield from self._choose()
        tick = self._active.queue.peek()
        if tick is None:
            return
        self._follow_knee(tick)
        yield from self._active.step(other)
        angle_deg = self._knee.angle_deg
        if angle_deg is not None:
            self._knees.append((tick.index * TICK_S, angle_deg))

    def finish(self) -> Iterator[Event]:
        """Tell of holes after the last tick; every tick must have had its turn."""
        self._knee.lose_track()
        yield from self._active.finish()

    def take_trace(self) -> Directions:
        """Where the vertical pointed in the sensor that counts since the last call."""
        self._passive.take_trace()
        return self._active.take_trace()

    def take_knees(self) -> Trace:
        """The knee's angles since the last call."""
        found = np.array(self._knees, dtype=np.float64).reshape(-1, 2)
        self._knees.clear()
        return Trace(found[:, 0], found[:, 1])

    def summary(self, other_reps: int | None = None) -> LegSummary:
        """What the leg did so far, and how good its samples were.

        Args:
            other_reps: The other leg's reps that count.
        """
        thigh, shank = self._sensors[Placement.THIGH], self._sensors[Placement.SHANK]
        found, beside = thigh.summary(other_reps), shank.summary(other_reps).data
        quality = self._knee.quality
        warnings = (
            *found.data.warnings,
            *_new(shank.sensor_warnings(beside.rate_hz), found.data.warnings),
            *knee_warnings(self._knee, found.data, beside, found.reps),
        )
        hinge = quality.hinge
        return replace(
            found,
            # A sensor that never sent anything has no times and no rate to tell of.
            data=replace(found.data if found.data.duration_s else beside, warnings=warnings),
            knee=None
            if hinge is None
            else KneeFound(misfit_deg=hinge.misfit_deg, doubt_deg=hinge.doubt_deg),
        )

    @property
    def _active(self) -> LegPipeline:
        return self._sensors[self.analyzer.placement]

    @property
    def _passive(self) -> LegPipeline:
        return self._sensors[_OTHER[self.analyzer.placement]]

    def _of(self, *, second: bool) -> LegPipeline:
        return self._sensors[Placement.SHANK if second else Placement.THIGH]

    def _is_gone(self, sensor: LegPipeline) -> bool:
        """Whether nobody waits for a sensor: it is lost, or silent for long while the other is not.

        Of two that were silent together, one comes first.
        """
        if sensor.absent:
            return True
        for placement, other in self._sensors.items():
            silent = self._silences[placement].ticks_since(sensor.newest)
            if sensor.newest < other.newest - silent - self._stale_ticks:
                return True
        return False

    def _new_knee(self) -> None:
        self._knee = KneeTracker(self.analyzer.asked)
        self.analyzer.knee = self._knee

    def _mend_others(self, sensor: LegPipeline) -> None:
        for one in self._sensors.values():
            if one is not sensor:
                one.mend_with(sensor)

    def _choose(self) -> Iterator[Event]:
        """Count by the sensor that is there, and rather by the one that sees the exercise best."""
        best, active = _best_for(self.analyzer.asked), self._active.queue.peek()
        if best is not self.analyzer.placement or active is None:
            self._pass_counted()
        passive = self._passive.queue.peek()
        is_gone = active is None and passive is not None and self._is_gone(self._active)
        is_back = (
            best is not self.analyzer.placement
            and not self.analyzer.tally.now
            and active is not None
            and passive is not None
            and passive.index <= active.index
            and not self._is_gone(self._passive)
            and self._are_together(active.index)
        )
        if is_gone or is_back:
            at_s = (passive.index if passive is not None else 0) * TICK_S
            if is_gone:
                self._rewind(at_s)
            self._look_back = LookBack()  # what it remembers is of the sensor that counts now
            yield from self.analyzer.see_from(_OTHER[self.analyzer.placement], at_s)

    def _rewind(self, at_s: float) -> None:
        """The other sensor begins with the movement in which this one was lost, not in its middle.

        Args:
            at_s: The time up to which this one's ticks were analyzed.
        """
        from_s = max(at_s - LOOKS_BACK_S, self._counted_until_s)
        known_s = at_s + self._stale_ticks * TICK_S
        again = self._look_back.take_from(round(from_s / TICK_S), known_s)
        self._passive.queue.take_again(again)

    def _pass_counted(self) -> None:
        """What comes late of the other sensor is not counted once more, where this one did."""
        waiting = self._passive.queue
        while (tick := waiting.peek()) is not None and tick.index * TICK_S < self._counted_until_s:
            self._look_back.keep(*waiting.pop(), tick.index)

    @property
    def _counted_until_s(self) -> float:
        """When the last rep ended of which that is known; before all ticks where there is none."""
        reps = reversed(self.analyzer.tally.reps)
        return next((rep.end_s for rep in reps if rep.end_s is not None), -inf)

    def _are_together(self, index: int) -> bool:
        """Whether both sensors are heard of for long enough at a tick.

        Of the first ticks after a silence it depends on the blocks of the radio whether they came
        in time for those of the other sensor, and the result must not.
        """
        return not any(
            one.ended_within(self._stale_ticks, index) for one in self._silences.values()
        )

    def _follow_knee(self, tick: Tick) -> None:
        """Give the knee the ticks of both sensors, as far as both have them."""
        waiting = self._passive.queue
        while (beside := waiting.peek()) is not None and beside.index < tick.index:
            self._look_back.keep(*waiting.pop(), tick.index)
        if beside is None or beside.index != tick.index:
            return
        self._look_back.keep(*waiting.pop(), tick.index)
        if tick.lost or beside.lost or not self._are_together(tick.index):
            return
        thigh_counts = self.analyzer.placement is Placement.THIGH
        self._knee.append(*((tick, beside) if thigh_counts else (beside, tick)))


def _best_for(exercise: Exercise) -> Placement:
    return Placement.SHANK if exercise.knee is KneeMoves.STRAIGHTENS else Placement.THIGH


def _new(warnings: Sequence[str], known: Sequence[str]) -> Iterator[str]:
    """Sentences on the shank's sensor that are not said of the thigh's."""
    return (f"The sensor on the shank: {one}" for one in warnings if one not in known)
