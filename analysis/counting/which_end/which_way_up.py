"""Which end of a set's movements is the rest: evidence is weighed, and a set may be turned over.

A session may begin with the leg already up, a leg may have been held in another pose while the
other one trained, and people hold for longer than they rest. Then the way back is seen as the way
out, and each rest as a hold. These tell, and each may be missing:

* the lever: where the way out carries the sensor (``set_lever``). It tells live, while the way is
  in progress that will end the first true rep, so that this one is announced in time;
* both: a limb that begins and ends a set in the same pose rests there;
* the stays before and after: a limb that stays where the reps' tops were, for far longer than it
  did between them, has come to its rest; that it stayed where they began speaks as loud for that.
"""

import math
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np

from evenstride.analysis.counting.moves.movements import Excursion, Move
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.which_end.set_lever import Worn, is_disputed, lever_odds
from evenstride.analysis.counting.which_end.turning_over import (
    goes_out,
    is_way_after,
    is_way_before,
    turned_over,
)
from evenstride.analysis.model.exercise_values import SensorMoves
from evenstride.analysis.model.vectors import norm
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tuning import TICK_S

_LEAST_REPS: Final = 2
"""A single movement is no set of which anything but its lever could tell."""

_MOST_REPS: Final = 4
"""Later the set has long been announced."""

_LOOK_TICKS: Final = 10
"""A fifth of a second: so often a way in progress is looked at, once it is long enough."""

_MOST_OF_WAY: Final = 0.7
"""A way has most of its acceleration behind it when it has gone this part of the last one."""

_LEVERS: Final = 6
"""So many reps of a set tell its lever; more would tell the same."""

_MOST_STAY_S: Final = 60.0
"""A limb that stayed for longer rested for sure."""

_LEAST_STAY_S: Final = 1.0
"""Shorter stays at an end are turning round: how often longer another one is says nothing."""

_LEAST_END_S: Final = 4.0
"""Whoever ends a recording at the top of a rep has soon done so."""

_SURE_ODDS: Final = math.log(2.0)
"""The stay at one end of a set, in the usual stays there, must be twice that at the other."""


class Rest(StrEnum):
    """Where a set's rest is, by the poses in which it began and ended."""

    AS_SEEN = "as seen"
    AT_TOP = "at the top"
    UNSURE = "unsure"


