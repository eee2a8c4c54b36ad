"""Tells by the lever of a set's reps which end of their ways is the rest.

An exercise's way out either carries the sensor up or lets it sink. One rep's lever is uncertain,
but those of a set together are not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.plausibility import gravity_disagrees
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.which_end.height_curve import LeverSums, lever_sums, together
from evenstride.analysis.counting.which_end.stood_pose import begins_upright
from evenstride.analysis.model.exercise_values import HipMoves, SensorMoves, ThighAtRest
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.sensors.samples import FloatArray, Placement

_LEAST_MOVEMENTS: Final = 2
"""A single movement may be anything, such as a leg that is lifted to be put elsewhere."""

_ERRORS: Final = 4.0
"""A set's lever is certain if it is this many standard errors away from zero."""

_NO_GYRO_M: Final = 0.09
"""Least certain lever without a gyroscope. Acceleration then tilts the sensor's vertical as well,
which caused errors of a set's lever of up to 0.06 m (Yurtman & Barshan 2014, without their
gyroscope); this is half as much again."""

_SHANK_PART: Final = 2.0
"""A sensor on the shank is twice as far from the hip. About a nearer hinge, as in a curl, its lever
cannot be found without a gyroscope."""

_STANDS_PART: Final = 2.0
"""A limb that stands upright moves horizontally at first, and sinks by more the further it leans.
So its lever at the far end is more than this many times that at the near end, and more than a
sensor in front of the bone rises there."""


_IN_FRONT_M: Final = 0.14
"""A sensor 9 cm in front of the bone of a thigh that stands 5° behind upright rises by up to 0.12 m
per radian as a dip begins."""


@dataclass(frozen=True, slots=True, eq=False)
class Worn:
    """What is known about the sensor.

    Attributes:
        carries: Where the exercise's way out carries it.
        placement: Where it sits.
        has_gyro: Whether it measures angular rate.
        upright: The vertical in its frame while the limb hangs; None unless the exercise rests in
            this pose and a walk has shown it.
    """

    carries: SensorMoves
    placement: Placement
    has_gyro: bool
    upright: FloatArray | None = None

    def sure_lever_m(self, tuning: CountingTuning = COUNTING) -> float:
        """Return the least lever that shows which way is out, metres."""
        if self.has_gyro:
            return tuning.lever.phase_m
        return _NO_GYRO_M * (_SHANK_PART if self.placement is Placement.SHANK else 1.0)


def way_out_carries(asked: Exercise, seen: Exercise, *, has_gyro: bool = True) -> SensorMoves:
    """Return where an exercise's way out carries the sensor, whether or not it has to.

    From a floor or a seat the only way is up, and a body that sinks takes the shank along. A hip
    that extends lifts the leg or the pelvis off the floor, unless the body stands; in real bridges
    an accelerometer alone did not show that.

    Args:
        asked: What is trained, as it was named.
        seen: The same exercise as its sensor sees it.
    """
    if seen.sensor_moves is not SensorMoves.ANY:
        return seen.sensor_moves
    if seen.thigh_at_rest in (ThighAtRest.LYING, ThighAtRest.LEVEL):
        return SensorMoves.UP
    if seen.thigh_at_rest is ThighAtRest.ANY and asked.hip is HipMoves.EXTENDS and has_gyro:
        return SensorMoves.UP
    sinks = asked.sensor_moves is SensorMoves.DOWN
    return SensorMoves.DOWN if sinks else SensorMoves.ANY


def lever_odds(
    recent: RecentMotion,
    reps: Sequence[Excursion],
    now: int,
    worn: Worn,
    *,
    turned: Sequence[Excursion] = (),
    tuning: CountingTuning = COUNTING,
) -> float:
    """Return how clearly reps carry the sensor as the exercise does.

    If a walk has shown how a leg stands, its poses decide before any lever.

    Args:
        reps: Some reps of a set.
        now: The tick by which they were found.
        turned: Movements that begin where the reps have their tops, as further evidence.

    Returns:
        1 and more if they certainly do, -1 and less if they certainly do not.
    """
    if worn.carries is SensorMoves.ANY:
        return 0.0
    if worn.upright is not None and (odds := _stood_odds(recent, reps, worn.upright)):
        return odds
    known = [one for rep in reps if (one := _told(recent, rep, now, worn, tuning))]
    known += [one.turned_over() for rep in turned if (one := _told(recent, rep, now, worn, tuning))]
    if len(known) < _LEAST_MOVEMENTS:
        return 0.0
    sums, sure_m = together(known), worn.sure_lever_m(tuning)

    def sure(part: tuple[float, float], least_m: float = sure_m) -> float:
        return part[0] / max(least_m, _ERRORS * part[1])

    mean, begin, top = sums.lever_m(0.5, 0.5), sums.lever_m(1.0, 0.0), sums.lever_m(0.0, 1.0)
    if worn.carries is SensorMoves.UP:
        return sure(mean)
    least_m = max(sure_m, _IN_FRONT_M)
    if begin[0] > _STANDS_PART * abs(top[0]) and sure(begin, least_m) >= 1.0:
        return -sure(begin, least_m)
    # If it rises by more, a leg may be raised as a whole.
    rises = mean[0] > 0.0
    is_lift = rises and (_is_shallow(reps, tuning) or mean[0] > tuning.lever.rise_m)
    return 0.0 if is_lift else -sure(mean)


def _stood_odds(recent: RecentMotion, reps: Sequence[Excursion], upright: FloatArray) -> float:
    """Return how many more reps begin in the standing pose than have their top there."""
    told = [begins_upright(recent, rep, upright) for rep in reps]
    return float(told.count(True) - told.count(False))


def is_disputed(
    recent: RecentMotion,
    reps: Sequence[Excursion],
    worn: Worn,
    *,
    tuning: CountingTuning = COUNTING,
) -> bool:
    """Whether accelerometer and gyroscope disagree in most reps, so that one of them is wrong.

    Args:
        reps: Some reps of a set.
    """
    disputed = [worn.has_gyro and gravity_disagrees(recent, rep, tuning=tuning) for rep in reps]
    return 2 * sum(disputed) > len(reps)


def _told(
    recent: RecentMotion, rep: Excursion, now: int, worn: Worn, tuning: CountingTuning
) -> LeverSums | None:
    if worn.has_gyro and gravity_disagrees(recent, rep, tuning=tuning):
        return None
    return lever_sums(recent, rep, now, has_gyro=worn.has_gyro, tuning=tuning)


def _is_shallow(reps: Sequence[Excursion], tuning: CountingTuning) -> bool:
    """Whether dips are so shallow that a rising sensor proves nothing.

    Near upright a limb tips forward and hardly down, and a sensor that sits 5-9 cm in front of the
    bone is carried up by that much per radian.
    """
    return median(rep.range_deg for rep in reps) < tuning.lever.sink_deg
