"""Tells slow strides from reps: each takes as long as a rep, and only a series of them shows it.

However slowly and softly somebody walks, a stride is known by its kind: how much of its turning is
about the vertical, how much of the force no lever explains, and that its second half repeats the
first. Each of these varies from stride to stride, so the median of several is taken; and walkers do
not rest between strides, as most people do between reps.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from evenstride.analysis.counting.everyday.gait_signs import Signs
from evenstride.analysis.counting.moves.sighting import Sighting
from evenstride.analysis.counting.signs.lever import lever
from evenstride.analysis.counting.signs.plausibility import gravity_disagrees
from evenstride.analysis.counting.tuning.gait import GAIT, GaitTuning
from evenstride.sensors.samples import FloatArray, Placement


@dataclass(frozen=True, slots=True)
class Past:
    """A movement that was looked at.

    Attributes:
        start_s: When it began, seconds.
        end_s: When it ended.
        stays_s: How long the limb stayed at its top.
        seen: What it looks like.
        kind: How much of a stride it is by its kind, octaves; see ``kind_of``.
        up: The mean vertical in the sensor's frame, shape (3,).
    """

    start_s: float
    end_s: float
    stays_s: float
    seen: Signs
    kind: float
    up: FloatArray


def kind_of(sighting: Sighting, seen: Signs) -> float:
    """How much of a stride a movement is by its kind, octaves; minus infinity if it is none.

    An accelerometer that contradicts the gyroscope is no evidence, and a leg that certainly rises
    about its hip does not hang as a walking one does. The thigh of a walker swings in half of the
    time for which it stands, while one that dips takes about as long on either way. So does the
    shank of a leg that is held up and sways, so the ways of shanks say nothing.

    Args:
        sighting: The movement, and the motion that it was found in.
        seen: What it looks like.
    """
    octaves = seen.kind_octaves
    if octaves is None or octaves <= 0.0 or seen.octaves > 0.0:
        return -inf if octaves is None else octaves
    recent, found, tuning = sighting.recent, sighting.found, sighting.tuning
    shorter, longer = sorted((found.top - found.start, found.end - found.leave))
    if sighting.placement is Placement.THIGH and longer < tuning.gait.series_ways * shorter:
        return -inf
    carried = lever(recent, found, sighting.now, tuning=tuning)
    if carried is None or gravity_disagrees(recent, found, tuning=tuning):
        return -inf
    beyond_m = abs(carried.rise_m) - tuning.lever.rise_m
    return -inf if beyond_m > tuning.lever.sure_errors * carried.error_m else octaves


def slow_strides(
    past: Collection[Past], *, in_set: bool, tuning: GaitTuning = GAIT
) -> Sequence[Past]:
    """The last movements, if they are a series of slow strides; else none.

    Args:
        past: Movements in order.
        in_set: Whether the last one is like the reps of a set that is sure.
    """
    strides = () if in_set else series_of(past, tuning.series, tuning.series_octaves, tuning)
    return (
        strides
        or series_of(past, tuning.series_sure, tuning.series_sure_octaves, tuning)
        or series_of(
            past,
            tuning.series_sure,
            tuning.series_plain_octaves,
            tuning,
            rest_s=tuning.series_halt_s,
        )
    )


def series_of(
    past: Collection[Past],
    count: int,
    octaves: float,
    tuning: GaitTuning = GAIT,
    *,
    rest_s: float | None = None,
) -> Sequence[Past]:
    """The last few movements, if they follow each other without a rest, as strides do; else none.

    Args:
        past: Movements in order.
        count: How many.
        octaves: How clearly the middle one of them has to be a stride by its kind.
        rest_s: For how long the leg may rest between them; None for as little as strides do.
    """
    last = list(past)[-count:]
    if len(last) < count:
        return ()
    if any(one.end_s - one.start_s > tuning.series_stride_s for one in last):
        return ()
    pauses_s = [after.start_s - before.end_s for before, after in pairwise(last)]
    # One pause among several, before the last, is a step that was not seen, or a halt.
    longest_s = max(pauses_s[-1], sorted(pauses_s)[-1 if count <= tuning.series else -2])
    stays_s = _middle([one.stays_s for one in last])
    if max(longest_s, stays_s) > (tuning.series_rest_s if rest_s is None else rest_s):
        return ()
    # The last one may be the first rep after a walk: it must rather be a stride by itself.
    lasted_s = [one.end_s - one.start_s for one in last]
    is_one = last[-1].kind > 0.0 and lasted_s[-1] < tuning.series_uneven * _middle(lasted_s)
    return last if is_one and _middle([one.kind for one in last]) > octaves else ()


def _middle(values: Sequence[float]) -> float:
    """The lower median."""
    return sorted(values)[(len(values) - 1) // 2]
