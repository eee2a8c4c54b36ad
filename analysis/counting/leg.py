"""One leg: from its motion to reps, holds, sets and attempts."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from evenstride.analysis.counting.confidence import is_thin
from evenstride.analysis.counting.excursions import Excursion, ExcursionFinder, Move
from evenstride.analysis.counting.finished_rep import finished_rep
from evenstride.analysis.counting.hold import HoldFollower
from evenstride.analysis.counting.measure import Movement, Wearer, measure
from evenstride.analysis.counting.rep_gate import RepGate
from evenstride.analysis.counting.set_in_progress import SetInProgress
from evenstride.analysis.counting.similarity import alike, is_too_much
from evenstride.analysis.model.events import (
    AttemptSeen,
    Event,
    GapSeen,
    LegState,
    Phase,
    Recounted,
    RepCounted,
    SetEnded,
    SetStarted,
)
from evenstride.analysis.model.exercise_values import ThighAtRest
from evenstride.analysis.model.exercises import ANY_ID, Exercise
from evenstride.analysis.model.reps import Attempt, AttemptWhy, ExerciseSet, Rep, attempt_of
from evenstride.analysis.model.vectors import Vector, cosine, dot, norm
from evenstride.analysis.signal.grid import LongGap
from evenstride.analysis.signal.motion import Tick
from evenstride.analysis.signal.recent_motion import History
from evenstride.analysis.tuning import (
    AGREEING,
    AGREEING_FEW,
    ATTEMPT_FRACTION,
    BETWEEN_REPS_S,
    DOUBTFUL_FRACTION,
    FEW_REPS,
    FIRST_HOLD_MAX_S,
    FIRST_HOLD_REST_S,
    LOOK_BACK_S,
    OTHER_WAY_COS,
    POSITIONING_DEG,
    SET_PAUSE_S,
    SMALL_MOVE_FRACTION,
    TICK_S,
    TOO_LARGE_FACTOR,
)
from evenstride.sensors.samples import Leg, Placement

_UNCOUNTED: Final = {
    AttemptWhy.TOO_SMALL: "what came before was under half of the next movement",
    AttemptWhy.UNLIKE: "what came before was another movement",
}
"""Why a set's first reps were none after all, in words."""


