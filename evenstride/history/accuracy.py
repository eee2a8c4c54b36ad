"""How well sessions were counted, by the corrections of who did them.

A mistake that nobody corrected is not seen here: what is told is the least that went wrong.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.notes import Corrected, Undone, said
from evenstride.analysis.model.reps import AttemptWhy
from evenstride.analysis.model.summary import Summary
from evenstride.sensors.samples import Leg, Note


@dataclass(frozen=True, slots=True, kw_only=True)
class LegCount:
    """One leg's reps of one exercise in one session.

    Attributes:
        exercise: The exercise's id; None for any movement.
        leg: The leg.
        reps: How many there were, as corrected.
        added: How many of them somebody added.
        taken: How many that were counted somebody took from the count.
    """

    exercise: str | None
    leg: Leg
    reps: int
    added: int
    taken: int

    @property
    def counted(self) -> int:
        """What the program counted."""
        return self.reps - self.added + self.taken

    @property
    def mistakes(self) -> int:
        """How often it was corrected."""
        return self.added + self.taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How well an exercise was counted, over sessions.

    Attributes:
        exercise: The exercise's id; None for any movement.
        sessions: In how many sessions a leg did it.
        reps: Reps of both legs, as corrected.
        added: How many of them the program had missed.
        taken: How many that it counted were none.
        legs: Legs of sessions, each one count.
        exact: How many of those nobody corrected.
    """

    exercise: str | None
    sessions: int
    reps: int
    added: int
    taken: int
    legs: int
    exact: int

    @property
    def right_fraction(self) -> float:
        """Of all reps that there were or were counted, how many are both."""
        both = self.reps - self.added
        every = self.reps + self.taken
        return both / every if every else 1.0


def taken_by_hand(items: Iterable[object], summary: Summary) -> dict[Leg, int]:
    """How many reps of each leg the person took from the count.

    The result alone does not tell: what the program itself took back stands in it likewise.

    Args:
        items: What the recording holds; only its notes matter.
        summary: The result with their corrections.
    """
    made: dict[Leg, list[bool]] = {leg: [] for leg in Leg}
    for item in items:
        meant = said(item) if isinstance(item, Note) else None
        if isinstance(meant, Corrected):
            for leg in meant.legs:
                made[leg].append(meant.is_more)
        elif isinstance(meant, Undone):
            for leg in meant.legs:
                del made[leg][-1:]
    # Of those that were taken, some had been added by hand before.
    return {
        leg: max(0, made[leg].count(False) - (made[leg].count(True) - found.by_hand))
        for leg, found in summary.legs.items()
    }


def counts_of(summary: Summary, taken: Mapping[Leg, int]) -> list[LegCount]:
    """Each leg's reps of each exercise of a session.

    Args:
        summary: The session's result.
        taken: How many reps of each leg the person took from the count.
    """
    left = dict(taken)
    counts = []
    for part in by_exercise(summary):
        for leg, found in part.legs.items():
            back = sum(one.why is AttemptWhy.TAKEN_BACK for one in found.attempts)
            by_hand = min(back, left.get(leg, 0))
            left[leg] = left.get(leg, 0) - by_hand
            counts.append(
                LegCount(
                    exercise=part.exercise,
                    leg=leg,
                    reps=found.count,
                    added=found.by_hand,
                    taken=by_hand,
                )
            )
    return counts


def accuracies(sessions: Iterable[Sequence[LegCount]]) -> list[Accuracy]:
    """How well each exercise was counted, in the order in which they first come.

    Args:
        sessions: Each session's counts. A leg that did nothing, and was not corrected, says
            nothing: it may have been meant to rest.
    """
    found: dict[str | None, list[Sequence[LegCount]]] = {}
    for counts in sessions:
        told = [one for one in counts if one.reps or one.mistakes]
        for exercise in dict.fromkeys(one.exercise for one in told):
            found.setdefault(exercise, []).append([one for one in told if one.exercise == exercise])
    return [_accuracy(exercise, parts) for exercise, parts in found.items()]


def _accuracy(exercise: str | None, sessions: Sequence[Sequence[LegCount]]) -> Accuracy:
    counts = [one for session in sessions for one in session]
    return Accuracy(
        exercise=exercise,
        sessions=len(sessions),
        reps=sum(one.reps for one in counts),
        added=sum(one.added for one in counts),
        taken=sum(one.taken for one in counts),
        legs=len(counts),
        exact=sum(not one.mistakes for one in counts),
    )
