"""Which way a limb took in a hole: by how it moved before and after it, and where it had rested.

A limb that was lowered when the data ended, and is lifted where they begin again, was at its rest
in between, though both poses are alike. So from either end the limb is taken to have gone on, as it
was seen to move, to the pose ahead in which it had lingered last; where nothing speaks for that, it
went straight from one pose to the other.
"""

from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from evenstride.analysis.signal.tuning import SIGNAL, TICK_S, SignalTuning
from evenstride.sensors.samples import BoolArray, FloatArray

_MOVES_RAD_S: Final = float(np.radians(4.0))
"""A limb that turns faster is on its way: a hold sags, and a rest sways, by less, and a thigh on
its roller reaches 7."""

_LATELY_TICKS: Final = round(10.0 / TICK_S)
"""How fast a limb goes is told by its last rep or two, and not by how it got into position."""

_LINGERS_TICKS: Final = 3
"""So many ticks make a pose in which it lingered; a turning point without a hold has as many."""

_AHEAD_COS: Final = 0.7
"""A pose lies ahead if the limb turns towards it within 45°."""

_NEAR_RAD: Final = float(np.radians(3.0))
"""A pose that is nearer is this one; gravity tells it by 1 to 2°."""

_AGREES_COS: Final = 0.5
"""Motion within 60° of the straight way goes along it."""

_FAR_TOO_SLOW: Final = 0.15
"""A straight way at less than this part of the speed at either end is none: it lasted too long."""

_MEAN_TO_PEAK: Final = 0.53
"""Mean speed of a minimum-jerk way as a part of its peak, 1 / 1.875 (Flash & Hogan 1985)."""

_WAY_S: Final = (0.3, 1.5)
"""A way in a hole is taken to last so long, whatever its speed: what reps last."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What was measured of a limb in the last half minute.

    Attributes:
        up: The vertical in the sensor's frame at each tick, shape (n, 3).
        rate_rad_s: Its angular rate across the vertical, shape (n, 3).
        lost: Whether the tick lies in a hole, shape (n,).
    """

    up: FloatArray
    rate_rad_s: FloatArray
    lost: BoolArray

    @property
    def rate_at_last_rad_s(self) -> FloatArray:
        """How it turned at last, shape (3,); the mean of a tenth of a second."""
        last = self.rate_rad_s[-5:]
        return np.asarray(last.mean(axis=0)) if len(last) else np.zeros(3)

    @property
    def fastest_rad_s(self) -> float:
        """Its fastest speed of late that was measured; 0 where nothing was."""
        lately = slice(-_LATELY_TICKS, None)
        speeds = np.linalg.norm(self.rate_rad_s[lately][~self.lost[lately]], axis=1)
        return float(speeds.max()) if len(speeds) else 0.0

    def lingered(self) -> FloatArray:
        """The poses in which it lingered, unit vectors, shape (k, 3)."""
        slow = (np.linalg.norm(self.rate_rad_s, axis=1) < _MOVES_RAD_S) & ~self.lost
        edges = np.flatnonzero(np.diff(np.concatenate(([False], slow, [False])).astype(np.int8)))
        poses = [
            self.up[start:stop].mean(axis=0)
            for start, stop in edges.reshape(-1, 2).tolist()
            if stop - start >= _LINGERS_TICKS
        ]
        if not poses:
            return np.empty((0, 3))
        ups = np.stack(poses)
        return np.asarray(ups / np.linalg.norm(ups, axis=1, keepdims=True))


NOTHING_SEEN: Final = Seen(np.empty((0, 3)), np.empty((0, 3)), np.empty(0, np.bool_))


