"""Weighs which end of a set's movements is the rest; a set may have to be turned over.

A session may begin with the leg already up, a leg may have been held in another pose while the
other one trained, and people hold for longer than they rest. Then the way back is taken for the way
out, and each rest for a hold. Three kinds of evidence show it, each of which may be missing:

* the lever: where the way out carries the sensor (``set_lever``). It works live, while the way that
  will end the first true rep is in progress, so that this rep is announced in time;
* both ends of the set: a limb that begins and ends a set in the same pose rests there;
* the stays before and after: if a limb stays where the reps' tops were, for far longer than it did
  during the set, it has come to its rest there. A long stay where the reps began is equally strong
  evidence for that end.
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
    is_next_way_out,
    is_way_after,
    is_way_before,
    turned_over,
)
from evenstride.analysis.model.exercise_values import SensorMoves
from evenstride.analysis.model.vectors import norm
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tuning import TICK_S

_LEAST_REPS: Final = 2
"""About a single movement nothing but its lever tells which end is the rest."""

_MOST_REPS: Final = 4
"""By more reps the set has long been announced."""

_LOOK_TICKS: Final = 10
"""How often a way in progress is looked at once it is long enough: every fifth of a second."""

_MOST_OF_WAY: Final = 0.7
"""After this part of the last way's range, a way has most of its acceleration behind it."""

_LEVERS: Final = 6
"""How many reps are used for a set's lever; more would change nothing."""

_MOST_STAY_S: Final = 60.0
"""A limb that stayed for longer certainly rested."""

_LEAST_STAY_S: Final = 1.0
"""Shorter stays at an end are turning round, so a ratio to them means nothing."""

_LEAST_END_S: Final = 4.0
"""Anybody who ends a recording at the top of a rep does so within this time."""

_SURE_ODDS: Final = math.log(2.0)
"""The stay at one end of a set, relative to the usual stays there, must be twice the other's."""


class Rest(StrEnum):
    """Where a set's rest is, by the poses in which it began and ended."""

    AS_SEEN = "as seen"
    AT_TOP = "at the top"
    UNSURE = "unsure"


def next_look(tick: int, reps: int) -> int | None:
    """Return the first tick, from this one on, in which a way in progress is looked at.

    Args:
        reps: How many reps the set in progress has.

    Returns:
        The tick; None before the first rep, and after ``_MOST_REPS``.
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
    """Return what the lever says about a set's first reps.

    Args:
        reps: The reps of the set in progress; there must be one.
        way: The way in progress after them, so far.
        now: The last tick.

    Returns:
        1 and more if they are as they were seen, -1 and less if they are upside down.
    """
    last = reps[-1]
    if norm(way.turn_deg) < _MOST_OF_WAY * last.range_deg or not is_next_way_out(
        way, reps, tuning=tuning
    ):
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
    """Tell where a set's rest is, now that no further rep follows.

    Args:
        around: The way before them, and the way out after them that was not undone; None for each
            that is missing.
        now: The last tick.
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
    # If accelerometer and gyroscope disagree, the poses are as wrong as the lever.
    disputed = is_disputed(recent, reps[:_LEVERS], worn, tuning=tuning)
    # A leg that stands in its own set may be held up before and after it, in the other leg's sets.
    may_be_held = worn.carries is SensorMoves.DOWN
    if before is not None and after is not None and not may_be_held:
        return Rest.UNSURE if disputed else Rest.AT_TOP
    top, rest = _stays_at_ends(recent, reps, before, after, now)
    # If the limb stays at the top for no longer than in the set, the rep has not ended yet.
    if top == 0.0 or rest - top > _SURE_ODDS:
        return Rest.AS_SEEN
    # If the first stay at the top was so long that it is the rest (``rest`` is negative), the stay
    # at the end may be short.
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
    """Return how much longer a limb stayed at tops, and at rests, around a set than in it.

    Both are logarithms of a ratio. A stay at the start or end of the data may really have been
    longer, so a short one proves nothing.
    """
    tops = [rep.leave - rep.top for rep in reps]
    rests = [later.start - rep.end for rep, later in pairwise(reps)]
    first, usual_deg = before.start if before else reps[0].start, reps[0].range_deg
    begin, end = _stayed_before(recent, first, usual_deg), now - (after or reps[-1]).end
    at_first = _times_longer(tops[0], tops[1:])
    if before is None and at_first > _SURE_ODDS:
        # The limb came to its rest there, and the seeming first way put it into position.
        return max(_times_longer(end, tops[1:]), 0.0), -at_first
    at_begin = max(_times_longer(begin, tops if before else rests), 0.0)
    at_end = max(_times_longer(end, tops if after else rests), 0.0)
    if before and after:
        return max(at_begin, at_end), 0.0
    return (at_begin, at_end) if before else (at_end, at_begin)


def unsure_sets(count: int) -> Iterator[str]:
    """Yield what to say about sets whose rest is not known.

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
    """Return the logarithm of how many times longer a stay is than the longest of others."""
    least = _LEAST_STAY_S / TICK_S
    return math.log(max(stay, least) / max(*stays, least))


def _stayed_before(recent: RecentMotion, way: int, range_deg: float) -> float:
    """Return for how many ticks a limb is known to have been where a way began."""
    ups = recent.ups(way - round(_MOST_STAY_S / TICK_S), way)
    if not len(ups):
        return 0.0
    away = np.degrees(np.arccos(np.clip(ups @ ups[-1], -1.0, 1.0)))
    elsewhere = np.flatnonzero(away > 0.5 * range_deg)
    return len(ups) - (float(elsewhere[-1]) if len(elsewhere) else 0.0)
