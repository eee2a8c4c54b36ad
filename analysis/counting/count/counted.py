"""What was counted on one leg, kept consistent when some of it is taken back."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from evenstride.analysis.counting.count.set_in_progress import SetInProgress
from evenstride.analysis.counting.everyday.climb import Climb
from evenstride.analysis.counting.measuring.finished_rep import finished_rep
from evenstride.analysis.counting.measuring.kept_movement import KeptMovement
from evenstride.analysis.counting.measuring.measured_movement import Movement
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.reps import Attempt, AttemptWhy, ExerciseSet, Rep, attempt_of


class Counted:
    """Reps, sets and attempts, which stay consistent whatever is taken out of them.

    Attributes:
        reps: Reps that count, in order.
        sets: Sets that are over.
        attempts: Movements that do not count, and are listed.
        now: The set in progress; it may be empty.
    """

    def __init__(self, tuning: CountingTuning = COUNTING) -> None:
        self._tuning = tuning
        self.reps: list[Rep] = []
        self.sets: list[ExerciseSet] = []
        self.attempts: list[Attempt] = []
        self.now = SetInProgress(tuning)
        self._movements: list[KeptMovement] = []
        self._first_of_exercise = 0
        self._emptied: ExerciseSet | None = None

    @property
    def set_number(self) -> int:
        """Number of the set in progress, or of the next one."""
        return len(self.sets) + 1

    @property
    def of_exercise(self) -> list[Rep]:
        """The reps of the exercise that is trained now."""
        return self.reps[self._first_of_exercise :]

    @property
    def first_of_exercise(self) -> int:
        """How many reps belong to earlier exercises."""
        return self._first_of_exercise

    @property
    def kept_now(self) -> list[KeptMovement]:
        """The movements of the reps of the set in progress, in order."""
        return self._movements[len(self.reps) - len(self.now) :]

    @property
    def climbs(self) -> list[Climb]:
        """The climb of each rep of the set in progress, which distinguishes it from a step."""
        return [one.climb for one in self.kept_now]

    def begin_exercise(self) -> None:
        """Another exercise is trained from now on."""
        self._first_of_exercise = len(self.reps)

    def drop_all(self) -> None:
        """Forget everything."""
        self._drop_set_in_progress()
        for found in (self.reps, self.sets, self.attempts, self._movements):
            found.clear()
        self._first_of_exercise = 0

    def take_emptied(self) -> ExerciseSet | None:
        """The set in progress that was dropped since the last call, without its reps; else None."""
        emptied, self._emptied = self._emptied, None
        return emptied

    def add(self, movement: Movement, exercise: Exercise) -> Rep:
        """Count a movement as the next rep of the set in progress."""
        usual_deg = self.now.usual_range_deg
        rep = finished_rep(
            movement.measured,
            exercise,
            number=len(self.reps) + 1,
            set_number=self.set_number,
            part_of_usual=movement.found.range_deg / usual_deg if usual_deg else 1.0,
            tuning=self._tuning.measuring,
        )
        self.reps.append(rep)
        self._movements.append(KeptMovement.of(movement))
        self.now.add(rep, movement.found)
        return rep

    def end_set(self, exercise_id: str | None) -> ExerciseSet:
        """End the set in progress; there must be one."""
        ended = self.now.ended(self.set_number, exercise_id)
        self.sets.append(ended)
        self.now.clear()
        return ended

    def unlist(self, movements: Iterable[Movement]) -> None:
        """Take movements off the list of attempts, because they are reps."""
        starts_s = {one.as_attempt(AttemptWhy.UNLIKE).start_s for one in movements}
        self.attempts = [old for old in self.attempts if old.start_s not in starts_s]

    def renumber_now(self) -> None:
        """Give the set in progress its reps again, because they were replaced."""
        if self.now:
            self.now.renumber(self.reps[-len(self.now) :])

    def doubt_now(self) -> None:
        """Lower the confidence of the set in progress: its reps are as likely not reps."""
        first, most = len(self.reps) - len(self.now), self._tuning.measuring.half_sure
        doubted = [replace(one, confidence=min(one.confidence, most)) for one in self.now.reps]
        self.reps[first:] = doubted
        self.now.renumber(doubted)

    def drop_now(self, why: AttemptWhy | None = None) -> None:
        """Drop the set in progress; its reps are listed as attempts if a reason is given."""
        if why is not None:
            self.attempts += [attempt_of(rep, why) for rep in self.now.reps]
        left = len(self.reps) - len(self.now)
        del self.reps[left:], self._movements[left:]
        self._drop_set_in_progress()

    def leave_out(self, first: int, last: int, why: AttemptWhy) -> None:
        """Make attempts of the first and of the last few reps of the set in progress."""
        begin, end = len(self.reps) - len(self.now), len(self.reps)
        self.now.leave_out(first, last)
        self._take_out([*range(begin, begin + first), *range(end - last, end)], why)

    def drop_last_set(self, why: AttemptWhy) -> None:
        """Drop the last set that is over; the one in progress takes its place."""
        last = self.sets.pop().number
        out = [at for at, rep in enumerate(self.reps) if rep.set == last]
        self._take_out(out, why)

    def drop_sets(self, numbers: Collection[int], why: AttemptWhy) -> None:
        """Drop some sets; the one in progress may be among them."""
        if self.set_number in numbers:
            self._drop_set_in_progress()
        out = [at for at, rep in enumerate(self.reps) if rep.set in numbers]
        self.sets = [one for one in self.sets if one.number not in numbers]
        self._take_out(out, why)

    def sets_in(self, is_in: Callable[[Sequence[KeptMovement]], bool]) -> set[int]:
        """The numbers of this exercise's sets, the one in progress too, that pass a test.

        Args:
            is_in: The test, of the movements of the reps of a set.
        """
        return {number for number, movements in self.kept_by_set().items() if is_in(movements)}

    def kept_by_set(self) -> dict[int, list[KeptMovement]]:
        """The movements of this exercise's reps by the number of their set, in order."""
        movements_of: dict[int, list[KeptMovement]] = {}
        for rep, movement in zip(
            self.of_exercise, self._movements[self._first_of_exercise :], strict=True
        ):
            movements_of.setdefault(rep.set, []).append(movement)
        return movements_of

    def _drop_set_in_progress(self) -> None:
        if self.now:
            self._emptied = replace(self.now.ended(self.set_number, None), count=0)
            self.now.clear()

    def _take_out(self, out: Sequence[int], why: AttemptWhy) -> None:
        """Make attempts of some reps, and number the others and their sets again."""
        self.attempts += [attempt_of(self.reps[at], why) for at in out]
        kept = [at for at in range(len(self.reps)) if at not in set(out)]
        self._movements = [self._movements[at] for at in kept]
        number_of = {one.number: number for number, one in enumerate(self.sets, start=1)}
        self.sets = [replace(one, number=number_of[one.number]) for one in self.sets]
        self.reps = [
            replace(self.reps[at], number=n, set=number_of.get(self.reps[at].set, self.set_number))
            for n, at in enumerate(kept, start=1)
        ]
        self.renumber_now()
        self._first_of_exercise -= sum(at < self._first_of_exercise for at in out)
