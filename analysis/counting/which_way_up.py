"""Which end of a set's movements is the rest: evidence is weighed, and a set may be turned over.

A session may begin with the leg already up, a leg may have been held in another pose while the
other one trained, and people hold for longer than they rest. Then the way back is seen as the way
out, and each rest as a hold. Three things tell, and each may be missing:

* the lever: for the exercise's sake the way out carries the sensor up or lets it sink. One rep's is
  uncertain; those of a set together are not: in all sets of real dips and squats they sank the
  sensor by 0.06 to 0.25 m per radian, 5 to 14 times the error of that, and legs that are raised
  carried it up by more. It tells live;
* the end: a limb that stays where the reps' tops were, for far longer than it did between them, has
  come to its rest;
* the begin: a limb rests before its first rep, which speaks as loud against the end as that speaks.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Final

import numpy as np

from evenstride.analysis.counting.lever import cautious_rise, lever
from evenstride.analysis.counting.movements import Excursion, Move
from evenstride.analysis.counting.plausibility import gravity_disagrees
from evenstride.analysis.counting.tuning import COUNTING, CountingTuning
from evenstride.analysis.model.exercise_values import SensorMoves, ThighAtRest
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.vectors import Vector, dot, norm, unit
from evenstride.analysis.signal.recent_motion import RecentMotion
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Placement

_LEAST_REPS: Final = 2
"""One movement alone may be anything: a leg that is lifted to be put elsewhere."""

_MOST_REPS: Final = 4
"""Later the set has long been announced."""

_ERRORS: Final = 4.0
"""So many standard errors beyond none a set's lever is one for sure."""

_NO_GYRO_M: Final = 0.07
"""Without a gyroscope what speeds the sensor up tilts its vertical as well, by which a set's lever
erred by up to 0.056 m (Yurtman & Barshan 2014, without their gyroscope)."""

_SHANK_PART: Final = 2.0
"""A sensor on the shank is twice as far from the hip; about a nearer hinge, as that of a curl, its
lever is not told without a gyroscope."""

_MOST_STAY_S: Final = 60.0
"""A limb that stayed for longer rested for sure."""

_LEAST_STAY_S: Final = 1.0
"""Shorter stays at an end are turning round: how often longer another one is says nothing."""

_LEAST_END_S: Final = 4.0
"""Whoever ends a recording at the top of a rep has soon done so."""

_SURE_ODDS: Final = math.log(2.0)
"""The stay at one end of a set, in the usual stays there, must be twice that at the other."""

_LIKE_WAY: Final = 0.6
"""A way that is no change of posture goes so far, of what the set's ways do, or they of it."""


@dataclass(frozen=True, slots=True)
class Worn:
    """What is known of the sensor.

    Attributes:
        carries: Where the exercise's way out carries it.
        placement: Where it sits.
        has_gyro: Whether it measures angular rate.
    """

    carries: SensorMoves
    placement: Placement
    has_gyro: bool

    @property
    def sure_lever_m(self) -> float:
        """From where on a set's lever tells which way is out, metres."""
        if self.has_gyro:
            return COUNTING.lever_phase_m
        return _NO_GYRO_M * (_SHANK_PART if self.placement is Placement.SHANK else 1.0)


class Rest(StrEnum):
    """Where a set's rest is, by the poses in which it began and ended."""

    AS_SEEN = "as seen"
    AT_TOP = "at the top"
    UNSURE = "unsure"


def way_out_carries(asked: Exercise, seen: Exercise) -> SensorMoves:
    """Where an exercise's way out carries the sensor, whether or not it has to.

    From a floor or a seat there is only one way to go, and a body that sinks takes the shank along.

    Args:
        asked: What is trained, as it was named.
        seen: The same as its sensor sees it.
    """
    if seen.sensor_moves is not SensorMoves.ANY:
        return seen.sensor_moves
    if seen.thigh_at_rest in (ThighAtRest.LYING, ThighAtRest.LEVEL):
        return SensorMoves.UP
    sinks = asked.sensor_moves is SensorMoves.DOWN
    return SensorMoves.DOWN if sinks else SensorMoves.ANY


