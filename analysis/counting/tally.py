"""The count of one leg: its reps, sets and attempts, and what waits to be one of them.

It applies verdicts and announces what they change; it judges nothing itself.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from evenstride.analysis.counting.bout import WalkingBout
from evenstride.analysis.counting.climb import steps_before
from evenstride.analysis.counting.counted import Counted
from evenstride.analysis.counting.gait import Posture
from evenstride.analysis.counting.listed import LISTED_AS, WERE_REPS, WHY_NONE, still_listed
from evenstride.analysis.counting.measure import Movement
from evenstride.analysis.counting.movements import Excursion
from evenstride.analysis.counting.set_in_progress import SetInProgress
from evenstride.analysis.counting.taken_back import were_carried, were_elsewhere
from evenstride.analysis.counting.ticks_ahead import first_tick
from evenstride.analysis.counting.tuning import COUNTING, CountingTuning
from evenstride.analysis.counting.verdict import is_unlike_set
from evenstride.analysis.counting.verdict_types import (
    AsAttempt,
    AsRep,
    Refused,
    SetSoFarWas,
    Shape,
    SoFar,
    Waiting,
    Why,
)
from evenstride.analysis.counting.with_knee import complete_knees, with_knee
from evenstride.analysis.model.events import (
    AttemptSeen,
    Event,
    Recounted,
    RepCounted,
    SetEnded,
    SetStarted,
)
from evenstride.analysis.model.exercises import ANY_ID, Exercise
from evenstride.analysis.model.reps import Attempt, AttemptWhy, ExerciseSet, Rep, attempt_of
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray, Leg

if TYPE_CHECKING:
    from evenstride.analysis.knee.tracker import KneeTracker


class Tally:
    """Keeps the count of one leg.

    Args:
        leg: Which leg.
        exercise: What is trained, as its sensor sees it.
        tuning: The constants to go by.
        stands: Whether the person stands between reps, and may step onto something.

    Attributes:
        bout: The bout of walking in progress.
    """

    def __init__(
        self,
        leg: Leg,
        exercise: Exercise,
        tuning: CountingTuning = COUNTING,
        *,
        stands: bool = False,
    ) -> None:
        self._stands = stands
        self._counted = Counted(tuning)
        self._leg = leg
        self._exercise = exercise
        self._tuning = tuning
        self._waiting: dict[Waiting, list[Movement]] = {
            kind: [] for kind in Waiting if kind is not Waiting.NONE
        }
        self._last_set: Shape | None = None
        self._lone: Excursion | None = None
        self._active_s = 0.0
        self.bout = WalkingBout(tuning.gait)

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
    def now(self) -> SetInProgress:
        """The set in progress; it may be empty."""
        return self._counted.now

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
            fast=waiting[Waiting.FAST],
            long=waiting[Waiting.LONG],
        )

    @property
    def _least_listed_deg(self) -> float:
        return self._tuning.listed_ranges * self._exercise.min_range_deg

    def is_over(self, tick: int) -> bool:
        """Whether the set in progress has had no rep and no attempt for so long that it is over."""
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
        self._stands = stands
        self._counted.begin_exercise()
        self.forget()

    def forget(self) -> None:
        """After a long gap what waits and what earlier sets looked like say nothing."""
        for kept in self._waiting.values():
            kept.clear()
        self._last_set = None
        self._lone = None

    def begin_again(self, at_s: float, why: str) -> Iterator[Event]:
        """Nothing counted: what follows are the same samples from the start, mended."""
        had_reps = bool(self.reps)
        self._counted.clear()
        self._active_s = 0.0
        self.forget()
        if had_reps:
            yield self._recounted(at_s, why)

    def attempt(self, verdict: AsAttempt, movement: Movement, at_s: float) -> Iterator[Event]:
        """List a movement that is none of the set; it waits whether more of its kind come."""
        if verdict.anew:
            self._waiting[verdict.kind].clear()
        self._waiting[verdict.kind].append(movement)
        is_small = verdict.kind is Waiting.SMALL
        if not is_small and not self._is_listed(movement.found.range_deg):
            return
        attempt = attempt_of(movement.measured, verdict.why)
        if is_small:
            self._active_s = attempt.end_s
        yield self._listed(attempt, at_s)

    def _is_listed(self, range_deg: float) -> bool:
        """Whether a movement is large enough to be listed, or under half of what is usual."""
        usual_deg = self.now.usual_range_deg or 0.0
        is_small = range_deg < self._tuning.attempt_fraction * usual_deg
        return is_small or range_deg >= self._least_listed_deg

    def _listed(self, attempt: Attempt, at_s: float) -> Event:
        self.attempts.append(attempt)
        return AttemptSeen(leg=self._leg, at_s=at_s, attempt=attempt)

    def count(
        self, verdict: AsRep, movement: Movement, at_s: float, knee: "KneeTracker | None" = None
    ) -> Iterator[Event]:
        """Count a movement, and what it shows the ones before to have been.

        Args:
            verdict: What it is.
            movement: The movement.
            at_s: The data time by which it was known.
            knee: What is known of the knee by now, which was not when earlier ones were measured.
        """
        earlier = () if verdict.earlier is Waiting.NONE else tuple(self._waiting[verdict.earlier])
        earlier = tuple(with_knee(one, knee, is_rep=True) for one in earlier)
        self._counted.unlist(earlier)
        if verdict.set_was is SetSoFarWas.NONE and verdict.because is not None:
            yield self.uncount_set(at_s, verdict.because, WHY_NONE[verdict.because])
        elif verdict.set_was is SetSoFarWas.ANOTHER:
            yield self.end_set(at_s)
        for counted in earlier:
            yield from self._count(counted, at_s)
        if earlier and verdict.set_was is not SetSoFarWas.NONE:
            yield self._recounted(at_s, WERE_REPS)
        yield from self._count(movement, at_s)
        for kept in self._waiting.values():
            kept.clear()
        if complete_knees(self.reps, self._counted.first_of_exercise, knee):
            self._counted.renumber_now()
            yield self._recounted(at_s, "the knee of the first reps is known now")

    def refuse(self, verdict: Refused, found: Excursion, at_s: float) -> Iterator[Event]:
        """List a movement that is nothing of the exercise, where it is large enough to be told.

        Args:
            verdict: Why it is none.
            found: The movement.
            at_s: The data time by which it was known.
        """
        start_s, end_s = found.start * TICK_S, found.end * TICK_S
        if verdict.why is Why.WALKING:
            yield from self.walked(start_s, at_s)
            self.bout.stride(start_s, end_s, found.range_deg)
            return
        why = LISTED_AS.get(verdict.why)
        if why is not None:
            yield from self.list_found(found, why, at_s)

    def list_found(self, found: Excursion, why: AttemptWhy, at_s: float) -> Iterator[Event]:
        """List a movement that was found and does not count, where it is large enough to be told.

        Args:
            found: The movement.
            why: Why it does not count.
            at_s: The data time by which it was known.
        """
        if why is not AttemptWhy.TOO_SMALL and not self._is_listed(found.range_deg):
            return
        start_s, end_s = found.start * TICK_S, found.end * TICK_S
        attempt = Attempt(start_s=start_s, end_s=end_s, rom_deg=found.range_deg, why=why)
        yield self._listed(attempt, at_s)

    def list_unseen(self, from_s: float, to_s: float, at_s: float) -> Event:
        """List a hole of the data in which a rep may lie."""
        return self._listed(
            Attempt(start_s=from_s, end_s=to_s, rom_deg=None, why=AttemptWhy.GAP), at_s
        )

    def walked(self, now_s: float, at_s: float) -> Iterator[Event]:
        """List the bout of walking, if it is over by now; ``inf`` where nothing follows."""
        bout = self.bout.ended(now_s, self._least_listed_deg)
        if bout is not None:
            yield self._listed(bout, at_s)

    def count_anew(self, at_s: float, why: str) -> Iterator[Event]:
        """Forget the reps of the set in progress; they follow once more, seen otherwise."""
        if self.now:
            self._counted.drop_now()
            yield self._recounted(at_s, why)

    def take_back_strides(self, start_s: float, at_s: float) -> Iterator[Event]:
        """A few reps that sure strides follow without a rest were the first strides themselves.

        Args:
            start_s: When the bout of strides began that shows it.
            at_s: The data time by which it was known.
        """
        is_soon = bool(self.now) and start_s - self.now.end_s < self._tuning.gait.take_back_s
        if not is_soon or not self.now.is_few:
            return
        for rep in self.now.reps:
            self.bout.stride(rep.first_s, rep.last_s, rep.rom_deg or 0.0)
        self._counted.drop_now()
        yield self._recounted(at_s, "what came before was walking")

    def take_back_carried(
        self, was_carried: Callable[[Excursion], bool], at_s: float
    ) -> Iterator[Event]:
        """The reps of the set in progress were none if they are few, and few ones before likewise.

        Args:
            was_carried: Tells whether the body carried the limb along in an earlier movement, too.
            at_s: The data time by which it was known.
        """
        none = self._counted.sets_in(
            lambda movements: were_carried(movements, was_carried, self._tuning)
        )
        if self.now.is_few:
            none.add(self.set_number)
        if none:
            self._counted.drop_sets(none, AttemptWhy.UNLIKE)
            yield self._recounted(at_s, "the limb only moved along with the body")

    def take_back_posture(
        self, posture: Callable[[FloatArray], Posture], at_s: float
    ) -> Iterator[Event]:
        """Take back what was done in another posture, now that a walk has taught how it hangs.

        Args:
            posture: Tells from the poses of a movement whether it fits the exercise.
            at_s: The data time by which it was known.
        """
        wrong = self._counted.sets_in(
            lambda movements: were_elsewhere(movements, posture, self._tuning)
        )
        if wrong:
            self._counted.drop_sets(wrong, AttemptWhy.WRONG_WAY)
            yield self._recounted(at_s, "a walk showed that what came before was done standing up")

    def take_back_lone(self, at_s: float) -> Iterator[Event]:
        """A small movement that came once, now that the set in progress ends, was no rep.

        A trunk that bends tips a thigh as far: only where the sensor saw the leg rise it was one.
        """
        lone = self._counted.lone
        if lone and not lone.is_lifted and lone.found.range_deg < self._tuning.trunk_deg:
            yield self.uncount_set(at_s, AttemptWhy.UNLIKE, "a small movement came only once")

    def end_set(self, at_s: float) -> Event:
        """End the set in progress; there must be one."""
        self._lone = self.now.first if len(self.now) == 1 else None
        if self.now.is_sure:
            self._last_set = Shape(
                self.now.latest.axis,
                self.now.usual_range_deg or 0.0,
                self.now.usual_duration_s or 0.0,
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
        self._counted.attempts = still_listed(self.attempts, rep)
        self._active_s = rep.last_s
        curve, pose = movement.curve, movement.rest_pose
        yield RepCounted(leg=self._leg, at_s=at_s, rep=rep, curve=curve, rest_pose=pose)
        if len(self.now) == self._tuning.few_reps and self._was_lone_none:
            yield self._uncount_lone(at_s)
        yield from self._take_back_steps(at_s)

    @property
    def _was_lone_none(self) -> bool:
        if self._lone is None:
            return False
        return is_unlike_set(self._lone, self.now.latest, tuning=self._tuning)

    def _take_back_steps(self, at_s: float) -> Iterator[Event]:
        """The first movements of a set were steps onto something, now that the others tell."""
        few = self._tuning.few_reps
        is_time = len(self.now) == few + self._tuning.gait.climbs_compared
        if not is_time or not self._stands:
            return
        climbs = self._counted.climbs
        steps = steps_before(climbs, few, tuning=self._tuning.gait)
        if steps:
            self._counted.leave_out(steps, 0, AttemptWhy.UNLIKE)
            yield self._recounted(at_s, "the first movements were steps onto something or off it")

    def step_off(self, at_s: float) -> Iterator[Event]:
        """The last movements of the set in progress were steps off something, now that it ends."""
        if not self.now or not self._stands:
            return
        climbs = self._counted.climbs
        steps = steps_before(climbs[::-1], self._tuning.few_reps, tuning=self._tuning.gait)
        if steps:
            self._counted.leave_out(0, steps, AttemptWhy.UNLIKE)
            yield self._recounted(at_s, "the last movements were steps onto something or off it")

    def _uncount_lone(self, at_s: float) -> Event:
        """A set of one rep that the next set's reps are unlike was no rep."""
        self._counted.drop_last_set(AttemptWhy.UNLIKE)
        self._lone = None
        return self._recounted(at_s, "a single movement before the set was unlike its reps")

    def uncount_set(self, at_s: float, why: AttemptWhy, said: str) -> Event:
        """The reps of the set in progress were none.

        Args:
            at_s: The data time by which it was known.
            why: As what they are listed.
            said: The same in words.
        """
        self._counted.drop_now(why)
        return self._recounted(at_s, said)

    def _recounted(self, at_s: float, why: str) -> Event:
        reps = tuple(self.reps)
        return Recounted(leg=self._leg, at_s=at_s, count=len(reps), why=why, reps=reps)
