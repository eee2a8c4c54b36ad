"""Takes one leg's movements: judges and measures each, and counts, lists or refuses it."""

from collections.abc import Iterator
from dataclasses import replace

from evenstride.analysis.counting.count.with_knee import with_knee
from evenstride.analysis.counting.leg.leg_count import LegCount
from evenstride.analysis.counting.measuring.bend import Bend, bend_of
from evenstride.analysis.counting.moves.hole_split import split_at_hole
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.other_leg import StepMemory, is_step
from evenstride.analysis.counting.small.finder import Told, ToldMove
from evenstride.analysis.counting.small.small_leg import as_small, excursion_of
from evenstride.analysis.counting.small.unclaimed import Unclaimed
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.verdict.evidence import Evidence, evidence_of
from evenstride.analysis.counting.verdict.listed import listed_as
from evenstride.analysis.counting.verdict.refusal import is_like_set
from evenstride.analysis.counting.verdict.verdict import judge, once_measured
from evenstride.analysis.counting.verdict.verdict_types import (
    AsAttempt,
    AsRep,
    Refused,
    Verdict,
    Waiting,
    Why,
)
from evenstride.analysis.model.events import Event
from evenstride.analysis.model.exercise_values import KneeMoves, SensorMoves, ThighAtRest
from evenstride.analysis.signal.tuning import TICK_S


