"""Decides which leg does the next set, and how much.

The weaker leg goes first, and what it did is the target for the stronger one: as many reps, with as
much weight, in as many sets, in the same session. So the stronger leg is never asked for more than
the weaker one has done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol, TypeVar

from evenstride.analysis.model.plan import PlannedExercise
from evenstride.sensors.samples import Leg

REAL_REPS: Final = 3
"""Fewer reps do not count as a set here: one or two movements may have been arranging the leg."""

_FEW_REPS: Final = 2
"""The exception: if there are only such, two or more sets of two are what this person can do."""


@dataclass(frozen=True, slots=True)
class SetDone:
    """A set that a leg did of the exercise in this session.

    Attributes:
        reps: Its reps.
        kg: The weight on the leg, kg.
    """

    reps: int
    kg: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a set is to be.

    Attributes:
        leg: Which leg; None for both together.
        number: Number of the set on this leg, from 1.
        sets: How many sets there are to be in all.
        reps: How many reps.
        hold_s: How long to hold, seconds; None without a hold.
        hold_max_s: Upper end of the hold if a range is prescribed, seconds.
        kg: The weight, kg.
        as_other: Whether it is what the other leg did rather than what was planned.
    """

    leg: Leg | None
    number: int
    sets: int
    reps: int
    hold_s: float | None
    hold_max_s: float | None
    kg: float
    as_other: bool = False


class _HasReps(Protocol):
    @property
    def reps(self) -> int: ...


AnySet = TypeVar("AnySet", bound=_HasReps)


def least_reps(planned: PlannedExercise, done: Mapping[Leg, Sequence[AnySet]]) -> int:
    """Return how many reps make a set for somebody who did these."""
    reps = [one.reps for sets in done.values() for one in sets]
    does_few = max(reps, default=0) == _FEW_REPS and reps.count(_FEW_REPS) > 1
    return min(_FEW_REPS if does_few else REAL_REPS, planned.reps)


def real_sets(done: Sequence[AnySet], least: int) -> tuple[AnySet, ...]:
    """Return the sets that have at least ``least`` reps, and so count as sets."""
    return tuple(one for one in done if one.reps >= least)


def next_target(
    planned: PlannedExercise,
    done: Mapping[Leg, Sequence[SetDone]],
    first: Leg | None,
    *,
    both_legs: bool = False,
    stays: Leg | None = None,
) -> Target | None:
    """Return what comes next in an exercise; None if it is done.

    Args:
        done: The sets of each leg that takes part, in order.
        first: The leg that goes first: the weaker one, or if none is known to be weaker the one
            that began; None before the first set.
        both_legs: Whether both legs do it together.
        stays: The leg that goes on until its sets are done, because it wears the only sensor.
    """
    least = least_reps(planned, done)
    sets = {leg: real_sets(of_leg, least) for leg, of_leg in done.items()}
    if both_legs:
        number = max(map(len, sets.values()), default=0) + 1
        least_kg = min(planned.left_kg, planned.right_kg)
        return _as_planned(planned, None, number, least_kg) if number <= planned.sets else None
    ahead = first if first in sets else None
    todo = [
        leg
        for leg, of_leg in sets.items()
        # The other leg follows, set by set.
        if len(of_leg) < (planned.sets if ahead in (None, leg) else len(sets[ahead]))
    ]
    if not todo:
        return None
    # The leg that has done less; if they are even, the one that goes first.
    turn = min(todo, key=lambda leg: (len(sets[leg]), leg is not ahead))
    return target_of(planned, done, first, stays if stays in todo else turn)


def target_of(
    planned: PlannedExercise,
    done: Mapping[Leg, Sequence[SetDone]],
    first: Leg | None,
    leg: Leg,
) -> Target:
    """Return the target of one leg's next or current set, no matter whose turn it is.

    Args:
        done: The sets of each leg that takes part, in order.
        first: The leg that goes first; None before that is known.
    """
    least = least_reps(planned, done)
    own = real_sets(done.get(leg, ()), least)
    target = _as_planned(planned, leg, len(own) + 1, own[-1].kg if own else planned.kg(leg))
    if first is None or first is leg or first not in done:
        return target
    ahead = real_sets(done[first], least)
    if len(ahead) >= planned.sets:
        target = replace(target, sets=len(ahead))
    if len(ahead) < target.number:
        # It is not this leg's turn yet.
        return replace(target, kg=min(target.kg, planned.kg(first)))
    example = ahead[target.number - 1]
    even = planned.left_kg == planned.right_kg
    kg = example.kg if even else min(planned.kg(leg), example.kg)
    return replace(target, reps=example.reps, kg=kg, as_other=True)


def _as_planned(planned: PlannedExercise, leg: Leg | None, number: int, kg: float) -> Target:
    return Target(
        leg=leg,
        number=number,
        sets=planned.sets,
        reps=planned.reps,
        hold_s=planned.hold_s,
        hold_max_s=planned.hold_max_s,
        kg=kg,
    )
