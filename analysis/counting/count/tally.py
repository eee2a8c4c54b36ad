"""The count of one leg: its reps, sets and attempts, and what waits to be one of them.

It applies verdicts and announces what they change; it makes no judgement itself.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evenstride.analysis.counting.count.counted import Counted
from evenstride.analysis.counting.count.listing import Listing
from evenstride.analysis.counting.count.reversals import Reversals
from evenstride.analysis.counting.count.with_knee import complete_knees, with_knee
from evenstride.analysis.counting.measuring.measured_movement import Movement
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.ticks.ticks_ahead import first_tick
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.verdict.held_leg import stance_of
from evenstride.analysis.counting.verdict.listed import LISTED_AS
from evenstride.analysis.counting.verdict.verdict_types import (
    AsAttempt,
    AsRep,
    Refused,
    SetSoFarWas,
    Shape,
    SoFar,
    Waiting,
    Why,
)
from evenstride.analysis.model.events import (
    Event,
    RepCounted,
    SetEnded,
    SetStarted,
)
from evenstride.analysis.model.exercise_values import SensorMoves
from evenstride.analysis.model.exercises import ANY_ID, Exercise
from evenstride.analysis.model.recount_why import RecountWhy
from evenstride.analysis.model.reps import Attempt, AttemptWhy, ExerciseSet, Rep
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Leg

if TYPE_CHECKING:
    from evenstride.analysis.knee.tracker import KneeTracker


class Tally:
    """Keeps the count of one leg.

    Args:
        exercise: What is trained, as its sensor sees it.
        stands: Whether the person stands between reps, and may step onto something.

    Attributes:
        listing: Lists what does not count.
        take_back: Takes back what turns out to have been none.
        now: The set in progress; it may be empty.
        unsure_sets: The number of sets for which nothing tells which end is the rest.
        untold: The number of movements that may be the sensor's noise, or a trunk that bends.
    """

    def __init__(
        self,
        leg: Leg,
        exercise: Exercise,
        tuning: CountingTuning = COUNTING,
        *,
        stands: bool = False,
    ) -> None:
        self.unsure_sets = self.untold = 0
        self._counted = Counted(tuning)
        self.now = self._counted.now
        self._leg = leg
        self._exercise = exercise
        self._tuning = tuning
        self._waiting: dict[Waiting, list[Movement]] = {
            kind: [] for kind in Waiting if kind is not Waiting.NONE
        }
        self._waits_cut = False
        self._last_set: Shape | None = None
        self._active_s = 0.0
        self.listing = Listing(leg, self._counted, tuning)
        self.take_back = Reversals(leg, self._counted, self.listing.bout, tuning)
        self._tell_exercise(stands=stands)

    @property
    def reps(self) -> list[Rep]:
        """Reps that count, in order."""
        return self._counted.reps

    @property
    def sets(self) -> list[ExerciseSet]:
        """Sets that are over."""
        return self._counted.sets

    @property
    def attempts(self) -> list[Attempt]:
        """Movements that were none, and are listed."""
        return self._counted.attempts

    @property
    def set_number(self) -> int:
        """Number of the set in progress, or of the next one."""
        return self._counted.set_number

    @property
    def so_far(self) -> SoFar:
        """What a verdict on the next movement has to know."""
        waiting = {kind: tuple(one.found for one in kept) for kind, kept in self._waiting.items()}
        return SoFar(
            reps=len(self.now),
            usual_range_deg=self.now.usual_range_deg,
            latest=self.now.latest if self.now else None,
            last_set=self._last_set,
            unlike=waiting[Waiting.UNLIKE],
            small=waiting[Waiting.SMALL],
            turned=waiting[Waiting.TURNED],
            usual_s=self.now.usual_duration_s,
            is_turned=self.now.is_turned,
            pedal=self.take_back.pedal,
            fast=waiting[Waiting.FAST],
            long=waiting[Waiting.LONG],
        )

    def is_over(self, tick: int) -> bool:
        """Whether the set in progress is over because no rep or attempt came for a while."""
        return bool(self.now) and self._has_rested(tick)

    def _has_rested(self, tick: int) -> bool:
        return tick * TICK_S - self._active_s > self._tuning.set_pause_s

    @property
    def over_at(self) -> int | None:
        """The first tick at which the set in progress is over; None without one."""
        about_s = self._active_s + self._tuning.set_pause_s
        return first_tick(self._has_rested, about_s / TICK_S) if self.now else None

    def begin(self, exercise: Exercise, *, stands: bool = False) -> None:
        """Another exercise is trained from now on; the set in progress must have been ended."""
        self._exercise = exercise
        self._tell_exercise(stands=stands)
        self._counted.begin_exercise()
        self.forget()

    def _tell_exercise(self, *, stands: bool) -> None:
        self.listing.begin(self._exercise)
        self.take_back.stands = stands
        self.take_back.reps = self._exercise.reps
        # A shank tips less when its leg dips than when that leg is held up and swings.
        is_thigh = self._exercise.sensor_moves is SensorMoves.DOWN
        self.take_back.on_one_leg = stands and is_thigh and not self._exercise.both_legs

    def forget(self) -> None:
        """After a long gap, forget what waits and what earlier sets looked like."""
        for kept in self._waiting.values():
            kept.clear()
        self._last_set = None
        self.take_back.forget()

    def attempt(self, verdict: AsAttempt, movement: Movement, at_s: float) -> Iterator[Event]:
        """List a movement that is not part of the set; it waits for more of its kind."""
        if verdict.anew:
            self._waiting[verdict.kind].clear()
        self._waiting[verdict.kind].append(movement)
        if verdict.kind is Waiting.UNLIKE:
            self._waits_cut = verdict.why is AttemptWhy.GAP
            self.untold += verdict.why is AttemptWhy.WRONG_WAY
        is_small = verdict.kind is Waiting.SMALL
        if not is_small and not self.listing.is_large_enough(movement.found.range_deg):
            return
        attempt = movement.as_attempt(verdict.why)
        if is_small:
            self._active_s = attempt.end_s
        yield from self.listing.add(attempt, at_s)

    def count(
        self, verdict: AsRep, movement: Movement, at_s: float, knee: "KneeTracker | None" = None
    ) -> Iterator[Event]:
        """Count a movement, and apply what it shows about those before it.

        Args:
            at_s: The data time by which it was known.
            knee: What is known of the knee by now, and was not when earlier movements were
                measured.
        """
        earlier = () if verdict.earlier is Waiting.NONE else tuple(self._waiting[verdict.earlier])
        earlier = tuple(with_knee(one, knee, is_rep=True) for one in earlier)
        self._counted.unlist(earlier)
        if verdict.set_was is SetSoFarWas.NONE and verdict.because is not None:
            yield from self.take_back.set_was_none(verdict.because, at_s)
        elif verdict.set_was is SetSoFarWas.ANOTHER:
            yield self.end_set(at_s)
        for counted in earlier:
            yield from self._count(counted, at_s)
        is_told = verdict.set_was is SetSoFarWas.NONE or self.take_back.drops_lone(movement.found)
        if earlier and not is_told:
            yield from self.take_back.recounted(at_s, RecountWhy.WERE_REPS)
        yield from self._count(movement, at_s)
        for kept in self._waiting.values():
            kept.clear()
        if complete_knees(self.reps, self._counted.first_of_exercise, knee):
            self._counted.renumber_now()
            yield from self.take_back.recounted(at_s, RecountWhy.KNEE_KNOWN)

    def refuse(self, verdict: Refused, found: Excursion, at_s: float) -> Iterator[Event]:
        """List a movement that does not belong to the exercise, if it is large enough.

        Args:
            verdict: Why it does not.
            at_s: The data time by which it was known.
        """
        start_s, end_s = found.start * TICK_S, found.end * TICK_S
        if verdict.why is Why.PEDALS:
            self.take_back.pedal = found
        if verdict.why in (Why.WALKING, Why.PEDALS):
            if self._waits_cut:
                # After walking, a movement that a hole cut was a stride itself.
                self._waiting[Waiting.UNLIKE].clear()
            yield from self.listing.add_bout(start_s, at_s)
            self.listing.bout.stride(start_s, end_s, found.range_deg)
            return
        self.untold += verdict.why is Why.NOISE and self.listing.is_large_enough(found.range_deg)
        why = LISTED_AS.get(verdict.why)
        if why is not None:
            yield from self.listing.add_found(found, why, at_s)

    def doubt_now(self) -> None:
        """Doubt the set in progress, because nothing tells which end of it is the rest."""
        self.unsure_sets += 1
        self._counted.doubt_now()

    def end_set(self, at_s: float) -> Event:
        """End the set in progress; there must be one."""
        self.take_back.set_ends()
        if self.now.is_sure:
            self._last_set = Shape(
                self.now.latest.axis,
                self.now.usual_range_deg or 0.0,
                self.now.usual_duration_s or 0.0,
                stance_of(self._counted.kept_now) if self.take_back.on_one_leg else None,
            )
        ended = self._counted.end_set(None if self._exercise.id == ANY_ID else self._exercise.id)
        return SetEnded(
            leg=self._leg, at_s=at_s, number=ended.number, end_s=ended.end_s, count=ended.count
        )

    def _count(self, movement: Movement, at_s: float) -> Iterator[Event]:
        is_first = not self.now
        rep = self._counted.add(movement, self._exercise)
        if is_first:
            yield SetStarted(leg=self._leg, at_s=at_s, number=self.set_number, start_s=rep.first_s)
        self.listing.counts(rep)
        self._active_s = rep.last_s
        curve, pose = movement.curve, movement.rest_pose
        yield RepCounted(leg=self._leg, at_s=at_s, rep=rep, curve=curve, rest_pose=pose)
        yield from self.take_back.after_rep(at_s)
