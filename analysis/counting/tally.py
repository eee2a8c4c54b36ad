"""The count of one leg: its reps, sets and attempts, and what waits to be one of them.

It applies verdicts and announces what they change; it judges nothing itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from evenstride.analysis.counting.bout import WalkingBout
from evenstride.analysis.counting.climb import steps_before
from evenstride.analysis.counting.finished_rep import finished_rep
from evenstride.analysis.counting.gait import Posture
from evenstride.analysis.counting.listed import LISTED_AS, WHY_NONE, still_listed
from evenstride.analysis.counting.measure import Movement
from evenstride.analysis.counting.movements import Excursion
from evenstride.analysis.counting.set_in_progress import SetInProgress
from evenstride.analysis.counting.ticks_ahead import first_tick
from evenstride.analysis.counting.tuning import COUNTING, CountingTuning
from evenstride.analysis.counting.verdict import is_unlike_set
from evenstride.analysis.counting.verdict_types import (
    AsAttempt,
    AsRep,
    InDoubt,
    Refused,
    SetSoFarWas,
    Shape,
    SoFar,
    Waiting,
    Why,
)
from evenstride.analysis.counting.with_knee import complete_knees, with_knee
from evenstride.analysis.knee.tracker import KneeTracker
from evenstride.analysis.model.events import (
    NO_TRACE,
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


class Tally:
    """Keeps the count of one leg.

    Args:
        leg: Which leg.
        exercise: What is trained, as its sensor sees it.
        tuning: The constants to go by.
        stands: Whether the person stands between reps, and may step onto something.

    Attributes:
        reps: Reps that count, in order.
        sets: Sets that are over.
        attempts: Movements that were none, and are listed.
        now: The set in progress; it may be empty.
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
        self.reps: list[Rep] = []
        self.sets: list[ExerciseSet] = []
        self.attempts: list[Attempt] = []
        self.now = SetInProgress(tuning)
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
        self._movements: list[Movement] = []
        self._first_of_exercise = 0

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

    @property
    def set_number(self) -> int:
        """Number of the set in progress, or of the next one."""
        return len(self.sets) + 1

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
        self._first_of_exercise = len(self.reps)
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
        for found in (self.reps, self.sets, self.attempts, self._movements):
            found.clear()
        self._first_of_exercise = 0
        self.now.clear()
        self._active_s = 0.0
        self.forget()
        if had_reps:
            yield self._recounted(at_s, why)

    def attempt(self, verdict: AsAttempt, movement: Movement, at_s: float) -> Iterator[Event]:
        """List a movement that is none of the set; it waits whether more of its kind come."""
        self._wait(verdict.kind, movement, anew=verdict.anew)
        if verdict.kind is not Waiting.SMALL and movement.found.range_deg < self._least_listed_deg:
            return
        attempt = attempt_of(movement.measured, verdict.why)
        self.attempts.append(attempt)
        if verdict.kind is Waiting.SMALL:
            self._active_s = attempt.end_s
        yield AttemptSeen(leg=self._leg, at_s=at_s, attempt=attempt)

    def doubt(self, verdict: InDoubt, movement: Movement) -> None:
        """Keep a movement until it is known what it was."""
        self._wait(Waiting.UNLIKE, movement, anew=verdict.anew)

    def count(
        self, verdict: AsRep, movement: Movement, at_s: float, knee: KneeTracker | None = None
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
        if verdict.earlier is not Waiting.UNLIKE:
            listed = {one.measured.first_s for one in earlier}
            self.attempts = [old for old in self.attempts if old.start_s not in listed]
        if verdict.set_was is SetSoFarWas.NONE and verdict.because is not None:
            yield self.uncount_set(at_s, verdict.because)
        elif verdict.set_was is SetSoFarWas.ANOTHER:
            yield self.end_set(at_s)
        for counted in (*earlier, movement):
            yield from self._count(counted, at_s)
        for kept in self._waiting.values():
            kept.clear()
        if complete_knees(self.reps, self._first_of_exercise, knee):
            self.now.renumber(self.reps[-len(self.now) :])
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
            yield from self.walked(start_s)
            self.bout.stride(start_s, end_s, found.range_deg)
            return
        why = LISTED_AS.get(verdict.why)
        is_large = verdict.why is Why.UNDER_HALF or found.range_deg >= self._least_listed_deg
        if why is not None and is_large:
            attempt = Attempt(start_s=start_s, end_s=end_s, rom_deg=found.range_deg, why=why)
            self.attempts.append(attempt)
            yield AttemptSeen(leg=self._leg, at_s=at_s, attempt=attempt)

    def walked(self, at_s: float) -> Iterator[Event]:
        """List the bout of walking, if it is over at a time."""
        bout = self.bout.ended(at_s, self._least_listed_deg)
        if bout is not None:
            self.attempts.append(bout)
            yield AttemptSeen(leg=self._leg, at_s=at_s, attempt=bout)

    def count_anew(self, at_s: float, why: str) -> Iterator[Event]:
        """Forget the reps of the set in progress; they follow once more, seen otherwise."""
        if self.now:
            self._drop_now()
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
        self._drop_now()
        yield self._recounted(at_s, "what came before was walking")

    def take_back_posture(
        self, posture: Callable[[FloatArray], Posture], at_s: float
    ) -> Iterator[Event]:
        """Take back what was done in another posture, now that a walk has taught how it hangs.

        A set of few reps is none where all of them were. A longer one is none where nearly all were
        like getting up from a chair: else the strap was turned before the walk, or taken off.

        Args:
            posture: Tells from the poses of a movement whether it fits the exercise.
            at_s: The data time by which it was known.
        """
        numbers = {rep.set for rep in self.reps[self._first_of_exercise :]}
        wrong = {number for number in numbers if self._was_elsewhere(number, posture)}
        if not wrong:
            return
        at = [i for i, rep in enumerate(self.reps) if rep.set in wrong]
        self.attempts += [attempt_of(self.reps[i], AttemptWhy.TAKEN_BACK) for i in at]
        if self.set_number in wrong:
            self.now.clear()
        kept = [i for i in range(len(self.reps)) if i not in at]
        self._movements = [self._movements[i] for i in kept]
        self.sets = [one for one in self.sets if one.number not in wrong]
        number_of = {one.number: number for number, one in enumerate(self.sets, start=1)}
        self.sets = [replace(one, number=number_of[one.number]) for one in self.sets]
        self.reps = [
            replace(self.reps[i], number=n, set=number_of.get(self.reps[i].set, len(self.sets) + 1))
            for n, i in enumerate(kept, start=1)
        ]
        if self.now:
            self.now.renumber(self.reps[-len(self.now) :])
        yield self._recounted(at_s, "a walk showed that what came before was done standing up")

    def _was_elsewhere(self, number: int, posture: Callable[[FloatArray], Posture]) -> bool:
        of_set = zip(self.reps, self._movements, strict=True)
        seen = [posture(movement.poses) for rep, movement in of_set if rep.set == number]
        if len(seen) <= self._tuning.few_reps:
            return Posture.FITS not in seen
        return seen.count(Posture.CHAIR) >= self._tuning.gait.chair_part * len(seen)

    def end_set(self, at_s: float) -> Event:
        """End the set in progress; there must be one."""
        exercise = None if self._exercise.id == ANY_ID else self._exercise.id
        ended = self.now.ended(self.set_number, exercise)
        self.sets.append(ended)
        self._lone = self.now.first if len(self.now) == 1 else None
        if self.now.is_sure:
            self._last_set = Shape(
                self.now.latest.axis,
                self.now.usual_range_deg or 0.0,
                self.now.usual_duration_s or 0.0,
            )
        self.now.clear()
        return SetEnded(
            leg=self._leg, at_s=at_s, number=ended.number, end_s=ended.end_s, count=ended.count
        )

    def _wait(self, kind: Waiting, movement: Movement, *, anew: bool) -> None:
        if anew:
            self._waiting[kind].clear()
        self._waiting[kind].append(movement)

    def _count(self, movement: Movement, at_s: float) -> Iterator[Event]:
        usual_deg = self.now.usual_range_deg
        rep = finished_rep(
            movement.measured,
            self._exercise,
            number=len(self.reps) + 1,
            set_number=self.set_number,
            part_of_usual=movement.found.range_deg / usual_deg if usual_deg else 1.0,
            tuning=self._tuning.measuring,
        )
        if not self.now:
            yield SetStarted(leg=self._leg, at_s=at_s, number=self.set_number, start_s=rep.first_s)
        self.reps.append(rep)
        self.attempts = still_listed(self.attempts, rep)
        # Its poses may be asked for again; its curve, the most of it, is drawn from the event.
        self._movements.append(replace(movement, curve=NO_TRACE))
        self.now.add(rep, movement.found)
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
        climbs_m = [one.climb_m for one in self._movements[-len(self.now) :]]
        steps = steps_before(climbs_m, few, tuning=self._tuning.gait)
        if steps:
            self._leave_out(steps, 0)
            yield self._recounted(at_s, "the first movements were steps onto something or off it")

    def step_off(self, at_s: float) -> Iterator[Event]:
        """The last movements of the set in progress were steps off something, now that it ends."""
        if not self.now or not self._stands:
            return
        climbs_m = [one.climb_m for one in self._movements[-len(self.now) :]]
        steps = steps_before(climbs_m[::-1], self._tuning.few_reps, tuning=self._tuning.gait)
        if steps:
            self._leave_out(0, steps)
            yield self._recounted(at_s, "the last movements were steps onto something or off it")

    def _leave_out(self, first: int, last: int) -> None:
        """So many of the first and of the last reps of the set in progress were none."""
        begin, end = len(self.reps) - len(self.now), len(self.reps)
        out = [*range(begin, begin + first), *range(end - last, end)]
        self.attempts += [attempt_of(self.reps[at], AttemptWhy.UNLIKE) for at in out]
        kept = [at for at in range(end) if at not in out]
        self._movements = [self._movements[at] for at in kept]
        self.reps = [replace(self.reps[at], number=n) for n, at in enumerate(kept, start=1)]
        self.now.leave_out(first, last)
        self.now.renumber(self.reps[begin:])

    def _uncount_lone(self, at_s: float) -> Event:
        """A set of one rep that the next set's reps are unlike was no rep."""
        at = len(self.reps) - len(self.now) - 1
        self.attempts.append(attempt_of(self.reps.pop(at), AttemptWhy.UNLIKE))
        del self._movements[at]
        self.sets.pop()
        self._lone = None
        renumbered = [
            replace(rep, number=rep.number - 1, set=self.set_number) for rep in self.reps[at:]
        ]
        self.reps[at:] = renumbered
        self.now.renumber(renumbered)
        return self._recounted(at_s, "a single movement before the set was unlike its reps")

    def uncount_set(self, at_s: float, why: AttemptWhy = AttemptWhy.TAKEN_BACK) -> Event:
        """The reps of the set in progress were none."""
        self.attempts += [attempt_of(rep, why) for rep in self.now.reps]
        self._drop_now()
        return self._recounted(at_s, WHY_NONE[why])

    def _drop_now(self) -> None:
        """The set in progress was none."""
        left = len(self.reps) - len(self.now)
        del self.reps[left:], self._movements[left:]
        self.now.clear()

    def _recounted(self, at_s: float, why: str) -> Event:
        reps = tuple(self.reps)
        return Recounted(leg=self._leg, at_s=at_s, count=len(reps), why=why, reps=reps)