class SeenLately:
    """Keeps what was measured of a limb in the last half minute, however it is cut into blocks."""

    def __init__(self, tuning: SignalTuning = SIGNAL) -> None:
        self._most = round(tuning.remembered_s / TICK_S)
        self._parts: deque[Seen] = deque()
        self._size = 0

    def add(self, part: Seen) -> None:
        """Take what follows."""
        self._parts.append(part)
        self._size += len(part.lost)
        while self._size - len(self._parts[0].lost) >= self._most:
            self._size -= len(self._parts.popleft().lost)

    @property
    def seen(self) -> Seen:
        """What is kept."""
        parts = tuple(self._parts) or (NOTHING_SEEN,)
        last = slice(-self._most, None)
        return Seen(
            np.concatenate([one.up for one in parts])[last],
            np.concatenate([one.rate_rad_s for one in parts])[last],
            np.concatenate([one.lost for one in parts])[last],
        )


def ways_through(
    before: FloatArray, seen: Seen, after: FloatArray, rate_after_rad_s: FloatArray, hole_s: float
) -> list[FloatArray]:
    """The poses that a limb went through in a hole, from that before it to that after it.

    Args:
        before: The vertical in the sensor's frame before the hole, a unit vector, shape (3,).
        seen: What was measured of the limb before the hole.
        after: The vertical after the hole.
        rate_after_rad_s: How the limb turned after the hole, shape (3,).
        hole_s: How long the hole lasted.
    """
    straight = [before, after]
    poses = seen.lingered()
    rate_before = seen.rate_at_last_rad_s
    if not len(poses):
        return straight
    turn = np.cross(after, before)  # the vertical turns against the limb
    speed = float(np.linalg.norm(turn)) / hole_s
    rates = (_across(rate_before, before), _across(rate_after_rad_s, after))
    moving = [float(np.linalg.norm(rate)) > _MOVES_RAD_S for rate in rates]
    agrees = [_cosine(rate, turn) > _AGREES_COS for rate in rates]
    slowest = min(float(np.linalg.norm(rate)) for rate in rates)
    if all(moving) and all(agrees) and speed < _FAR_TOO_SLOW * slowest:
        agrees = [False, False]
    found = [before]
    if moving[0] and not agrees[0]:
        found += _ahead(before, rates[0], poses)
    if moving[1] and not agrees[1]:
        found += _ahead(after, -rates[1], poses)
    found.append(after)
    kept = found[:1]
    for pose in found[1:]:
        if angle_rad(kept[-1], pose) > _NEAR_RAD or pose is after:
            kept.append(pose)
    length = sum(angle_rad(a, b) for a, b in pairwise(kept))
    # No faster than the limb was ever seen to go.
    return kept if length <= seen.fastest_rad_s * hole_s else straight


def durations(lengths_rad: FloatArray, seen: Seen, hole_s: float) -> FloatArray:
    """How long each way in a hole is taken to last, seconds: no longer than the hole in all."""
    usual_rad_s = max(_MEAN_TO_PEAK * seen.fastest_rad_s, _MOVES_RAD_S)
    lasting = np.clip(lengths_rad / usual_rad_s, *_WAY_S)
    total = float(lasting.sum())
    return np.asarray(lasting * min(1.0, hole_s / total)) if total else lasting


def _across(rate: FloatArray, up: FloatArray) -> FloatArray:
    return np.asarray(rate - (rate @ up) * up)


def _ahead(pose: FloatArray, rate: FloatArray, poses: FloatArray) -> list[FloatArray]:
    """The latest pose in which the limb had lingered on the way on which it is; none or one."""
    towards = np.cross(pose, rate)
    off = poses - (poses @ pose)[:, None] * pose
    lengths: FloatArray = np.linalg.norm(off, axis=1)
    angles = np.arctan2(lengths, poses @ pose)
    cosines = off @ towards / np.maximum(lengths * np.linalg.norm(towards), 1e-12)
    ahead = (cosines > _AHEAD_COS) & (angles > _NEAR_RAD)
    if not ahead.any():
        return []
    return [poses[int(np.flatnonzero(ahead)[-1])]]


def angle_rad(one: FloatArray, other: FloatArray) -> float:
    """The angle between two unit vectors."""
    return float(np.arctan2(np.linalg.norm(np.cross(one, other)), one @ other))


def _cosine(one: FloatArray, other: FloatArray) -> float:
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / size if size > 1e-12 else 0.0
