"""Turns the motion of one leg, tick by tick, into reps, holds, sets and attempts."""

import logging
from collections.abc import Callable, Iterator
from math import inf
from typing import TYPE_CHECKING

from evenstride.analysis.counting.count.tally import Tally
from evenstride.analysis.counting.count.unseen_holes import UnseenHoles
from evenstride.analysis.counting.count.with_knee import knee_now
from evenstride.analysis.counting.leg.doubts import doubts
from evenstride.analysis.counting.leg.in_progress import InProgress
from evenstride.analysis.counting.leg.leg_count import LegCount
from evenstride.analysis.counting.leg.leg_parts import as_seen, new_recent
from evenstride.analysis.counting.leg.taking import Taking
from evenstride.analysis.counting.ticks.ticks_ahead import TicksAhead
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.events import Event, LegState, Phase
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.signal.tick_rows import Tick, TickRows
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Leg, Placement

if TYPE_CHECKING:
    from evenstride.analysis.knee.tracker import KneeTracker

_log = logging.getLogger(__name__)


class LegAnalyzer:
    """Counts and times one leg's reps, tick by tick.

    Args:
        exercise: The exercise, with the ranges of the thigh.
        placement: Where on the leg the sensor sits.

    Attributes:
        leg: Which leg.
        recent: The motion of the last stretch of time.
        placement: Where the sensor sits by which it counts.
        asked: The exercise, with the ranges of the thigh.
    """

    def __init__(
        self,
        leg: Leg,
        exercise: Exercise,
        placement: Placement,
        tuning: CountingTuning = COUNTING,
    ) -> None:
        self.leg = leg
        self.asked = exercise
        self._tuning = tuning
        self._is_paused = False
        self._begin_at_first_tick(placement)

    def _begin_at_first_tick(self, placement: Placement) -> None:
        """Begin with the first tick: everything that holds tick numbers is created again."""
        self.placement = placement
        self._unseen = UnseenHoles()
        self.recent = new_recent(as_seen(self.asked, placement), self._tuning)
        self._count = LegCount(self.leg, self.asked, placement, self.recent, self._tuning)
        self._taking = Taking(self._count, self._tuning)
        self._now = InProgress(self.leg, self._count, self._tuning)

    @property
    def exercise(self) -> Exercise:
        """The current exercise, as this sensor sees it."""
        return self._count.exercise

    @property
    def tally(self) -> Tally:
        """Reps, sets and attempts."""
        return self._count.tally

    @property
    def finds_small(self) -> bool:
        """Whether reps of a few degrees are looked for, as series."""
        return self._count.small.finds

    @property
    def better_on_shank(self) -> bool:
        """Whether the thigh shows the exercise too little."""
        return self._count.better_on_shank

    @property
    def knee(self) -> "KneeTracker | None":
        """The knee; None without a second sensor on the leg."""
        return self._count.knee

    @knee.setter
    def knee(self, knee: "KneeTracker") -> None:
        self._count.knee = knee

    def step(
        self, tick: Tick, at_s: float, other: "LegAnalyzer | None", *, has_gyro: bool = True
    ) -> Iterator[Event]:
        """Take one tick.

        Args:
            tick: The tick that follows the last one.
            at_s: The data time by which it was known.
            other: The other leg; None if it wears no sensor.
            has_gyro: Whether this leg's sensor measures angular rate.
        """
        count = self._count
        self.recent.append(tick)
        if tick.lost:
            self._now.lost(tick.index)
            count.small.lost(tick.index)
        count.at(tick.index, other, has_gyro=has_gyro)
        if self._now.is_set_over(tick.index):
            yield from self.end_set(at_s)
        yield from self.tally.listing.add_bout(tick.index * TICK_S, at_s)
        found = count.finder.step(tick.index, tick.rate_deg_s)
        if found and self._is_paused:
            count.finder.refuse()
        elif found:
            yield from self._taking.take(found, at_s)
        elif self.tally.now and not self._is_paused:
            yield from count.turn_over_now(at_s)
        told = count.small.step(tick.index)
        if told is not None and not self._is_paused:
            yield from self._taking.take_small(told, at_s)
        yield from self._now.step(tick, at_s, other, is_paused=self._is_paused)

    def quiet_until(
        self,
        ahead: TicksAhead,
        other: "LegAnalyzer | None",
        others_ahead: Callable[[], TicksAhead | None] | None,
    ) -> int:
        """Return the first tick ahead at which anything but the passing of time may happen.

        Args:
            ahead: The ticks that follow the last one, none of them lost.
            other: The other leg; None if it wears no sensor.
            others_ahead: Gives the other leg's ticks that wait after its last one, or None if none
                wait; None without another leg.
        """
        return self._now.quiet_until(ahead, other, others_ahead, is_paused=self._is_paused)

    def pass_over(self, rows: TickRows, other: "LegAnalyzer | None", *, has_gyro: bool) -> None:
        """Take ticks in which nothing happens, no more than ``quiet_until`` allowed; at least one.

        Args:
            other: The other leg; None if it wears no sensor.
            has_gyro: Whether this leg's sensor measures angular rate.
        """
        self.recent.extend(rows)
        self._count.at(int(rows["index"][-1]), other, has_gyro=has_gyro)
        self._now.pass_over(rows, other)

    def lose_track(self, at_s: float, *, is_other_frame: bool = False) -> Iterator[Event]:
        """Begin again after a gap of unknown motion; a movement that is nearly complete is taken.

        Args:
            at_s: The data time by which the gap was known.
            is_other_frame: Whether the sensor is oriented differently from now on.
        """
        yield from self._take_open(at_s)
        if is_other_frame:
            self.tally.now.is_turned = True
            self._count.gait.unlearn()
        self._forget()
        self._count.gait.forget()

    def saw_nothing(self, from_s: float, to_s: float) -> None:
        """Remember a hole that may contain a whole rep; the end of the set decides about it."""
        if not self.tally.now:
            self._unseen.forget_before(from_s)
        self._unseen.add(from_s, to_s)

    def recover(self, at_s: float) -> Iterator[Event]:
        """Go on after a fault of the program: end the set, and drop everything unfinished."""
        self._forget()
        try:
            yield from self.end_set(at_s)
        except Exception:
            # The set itself may cause the fault. Its reps stay counted.
            _log.exception("%s leg: the set in progress is lost", self.leg)
            self.tally.now.clear()

    def begin_again(self, at_s: float, placement: Placement | None = None) -> Iterator[Event]:
        """Forget everything, because the same samples follow from the start, with other units.

        Args:
            at_s: The data time at which they were corrected.
            placement: Where the sensor that counts sits from now on; None for the same place.
        """
        yield from self.tally.take_back.wrong_units(at_s)
        self._begin_at_first_tick(placement or self.placement)

    def change_exercise(self, exercise: Exercise, at_s: float) -> Iterator[Event]:
        """End the set in progress, and go on with another exercise."""
        yield from self._begin(exercise, self.placement, at_s)

    def see_from(self, placement: Placement, at_s: float) -> Iterator[Event]:
        """End the set in progress, and go on with the leg's other sensor."""
        yield from self._begin(self.asked, placement, at_s)

    def _begin(self, exercise: Exercise, placement: Placement, at_s: float) -> Iterator[Event]:
        yield from self.end_set(at_s)
        yield from self.tally.take_back.at_end(at_s)
        yield from self._taking.list_unclaimed(at_s)
        self.asked, self.placement = exercise, placement
        if self.knee is not None:
            self.knee.change_exercise(exercise)
        self.recent = new_recent(as_seen(exercise, placement), self._tuning)
        self._count.begin(exercise, placement, self.recent)
        self._taking.begin()
        self._forget()
        self._count.rest.forget(direction=True)

    def pause(self, at_s: float, *, paused: bool) -> Iterator[Event]:
        """End the set in progress, and ignore movements from now on or count them again."""
        self._is_paused = paused
        yield from self.end_set(at_s)
        yield from self._taking.list_unclaimed(at_s)

    def end_set(self, at_s: float) -> Iterator[Event]:
        """End the set in progress, if there is one; the next rep begins another one."""
        self._now.change()
        if self.tally.now:
            yield from self._count.turn_over_at_end(at_s)
            self._now.set_ends()
            yield from self.tally.take_back.at_set_end(at_s)
            if self.tally.now:
                for from_s, to_s in self._unseen.of_set(self.tally.now):
                    yield from self.tally.listing.add_hole(from_s, to_s, at_s)
                yield self.tally.end_set(at_s)
            self._count.tell_finder()

    def finish(self, at_s: float) -> Iterator[Event]:
        """End the data: take the movement that is nearly complete, and end the set."""
        yield from self._take_open(at_s)
        if not self._is_paused:
            yield from self._taking.take_small(self._count.small.finish(), at_s)
        yield from self._taking.list_unclaimed(at_s)
        yield from self.end_set(at_s)
        yield from self.tally.take_back.at_end(at_s)
        yield from self.tally.listing.add_bout(inf, at_s)

    def doubts(self) -> Iterator[str]:
        """Yield the doubts about the count, in sentences."""
        yield from doubts(self._count, tuning=self._tuning)

    def range_in_set_deg(self, tick: int) -> float:
        """Return the usual range of the set in progress at a tick, degrees; 0 without a set."""
        return self.tally.now.range_deg_at(tick)

    @property
    def in_set_until(self) -> int:
        """The first tick at which ``range_in_set_deg`` is 0 again; there must be a set."""
        return self.tally.now.lapses_at

    @property
    def set_number(self) -> int:
        """Number of the set in progress, or of the last one; 0 before the first."""
        return self.tally.set_number if self.tally.now else len(self.tally.sets)

    @property
    def state(self) -> LegState:
        """The current state of the leg."""
        tally = self.tally
        phase = self._now.phase(is_paused=self._is_paused)
        is_last = not tally.now and bool(tally.sets)
        return LegState(
            phase=phase,
            count=len(tally.reps),
            set_number=self.set_number,
            set_count=tally.sets[-1].count if is_last else len(tally.now),
            rest_pose=self._count.rest.pose,
            usual_range_deg=tally.now.usual_range_deg,
            hold_s=None if phase is Phase.LOWER else self._now.hold_s,
            hold_target_s=self.exercise.hold_target_s,
            better_on_shank=self.better_on_shank,
            knee=knee_now(self.knee),
        )

    def _take_open(self, at_s: float) -> Iterator[Event]:
        """Take the movement that is nearly complete, because its end will not be seen."""
        found = self._count.finder.finish(self._count.tick)
        if found and not self._is_paused:
            yield from self._taking.take(found, at_s)

    def _forget(self) -> None:
        """Drop everything in progress, after a gap or for another exercise."""
        self.tally.forget()
        self.recent.clear()
        self._count.forget()
        self._now = InProgress(self.leg, self._count, self._tuning)
        self._count.rest.forget(direction=False)
