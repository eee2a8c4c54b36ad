"""Tells whether movements confirm each other: a set is the same movement again and again.

Lying down, shifting one's weight and kneeling down are movements out and back as well, and each
looks like a rep. They differ from a set in that no similar one follows.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from math import inf

import numpy as np

from evenstride.analysis.counting.measuring.kept_movement import KeptMovement
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.reps import Attempt
from evenstride.analysis.model.vectors import dot
from evenstride.analysis.signal.tuning import TICK_S


def is_borne_out(movements: Sequence[KeptMovement], *, tuning: CountingTuning = COUNTING) -> bool:
    """Whether movements are a set: a similar one follows soon, or several follow later.

    Two are not enough if neither was seen whole, because what lies in holes is made up alike.

    Args:
        movements: Those of the reps of a set, in order.
    """
    likes, soonest_s = 0, inf
    for before, after in pairwise(movements):
        if goes_like(before, after, tuning=tuning):
            likes += 1
            soonest_s = min((after.found.start - before.found.end) * TICK_S, soonest_s)
        if likes >= tuning.few_reps:
            return True
    if all(one.is_cut and not one.is_lifted for one in movements):
        return False
    return soonest_s < tuning.lone.follows_s


def without_like(
    doubted: Collection[int],
    sets: Mapping[int, Sequence[KeptMovement]],
    attempts: Sequence[Attempt],
    until_s: float,
    *,
    tuning: CountingTuning = COUNTING,
) -> set[int]:
    """The numbers of doubted sets that no movements similar to theirs confirm either.

    Args:
        doubted: The numbers of those that their own movements do not bear out.
        sets: The movements of an exercise's reps by the number of their set.
        attempts: What else was seen.
        until_s: Up to when movements were seen: something like the last ones may still follow.
    """
    if not doubted:
        return set()
    sure = [
        one
        for at, own in sets.items()
        if at not in doubted and len(own) > tuning.few_reps
        for one in own
    ]
    every = [one for own in sets.values() for one in own]
    before = round((until_s - tuning.lone.slowly_follows_s) / TICK_S) if until_s < inf else inf
    return {
        at
        for at in doubted
        if sets[at][-1].found.end < before
        and not any(_is_one(one, sure, every, attempts, tuning) for one in sets[at])
    }


def _is_one(
    one: KeptMovement,
    sure: Sequence[KeptMovement],
    every: Sequence[KeptMovement],
    attempts: Sequence[Attempt],
    tuning: CountingTuning,
) -> bool:
    """Whether a movement is a rep: a sure set has one like it, or some are near.

    A movement that was seen to rise as a raised leg does needs less: a single other one, or that
    nothing else moved before and after it.
    """
    if any(goes_like(one, other, tuning=tuning) for other in sure):
        return True
    near_s = tuning.lone.slowly_follows_s
    near = [two for two in every if two is not one and _apart_s(one, two) < near_s]
    likes = sum(goes_like(one, other, tuning=tuning) for other in near)
    if not one.is_lifted:
        return likes >= tuning.few_reps
    start_s, end_s = one.found.start * TICK_S, one.found.end * TICK_S
    is_quiet = not near and not any(
        start_s - near_s < seen.end_s and seen.start_s < end_s + near_s for seen in attempts
    )
    return likes > 0 or is_quiet


def _apart_s(a: KeptMovement, b: KeptMovement) -> float:
    first, last = sorted((a.found, b.found), key=lambda found: found.start)
    return (last.start - first.end) * TICK_S


def goes_like(a: KeptMovement, b: KeptMovement, *, tuning: CountingTuning = COUNTING) -> bool:
    """Whether two movements begin in one pose, go the same way, and about as far.

    Args:
        a: One of them.
        b: The other.
    """
    smaller, larger = sorted((a.found.range_deg, b.found.range_deg))
    if smaller < tuning.lone.follows_part * larger:
        return False
    if dot(a.found.axis, b.found.axis) < tuning.lone.follows_cos:
        return False
    return bool(a.poses[0] @ b.poses[0] > np.cos(np.radians(tuning.lone.follows_deg)))
