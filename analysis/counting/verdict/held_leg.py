"""Tells a leg that is held up from one that dips, by where each of them rests.

A leg that dips is equally upright at rest in every set. While the other leg trains, it is held out
in front or behind with a bent hip, and sways less than it dips. So if two sets of the same sensor
rest in different poses, the smaller one was not a set.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

import numpy as np

from evenstride.analysis.counting.measuring.kept_movement import KeptMovement
from evenstride.analysis.model.vectors import Vector, dot, unit
from evenstride.sensors.samples import FloatArray

_ELSEWHERE_DEG: Final = 20.0
"""A leg that stands rests within this of where it stood in another set, and of how it hangs in a
walk; a leg that is held up has its hip bent by 10-50°."""

_PART: Final = 0.7
"""A leg that is held up sways by less than this fraction of how far it dips itself: by up to 0.65
of it (``OtherLegTuning.fitting_fraction``)."""


@dataclass(frozen=True, slots=True)
class Stance:
    """Where a limb rests between the movements of a set, and how far these go.

    Attributes:
        rest: The vertical in the sensor's frame at rest, a unit vector.
        range_deg: Their usual range.
    """

    rest: Vector
    range_deg: float


def stance_of(movements: Sequence[KeptMovement]) -> Stance:
    """Where a limb rests between the movements of a set; there must be one."""
    ends = np.concatenate([one.poses[[0, -1]] for one in movements])
    return Stance(_mean(ends), median(one.found.range_deg for one in movements))


def rest_between(up: FloatArray) -> Vector:
    """Where a limb rests before and after a movement.

    Args:
        up: The vertical in the sensor's frame from its start to its end, shape (n, 3).
    """
    return _mean(up[[0, -1]])


def is_held_up(rest: Vector, range_deg: float, stood: Stance) -> bool:
    """Whether a limb is held up: it rests elsewhere than where it stood and dipped, and moves less.

    Args:
        rest: The vertical in the sensor's frame at rest around them, a unit vector.
        range_deg: How far they go.
        stood: The set in which it stood.
    """
    is_elsewhere = dot(rest, stood.rest) < math.cos(math.radians(_ELSEWHERE_DEG))
    return is_elsewhere and range_deg < _PART * stood.range_deg


def _mean(up: FloatArray) -> Vector:
    x, y, z = up.sum(axis=0).tolist()
    return unit((x, y, z))
