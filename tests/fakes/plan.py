"""A small plan, and a past in which the left leg was the weaker one."""

from collections.abc import Mapping
from datetime import date, timedelta

from evenstride.analysis.advising.past_results import PastResult, PastSet
from evenstride.analysis.model.plan import Plan, PlannedExercise
from evenstride.sensors.samples import Leg

RAISE = PlannedExercise("straight-leg-raise", 1, 6, hold_s=2.0, left_kg=1.0)


PLAN = Plan("Mine", (RAISE, PlannedExercise("single-leg-dip", 2, 8)))


TODAY = date(2026, 11, 22)


def weak_left(sessions: int = 1) -> Mapping[str, list[PastResult]]:
    """Sessions of raises, the last of them yesterday, in which the left leg was weaker."""
    sets = {leg: (PastSet(reps=12),) * 3 for leg in Leg}
    return {
        "straight-leg-raise": [
            PastResult(
                exercise="straight-leg-raise",
                sets=sets,
                weaker_leg=Leg.LEFT,
                day=TODAY - timedelta(days=days_ago),
            )
            for days_ago in range(sessions, 0, -1)
        ]
    }
