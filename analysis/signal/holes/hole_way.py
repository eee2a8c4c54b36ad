"""Finds the way of a limb through a hole, by its motion at both ends and where it had rested.

If a limb was being lowered when the data stopped, and is being lifted when they begin again, it was
at its rest in between, though both poses are alike. So from either end the limb is taken to have
gone on as it was seen to move, to the pose ahead where it had last lingered. Without evidence for
that, it went straight from one pose to the other, unless it must have left its pose meanwhile
(``stays``).
"""

from itertools import pairwise
from typing import Final

import numpy as np

from evenstride.analysis.signal.holes.poses import Pace, angle_rad
from evenstride.analysis.signal.holes.seen_lately import MOVES_RAD_S, Seen
from evenstride.analysis.signal.holes.stays import other_end
from evenstride.analysis.signal.tuning import PEAK_TO_MEAN, TICK_S
from evenstride.sensors.samples import FloatArray

_AHEAD_COS: Final = 0.7
"""A pose lies ahead if the limb turns towards it within 45°."""

_NEAR_RAD: Final = float(np.radians(3.0))
"""Poses nearer than this are the same; gravity shows a pose to 1 to 2°."""

_GOES_PART: Final = 0.15
"""A limb slower than this part of its top speed is not on a way that leads anywhere: it sways,
settles or fidgets, or has only just begun or ended one."""

_AGREES_COS: Final = 0.5
"""Motion within 60° of the straight way goes along it."""

_FAR_TOO_SLOW: Final = 0.15
"""If a straight way would have less than this part of the speed at either end, the limb did not
take it: the hole lasted too long."""

_SAME_RAD: Final = float(np.radians(0.5))
"""Poses that differ by less are the same: gravity shows where a limb goes on to 0.3°."""

_ALIKE_RAD_S: Final = float(np.radians(10.0))
"""Rates are alike if they differ by less than this, or by less than a quarter of their size: the
rate of a limb that comes to a stop changes by so much in 0.1 s."""

_WAY_S: Final = (0.3, 1.5)
"""Shortest and longest duration of a way in a hole, whatever its speed: those of reps."""


def ways_through(
    before: FloatArray, seen: Seen, after: Pace, hole_s: float, *, may_have_left: bool = True
) -> list[FloatArray]:
    """Return the poses that a limb went through in a hole, from the one before to the one after.

    Args:
        before: The vertical in the sensor's frame before the hole, a unit vector, shape (3,).
        seen: What was measured of the limb before the hole.
        after: How the limb moved after the hole.
        hole_s: How long the hole lasted.
        may_have_left: Whether time certainly passed, so that the limb may have left and come back.
    """
    straight = [before, after.up]
    poses = seen.lingered()
    rate_before = seen.rate_at_last_rad_s
    if not len(poses):
        return straight
    turn = np.cross(after.up, before)  # the vertical turns against the limb
    speed = float(np.linalg.norm(turn)) / hole_s
    rates = (_across(rate_before, before), _across(after.rate_rad_s, after.up))
    if _only_time_passed(before, after.up, rates):
        return straight
    least_rad_s = max(_GOES_PART * seen.fastest_rad_s, MOVES_RAD_S)
    moving = [float(np.linalg.norm(rate)) > least_rad_s for rate in rates]
    agrees = [_cosine(rate, turn) > _AGREES_COS for rate in rates]
    slowest = min(float(np.linalg.norm(rate)) for rate in rates)
    if all(moving) and all(agrees) and speed < _FAR_TOO_SLOW * slowest:
        agrees = [False, False]
    found = [before]
    if moving[0] and not agrees[0]:
        found += _ahead(before, rates[0], poses)
    if moving[1] and not agrees[1]:
        found += _ahead(after.up, -rates[1], poses)
    found.append(after.up)
    kept = found[:1]
    for pose in found[1:]:
        if angle_rad(kept[-1], pose) > _NEAR_RAD or pose is after.up:
            kept.append(pose)
    if len(kept) == 2 and may_have_left:
        kept[1:1] = other_end(before, after.up, seen, hole_s)
    length = sum(angle_rad(a, b) for a, b in pairwise(kept))
    # The limb cannot have gone faster than it was ever seen to go.
    return kept if length <= seen.fastest_rad_s * hole_s else straight


def durations(lengths_rad: FloatArray, seen: Seen, hole_s: float) -> FloatArray:
    """Return how long each way in a hole lasts, seconds; together no longer than the hole."""
    usual_rad_s = max(seen.fastest_rad_s / PEAK_TO_MEAN, MOVES_RAD_S)
    lasting = np.clip(lengths_rad / usual_rad_s, *_WAY_S)
    total = float(lasting.sum())
    return np.asarray(lasting * min(1.0, hole_s / total)) if total else lasting


def _only_time_passed(
    before: FloatArray, after: FloatArray, rates: tuple[FloatArray, FloatArray]
) -> bool:
    """Whether a moving limb goes on where it was, at the same rate, so that only time was lost."""
    speeds = [float(np.linalg.norm(rate)) for rate in rates]
    is_alike = float(np.linalg.norm(rates[1] - rates[0])) < max(_ALIKE_RAD_S, max(speeds) / 4)
    is_on_way = min(speeds) > MOVES_RAD_S and is_alike
    return is_on_way and angle_rad(before, after) < _SAME_RAD + max(speeds) * TICK_S


def _across(rate: FloatArray, up: FloatArray) -> FloatArray:
    return np.asarray(rate - (rate @ up) * up)


def _ahead(pose: FloatArray, rate: FloatArray, poses: FloatArray) -> list[FloatArray]:
    """Return the latest pose ahead of the limb in which it had lingered; none or one."""
    towards = np.cross(pose, rate)
    off = poses - (poses @ pose)[:, None] * pose
    lengths: FloatArray = np.linalg.norm(off, axis=1)
    angles = np.arctan2(lengths, poses @ pose)
    cosines = off @ towards / np.maximum(lengths * np.linalg.norm(towards), 1e-12)
    ahead = (cosines > _AHEAD_COS) & (angles > _NEAR_RAD)
    if not ahead.any():
        return []
    return [poses[int(np.flatnonzero(ahead)[-1])]]


def _cosine(one: FloatArray, other: FloatArray) -> float:
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / size if size > 1e-12 else 0.0
