"""One leg: from its motion, tick by tick, to reps, holds, sets and attempts."""

import logging
from collections.abc import Iterator
from math import inf
from typing import Final

from evenstride.analysis.counting.confidence import is_thin
from evenstride.analysis.counting.evidence import evidence, goes_out
from evenstride.analysis.counting.excursions import ExcursionFinder
from evenstride.analysis.counting.gait import GaitWatch, Posture
from evenstride.analysis.counting.held_way import HeldWay
from evenstride.analysis.counting.hold import HoldFollower
from evenstride.analysis.counting.leg_parts import as_seen, new_finder, new_recent, stands
from evenstride.analysis.counting.live_rest import LiveRest
from evenstride.analysis.counting.measure import Movement, Wearer, measure
from evenstride.analysis.counting.movements import Excursion
from evenstride.analysis.counting.other_leg import StepMemory, is_step
from evenstride.analysis.counting.small.finder import Told
from evenstride.analysis.counting.small.small_leg import SmallReps, as_small, excursion_of
from evenstride.analysis.counting.tally import Tally
from evenstride.analysis.counting.ticks_ahead import TicksAhead
from evenstride.analysis.counting.tuning import COUNTING, CountingTuning
from evenstride.analysis.counting.verdict import judge
from evenstride.analysis.counting.verdict_types import (
    AsAttempt,
    AsRep,
    InDoubt,
    Refused,
    Waiting,
    Why,
)
from evenstride.analysis.counting.with_knee import with_knee
from evenstride.analysis.knee.tracker import KneeTracker
from evenstride.analysis.model.events import Event, LegState, Phase
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.vectors import Vector
from evenstride.analysis.signal.motion import Tick, TickRows
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray, Leg, Placement

_log = logging.getLogger(__name__)

_BEFORE_ALL: Final = -(2**62)
"""Before the first tick: where the other leg's samples came first, this leg's begin below zero."""


