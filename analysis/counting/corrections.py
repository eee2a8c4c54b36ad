"""Corrections by hand of one leg's count, laid over what was counted.

The counting itself is not affected: what it has learnt about the movement stays.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evenstride.analysis.model.events import Event, LegState, Recounted, RepCounted, SetEnded
from evenstride.analysis.model.recount_why import RecountWhy
from evenstride.analysis.model.reps import AttemptWhy, ExerciseSet, Rep, attempt_of
from evenstride.analysis.model.summary import LegSummary
from evenstride.sensors.samples import Leg


@dataclass(frozen=True, slots=True)
class _Added:
    """A rep that was missed: only the time of the correction and its set are known."""

    at_s: float
    set: int


@dataclass(frozen=True, slots=True)
class _Taken:
    """A rep that was taken away; it is identified by its start, as its number may change."""

    first_s: float


@dataclass(frozen=True, slots=True)
class _TakenBack:
    """An added rep that was taken away again."""

    added: _Added


class Corrections:
    """One leg's corrections, in the order in which they were made."""

    def __init__(self) -> None:
        self._made: list[_Added | _Taken | _TakenBack] = []
        # Their sum. A correction changes each of these by one entry, and undoing it takes that
        # back.
        self._added: list[_Added] = []
        self._missed_s: list[float] = []  # when those were missed, rising
        self._added_in: Counter[int] = Counter()
        self._taken: set[float] = set()

    def correct(self, reps: Sequence[Rep], set_number: int, at_s: float, *, more: bool) -> bool:
        """Count one rep more, or take away the last one that was counted.

        Args:
            reps: All reps that were counted.
            set_number: Number of the set in progress, or of the last one.
            at_s: Data time.
            more: Whether one was missed; otherwise the last one is taken away.

        Returns:
            Whether that was possible.
        """
        if more:
            self._make(_Added(at_s, max(1, set_number)))
            return True
        left = next((rep for rep in reversed(reps) if rep.first_s not in self._taken), None)
        if self._added and (left is None or self._added[-1].at_s >= left.last_s):
            self._make(_TakenBack(self._added[-1]))
        elif left is not None:
            self._make(_Taken(left.first_s))
        else:
            return False
        return True

    def _make(self, made: _Added | _Taken | _TakenBack) -> None:
        self._made.append(made)
        match made:
            case _Added():
                self._add(made)
            case _Taken():
                self._taken.add(made.first_s)
            case _TakenBack(added):
                self._drop(added)

    def _add(self, added: _Added) -> None:
        self._added.append(added)
        insort(self._missed_s, added.at_s)
        self._added_in[added.set] += 1

    def _drop(self, added: _Added) -> None:
        """Forget the rep that was added last."""
        self._added.pop()
        del self._missed_s[bisect_left(self._missed_s, added.at_s)]
        self._added_in[added.set] -= 1

    def undo(self) -> bool:
        """Undo the last correction; returns whether there is one."""
        if not self._made:
            return False
        match self._made.pop():
            case _Added() as made:
                self._drop(made)
            case _Taken(first_s):
                self._taken.discard(first_s)
            case _TakenBack(added):
                self._add(added)
        return True

    def reps(self, reps: Sequence[Rep]) -> tuple[Rep, ...]:
        """The reps that still count; one added by hand takes up a number, but has no figures."""
        if not self._made:
            return tuple(reps)
        if not self._taken and not (
            self._missed_s and reps and self._missed_s[0] < reps[-1].last_s
        ):
            return tuple(reps)  # what was missed after all of them does not change their numbers
        return tuple(
            _numbered(rep, number + bisect_left(self._missed_s, rep.last_s))
            for number, rep in enumerate(self._left(reps), start=1)
        )

    def count(self, reps: Sequence[Rep]) -> int:
        """How many reps count."""
        return len(self._left(reps)) + len(self._added)

    def seen(self, event: Event, reps: Sequence[Rep]) -> Event:
        """An event of the counting, with the corrected numbers.

        Args:
            reps: All reps that were counted by then.
        """
        if not self._made:
            return event
        match event:
            case RepCounted(rep=rep):
                numbers = {one.first_s: one.number for one in self.reps(reps)}
                number = numbers.get(rep.first_s, rep.number)
                return replace(event, rep=replace(rep, number=number))
            case SetEnded(number=number):
                return replace(event, count=self._count_in(number, reps))
            case Recounted():
                return replace(event, count=self.count(reps), reps=self.reps(reps))
        return event

    def recount(self, leg: Leg, reps: Sequence[Rep], at_s: float, why: RecountWhy) -> Recounted:
        """The announcement of a correction that was just made."""
        left = self.reps(reps)
        count = len(left) + len(self._added)
        return Recounted(leg=leg, at_s=at_s, count=count, why=why.value, reps=left)

    def state(self, state: LegState, reps: Sequence[Rep]) -> LegState:
        """Where the leg is, with the corrected counts."""
        if not self._made:
            return state
        return replace(
            state,
            count=self.count(reps),
            set_number=max(state.set_number, 1 if self.count(reps) else 0),
            set_count=self._count_in(max(1, state.set_number), reps),
        )

    def summary(self, summary: LegSummary) -> LegSummary:
        """What the leg did, with the corrected counts; what was taken away becomes an attempt."""
        if not self._made:
            return summary
        taken = [
            attempt_of(rep, AttemptWhy.TAKEN_BACK)
            for rep in summary.reps
            if rep.first_s in self._taken
        ]
        sets = [self._set(one, summary.reps) for one in summary.sets]
        return replace(
            summary,
            reps=self.reps(summary.reps),
            by_hand=len(self._added),
            sets=tuple(one for one in sets if one.count),
            attempts=tuple(sorted((*summary.attempts, *taken), key=lambda one: one.start_s)),
        )

    def _set(self, one: ExerciseSet, reps: Sequence[Rep]) -> ExerciseSet:
        return replace(one, count=self._count_in(one.number, reps))

    def _count_in(self, number: int, reps: Sequence[Rep]) -> int:
        counted = sum(rep.set == number for rep in self._left(reps))
        return counted + self._added_in[number]

    def _left(self, reps: Sequence[Rep]) -> Sequence[Rep]:
        if not self._taken:
            return reps
        return [rep for rep in reps if rep.first_s not in self._taken]


def _numbered(rep: Rep, number: int) -> Rep:
    """The rep with this number, which it nearly always has already."""
    return rep if rep.number == number else replace(rep, number=number)
