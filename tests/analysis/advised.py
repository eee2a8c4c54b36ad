"""Sessions with chosen results, and the advice for them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from evenstride.analysis.advising.advice import Advice, advise
from evenstride.analysis.advising.past_results import PastResult, PastSet
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.analysis.model.summary import Comparison, LegSummary, Metric, Summary
from evenstride.sensors.samples import Leg
from tests.analysis.made import done_set

LEFT, RIGHT = Leg.LEFT, Leg.RIGHT
RAISE = PlannedExercise("straight-leg-raise", 3, 12, hold_s=2.0)
QUADS = PlannedExercise("inner-range-quads", 4, 15, hold_s=2.0, hold_max_s=5.0)
DIP = PlannedExercise("single-leg-dip", 3, 12)
TODAY = date(2026, 11, 22)
FULL = (12, 12, 12)


def metric(
    name: str, left: float, right: float, ci95: tuple[float, float] | None, weaker: Leg | None
) -> Metric:
    return Metric(
        metric=name,
        left=left,
        right=right,
        difference=left - right,
        ci95=ci95,
        lsi_pct=None,
        weaker=weaker,
    )


EVEN = Comparison(
    weaker_leg=None, why="", metrics=(metric("rom_deg", 41.0, 40.0, (-2.0, 4.0), None),)
)
LEFT_HOLDS_LESS = Comparison(
    weaker_leg=LEFT,
    why="",
    metrics=(
        metric("hold_s", 1.6, 2.2, (-0.9, -0.3), LEFT),
        metric("rom_deg", 41.0, 40.0, (-2.0, 4.0), None),
    ),
)
LEFT_MOVES_LESS = metric("rom_deg", 6.0, 8.5, (-4.0, -1.0), LEFT)
RIGHT_MOVES_LESS = Comparison(
    weaker_leg=RIGHT, why="", metrics=(metric("rom_deg", 40.0, 32.0, (5.2, 10.8), RIGHT),)
)


def part(
    left: Sequence[int] = (),
    right: Sequence[int] = (),
    comparison: Comparison = EVEN,
    *,
    planned: PlannedExercise = RAISE,
    kg: Mapping[Leg, float] | None = None,
    short: Mapping[Leg, int] | None = None,
    tired: Mapping[Leg, int] | None = None,
) -> Summary:
    """A session of sets of these reps; this many reps of each set short, this many sets tiring."""
    legs = {}
    for leg, reps in ((LEFT, left), (RIGHT, right)):
        made = [
            done_set(
                number,
                count,
                hold_s=(planned.hold_s or 0.0) + 0.6,
                short=(short or {}).get(leg, 0),
                tiring=number <= (tired or {}).get(leg, 0),
                kg=(kg or {}).get(leg),
            )
            for number, count in enumerate(reps, start=1)
        ]
        legs[leg] = LegSummary(
            reps=tuple(rep for of_set, _ in made for rep in of_set),
            sets=tuple(one for _, one in made),
        )
    return Summary(exercise=planned.exercise, legs=legs, comparison=comparison)


def past(
    left: Sequence[int] = FULL,
    right: Sequence[int] = FULL,
    *,
    days_ago: int | None = 2,
    weaker: Leg | None = None,
    hold_s: float | None = 2.3,
    short: int = 0,
) -> PastResult:
    sets = {
        leg: tuple(PastSet(reps=one, hold_s=hold_s, short_holds=short) for one in reps)
        for leg, reps in ((LEFT, left), (RIGHT, right))
    }
    day = None if days_ago is None else TODAY - timedelta(days=days_ago)
    return PastResult(exercise="straight-leg-raise", sets=sets, weaker_leg=weaker, day=day)


def advice(
    of: Summary, planned: PlannedExercise = RAISE, before: Sequence[PastResult] = ()
) -> Advice:
    return advise(of, planned, before, day=TODAY)