class LegAnalyzer:
    """Counts and times one leg's reps, tick by tick.

    Args:
        leg: Which leg.
        exercise: What is trained.
        placement: Where on the leg the sensor sits.

    Attributes:
        exercise: What is trained now.
        reps: Reps that count, in order.
        sets: Sets that are over.
        attempts: Movements that were too small to count.
        history: The motion of the last stretch of time.
        has_gyro: Whether the sensor measures angular rate.
        tick: The last tick that was taken.
        angle_deg: The angle from the last rest, degrees.
        better_on_shank: Whether the thigh was found to show the exercise too little.
        paused: Whether movements mean nothing now.
    """

    def __init__(self, leg: Leg, exercise: Exercise, placement: Placement) -> None:
        self.leg = leg
        self.reps: list[Rep] = []
        self.sets: list[ExerciseSet] = []
        self.attempts: list[Attempt] = []
        self.has_gyro = True
        self.better_on_shank = False
        self.paused = False
        self._placement = placement
        self._set = SetInProgress()
        self._doubted: list[Movement] = []
        self._tried: list[Movement] = []
        self._last_usual_deg = 0.0
        self._last_axis: Vector | None = None
        self._lone: Excursion | None = None
        self._not_before = 0
        self._active_s = 0.0
        self._way_out: Move | None = None
        self._is_other_in_set = False
        self._rest_up: Vector | None = None
        self.angle_deg = 0.0
        self.tick = 0
        self._begin(exercise)

    def _begin(self, exercise: Exercise) -> None:
        on_shank = self._placement is Placement.SHANK
        self.exercise = exercise.seen_from_shank() if on_shank else exercise
        self.history = History(exercise.max_rep_s + 2 * LOOK_BACK_S + 10.0)
        self._gate = RepGate(self.exercise, self.history)
        self._forget()

    def _forget(self) -> None:
        self._finder = ExcursionFinder(
            self.exercise.min_range_deg,
            self.exercise.max_rep_s,
            holds=self.exercise.hold_target_s is not None,
            goes_out=self._goes_out,
        )
        self._tell_finder()
        self.history.clear()
        self._doubted.clear()
        self._tried.clear()
        self._last_usual_deg, self._last_axis = 0.0, None
        self._lone = None
        self._hold = HoldFollower(self.leg, self.exercise.hold_target_s)
        self._way_out = None
        self._rest_up = None

    def _tell_finder(self) -> None:
        now = self._set
        self._finder.expect(now.usual_axis, now.usual_range_deg, sure=now.is_sure)

    @property
    def _set_number(self) -> int:
        return len(self.sets) + 1

    def step(self, tick: Tick, at_s: float, other: "LegAnalyzer | None") -> Iterator[Event]:
        """Take one tick.

        Args:
            tick: The tick that follows on the last one.
            at_s: The data time by which it was known.
            other: The other leg, where that one wears a sensor too.
        """
        self.history.append(tick)
        self.tick = tick.index
        rested_s = tick.index * TICK_S - self._active_s
        if self._set and rested_s > SET_PAUSE_S and self._way_out is None:
            yield self._end_set(at_s)
        found = self._finder.step(tick.index, tick.rate_deg_s)
        if found:
            yield from self._judge(found, at_s, other)
        self._is_other_in_set = bool(other and other.range_in_set_deg(self.tick))
        yield from self._follow_hold(at_s, other)
        self._follow_angle(tick.up)

    def gap(self, gap: LongGap, at_s: float) -> Iterator[Event]:
        """Take a gap in which anything may have happened: a rep in progress is lost."""
        self._forget()
        yield GapSeen(leg=self.leg, at_s=at_s, from_s=gap.from_s, to_s=gap.to_s)

    def begin_again(self, at_s: float, why: str) -> Iterator[Event]:
        """Forget everything: what follows are the same samples from the start, mended."""
        had_reps = bool(self.reps)
        for found in (self.reps, self.sets, self.attempts):
            found.clear()
        self._set.clear()
        self._forget()
        self._not_before, self._active_s, self.tick = 0, 0.0, 0
        self.better_on_shank = False
        if had_reps:
            yield Recounted(leg=self.leg, at_s=at_s, count=0, why=why, reps=())

    def change_exercise(self, exercise: Exercise, at_s: float) -> Iterator[Event]:
        """Go on with another exercise; the set in progress is over."""
        if self._set:
            yield self._end_set(at_s)
        self._begin(exercise)

    def end_set(self, at_s: float) -> Iterator[Event]:
        """End the set in progress, if there is one: the next rep begins another."""
        if self._set:
            yield self._end_set(at_s)

    def finish(self, at_s: float, other: "LegAnalyzer | None") -> Iterator[Event]:
        """End the data: what is nearly complete counts, what is open ends."""
        found = self._finder.finish(self.tick)
        if found:
            yield from self._judge(found, at_s, other)
        if self._set:
            yield self._end_set(at_s)

    @property
    def state(self) -> LegState:
        """Where the leg is now."""
        phase = Phase.REST
        if self._finder.moving and self._way_out and self._finder.returning:
            phase = Phase.LOWER
        elif self._lifts:
            phase = Phase.LIFT
        elif self._way_out and not self._finder.moving:
            phase = Phase.HOLD
        return LegState(
            phase=phase,
            count=len(self.reps),
            set_number=self._set_number if self._set else len(self.sets),
            set_count=len(self._set) if self._set or not self.sets else self.sets[-1].count,
            angle_deg=self.angle_deg,
            usual_range_deg=self._set.usual_range_deg,
            hold_s=None if phase is Phase.LOWER else self._hold.seconds(self.tick),
            hold_target_s=self.exercise.hold_target_s,
            better_on_shank=self.better_on_shank,
        )

    def _judge(self, found: Excursion, at_s: float, other: "LegAnalyzer | None") -> Iterator[Event]:
        if self.paused or not self._gate.admits(
            found, self.tick, self._set, self._last_axis, other, has_gyro=self.has_gyro
        ):
            if self.paused or found.range_deg > POSITIONING_DEG:
                self._finder.refuse()
            return
        if self._doubted and self._is_long_after(self._doubted[-1].found, found):
            self._doubted.clear()
        is_level = self.exercise.thigh_at_rest in (ThighAtRest.LYING, ThighAtRest.LEVEL)
        at_rest = self.exercise.thigh_at_rest
        wearer = Wearer(leg=self.leg, at_rest=at_rest, has_gyro=self.has_gyro)
        movement = measure(
            self.history,
            found,
            self._not_before,
            self.tick,
            upright=not is_level,
            wearer=wearer,
            holds=self.exercise.hold_target_s is not None,
        )
        usual_deg = self._set.usual_range_deg
        if usual_deg and found.range_deg * ATTEMPT_FRACTION > usual_deg and self._set.is_few:
            yield self._uncount_set(at_s, AttemptWhy.TOO_SMALL)
        elif self._is_doubtful(found):
            yield from self._doubt(movement, at_s)
            return
        elif usual_deg and found.range_deg < ATTEMPT_FRACTION * usual_deg:
            yield from self._try(movement, at_s)
            return
        if self._doubted and self._was_rep(self._doubted[0].found, found):
            yield from self._count_all(self._doubted, at_s)
        yield from self._count(movement, at_s)

    def _was_rep(self, doubted: Excursion, found: Excursion) -> bool:
        """Whether a doubted movement was a rep, now that one came that counts.

        In a set only too large a movement can have been: the first of larger ones.
        """
        usual_deg = self._set.usual_range_deg
        if usual_deg and (
            doubted.range_deg < usual_deg or is_too_much(doubted, found.axis, found.range_deg)
        ):
            return False
        return alike(doubted, found)

    def _try(self, movement: Movement, at_s: float) -> Iterator[Event]:
        """List an attempt; or the set's few reps were getting into position, and these are reps."""
        if self._tried and not alike(self._tried[0].found, movement.found):
            self._tried.clear()
        yield self._attempt(movement, at_s)
        self._tried.append(movement)
        if not self._set.is_few or len(self._tried) <= len(self._set):
            return
        del self.attempts[-len(self._tried) :]
        yield self._uncount_set(at_s, AttemptWhy.UNLIKE)
        yield from self._count_all(self._tried, at_s)

    @staticmethod
    def _is_long_after(before: Excursion, found: Excursion) -> bool:
        return (found.start - before.end) * TICK_S > SET_PAUSE_S

    @property
    def _lifts(self) -> bool:
        """Whether a way out is under way, not the tail of a way back or a leg that rests."""
        enough_deg = SMALL_MOVE_FRACTION * self.exercise.min_range_deg
        may_train = bool(self._set) or not self._is_other_in_set
        return may_train and not self.paused and self._finder.moved_deg > enough_deg

    def _is_doubtful(self, found: Excursion) -> bool:
        """Whether it is rather another movement: unlike the reps of this set, or the last."""
        usual_deg, axis = self._set.usual_range_deg, self._set.usual_axis
        if usual_deg is None or axis is None:
            if self._last_axis is None:
                return False
            usual_deg, axis = self._last_usual_deg, self._last_axis
        if dot(found.axis, axis) < OTHER_WAY_COS:
            return True
        if not self._set and found.range_deg < DOUBTFUL_FRACTION * usual_deg:
            return True
        return not self._set.is_few and is_too_much(found, axis, usual_deg)

    def _doubt(self, movement: Movement, at_s: float) -> Iterator[Event]:
        """Wait whether the same movement comes again; then it was the exercise after all."""
        found = movement.found
        if self._doubted and not alike(self._doubted[0].found, found):
            self._doubted.clear()
        self._doubted.append(movement)
        self._finder.suspect(found.axis)
        small = found.range_deg < DOUBTFUL_FRACTION * self._last_usual_deg
        few = self._set.is_few or not (self._set or small)
        if len(self._doubted) < (AGREEING_FEW if few else AGREEING):
            return
        if self._set.is_few:
            yield self._uncount_set(at_s, AttemptWhy.UNLIKE)
        elif self._set:
            yield self._end_set(at_s)
        yield from self._count_all(self._doubted, at_s)

    def _count_all(self, kept: list[Movement], at_s: float) -> Iterator[Event]:
        for movement in kept[:]:  # counting the first one empties the list
            yield from self._count(movement, at_s)

    def range_in_set_deg(self, tick: int) -> float:
        """The usual range of the set that was in progress at a tick, degrees; 0 without one."""
        if len(self._set) < FEW_REPS or (tick - self._set.latest.end) * TICK_S > BETWEEN_REPS_S:
            return 0.0
        return self._set.usual_range_deg or 0.0

    def _attempt(self, movement: Movement, at_s: float) -> Event:
        attempt = attempt_of(movement.measured, AttemptWhy.TOO_SMALL)
        self.attempts.append(attempt)
        self._active_s = attempt.end_s
        return AttemptSeen(leg=self.leg, at_s=at_s, attempt=attempt)

    def _is_unlike_set(self, lone: Excursion) -> bool:
        latest = self._set.latest
        return not alike(lone, latest) or is_too_much(lone, latest.axis, latest.range_deg)

    def _uncount_lone(self, at_s: float) -> Event:
        """A set of one rep that the next set's reps are unlike was no rep."""
        at = len(self.reps) - len(self._set) - 1
        lone = self.reps.pop(at)
        self.sets.pop()
        self._lone = None
        self.attempts.append(attempt_of(lone, AttemptWhy.UNLIKE))
        renumbered = [
            replace(rep, number=rep.number - 1, set=self._set_number) for rep in self.reps[at:]
        ]
        self.reps[at:] = renumbered
        self._set.renumber(renumbered)
        return Recounted(
            leg=self.leg,
            at_s=at_s,
            count=len(self.reps),
            reps=tuple(self.reps),
            why="a single movement before the set was unlike its reps",
        )

    def _uncount_set(self, at_s: float, why: AttemptWhy) -> Event:
        for rep in self._set.reps:
            self.reps.pop()
            self.attempts.append(attempt_of(rep, why))
        self._set.clear()
        self._tell_finder()
        return Recounted(
            leg=self.leg,
            at_s=at_s,
            count=len(self.reps),
            why=_UNCOUNTED[why],
            reps=tuple(self.reps),
        )

    def _count(self, movement: Movement, at_s: float) -> Iterator[Event]:
        found = movement.found
        usual_deg = self._set.usual_range_deg
        rep = finished_rep(
            movement.measured,
            self.exercise,
            number=len(self.reps) + 1,
            set_number=self._set_number,
            part_of_usual=found.range_deg / usual_deg if usual_deg else 1.0,
        )
        if not self._set:
            yield SetStarted(leg=self.leg, at_s=at_s, number=self._set_number, start_s=rep.first_s)
        self.reps.append(rep)
        self._set.add(rep, found)
        if self.exercise.placement == "shank" and self._placement is Placement.THIGH:
            self.better_on_shank |= is_thin(self.reps)
        self._active_s = rep.last_s
        self._doubted.clear()
        self._tried.clear()
        self._finder.suspect(None)
        self._not_before = found.end
        self._tell_finder()
        self._finder.settle()
        yield RepCounted(leg=self.leg, at_s=at_s, rep=rep, curve=movement.curve)
        if len(self._set) == FEW_REPS and self._lone and self._is_unlike_set(self._lone):
            yield self._uncount_lone(at_s)

    def _goes_out(self, found: Excursion) -> bool | None:
        return self._gate.goes_out(found, self.tick) if self.has_gyro else None

    def _end_set(self, at_s: float) -> Event:
        exercise = None if self.exercise.id == ANY_ID else self.exercise.id
        ended = self._set.ended(self._set_number, exercise)
        self.sets.append(ended)
        self._lone = self._set.first if len(self._set) == 1 else None
        if self._set.is_sure:
            self._last_usual_deg = self._set.usual_range_deg or 0.0
            self._last_axis = self._set.usual_axis
        self._set.clear()
        self._tell_finder()
        return SetEnded(
            leg=self.leg, at_s=at_s, number=ended.number, end_s=ended.end_s, count=ended.count
        )

    def _follow_hold(self, at_s: float, other: "LegAnalyzer | None") -> Iterator[Event]:
        moving, returning = self._finder.moving, self._finder.returning
        self._way_out = self._plausible_way_out(other)
        yield from self._hold.step(
            self.tick, self._way_out, moving=moving, lowering=moving and returning, at_s=at_s
        )

    def _plausible_way_out(self, other: "LegAnalyzer | None") -> Move | None:
        """The open way out, where it may become a rep: not a posture, not a leg that rests."""
        way_out = self._finder.out
        if way_out is None or self.paused:
            return None
        range_deg = norm(way_out.turn_deg)
        if self._set.usual_axis is not None:
            same_way = cosine(way_out.turn_deg, self._set.usual_axis) > OTHER_WAY_COS
            usual_deg = self._set.usual_range_deg or 0.0
            enough = ATTEMPT_FRACTION * usual_deg <= range_deg <= TOO_LARGE_FACTOR * usual_deg
            return way_out if same_way and enough else None
        waited_s = (self.tick - way_out.end) * TICK_S
        if range_deg > self.exercise.max_range_deg or waited_s > FIRST_HOLD_MAX_S:
            return None
        if self._finder.rested_before(way_out) * TICK_S < FIRST_HOLD_REST_S:
            return None
        if other is None:
            return way_out
        other_deg = other.history.span_deg(way_out.start, self.tick)
        other_rests = self._gate.rests(range_deg, other_deg)
        return way_out if other_rests and not self._is_other_in_set else None

    def _follow_angle(self, up: Vector) -> None:
        if self._rest_up is None or not (self._finder.moving or self._way_out):
            self._rest_up = up
        half_chord = 0.5 * norm(
            (up[0] - self._rest_up[0], up[1] - self._rest_up[1], up[2] - self._rest_up[2])
        )
        self.angle_deg = float(np.degrees(2.0 * np.arcsin(min(half_chord, 1.0))))
