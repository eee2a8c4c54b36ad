"""Pain over the weeks: what was said of an exercise in each session, and the morning after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evenstride.analysis.advising.pain import is_sore, is_too_much
from evenstride.history.rows import StoredExercise
from evenstride.language import plain_number, tr


@dataclass(frozen=True, slots=True)
class PainPoint:
    """What was said of a session, each 0 to 10; None if that was not said.

    Attributes:
        day: The day, where the user was.
        then: The worst pain in the exercise.
        morning: How sore the knee was the morning after.
    """

    day: date
    then: float | None
    morning: float | None

    @property
    def is_too_much(self) -> bool:
        """Whether the pain of then makes advice go back."""
        return is_too_much(self.then)

    @property
    def is_sore(self) -> bool:
        """Whether the knee had not settled by the morning."""
        return is_sore(self.morning)


@dataclass(frozen=True, slots=True)
class PainCourse:
    """Pain of one exercise, session by session, the earliest first; those of which it was said."""

    points: tuple[PainPoint, ...] = ()

    @property
    def words(self) -> str:
        """The first and the latest of each: "4→1 of 10, the morning after 2→0"."""
        then = _course([one.then for one in self.points])
        morning = _course([one.morning for one in self.points])
        if then and morning:
            return tr("{then} of 10, the morning after {morning}", then=then, morning=morning)
        if morning:
            return tr("the morning after {morning} of 10", morning=morning)
        return tr("{then} of 10", then=then) if then else tr("nothing was said")


def pain_course(results: Sequence[StoredExercise]) -> PainCourse:
    """What was said of one exercise.

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