class Taking:
    """Takes the movements of one leg, whether they were found by their speed or as a series.

    Attributes:
        count: The leg's count and everything known about the leg.
    """

    def __init__(self, count: LegCount, tuning: CountingTuning = COUNTING) -> None:
        self.count = count
        self._tuning = tuning
        self._unclaimed = Unclaimed(tuning.small)
        self.begin()

    def begin(self) -> None:
        """Begin again with another exercise, or with the sensor in another place."""
        self._steps = StepMemory(self._tuning)

    def take(self, found: Excursion, at_s: float) -> Iterator[Event]:
        """Take a movement that was found by its speed.

        Args:
            at_s: The data time by which it was known.
        """
        for one in split_at_hole(self.count.recent, found, tuning=self._tuning):
            yield from self._take_one(one, at_s)

    def _take_one(self, found: Excursion, at_s: float) -> Iterator[Event]:
        count, tick, has_gyro = self.count, self.count.tick, self.count.has_gyro
        so_far, small = count.tally.so_far, count.small
        bend, free_leg = self._bend(found), count.tally.take_back.free_leg
        seen = evidence_of(
            count.sighting(found),
            count.other,
            stepped=self._steps.stepped(tick),
            gait=count.gait,
            in_set=is_like_set(found, so_far, tuning=self._tuning),
        )
        if bend is not None and free_leg.is_free(bend):
            seen = replace(seen, is_free=True)
        verdict = judge(seen, so_far, count.exercise, tuning=self._tuning)
        is_rep = isinstance(verdict, AsRep) and not small.finds
        if is_rep and small.is_carried(found, tick, has_gyro=has_gyro):
            yield from self._take_back_carried(at_s)
            verdict = Refused(Why.CARRIED)
        if bend is not None and verdict == Refused(Why.HELD_UP):
            yield from count.tally.take_back.was_free(bend, at_s)
            count.tell_finder()
        if isinstance(verdict, Refused):
            yield from self._refused(verdict, seen, at_s)
        elif small.finds:
            self._wait(verdict, found)
        else:
            yield from self._apply(verdict, seen, bend, at_s)

    def _bend(self, found: Excursion) -> Bend | None:
        """Return how the sensor's height bends, where the exercise bends the knee of one leg."""
        count, exercise = self.count, self.count.exercise
        stands = exercise.thigh_at_rest is ThighAtRest.UPRIGHT and not exercise.both_legs
        if not (stands and exercise.knee is KneeMoves.BENDS and count.has_gyro):
            return None
        return bend_of(count.recent, found, count.tick, tuning=self._tuning)

    def _refused(self, verdict: Refused, seen: Evidence, at_s: float) -> Iterator[Event]:
        """Draw the conclusions from a movement that does not belong to the exercise."""
        count, found, gait = self.count, seen.found, seen.gait
        other_deg = seen.other.turned_deg if seen.other else 0.0
        # Getting ready for the other leg's set may last half a minute.
        is_short = seen.duration_s < self._tuning.other_leg.walking_s
        is_step_of_both = is_short and is_step(found.range_deg, other_deg, tuning=self._tuning)
        if verdict.why is Why.OTHER_LEG and is_step_of_both:
            self._steps.step(count.tick)
        count.finder.refuse(may_begin=found.range_deg > self._tuning.positioning_deg)
        is_sure = gait.octaves > self._tuning.gait.sure_octaves or gait.in_series
        if verdict.why is Why.WALKING and is_sure and gait.bout_start_s is not None:
            yield from count.tally.take_back.strides(gait.bout_start_s, at_s)
            count.tell_finder()
        if gait.learnt:
            yield from count.tally.take_back.posture(count.posture, at_s)
            count.tell_finder()
        if count.small.may_claim(verdict.why):
            self._wait(verdict, found)
        else:
            yield from count.tally.refuse(verdict, found, at_s)

    def _apply(
        self, verdict: AsRep | AsAttempt, seen: Evidence, bend: Bend | None, at_s: float
    ) -> Iterator[Event]:
        """Count or list a movement."""
        count, found = self.count, seen.found
        is_lifted = bool(seen.fits) and count.exercise.sensor_moves is SensorMoves.UP
        movement = replace(count.measured(found), is_lifted=is_lifted, bend=bend)
        verdict = once_measured(
            verdict, movement, count.tally.so_far, count.exercise, tuning=self._tuning
        )
        movement = with_knee(movement, count.knee, is_rep=isinstance(verdict, AsRep))
        if isinstance(verdict, AsRep):
            if verdict.earlier is Waiting.TURNED:
                count.gait.unlearn()
            yield from count.count(verdict, movement, at_s)
            return
        yield from count.tally.attempt(verdict, movement, at_s)
        if verdict.kind is Waiting.UNLIKE:
            count.suspect(found.axis)
        if verdict.kind is Waiting.LONG and count.exercise.hold_target_s is None:
            # In an exercise without a hold, a limb that stayed so long was at rest there, and has
            # now left this rest.
            count.finder.refuse()

    def _wait(self, verdict: Verdict, found: Excursion) -> None:
        """Keep the movement for a series of small reps to claim, unless it is swaying."""
        why = listed_as(verdict)
        if why is not None and not self.count.small.sways(found):
            self._unclaimed.add(found, why)

    def take_small(self, told: Told, at_s: float) -> Iterator[Event]:
        """Count the small reps that a series contains, unless other evidence speaks against them.

        Args:
            told: The news of the series at this tick.
            at_s: The data time by which it was known.
        """
        count, tally = self.count, self.count.tally
        if count.gait.walks(count.tick * TICK_S):
            moves = () if told.anew else told.moves
            for move in moves:
                yield from tally.refuse(Refused(Why.WALKING), excursion_of(move), at_s)
            return
        if told.anew:
            yield from tally.take_back.told_anew(told.anew, at_s)
        so_far, has_gyro = tally.so_far, count.has_gyro
        whys = count.small.whys_not(
            told.moves, count.tick, count.other, count.gait, so_far, has_gyro=has_gyro
        )
        for move, why in zip(told.moves, whys, strict=True):
            yield from self._take_one_small(move, why, at_s)
        for one in self._unclaimed.due(count.tick, in_series=count.small.is_in_series):
            yield from tally.listing.add_found(one.found, one.why, at_s)

    def _take_one_small(self, move: ToldMove, why: Why | None, at_s: float) -> Iterator[Event]:
        count, tally = self.count, self.count.tally
        found = excursion_of(move)
        self._unclaimed.claim(found)
        if move.is_under_half and self._unclaimed.was_given(found):
            return
        if why is not None:
            if why is Why.CARRIED:
                yield from self._take_back_carried(at_s)
            yield from tally.refuse(Refused(why), found, at_s)
            return
        by = self._tuning.measuring
        movement = as_small(count.measured(found), move, self._was_seen, by)
        yield from count.count(AsRep(), with_knee(movement, count.knee, is_rep=True), at_s)

    def list_unclaimed(self, at_s: float) -> Iterator[Event]:
        """List the movements that no series has claimed, because no more can follow."""
        for one in self._unclaimed.all():
            yield from self.count.tally.listing.add_found(one.found, one.why, at_s)

    def _take_back_carried(self, at_s: float) -> Iterator[Event]:
        count = self.count
        if count.small.were_carried:
            yield from count.tally.take_back.carried(count.small.was_carried, at_s)
            count.tell_finder()

    def _was_seen(self, at_s: float) -> bool:
        """Return whether the motion around a time was measured, outside of holes."""
        half_s = self._tuning.measuring.measuring_half_s
        return not self.count.recent.was_lost(at_s, half_s + TICK_S)