def is_upside_down(
    recent: RecentMotion,
    reps: Sequence[Excursion],
    now: int,
    worn: Worn,
    *,
    tuning: CountingTuning = COUNTING,
) -> bool:
    """Whether a set's first reps carry the sensor the other way than the exercise does.

    Args:
        recent: The leg's motion.
        reps: The reps of the set in progress.
        now: The tick by which they were found.
        worn: What is known of the sensor.
        tuning: The constants to go by.
    """
    if not _LEAST_REPS <= len(reps) <= _MOST_REPS:
        return False
    return lever_odds(recent, reps, now, worn, tuning=tuning) <= -1.0


def lever_odds(
    recent: RecentMotion,
    reps: Sequence[Excursion],
    now: int,
    worn: Worn,
    *,
    tuning: CountingTuning = COUNTING,
) -> float:
    """How clearly reps carry the sensor as the exercise does: beyond 1 surely so, or not (-1).

    Args:
        recent: The leg's motion.
        reps: Some reps of a set.
        now: The tick by which they were found.
        worn: What is known of the sensor.
        tuning: The constants to go by.
    """
    carries = worn.carries
    if carries is SensorMoves.ANY:
        return 0.0
    told = (_rise(recent, rep, now, worn, tuning) for rep in reps)
    rises = [one for one in told if one is not None]
    if len(rises) < _LEAST_REPS:
        return 0.0
    weights = [1.0 / max(error_m, 1e-6) ** 2 for _, error_m in rises]
    rise_m = sum(w * one for w, (one, _) in zip(weights, rises, strict=True)) / sum(weights)
    error_m = math.sqrt(1.0 / sum(weights))
    if carries is SensorMoves.DOWN and (_is_shallow(reps, tuning) or rise_m > tuning.lever_rise_m):
        return 0.0  # a sensor in front of the bone rises; or it may be a leg raised as a whole
    least_m = max(worn.sure_lever_m, _ERRORS * error_m)
    return (rise_m if carries is SensorMoves.UP else -rise_m) / least_m


def _is_shallow(reps: Sequence[Excursion], tuning: CountingTuning) -> bool:
    """Whether dips are so shallow that their lever says nothing.

    Near upright a limb tips forward and hardly down, and a sensor that sits 5-9 cm in front of the
    bone is carried up by that much for each radian.
    """
    return median(rep.range_deg for rep in reps) < tuning.lever_sink_deg


def _rise(
    recent: RecentMotion, rep: Excursion, now: int, worn: Worn, tuning: CountingTuning
) -> tuple[float, float] | None:
    """How a rep carries the sensor, metres for each radian, and the standard error of that."""
    if not worn.has_gyro:
        return cautious_rise(recent, rep, now, tuning=tuning)
    told = lever(recent, rep, now, tuning=tuning)
    if told is None or gravity_disagrees(recent, rep, tuning=tuning):
        return None
    return told.rise_m, told.error_m


def rest_of_set(
    recent: RecentMotion,
    reps: Sequence[Excursion],
    last_way: Move,
    now: int,
    *,
    lever_says: float = 0.0,
) -> Rest:
    """Where a set's rest is, now that no rep follows on it.

    Args:
        recent: The leg's motion.
        reps: The reps of the set.
        last_way: The way out after them that nothing undid.
        now: The last tick.
        lever_says: What ``lever_odds`` says of them.
    """
    if len(reps) < _LEAST_REPS or not _is_one_of(last_way, reps):
        return Rest.AS_SEEN
    tops = [rep.leave - rep.top for rep in reps]
    starts = [*(rep.start for rep in reps[1:]), last_way.start]
    rests = [start - rep.end for rep, start in zip(reps, starts, strict=True)]
    stays = now - last_way.end
    # A stay that the data begin or end in may have been longer: a short one says nothing.
    begin = max(_times_longer(_stayed_before(recent, reps[0]), rests), 0.0)
    at_first = _times_longer(tops[0], tops[1:])
    if at_first > _SURE_ODDS:
        # The limb came to its rest there, and what seemed to be the first way put it into position.
        begin, tops = -at_first, tops[1:]
    end = max(_times_longer(stays, tops), 0.0)
    if lever_says >= 1.0 or end == 0.0 or begin - end > _SURE_ODDS:
        return Rest.AS_SEEN
    is_long = stays * TICK_S > _LEAST_END_S or at_first > _SURE_ODDS
    is_rest = end - begin - lever_says > _SURE_ODDS and is_long
    return Rest.AT_TOP if is_rest else Rest.UNSURE


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


