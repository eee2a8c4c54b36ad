"""Measures and counts one leg's movements, and keeps what is known about the leg."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from evenstride.analysis.counting.count.tally import Tally
from evenstride.analysis.counting.everyday.gait import GaitWatch, Posture
from evenstride.analysis.counting.leg.leg_parts import as_seen, new_finder, stands
from evenstride.analysis.counting.leg.live_rest import LiveRest
from evenstride.analysis.counting.leg.rest_end import RestEnd
from evenstride.analysis.counting.measuring.confidence import is_thin
from evenstride.analysis.counting.measuring.measure import measure
from evenstride.analysis.counting.measuring.measured_movement import Movement
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.moves.pairing import Expected
from evenstride.analysis.counting.moves.sighting import Sighting
from evenstride.analysis.counting.signs.other_leg import OtherLeg
from evenstride.analysis.counting.small.small_leg import SmallReps
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.verdict.evidence import goes_out
from evenstride.analysis.counting.verdict.verdict_types import AsRep
from evenstride.analysis.counting.which_end.set_lever import Worn, way_out_carries
from evenstride.analysis.counting.which_end.stood_pose import begins_upright
from evenstride.analysis.counting.which_end.turning_over import is_way_after, way_back_of
from evenstride.analysis.counting.which_end.which_way_up import Rest
from evenstride.analysis.model.events import Event
from evenstride.analysis.model.exercise_values import ThighAtRest
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.recount_why import RecountWhy
from evenstride.analysis.model.vectors import Vector, unit
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.sensors.samples import FloatArray, Leg, Placement

if TYPE_CHECKING:
    from evenstride.analysis.knee.tracker import KneeTracker

_BEFORE_ALL: Final = -(2**62)
"""A number before that of any tick; they are negative if the other leg's samples came first."""


