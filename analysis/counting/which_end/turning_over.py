"""Pairs the ways of a set the other way round, and tells which ways around it are like its own."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from evenstride.analysis.counting.moves.movements import Excursion, Move
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.vectors import dot, norm, scale, unit
from evenstride.analysis.signal.tuning import TICK_S

_LIKE_WAY: Final = 0.6
"""Least ratio of the ranges of a way and of the set's ways; otherwise it changes posture."""


def turned_over(
    reps: Sequence[Excursion],
    *,
    before: Move | None = None,
    last_way: Move | None = None,
    tuning: CountingTuning = COUNTING,
) -> list[Excursion]:
    """Pair the same ways the other way round: each way back with the next way out.

    Args:
        reps: Movements of a set.
        before: The way before them that may be the first way out; None without one.
        last_way: The way out after them with which the last way back may be paired; None without.
    """
    # Each way's axis, range, first and last tick.
    ways = [
        way
        for rep in reps
        for way in (
            (rep.axis, rep.range_deg, rep.start, rep.top),
            (scale(rep.axis, -1.0), rep.range_deg, rep.leave, rep.end),
        )
    ][1:]
    ranges_deg = [rep.range_deg for rep in reps[1:]]
    if before is not None and is_way_before(before, reps, tuning=tuning):
        first = reps[0]
        turn = before.turn_deg
        ways = [
            (unit(turn), norm(turn), before.start, before.end),
            (first.axis, first.range_deg, first.start, first.top),
            *ways,
        ]
        ranges_deg = [first.range_deg, *ranges_deg]
    if last_way is not None and is_way_after(last_way, reps, tuning=tuning):
        turn = last_way.turn_deg
        ways.append((unit(turn), norm(turn), last_way.start, last_way.end))
        ranges_deg.append(norm(turn))
    return [
        Excursion(out[0], range_deg, out[2], out[3], back[2], back[3])
        for out, back, range_deg in zip(ways[::2], ways[1::2], ranges_deg, strict=False)
    ]


def way_back_of(rep: Excursion) -> Move:
    """Return a movement's way back, taken to be as long as its way out."""
    return Move(scale(rep.axis, -rep.range_deg), rep.leave, rep.end)


def is_next_way_out(
    way: Move, reps: Sequence[Excursion], *, tuning: CountingTuning = COUNTING
) -> bool:
    """Whether a way goes in the direction of a set's ways out, and came as soon as they do."""
    is_out = dot(unit(way.turn_deg), reps[-1].axis) > tuning.opposite_cos
    return is_out and _is_soon(way.start - reps[-1].end, reps)


def is_way_before(
    way: Move, reps: Sequence[Excursion], *, tuning: CountingTuning = COUNTING
) -> bool:
    """Whether a way before a set is like its ways back, and came soon before it.

    If the set was seen upside down, it is the way out of its first rep.
    """
    first = reps[0]
    is_out = dot(unit(way.turn_deg), first.axis) < -tuning.opposite_cos
    return is_out and _is_soon(first.start - way.end, reps) and _is_as_far(way, reps)


def is_way_after(
    way: Move, reps: Sequence[Excursion], *, tuning: CountingTuning = COUNTING
) -> bool:
    """Whether a way is like a set's ways out, and came as soon, so is no change of posture."""
    return is_next_way_out(way, reps, tuning=tuning) and _is_as_far(way, reps)


def _is_soon(pause: float, reps: Sequence[Excursion]) -> bool:
    """Whether a pause, in ticks, is hardly longer than the rests of a set."""
    rests = [later.start - rep.end for rep, later in pairwise(reps)]
    longest = max(rests, default=reps[0].leave - reps[0].top)
    return pause * TICK_S < 1.0 + 2.0 * longest * TICK_S


def _is_as_far(way: Move, reps: Sequence[Excursion]) -> bool:
    usual_deg = median(rep.range_deg for rep in reps)
    return _LIKE_WAY * usual_deg < norm(way.turn_deg) < usual_deg / _LIKE_WAY
