"""What advice needs to know about an exercise in one session, this one or an earlier one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from evenstride.analysis.comparing.set_measures import measures_of_set
from evenstride.analysis.model.feeling import risen_pain, worst_pain
from evenstride.analysis.model.quantities import HOLD
from evenstride.analysis.model.reps import ExerciseSet, Flag
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.sensors.samples import Leg

MAX_PAUSE_DAYS: Final = 28
"""Sessions further apart are not successive: strength lasts for about four weeks, and earlier pain
says nothing about now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSet:
    """One set of one leg.

    Attributes:
        reps: Its reps that count.
        short_holds: How many of them were held shorter than asked for (flag ``short-hold``).
        hold_s: Their mean hold, seconds; None if it is not known.
        falls_off: Range or hold clearly got less from the first rep to the last
            (``comparing.set_measures``).
        kg: The weight on the leg, kg; None if it was not reported.
    """

    reps: int
    short_holds: int = 0
    hold_s: float | None = None
    falls_off: bool = False
    kg: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastResult:
    """One exercise of one session.

    Attributes:
        exercise: The exercise's id; None if nobody said what it is.
        sets: The sets of each leg that wore a sensor, in order.
        weaker_leg: The leg that was clearly weaker; None for no clear difference.
        by_hand: How many reps of each leg somebody added by hand; nothing else is known of them.
        day: The day on which it was, where the user was; None if it is not known.
        pain: The worst pain that was said in it, 0 to 10; None if nobody said any.
        risen_pain: The first and the last pain of a leg in which it rose within the session.
        morning_pain: How sore the knee was the morning after, 0 to 10; None if that was not said.
    """

    exercise: str | None
    sets: Mapping[Leg, Sequence[PastSet]] = field(default_factory=dict)
    weaker_leg: Leg | None = None
    by_hand: Mapping[Leg, int] = field(default_factory=dict)
    day: date | None = None
    pain: float | None = None
    risen_pain: tuple[float, float] | None = None
    morning_pain: float | None = None

    def of(self, leg: Leg) -> Sequence[PastSet]:
        """The sets of one leg; none if it wore no sensor."""
        return self.sets.get(leg, ())


def past_result(
    part: Summary, day: date | None = None, morning_pain: float | None = None
) -> PastResult:
    """Extract what advice needs from a session's result of one exercise.

    Args:
        part: The result of one exercise (``comparing.by_exercise``).
        day: The day of the session.
        morning_pain: How sore the knee was the morning after; None if that was not said.
    """
    return PastResult(
        exercise=part.exercise,
        sets={
            leg: tuple(past_set(of_leg, one) for one in of_leg.sets)
            for leg, of_leg in part.legs.items()
        },
        weaker_leg=part.comparison.weaker_leg,
        by_hand={leg: of_leg.by_hand for leg, of_leg in part.legs.items()},
        day=day,
        pain=worst_pain(part.felt),
        risen_pain=risen_pain(part.felt),
        morning_pain=morning_pain,
    )


def past_set(of_leg: LegSummary, one: ExerciseSet) -> PastSet:
    """Extract what advice needs from one of a leg's sets."""
    reps = of_leg.reps_of(one)
    measured = measures_of_set(reps)
    return PastSet(
        reps=one.count,
        short_holds=sum(Flag.SHORT_HOLD in rep.flags for rep in reps),
        hold_s=measured.means[HOLD.name],
        falls_off=measured.falls_off,
        kg=one.kg,
    )


def weaker_leg(results: Sequence[PastResult]) -> Leg | None:
    """Return the leg that was weaker in the last session, or else in the one before.

    One session without a clear difference is no proof that there is none; two are taken for it.

    Args:
        results: Results of the same exercise, the earliest first.
    """
    last = [result.weaker_leg for result in results[-2:]]
    return next((leg for leg in reversed(last) if leg is not None), None)