class LegCount:
    """Measures and counts the movements of one leg, and tells its finder what to expect next.

    Args:
        exercise: The exercise, with the ranges of the thigh.
        placement: Where on the leg the sensor sits.

    Attributes:
        leg: Which leg.
        exercise: The exercise, as the sensor sees it.
        placement: Where the sensor sits.
        recent: The leg's motion.
        tick: The number of the last tick; later motion is not used.
        has_gyro: Whether the sensor measures angular rate.
        other: The other leg; None if it wears no sensor.
        tally: Reps, sets and attempts.
        gait: Recognises when the leg walks.
        finder: Finds movements by their speed.
        small: Finds small reps as a series.
        rest: Follows the pose in which the limb rests.
        knee: The knee; None without a second sensor on the leg.
        better_on_shank: Whether the thigh shows the exercise too little.
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
        self.other: OtherLeg | None = None
        self._not_before, self._ended_s = _BEFORE_ALL, 0.0
        self.knee: KneeTracker | None = None
        self.better_on_shank = False
        self.gait = GaitWatch(tuning)
        self.rest = LiveRest()
        self.exercise = as_seen(exercise, placement)
        self.tally = Tally(leg, self.exercise, tuning, stands=stands(exercise))
        self._asked = exercise
        self.placement = placement
        self.recent = recent
        self.forget()

    def begin(self, exercise: Exercise, placement: Placement, recent: RecentMotion) -> None:
        """Go on with another exercise, or with a sensor in another place.

        Args:
            exercise: The new exercise, with the ranges of the thigh.
            placement: Where the sensor sits.
        """
        self.exercise = as_seen(exercise, placement)
        self._asked = exercise
        self.tally.begin(self.exercise, stands=stands(exercise))
        if placement is not self.placement:
            self.gait = GaitWatch(self._tuning)
        self.placement = placement
        self.recent = recent
        self.forget()

    def forget(self) -> None:
        """Drop everything in progress, after a gap or for another exercise."""
        self.finder = new_finder(self.exercise, self._goes_out, self._tuning)
        self.small = SmallReps(self.recent, self.exercise, self._tuning)
        self._rest_end = RestEnd(self.recent, self.finder, self._tuning)
        self.suspect(None)

    def at(self, tick: int, other: OtherLeg | None, *, has_gyro: bool) -> None:
        """Go to a tick.

        Args:
            other: The other leg; None if it wears no sensor.
        """
        self.tick, self.other, self.has_gyro = tick, other, has_gyro

    def suspect(self, axis: Vector | None) -> None:
        """Also expect movements about another axis than the set's; None for no other."""
        self._suspected_axis = axis
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

    def sighting(self, found: Excursion) -> Sighting:
        """Return a movement that was found, with the motion in which it was."""
        return Sighting(
            recent=self.recent,
            found=found,
            now=self.tick,
            exercise=self.exercise,
            has_gyro=self.has_gyro,
            placement=self.placement,
            tuning=self._tuning,
        )

    def measured(self, found: Excursion) -> Movement:
        """Measure a movement that was found."""
        is_alone = self.other is None
        return measure(
            self.sighting(found),
            self.leg,
            not_before=self._not_before,
            may_be_held=is_alone and self.tally.take_back.on_one_leg,
        ).begun_after(self._ended_s)

    def count(self, verdict: AsRep, movement: Movement, at_s: float) -> Iterator[Event]:
        """Count a movement; the next one begins after it.

        Args:
            at_s: The data time by which it was known.
        """
        yield from self.tally.count(verdict, movement, at_s, self.knee)
        if self.small.finds:
            yield from self.tally.take_back.first_small(at_s)
        self._not_before = movement.found.end
        self._ended_s = movement.measured.end_s or 0.0
        self.rest.counted(movement.rest_pose)
        if len(self.tally.now) == 1:
            self._rest_end.set_begins(movement.found)
        self.finder.settle()
        self.suspect(None)
        asks_for = Placement(self.exercise.placement)
        if asks_for is Placement.SHANK and self.placement is Placement.THIGH:
            self.better_on_shank |= is_thin(self.tally.reps, tuning=self._tuning.measuring)

    def looks_at(self, tick: int) -> int | None:
        """Return the first tick from one on at which ``turn_over_now`` has to look, or None."""
        return None if self.small.finds else self._rest_end.looks_at(tick, len(self.tally.now))

    def turn_over_now(self, at_s: float) -> Iterator[Event]:
        """Count the set in progress again if the way in progress shows that it is upside down.

        Args:
            at_s: The data time by which it was known.
        """
        if self.looks_at(self.tick) != self.tick:
            return
        reps, ended = self.tally.now.movements, self.finder.ended
        anew = self._rest_end.turned_over_now(reps, self.tick, self._worn)
        if anew is None:
            return
        yield from self._count_turned_over(anew, at_s)
        if ended is None or not is_way_after(ended, reps, tuning=self._tuning):
            # The way back of the last rep becomes the way out of the rep in progress.
            way_out = way_back_of(reps[-1])
            self._suspected_axis = unit(way_out.turn_deg)
            self.finder.turn_over(way_out, ended)
        self.tell_finder()

    def turn_over_at_end(self, at_s: float) -> Iterator[Event]:
        """Count the set in progress again if it ends in a rest that was taken for a hold.

        Args:
            at_s: The data time by which it was known.
        """
        reps = self.tally.now.movements
        if not reps or self.small.finds or self.finder.moving:
            return
        rest = self._rest_end.at_end(reps, self.tick, self._worn)
        if rest is Rest.UNSURE:
            self.tally.doubt_now()
        if rest is Rest.AT_TOP:
            yield from self._count_turned_over(self._rest_end.turned_over_at_end(reps), at_s)

    def _count_turned_over(self, reps: Sequence[Excursion], at_s: float) -> Iterator[Event]:
        """Count other movements instead of the set in progress, which was seen upside down."""
        yield from self.tally.take_back.told_anew(RecountWhy.UPSIDE_DOWN, at_s)
        self._not_before, self._ended_s = _BEFORE_ALL, 0.0
        for found in reps:
            yield from self.count(AsRep(), self.measured(found), at_s)

    def posture(self, poses: FloatArray) -> Posture:
        """Return the posture of the limb.

        Args:
            poses: The vertical in the sensor's frame, unit vectors, shape (n, 3).
        """
        return self.gait.posture(poses, self.exercise.thigh_at_rest)

    @property
    def _worn(self) -> Worn:
        carries = way_out_carries(self._asked, self.exercise, has_gyro=self.has_gyro)
        return Worn(carries, self.placement, self.has_gyro, self._upright)

    @property
    def _upright(self) -> FloatArray | None:
        """The vertical in the sensor at rest, if the limb then stands and a walk has shown it."""
        stands_at_rest = self.exercise.thigh_at_rest is ThighAtRest.UPRIGHT
        return self.gait.upright if stands_at_rest else None

    def _goes_out(self, found: Excursion) -> bool | None:
        upright = self._upright
        if upright is not None:
            begins = begins_upright(self.recent, found, upright)
            if begins is not None:
                return begins
        if not self.has_gyro:
            return None
        return goes_out(self.sighting(found))