def turned_over(
    reps: Sequence[Excursion], *, before: Move | None = None, last_way: Move | None = None
) -> list[Excursion]:
    """The same ways paired the other way round: each way back with the next way out.

    Args:
        reps: Movements of a set.
        before: The way before them that may be the first way out; None without one.
        last_way: The way out after them, with which the last way back is paired; None without.
    """
    # Of each way: about what, how far, from when to when.
    ways = [
        way
        for rep in reps
        for way in (
            (rep.axis, rep.range_deg, rep.start, rep.top),
            (_opposite(rep.axis), rep.range_deg, rep.leave, rep.end),
        )
    ][1:]
    ranges_deg = [rep.range_deg for rep in reps[1:]]
    if before is not None and _is_first_way(before, reps):
        first = reps[0]
        turn = before.turn_deg
        ways = [
            (unit(turn), norm(turn), before.start, before.end),
            (first.axis, first.range_deg, first.start, first.top),
            *ways,
        ]
        ranges_deg = [first.range_deg, *ranges_deg]
    if last_way is not None:
        turn = last_way.turn_deg
        ways.append((unit(turn), norm(turn), last_way.start, last_way.end))
        ranges_deg.append(norm(turn))
    return [
        Excursion(out[0], range_deg, out[2], out[3], back[2], back[3])
        for out, back, range_deg in zip(ways[::2], ways[1::2], ranges_deg, strict=False)
    ]


def _is_first_way(way: Move, reps: Sequence[Excursion]) -> bool:
    """Whether a way before a set that was seen upside down is that of its first rep."""
    first = reps[0]
    is_out = dot(unit(way.turn_deg), first.axis) < -COUNTING.opposite_cos
    return is_out and _is_soon(first.start - way.end, reps) and _is_as_far(way, reps)


def _is_one_of(way: Move, reps: Sequence[Excursion]) -> bool:
    """Whether a way is like the ways out of a set, and came as soon: no change of posture."""
    is_out = dot(unit(way.turn_deg), reps[-1].axis) > COUNTING.opposite_cos
    return is_out and _is_soon(way.start - reps[-1].end, reps) and _is_as_far(way, reps)


def _is_soon(pause: float, reps: Sequence[Excursion]) -> bool:
    """Whether a pause, in ticks, is hardly longer than the rests of a set."""
    rests = [later.start - rep.end for rep, later in pairwise(reps)]
    return pause * TICK_S < 1.0 + 2.0 * max(rests) * TICK_S


def _is_as_far(way: Move, reps: Sequence[Excursion]) -> bool:
    usual_deg = median(rep.range_deg for rep in reps)
    return _LIKE_WAY * usual_deg < norm(way.turn_deg) < usual_deg / _LIKE_WAY


def _times_longer(stay: float, stays: Sequence[float]) -> float:
    """How many times longer a stay is than the longest of others, as a logarithm."""
    least = _LEAST_STAY_S / TICK_S
    return math.log(max(stay, least) / max(*stays, least))


def _stayed_before(recent: RecentMotion, first: Excursion) -> float:
    """For how many ticks a limb had been where its first rep began, as far as it is known."""
    ups = recent.ups(first.start - round(_MOST_STAY_S / TICK_S), first.start)
    away = np.degrees(np.arccos(np.clip(ups @ ups[-1], -1.0, 1.0)))
    elsewhere = np.flatnonzero(away > 0.5 * first.range_deg)
    return len(ups) - (float(elsewhere[-1]) if len(elsewhere) else 0.0)


def _opposite(axis: Vector) -> Vector:
    return -axis[0], -axis[1], -axis[2]
