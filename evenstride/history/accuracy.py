"""How well sessions were counted, judged by the corrections of the people who did them.

Mistakes that nobody corrected are not seen: the figures are a lower limit.
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
        reps: How many reps there were, as corrected.
        added: How many of them the person added.
        taken: How many counted reps the person removed.
    """

    exercise: str | None
    leg: Leg
    reps: int
    added: int
    taken: int

    @property
    def counted(self) -> int:
        """The number of reps that the program counted."""
        return self.reps - self.added + self.taken

    @property
    def mistakes(self) -> int:
        """The number of corrections."""
        return self.added + self.taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How well an exercise was counted, over all sessions.

    Attributes:
        exercise: The exercise's id; None for any movement.
        sessions: In how many sessions a leg did it.
        reps: Reps of both legs, as corrected.
        added: How many of them the program missed.
        taken: How many reps it counted that were not reps.
        legs: The number of counts: one for each leg of each session.
        exact: How many of those were not corrected.
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
        """The reps that were both real and counted, as a fraction of all that were either."""
        both = self.reps - self.added
        every = self.reps + self.taken
        return both / every if every else 1.0


def taken_by_hand(items: Iterable[object], summary: Summary) -> dict[Leg, int]:
    """Return how many reps of each leg the person removed.

    The result alone cannot tell: reps that the program itself took back look the same in it.

    Args:
        items: The recording's items; only its notes matter.
        summary: The result with the person's corrections.
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
    # Some of the removed reps had been added by hand before.
    return {
        leg: max(0, made[leg].count(False) - (made[leg].count(True) - found.by_hand))
        for leg, found in summary.legs.items()
    }


def counts_of(summary: Summary, taken: Mapping[Leg, int]) -> list[LegCount]:
    """Return each leg's reps of each exercise of a session.

    Args:
        summary: The session's result.
        taken: How many reps of each leg the person removed.
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
    """Return how well each exercise was counted, in order of first appearance.

    Args:
        sessions: Each session's counts. A leg without reps and corrections is left out: it may have
            been meant to rest.
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
