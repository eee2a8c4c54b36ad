"""A leg with a sensor on the thigh and one on the shank: one of them counts, both see the knee."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from evenstride.analysis.counting.leg.leg import LegAnalyzer
from evenstride.analysis.counting.leg_pipeline import LegPipeline
from evenstride.analysis.counting.other_sensors import OtherSensors
from evenstride.analysis.counting.sensor_choice import SensorChoice, best_for
from evenstride.analysis.counting.sentences.reading_warnings import BOTH_SENSORS, copied
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.knee.tracker import KneeTracker
from evenstride.analysis.knee.warnings import knee_warnings
from evenstride.analysis.model.events import Directions, Event, Trace
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.summary import KneeFound, LegSummary
from evenstride.analysis.signal.doubts.fingerprints import Fingerprints
from evenstride.analysis.signal.doubts.sensor_repair import Repair
from evenstride.analysis.signal.tick_rows import Tick
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Leg, Link, Placement, Samples, SensorInfo, Site


class TwoSensorLeg:
    """Takes the place of a ``LegPipeline`` where a leg wears two sensors.

    Reps are counted by the sensor that sees the exercise best: the shank's where the knee
    straightens and the thigh hardly turns, else the thigh's. While that one is lost the other one
    counts, in a set of its own.

    Args:
        info: The sensor on the thigh, with the one on the shank in it.

    Attributes:
        analyzer: Counts the reps.
        absent: Whether nobody waits for this leg: both of its sensors are silent or lost.
    """

    def __init__(
        self, leg: Leg, exercise: Exercise, info: SensorInfo, tuning: CountingTuning = COUNTING
    ) -> None:
        shank = info.second or info
        self.analyzer = LegAnalyzer(leg, exercise, best_for(exercise), tuning)
        self.absent = False
        self._sensors = {
            Placement.THIGH: LegPipeline(self.analyzer, info, tuning),
            Placement.SHANK: LegPipeline(self.analyzer, shank, tuning),
        }
        self._choice = SensorChoice(self.analyzer, self._sensors, tuning)
        self._begin()

    def _begin(self) -> None:
        """Begin with the first sample: whatever knows a tick's number is made again."""
        self._new_knee()
        self._knees: list[tuple[float, float]] = []
        self._faulty_tick: int | None = None
        self._choice.begin_again()

    @property
    def at_s(self) -> float:
        """The data time that had to be reached for the ticks analyzed so far."""
        return max(sensor.at_s for sensor in self._sensors.values())

    @property
    def newest(self) -> int:
        """The last tick that is known of both sensors, or of the one that is there."""
        newest = max(sensor.newest for sensor in self._sensors.values())
        there = [
            sensor.newest for sensor in self._sensors.values() if not self._choice.is_gone(sensor)
        ]
        return min(there, default=newest)

    def warn(self, text: str) -> None:
        """Keep a sentence of a sensor's driver for the summary."""
        self._sensors[Placement.THIGH].warn(text)

    def strapped_anew(self) -> None:
        """Its sensors were on the other leg meanwhile, and are now oriented differently."""
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
        """Yield samples of one sensor, cut at the time from which they may have to be repaired."""
        return self._of(second=samples.second).pieces(samples)

    def update(self, samples: Samples) -> bool:
        """Take a piece of one sensor's samples; return whether all so far are taken again.

        Then the whole session has to ``begin_again``.
        """
        sensor = self._of(second=samples.second)
        placement = Placement.SHANK if samples.second else Placement.THIGH
        self._choice.heard(placement, samples, was_absent=sensor.absent)
        sensor.absent = False
        is_mended = sensor.update(samples)
        if is_mended:
            self._mend_others(sensor)
        return is_mended

    def mend_with(self, other: OtherSensors) -> None:
        """Take all samples again because another leg's are corrected, and adopt its units."""
        for sensor in self._sensors.values():
            sensor.mend_with(other)

    def begin_again(self) -> Iterator[Event]:
        """All ticks follow again from the first: take back what was counted before."""
        yield from self.analyzer.begin_again(self.known_s, best_for(self.analyzer.asked))
        self._begin()

    @property
    def known_s(self) -> float:
        """The data time by which ticks are known that would have been known before."""
        return max(sensor.known_s for sensor in self._sensors.values())

    @property
    def fingerprints(self) -> Fingerprints:
        """Of the thigh: say whether another leg's samples are the same values."""
        return self._sensors[Placement.THIGH].fingerprints

    @property
    def repair(self) -> Repair:
        """How its samples are repaired."""
        return self._sensors[Placement.THIGH].repair

    @property
    def is_unsure(self) -> bool:
        """Whether the units of one of its sensors may still turn out to be wrong."""
        return any(sensor.is_unsure for sensor in self._sensors.values())

    def may_mend(self, at_s: float) -> bool:
        """Whether samples of the session may have to be repaired after a time."""
        return any(sensor.may_mend(at_s) for sensor in self._sensors.values())

    def release(self) -> None:
        """No sensor of the session is unsure any more."""
        for sensor in self._sensors.values():
            sensor.release()

    def decide(self) -> bool:
        """Nothing follows: decide whether all samples are taken again, corrected."""
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
        """Go on after a fault in our code: the set is over, and unfinished work starts again."""
        self._choice.passive.forget_motion()
        self._knee.lose_track()
        sensor = (
            self._choice.passive
            if self._choice.active.queue.peek() is None
            else self._choice.active
        )
        tick = sensor.queue.peek()
        if tick is not None and tick.index == self._faulty_tick:
            # The fault came before the tick was taken, and would come again for ever.
            sensor.queue.pop()
        self._faulty_tick = None if tick is None else tick.index
        yield from self._choice.active.recover(error)

    def new_faults(self) -> list[str]:
        """The faults since the last call."""
        return [fault for sensor in self._sensors.values() for fault in sensor.new_faults()]

    def next_event(self, turn: int, _: object = None) -> int | None:
        """The next tick, if it is no later than a given one: the knee has to see each of them.

        Args:
            turn: The last tick whose turn has come.
        """
        active, passive = self._choice.active.queue.peek(), self._choice.passive.queue.peek()
        if active is None and self._choice.is_gone(self._choice.active):
            active = passive
        return None if active is None or active.index > turn else active.index

    def ahead(self) -> None:
        """No ticks are taken many at a time."""

    def pass_to(self, tick: int, other: LegAnalyzer | None) -> None:
        """Nothing is passed over."""

    def step(self, other: LegAnalyzer | None) -> Iterator[Event]:
        """Analyze the next tick of the sensor that counts, beside that of the other one."""
        yield from self._choice.choose()
        tick = self._choice.active.queue.peek()
        if tick is None:
            return
        self._follow_knee(tick)
        yield from self._choice.active.step(other)
        angle_deg = self._knee.angle_deg
        if angle_deg is not None:
            self._knees.append((tick.index * TICK_S, angle_deg))

    def finish(self) -> Iterator[Event]:
        """Tell of holes after the last tick; every tick must have had its turn."""
        self._knee.lose_track()
        yield from self._choice.active.finish()

    def take_trace(self) -> Directions:
        """Where the vertical pointed in the counting sensor since the last call."""
        self._choice.passive.take_trace()
        return self._choice.active.take_trace()

    def take_knees(self) -> Trace:
        """The knee's angles since the last call."""
        found = np.array(self._knees, dtype=np.float64).reshape(-1, 2)
        self._knees.clear()
        return Trace(found[:, 0], found[:, 1])

    def summary(self, other: LegAnalyzer | None = None) -> LegSummary:
        """What the leg did so far, and how good its samples were.

        Args:
            other: The other leg; None if it wears no sensor.
        """
        thigh, shank = self._sensors[Placement.THIGH], self._sensors[Placement.SHANK]
        found, beside = thigh.summary(other), shank.summary(other).data
        quality = self._knee.quality
        warnings = (
            *found.data.warnings,
            *_new(shank.sensor_warnings(beside.rate_hz), found.data.warnings),
            *copied(shank.fingerprints.later_s(thigh.fingerprints), BOTH_SENSORS),
            *knee_warnings(self._knee, found.data, beside, found.reps),
        )
        hinge = quality.hinge
        return replace(
            found,
            # A sensor that never sent anything has no times and no rate to report.
            data=replace(found.data if found.data.duration_s else beside, warnings=warnings),
            knee=None
            if hinge is None
            else KneeFound(misfit_deg=hinge.misfit_deg, doubt_deg=hinge.doubt_deg),
        )

    def _of(self, *, second: bool) -> LegPipeline:
        return self._sensors[Placement.SHANK if second else Placement.THIGH]

    def _new_knee(self) -> None:
        self._knee = KneeTracker(self.analyzer.asked)
        self.analyzer.knee = self._knee

    def _mend_others(self, sensor: LegPipeline) -> None:
        for one in self._sensors.values():
            if one is not sensor:
                one.mend_with(sensor)

    def _follow_knee(self, tick: Tick) -> None:
        """Give the knee the ticks of both sensors, up to where both have them."""
        beside = self._choice.pass_over(tick)
        if beside is None or tick.lost or beside.lost or not self._choice.are_together(tick.index):
            return
        thigh_counts = self.analyzer.placement is Placement.THIGH
        self._knee.append(*((tick, beside) if thigh_counts else (beside, tick)))


def _new(warnings: Sequence[str], known: Sequence[str]) -> Iterator[str]:
    """Sentences about the shank's sensor that are not also true of the thigh's."""
    return (f"The sensor on the shin: {one}" for one in warnings if one not in known)
