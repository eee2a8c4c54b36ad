"""What becomes of one leg's movements: each is judged, measured, and counted, listed or refused."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from evenstride.analysis.counting.count.tally import Tally
from evenstride.analysis.counting.count.with_knee import with_knee
from evenstride.analysis.counting.everyday.gait import GaitWatch, Posture
from evenstride.analysis.counting.leg.leg_parts import as_seen, new_finder, stands
from evenstride.analysis.counting.leg.live_rest import LiveRest
from evenstride.analysis.counting.measuring.confidence import is_thin
from evenstride.analysis.counting.measuring.measure import Wearer, measure
from evenstride.analysis.counting.measuring.measured_movement import Movement
from evenstride.analysis.counting.moves.hole_split import split_at_hole
from evenstride.analysis.counting.moves.movements import Excursion, Move
from evenstride.analysis.counting.moves.pairing import Expected
from evenstride.analysis.counting.signs.other_leg import OtherLeg, StepMemory, is_step
from evenstride.analysis.counting.small.finder import Told
from evenstride.analysis.counting.small.small_leg import SmallReps, as_small, excursion_of
from evenstride.analysis.counting.small.unclaimed import Unclaimed
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.verdict.evidence import Evidence, evidence, goes_out
from evenstride.analysis.counting.verdict.listed import listed_as
from evenstride.analysis.counting.verdict.refusal import is_like_set
from evenstride.analysis.counting.verdict.verdict import judge
from evenstride.analysis.counting.verdict.verdict_types import (
    AsAttempt,
    AsRep,
    Refused,
    Verdict,
    Waiting,
    Why,
)
from evenstride.analysis.counting.which_end.set_lever import Worn, way_out_carries
from evenstride.analysis.counting.which_end.stood_pose import begins_upright
from evenstride.analysis.counting.which_end.turning_over import (
    is_way_after,
    turned_over,
    way_back_of,
)
from evenstride.analysis.counting.which_end.which_way_up import (
    Rest,
    next_look,
    odds_so_far,
    rest_of_set,
)
from evenstride.analysis.model.events import Event
from evenstride.analysis.model.exercise_values import SensorMoves, ThighAtRest
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.recount_why import RecountWhy
from evenstride.analysis.model.reps import AttemptWhy
from evenstride.analysis.model.vectors import Vector, unit
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray, Leg, Placement

if TYPE_CHECKING:
    from evenstride.analysis.knee.tracker import KneeTracker

_BEFORE_ALL: Final = -(2**62)
"""Before the first tick: where the other leg's samples came first, this leg's begin below zero."""


class Taking:
    """Takes the movements of one leg, whether speed or a series told of them.

    Args:
        leg: Which leg.
        exercise: What is trained, as it was named.
        placement: Where on the leg the sensor sits.
        recent: The leg's motion.
        tuning: The constants to go by.

    Attributes:
        leg: Which leg.
        exercise: What is trained, as the sensor sees it.
        tick: The last tick: nothing later is looked at.
        has_gyro: Whether the sensor measures angular rate.
        tally: Reps, sets and attempts.
        gait: Knows how the leg walks.
        finder: Finds its movements by their speed.
        small: Finds its small reps by their series.
        rest: Follows the pose that it rests in.
        knee: The knee, where the leg wears a second sensor; None without.
        better_on_shank: Whether the thigh was found to show the exercise too little.
    """

    def __init__(
        self,
        leg: Leg,
        exercise: Exercise,
        placement: Placement,
        recent: RecentMotion,
        tuning: CountingTuning = COUNTING,
    ) -> None:
        self.leg = leg
        self._tuning = tuning
        self.tick, self.has_gyro = 0, True
        self._not_before, self._ended_s = _BEFORE_ALL, 0.0
        self._is_alone = False
        self.knee: KneeTracker | None = None
        self.better_on_shank = False
        self.gait = GaitWatch(tuning.gait)
        self.rest = LiveRest()
        self.exercise = as_seen(exercise, placement)
        self.tally = Tally(leg, self.exercise, tuning, stands=stands(exercise))
        self._asked = exercise
        self._placement = placement
        self._unclaimed = Unclaimed(self._tuning.small)
        self._begin(recent)

    def begin(self, exercise: Exercise, placement: Placement, recent: RecentMotion) -> None:
        """Go on with another exercise, or with a sensor in another place.

        Args:
            exercise: What is trained from now on, as it was named.
            placement: Where the sensor sits.
            recent: The leg's motion.
        """
        self.exercise = as_seen(exercise, placement)
        self._asked = exercise
        self.tally.begin(self.exercise, stands=stands(exercise))
        if placement is not self._placement:
            self.gait = GaitWatch(self._tuning.gait)
        self._placement = placement
        self._begin(recent)

    def _begin(self, recent: RecentMotion) -> None:
        self._recent = recent
        self._steps = StepMemory(self._tuning)
        self.forget()

    def forget(self) -> None:
        """Nothing that was begun goes on: after a gap, or with another exercise."""
        self.finder = new_finder(self.exercise, self._goes_out, self._tuning)
        self._suspected_axis: Vector | None = None
        self._way_before: Move | None = None
        self._is_right_way_up = False
        self.small = SmallReps(self._recent, self.exercise, self._tuning)
        self.tell_finder()

    def tell_finder(self) -> None:
        """Tell the finder what the next movements are expected to look like."""
        now = self.tally.now
        self.finder.expect(
            Expected(
                axis=now.usual_axis,
                range_deg=now.usual_range_deg,
                is_sure=now.is_sure,
                suspected_axis=self._suspected_axis,
            )
        )

    def take(self, found: Excursion, at_s: float, other: OtherLeg | None) -> Iterator[Event]:
        """Take a movement that its speed told.

        Args:
            found: The movement.
            at_s: The data time by which it was known.
            other: The other leg, where that one wears a sensor too.
        """
        self._is_alone = other is None
        for one in split_at_hole(self._recent, found, tuning=self._tuning):
            yield from self._take_one(one, at_s, other)

    def _take_one(self, found: Excursion, at_s: float, other: OtherLeg | None) -> Iterator[Event]:
        tick, has_gyro, so_far = self.tick, self.has_gyro, self.tally.so_far
        seen = evidence(
            self._recent,
            found,
            tick,
            self.exercise,
            other,
            has_gyro=has_gyro,
            stepped=self._steps.stepped(tick),
            gait=self.gait,
            placement=self._placement,
            in_set=is_like_set(found, so_far, tuning=self._tuning),
            tuning=self._tuning,
        )
        verdict = judge(seen, so_far, self.exercise, tuning=self._tuning)
        is_rep = isinstance(verdict, AsRep) and not self.small.finds
        if is_rep and self.small.is_carried(found, tick, has_gyro=has_gyro):
            yield from self._take_back_carried(at_s)
            verdict = Refused(Why.CARRIED)
        if isinstance(verdict, Refused):
            yield from self._refused(verdict, seen, at_s)
        elif self.small.finds:
            self._wait(verdict, found)
        else:
            yield from self._apply(verdict, seen, at_s)

    def _refused(self, verdict: Refused, seen: Evidence, at_s: float) -> Iterator[Event]:
        """What follows of a movement that is nothing of the exercise."""
        found, gait = seen.found, seen.gait
        other_deg = seen.other.turned_deg if seen.other else 0.0
        # Getting ready for the other leg's turn may last for half a minute.
        is_short = seen.duration_s < self._tuning.other_leg.walking_s
        is_step_of_both = is_short and is_step(found.range_deg, other_deg, tuning=self._tuning)
        if verdict.why is Why.OTHER_LEG and is_step_of_both:
            self._steps.step(self.tick)
        if found.range_deg > self._tuning.positioning_deg:
            self.finder.refuse()
        is_sure = gait.octaves > self._tuning.gait.sure_octaves or gait.in_series
        if verdict.why is Why.WALKING and is_sure and gait.bout_start_s is not None:
            yield from self.tally.take_back.strides(gait.bout_start_s, at_s)
            self.tell_finder()
        if gait.learnt:
            yield from self.tally.take_back.posture(self._posture, at_s)
            self.tell_finder()
        if self.small.may_claim(verdict.why):
            self._wait(verdict, found)
        else:
            yield from self.tally.refuse(verdict, found, at_s)

    def _apply(self, verdict: AsRep | AsAttempt, seen: Evidence, at_s: float) -> Iterator[Event]:
        """Count a movement, or list it."""
        found = seen.found
        is_lifted = bool(seen.fits) and self.exercise.sensor_moves is SensorMoves.UP
        movement = replace(self._measured(found), is_lifted=is_lifted)
        if movement.whole_ways_s > self.exercise.max_rep_s:
            verdict = AsAttempt(Waiting.LONG, AttemptWhy.TOO_LONG, anew=True)
        movement = with_knee(movement, self.knee, is_rep=isinstance(verdict, AsRep))
        if isinstance(verdict, AsRep):
            if verdict.earlier is Waiting.TURNED:
                self.gait.unlearn()
            yield from self.tally.count(verdict, movement, at_s, self.knee)
            self._counted(movement)
            return
        yield from self.tally.attempt(verdict, movement, at_s)
        if verdict.kind is Waiting.UNLIKE:
            self._suspected_axis = found.axis
            self.tell_finder()
        if verdict.kind is Waiting.LONG and self.exercise.hold_target_s is None:
            # Where nobody holds, a limb that stayed for so long rested there, and leaves that.
            self.finder.refuse()

    def turn_over_first(self, at_s: float) -> Iterator[Event]:
        """Count the set in progress anew if the way in progress shows it upside down.

        Args:
            at_s: The data time by which it was known.
        """
        if self.looks_at(self.tick) != self.tick:
            return
        reps, way, tick = self.tally.now.movements, self.finder.gone(self.tick), self.tick
        odds = odds_so_far(self._recent, reps, way, tick, self._worn, tuning=self._tuning)
        self._is_right_way_up = odds >= 1.0
        if odds <= -1.0:
            ended = self.finder.ended
            anew = turned_over(reps, before=self._way_before, last_way=ended)
            yield from self._count_anew(anew, at_s)
            if ended is None or not is_way_after(ended, reps):
                # The last way back is the way out of the rep that goes on.
                way_out = way_back_of(reps[-1])
                self._suspected_axis = unit(way_out.turn_deg)
                self.finder.turn_over(way_out, ended)
            self.tell_finder()

    def looks_at(self, tick: int) -> int | None:
        """From a tick on, the first one in which ``turn_over_first`` looks; None for none yet."""
        moves_from = self.finder.moves_from(tick)
        if moves_from is None or self.small.finds or self._is_right_way_up:
            return None
        return next_look(max(moves_from, tick), len(self.tally.now))

    def turn_over_last(self, at_s: float) -> Iterator[Event]:
        """Count the set in progress anew where it ends in a rest that was taken for a hold."""
        reps, way, before = self.tally.now.movements, self.finder.out, self._way_before
        if not reps or self.small.finds or self.finder.moving:
            return
        rest = rest_of_set(
            self._recent, reps, (before, way), self.tick, self._worn, tuning=self._tuning
        )
        if rest is Rest.UNSURE:
            self.tally.doubt_now()
        if rest is Rest.AT_TOP:
            yield from self._count_anew(turned_over(reps, before=before, last_way=way), at_s)

    @property
    def _worn(self) -> Worn:
        carries = way_out_carries(self._asked, self.exercise, has_gyro=self.has_gyro)
        return Worn(carries, self._placement, self.has_gyro, self._upright)

    @property
    def _upright(self) -> FloatArray | None:
        """How the vertical lies in the sensor at rest, where the limb stands then, and walked."""
        stands_at_rest = self.exercise.thigh_at_rest is ThighAtRest.UPRIGHT
        return self.gait.upright if stands_at_rest else None

    def _count_anew(self, reps: Sequence[Excursion], at_s: float) -> Iterator[Event]:
        """Count other movements in place of the set in progress."""
        yield from self.tally.take_back.told_anew(RecountWhy.UPSIDE_DOWN, at_s)
        self._not_before, self._ended_s = _BEFORE_ALL, 0.0
        for found in reps:
            movement = self._measured(found)
            yield from self.tally.count(AsRep(), movement, at_s, self.knee)
            self._counted(movement)

    def _wait(self, verdict: Verdict, found: Excursion) -> None:
        """A series of small reps may claim the movement; else it is listed, unless it sways."""
        why = listed_as(verdict)
        if why is not None and not self.small.sways(found):
            self._unclaimed.add(found, why)

    def take_small(self, told: Told, at_s: float, other: OtherLeg | None) -> Iterator[Event]:
        """Count the small reps of which a series tells, unless something else speaks against.

        Args:
            told: What the series tells at this tick.
            at_s: The data time by which it was known.
            other: The other leg, where that one wears a sensor too.
        """
        if self.gait.walks(self.tick * TICK_S):
            moves = () if told.anew else told.moves
            for move in moves:
                yield from self.tally.refuse(Refused(Why.WALKING), excursion_of(move), at_s)
            return
        if told.anew:
            yield from self.tally.take_back.told_anew(told.anew, at_s)
        for move in told.moves:
            found = excursion_of(move)
            self._unclaimed.claim(found)
            if move.is_under_half and self._unclaimed.was_given(found):
                continue
            why = self.small.why_not(
                move, self.tick, other, self.gait, self.tally.so_far, has_gyro=self.has_gyro
            )
            if why is not None:
                if why is Why.CARRIED:
                    yield from self._take_back_carried(at_s)
                yield from self.tally.refuse(Refused(why), found, at_s)
                continue
            movement = as_small(self._measured(found), move, self._was_seen, self._tuning.measuring)
            movement = with_knee(movement, self.knee, is_rep=True)
            yield from self.tally.count(AsRep(), movement, at_s, self.knee)
            yield from self.tally.take_back.first_small(at_s)
            self._counted(movement)
        for one in self._unclaimed.due(self.tick, in_series=self.small.is_in_series):
            yield from self.tally.list_found(one.found, one.why, at_s)

    def list_unclaimed(self, at_s: float) -> Iterator[Event]:
        """List the movements that no series has claimed; nothing follows on them."""
        for one in self._unclaimed.all():
            yield from self.tally.list_found(one.found, one.why, at_s)

    def _take_back_carried(self, at_s: float) -> Iterator[Event]:
        if self.small.were_carried:
            yield from self.tally.take_back.carried(self.small.was_carried, at_s)
            self.tell_finder()

    def _counted(self, movement: Movement) -> None:
        """A rep has just been counted: the next one follows on it."""
        self._not_before = movement.found.end
        self._ended_s = movement.measured.end_s or 0.0
        self.rest.counted(movement.rest_pose)
        self._suspected_axis = None
        if len(self.tally.now) == 1:
            self._is_right_way_up = False
            self._way_before = self.finder.way_before(movement.found.start)
        self.finder.settle()
        self.tell_finder()
        asks_for = Placement(self.exercise.placement)
        if asks_for is Placement.SHANK and self._placement is Placement.THIGH:
            self.better_on_shank |= is_thin(self.tally.reps, tuning=self._tuning.measuring)

    def _measured(self, found: Excursion) -> Movement:
        exercise, tick, has_gyro = self.exercise, self.tick, self.has_gyro
        return measure(
            self._recent,
            found,
            self._not_before,
            tick,
            wearer=Wearer(
                leg=self.leg,
                at_rest=exercise.thigh_at_rest,
                has_gyro=has_gyro,
                may_be_held=self._is_alone and self.tally.take_back.on_one_leg,
            ),
            holds=exercise.hold_target_s is not None,
            tuning=self._tuning,
        ).begun_after(self._ended_s)

    def _was_seen(self, at_s: float) -> bool:
        """Whether the motion around a time was measured, and lies in no hole."""
        return not self._recent.was_lost(at_s, self._tuning.measuring.measuring_half_s + TICK_S)

    def _posture(self, poses: FloatArray) -> Posture:
        return self.gait.posture(poses, self.exercise.thigh_at_rest)

    def _goes_out(self, found: Excursion) -> bool | None:
        upright = self._upright
        if upright is not None:
            begins = begins_upright(self._recent, found, upright)
            if begins is not None:
                return begins
        if not self.has_gyro:
            return None
        return goes_out(self._recent, found, self.tick, self.exercise, tuning=self._tuning)