def next_look(tick: int, reps: int) -> int | None:
    """From a tick on, the first one in which a way in progress is looked at.

    Args:
        tick: The tick.
        reps: How many the set in progress has; None is given before one, and after some.
    """
    return -(-tick // _LOOK_TICKS) * _LOOK_TICKS if 0 < reps <= _MOST_REPS else None


def odds_so_far(
    recent: RecentMotion,
    reps: Sequence[Excursion],
    way: Move,
    now: int,
    worn: Worn,
    *,
    tuning: CountingTuning = COUNTING,
) -> float:
    """What the lever says of a set's first reps: beyond 1 as they were seen, or upside down (-1).

    Args:
        recent: The leg's motion.
        reps: The reps of the set in progress; there must be one.
        way: The way that is in progress after them, so far.
        now: The last tick.
        worn: What is known of the sensor.
        tuning: The constants to go by.
    """
    last = reps[-1]
    if norm(way.turn_deg) < _MOST_OF_WAY * last.range_deg or not goes_out(way, reps, tuning=tuning):
        return 0.0
    turned = turned_over([last], last_way=way, tuning=tuning)
    return lever_odds(recent, reps, now, worn, turned=turned, tuning=tuning)


def rest_of_set(
    recent: RecentMotion,
    reps: Sequence[Excursion],
    around: tuple[Move | None, Move | None],
    now: int,
    worn: Worn,
    *,
    tuning: CountingTuning = COUNTING,
) -> Rest:
    """Where a set's rest is, now that no rep follows on it.

    Args:
        recent: The leg's motion.
        reps: The reps of the set.
        around: The way before them, and the way out after them that nothing undid; None without.
        now: The last tick.
        worn: What is known of the sensor.
        tuning: The constants to go by.
    """
    before, after = around
    if before is not None and not is_way_before(before, reps, tuning=tuning):
        before = None
    if after is not None and not is_way_after(after, reps, tuning=tuning):
        after = None
    if len(reps) < _LEAST_REPS or (before is None and after is None):
        return Rest.AS_SEEN
    lever = lever_odds(recent, reps[:_LEVERS], now, worn, tuning=tuning)
    if abs(lever) >= 1.0:
        return Rest.AS_SEEN if lever > 0.0 else Rest.AT_TOP
    # Then its poses are as wrong as its lever would be.
    disputed = is_disputed(recent, reps[:_LEVERS], worn, tuning=tuning)
    # A leg that stands in its own set may be held up before it and after it, as the other one does.
    may_be_held = worn.carries is SensorMoves.DOWN
    if before is not None and after is not None and not may_be_held:
        return Rest.UNSURE if disputed else Rest.AT_TOP
    top, rest = _stays_at_ends(recent, reps, before, after, now)
    # Who stays at the top for no longer than in the set has not ended the rep.
    if top == 0.0 or rest - top > _SURE_ODDS:
        return Rest.AS_SEEN
    # Where the first top was left so late that it is the rest (below none), the end may be short.
    is_short = after is None or ((now - after.end) * TICK_S <= _LEAST_END_S and rest >= 0.0)
    if disputed or is_short:
        return Rest.UNSURE
    return Rest.AT_TOP if top - rest - lever > _SURE_ODDS else Rest.UNSURE


def _stays_at_ends(
    recent: RecentMotion,
    reps: Sequence[Excursion],
    before: Move | None,
    after: Move | None,
    now: int,
) -> tuple[float, float]:
    """How many times longer a limb stayed at the tops, and at the rests, around a set than in it.

    A stay that the data begin or end in may have been longer: a short one says nothing.
    """
    tops = [rep.leave - rep.top for rep in reps]
    rests = [later.start - rep.end for rep, later in pairwise(reps)]
    first, usual_deg = before.start if before else reps[0].start, reps[0].range_deg
    begin, end = _stayed_before(recent, first, usual_deg), now - (after or reps[-1]).end
    at_first = _times_longer(tops[0], tops[1:])
    if before is None and at_first > _SURE_ODDS:
        # The limb came to its rest there, and what seemed to be the first way put it into position.
        return max(_times_longer(end, tops[1:]), 0.0), -at_first
    at_begin = max(_times_longer(begin, tops if before else rests), 0.0)
    at_end = max(_times_longer(end, tops if after else rests), 0.0)
    if before and after:
        return max(at_begin, at_end), 0.0
    return (at_begin, at_end) if before else (at_end, at_begin)


def unsure_sets(count: int) -> Iterator[str]:
    """What to tell of sets of which nothing tells which end is the rest.

    Args:
        count: How many there are.
    """
    if count:
        yield (
            "A set began in one pose and ended in the other, and nothing tells which of them is the"
            " rest: what is called a hold there may be a rest. Begin and end each set with the leg"
            " at rest."
        )


def _times_longer(stay: float, stays: Sequence[float]) -> float:
    """How many times longer a stay is than the longest of others, as a logarithm."""
    least = _LEAST_STAY_S / TICK_S
    return math.log(max(stay, least) / max(*stays, least))


def _stayed_before(recent: RecentMotion, way: int, range_deg: float) -> float:
    """For how many ticks a limb had been where a way began, as far as it is known."""
    ups = recent.ups(way - round(_MOST_STAY_S / TICK_S), way)
    if not len(ups):
        return 0.0
    away = np.degrees(np.arccos(np.clip(ups @ ups[-1], -1.0, 1.0)))
    elsewhere = np.flatnonzero(away > 0.5 * range_deg)
    return len(ups) - (float(elsewhere[-1]) if len(elsewhere) else 0.0)
