"""Pain over the weeks: the rating of an exercise in each session, and the morning after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evenstride.analysis.advising.pain import is_sore, is_too_much
from evenstride.history.rows import StoredExercise
from evenstride.language import plain_number, tr


@dataclass(frozen=True, slots=True)
class PainPoint:
    """The ratings of a session, each 0 to 10; None if not given.

    Attributes:
        day: The local date.
        then: The worst pain during the exercise.
        morning: How sore the knee was the morning after.
    """

    day: date
    then: float | None
    morning: float | None

    @property
    def is_too_much(self) -> bool:
        """Whether the pain during the exercise makes advice step back."""
        return is_too_much(self.then)

    @property
    def is_sore(self) -> bool:
        """Whether the knee had not settled by the next morning."""
        return is_sore(self.morning)


@dataclass(frozen=True, slots=True)
class PainCourse:
    """The sessions of one exercise in which pain was rated, the earliest first."""

    points: tuple[PainPoint, ...] = ()

    @property
    def words(self) -> str:
        """The first and the latest rating of each: "4→1 of 10, the morning after 2→0"."""
        then = _course([one.then for one in self.points])
        morning = _course([one.morning for one in self.points])
        if then and morning:
            return tr("{then} of 10, the morning after {morning}", then=then, morning=morning)
        if morning:
            return tr("the morning after {morning} of 10", morning=morning)
        return tr("{then} of 10", then=then) if then else tr("nothing was said")


def pain_course(results: Sequence[StoredExercise]) -> PainCourse:
    """Return the pain ratings of one exercise.

    Args:
        results: Its sessions, the earliest first.
    """
    return PainCourse(
        tuple(
            PainPoint(one.day, one.pain, one.morning_pain)
            for one in results
            if one.pain is not None or one.morning_pain is not None
        )
    )


def _course(ratings: Sequence[float | None]) -> str:
    known = [plain_number(one) for one in ratings if one is not None]
    if not known:
        return ""
    return known[-1] if len(known) == 1 or known[0] == known[-1] else f"{known[0]}→{known[-1]}"
