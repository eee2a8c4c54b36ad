"""Earlier sessions in the form that advice takes."""

from collections.abc import Iterable

from evenstride.analysis.advising.past_results import PastResult, PastSet
from evenstride.analysis.model.quantities import HOLD
from evenstride.history import StoredExercise, StoredSet


def past_results(results: Iterable[StoredExercise]) -> tuple[PastResult, ...]:
    """Return one exercise's results session by session, without those that have no reps."""
    return tuple(
        PastResult(
            exercise=result.exercise,
            sets={leg: tuple(map(_set, done.sets)) for leg, done in result.legs.items()},
            weaker_leg=result.weaker_leg,
            by_hand={leg: done.by_hand for leg, done in result.legs.items()},
            day=result.day,
            pain=result.pain,
            morning_pain=result.morning_pain,
        )
        for result in results
        if any(done.reps for done in result.legs.values())
    )


def _set(row: StoredSet) -> PastSet:
    return PastSet(
        reps=row.reps,
        short_holds=row.short_holds,
        hold_s=row.means[HOLD.name],
        falls_off=row.falls_off,
        kg=row.kg,
    )