class LegAnalyzer:
    """Counts and times one leg's reps, tick by tick.

    Args:
        leg: Which leg.
        exercise: What is trained.
        placement: Where on the leg the sensor sits.
        tuning: The constants to go by.

    Attributes:
        exercise: What is trained now, as this sensor sees it.
        recent: The motion of the last stretch of time.
        tally: Reps, sets and attempts.
        better_on_shank: Whether the thigh was found to show the exercise too little.
        placement: Where the sensor sits by which it counts.
        asked: What is trained, as it was named.
        knee: The knee, where the leg wears a second sensor; None without.
    """

    def __init__(
        self,
        leg: Leg,
        exercise: Exercise,
        placement: Placement,
        tuning: CountingTuning = COUNTING,
    ) -> None:
        self.leg = leg
        self.better_on_shank = False
        self.knee: KneeTracker | None = None
        self.placement = placement
        self.asked = exercise
        self._tuning = tuning
        self._is_paused = False
        self._has_gyro = True
        self._tick = 0
        self._not_before = _BEFORE_ALL
        self._hole = range(0)
        self._is_steady = False
        self._rest = LiveRest()
        self._gait = GaitWatch(tuning.gait)
        self.exercise = as_seen(exercise, self.placement)
        self.tally = Tally(leg, self.exercise, tuning, stands=stands(exercise))
        self.recent = new_recent(self.exercise, self._tuning)
        self._steps = StepMemory(tuning)
        self._finder = self._new_finder()
        self._small = SmallReps(self.recent, self.exercise, self._tuning)
        self._way = self._new_way()
        self._hold = self._new_hold()

    def step(
        self, tick: Tick, at_s: float, other: "LegAnalyzer | None", *, has_gyro: bool = True
    ) -> Iterator[Event]:
        """Take one tick.

        Args:
            tick: The tick that follows on the last one.
            at_s: The data time by which it was known.
            other: The other leg, where that one wears a sensor too.
            has_gyro: Whether its sensor measures angular rate.
        """
        self.recent.append(tick)
        if tick.lost:
            goes_on = self._hole.stop == tick.index
            self._hole = range(self._hole.start if goes_on else tick.index, tick.index + 1)
        self._tick, self._has_gyro = tick.index, has_gyro
        if self.tally.is_over(self._tick) and not self._way.may_go_on(self._tick):
            yield from self.end_set(at_s)
        yield from self.tally.walked(self._tick * TICK_S)
        found = self._finder.step(tick.index, tick.rate_deg_s)
        if found:
            yield from self._take(found, at_s, other)
        yield from self._take_small(self._small.step(tick.index), at_s, other)
        self._way.step(self._tick, other, is_paused=self._is_paused)
        yield from self._follow_hold(at_s)
        self._follow_rest(tick.up)
        self._is_steady = True

    def quiet_until(
        self, ahead: TicksAhead, other: "LegAnalyzer | None", others_ahead: TicksAhead | None
    ) -> int:
        """The first tick ahead at which more may happen than that time goes on.

        Each rule of ``step`` tells by itself until when it has nothing to say; a rule that has to
        see every tick says that of the next one. To answer too early costs time and changes no
        result, so that it does not matter how samples are cut.

        Args:
            ahead: The ticks that follow on the last one, none of them lost.
            other: The other leg, where that one wears a sensor too.
            others_ahead: Its ticks that follow on its last one; None where none wait.
        """
        tick = ahead.first
        if not self._is_steady:
            return tick
        over_at = self.tally.over_at
        if over_at is not None and self._way.now is not None:
            over_at = max(over_at, self._way.may_go_on_until)
        looks_at = self._small.quiet_until(tick)
        bounds = [self._finder.quiet_until(ahead), self.tally.bout.over_at, over_at, looks_at]
        end = max(min(bound for bound in bounds if bound is not None), tick)
        end = self._way.quiet_until(tick, end, other, others_ahead, is_paused=self._is_paused)
        reached = self._hold.reached_at if self._way.now else None
        if reached is not None and reached < end:
            reached = max(reached, tick)
            end = self._finder.not_returning(reached, end) if self._finder.moving else reached
        return end

    def pass_over(self, rows: TickRows, *, has_gyro: bool) -> None:
        """Take ticks in which nothing happens, no more than ``quiet_until`` allowed; at least one.

        Args:
            rows: The ticks.
            has_gyro: Whether their sensor measures angular rate.
        """
        self.recent.extend(rows)
        self._tick, self._has_gyro = int(rows["index"][-1]), has_gyro
        self._finder.pass_to(self._tick + 1)
        x, y, z = rows["up"][-1].tolist()
        self._follow_rest((x, y, z))

    def lose_track(self) -> None:
        """Anything may have happened before the next tick: what was begun does not go on."""
        self._forget()
        self._gait.forget()

    def recover(self, at_s: float) -> Iterator[Event]:
        """Go on after a fault of ours: the set is over, and nothing that was open is kept."""
        self._forget()
        try:
            yield from self.end_set(at_s)
        except Exception:
            # The fault may be in the set itself; its reps are counted all the same.
            _log.exception("%s leg: the set in progress is lost", self.leg)
            self.tally.now.clear()

    def begin_again(self, at_s: float, why: str) -> Iterator[Event]:
        """Forget everything: what follows are the same samples from the start, mended."""
        yield from self.tally.begin_again(at_s, why)
        self._not_before, self._tick = _BEFORE_ALL, 0
        self.better_on_shank = False
        self._forget()

    def change_exercise(self, exercise: Exercise, at_s: float) -> Iterator[Event]:
        """Go on with another exercise; the set in progress is over."""
        yield from self.end_set(at_s)
        self.asked = exercise
        if self.knee is not None:
            self.knee.change_exercise(exercise)
        self.exercise = as_seen(exercise, self.placement)
        self.tally.begin(self.exercise, stands=stands(exercise))
        self.recent = new_recent(self.exercise, self._tuning)
        self._steps = StepMemory(self._tuning)
        self._forget()
        self._rest.forget(direction=True)

    def see_from(self, placement: Placement, at_s: float) -> Iterator[Event]:
        """Go on with the leg's other sensor; the set in progress is over."""
        yield from self.end_set(at_s)
        self.placement = placement
        self._gait = GaitWatch(self._tuning.gait)
        yield from self.change_exercise(self.asked, at_s)

    def pause(self, at_s: float, *, paused: bool) -> Iterator[Event]:
        """Movements mean nothing from now on, or something again; the set in progress is over."""
        self._is_paused, self._is_steady = paused, False
        yield from self.end_set(at_s)

    def end_set(self, at_s: float) -> Iterator[Event]:
        """End the set in progress, if there is one: the next rep begins another."""
        self._is_steady = False
        if self.tally.now:
            yield from self.tally.step_off(at_s)
            yield self.tally.end_set(at_s)
            self._tell_finder()

    def finish(self, at_s: float, other: "LegAnalyzer | None") -> Iterator[Event]:
        """End the data: what is nearly complete counts, what is open ends."""
        found = self._finder.finish(self._tick)
        if found:
            yield from self._take(found, at_s, other)
        yield from self.end_set(at_s)
        yield from self.tally.walked(inf)

    def range_in_set_deg(self, tick: int) -> float:
        """The usual range of the set that was in progress at a tick, degrees; 0 without one."""
        return self.tally.now.range_deg_at(tick)

    @property
    def in_set_until(self) -> int:
        """The first tick at which ``range_in_set_deg`` is 0 again; there must be a set."""
        return self.tally.now.lapses_at

    @property
    def state(self) -> LegState:
        """Where the leg is now."""
        tally = self.tally
        phase = self._way.phase(self._tick, is_paused=self._is_paused)
        is_last = not tally.now and bool(tally.sets)
        return LegState(
            phase=phase,
            count=len(tally.reps),
            set_number=tally.set_number if tally.now else len(tally.sets),
            set_count=tally.sets[-1].count if is_last else len(tally.now),
            rest_pose=self._rest.pose,
            usual_range_deg=tally.now.usual_range_deg,
            hold_s=None if phase is Phase.LOWER else self._hold.seconds(self._tick),
            hold_target_s=self.exercise.hold_target_s,
            better_on_shank=self.better_on_shank,
            knee_deg=None if self.knee is None else self.knee.angle_deg,
        )

    def _take(self, found: Excursion, at_s: float, other: "LegAnalyzer | None") -> Iterator[Event]:
        """Have a verdict on a movement, and apply it."""
        if self._is_paused:
            self._finder.refuse()
            return
        seen = evidence(
            self.recent,
            found,
            self._tick,
            self.exercise,
            other,
            has_gyro=self._has_gyro,
            stepped=self._steps.stepped(self._tick),
            gait=self._gait,
            tuning=self._tuning,
        )
        verdict = judge(seen, self.tally.so_far, self.exercise, tuning=self._tuning)
        is_rep = isinstance(verdict, AsRep) and not self._small.finds
        if is_rep and self._small.is_carried(found, self._tick, has_gyro=self._has_gyro):
            yield from self._take_back_carried(at_s)
            verdict = Refused(Why.CARRIED)
        if isinstance(verdict, Refused):
            other_deg = seen.other.turned_deg if seen.other else 0.0
            is_step_of_both = is_step(found.range_deg, other_deg, tuning=self._tuning)
            if verdict.why is Why.OTHER_LEG and is_step_of_both:
                self._steps.step(self._tick)
            if found.range_deg > self._tuning.positioning_deg:
                self._finder.refuse()
            start_s = seen.gait.bout_start_s
            is_sure = seen.gait.octaves > self._tuning.gait.sure_octaves
            if verdict.why is Why.WALKING and is_sure and start_s is not None:
                yield from self.tally.take_back_strides(start_s, at_s)
                self._tell_finder()
            if seen.gait.learnt:
                yield from self.tally.take_back_posture(self._posture, at_s)
                self._tell_finder()
            is_listed = self._small.lists(verdict.why)
            yield from self.tally.refuse(verdict, found, at_s) if is_listed else ()
            return
        if self._small.finds:
            return
        movement = with_knee(self._measured(found), self.knee, is_rep=isinstance(verdict, AsRep))
        match verdict:
            case AsRep():
                if verdict.earlier is Waiting.TURNED:
                    self._gait.unlearn()
                yield from self.tally.count(verdict, movement, at_s, self.knee)
                self._counted(movement)
            case AsAttempt():
                yield from self.tally.attempt(verdict, movement, at_s)
            case InDoubt():
                self.tally.doubt(verdict, movement)
                self._finder.suspect(found.axis)

    def _take_small(self, told: Told, at_s: float, other: "LegAnalyzer | None") -> Iterator[Event]:
        """Count small reps, of which the series tells, unless something else speaks against."""
        if self._is_paused or self._gait.walks(self._tick * TICK_S):
            return
        if told.is_anew:
            yield from self.tally.count_anew(at_s, "the set was seen upside down")
        for move in told.moves:
            found = excursion_of(move)
            why = self._small.why_not(
                move, self._tick, other, self._gait, self.tally.so_far, has_gyro=self._has_gyro
            )
            if why is not None:
                if why is Why.CARRIED:
                    yield from self._take_back_carried(at_s)
                yield from self.tally.refuse(Refused(why), found, at_s)
                continue
            movement = as_small(self._measured(found), move, self._tuning.measuring)
            movement = with_knee(movement, self.knee, is_rep=True)
            yield from self.tally.count(AsRep(), movement, at_s, self.knee)
            self._counted(movement)

    def _take_back_carried(self, at_s: float) -> Iterator[Event]:
        if self._small.were_carried and self.tally.now.is_few:  # those were none either
            yield self.tally.uncount_set(at_s)
            self._tell_finder()

    def _counted(self, movement: Movement) -> None:
        """A rep has just been counted: the next one follows on it."""
        self._not_before = movement.found.end
        self._rest.counted(movement.rest_pose)
        self._finder.suspect(None)
        self._finder.settle()
        self._tell_finder()
        asks_for = Placement(self.exercise.placement)
        if asks_for is Placement.SHANK and self.placement is Placement.THIGH:
            self.better_on_shank |= is_thin(self.tally.reps, tuning=self._tuning.measuring)

    def _measured(self, found: Excursion) -> Movement:
        at_rest, now, tuning = self.exercise.thigh_at_rest, self._tick, self._tuning
        wearer = Wearer(leg=self.leg, at_rest=at_rest, has_gyro=self._has_gyro)
        holds = self.exercise.hold_target_s is not None
        return measure(
            self.recent, found, self._not_before, now, wearer=wearer, holds=holds, tuning=tuning
        )

    def _posture(self, poses: FloatArray) -> Posture:
        return self._gait.posture(poses, self.exercise.thigh_at_rest)

    def _goes_out(self, found: Excursion) -> bool | None:
        if not self._has_gyro:
            return None
        return goes_out(self.recent, found, self._tick, self.exercise, tuning=self._tuning)

    def _follow_hold(self, at_s: float) -> Iterator[Event]:
        moving, way_out, hole = self._finder.moving, self._way.now, self._hole
        lowering = moving and self._finder.returning
        yield from self._hold.step(
            self._tick, way_out, moving=moving, lowering=lowering, hole=hole, at_s=at_s
        )

    def _follow_rest(self, up: Vector) -> None:
        rests = not (self._finder.moving or self._way.now)
        self._rest.step(up, rests=rests, in_set=bool(self.tally.now))

    def _forget(self) -> None:
        """Nothing that was begun goes on: after a gap, or with another exercise."""
        self.tally.forget()
        self.recent.clear()
        self._finder = self._new_finder()
        self._small = SmallReps(self.recent, self.exercise, self._tuning)
        self._way = self._new_way()
        self._hold = self._new_hold()
        self._is_steady = False
        self._rest.forget(direction=False)
        self._tell_finder()

    def _new_finder(self) -> ExcursionFinder:
        return new_finder(self.exercise, self._goes_out, self._tuning)

    def _new_way(self) -> HeldWay:
        return HeldWay(self._finder, self._gait, self.tally.now, self.exercise, self._tuning)

    def _new_hold(self) -> HoldFollower:
        return HoldFollower(self.leg, self.exercise.hold_target_s, self._tuning)

    def _tell_finder(self) -> None:
        now = self.tally.now
        self._finder.expect(now.usual_axis, now.usual_range_deg, sure=now.is_sure)
