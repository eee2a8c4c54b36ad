"""Fills a hole in the data with a way from the pose before to the pose after.

How the limb really moved in the hole is not known: the ticks are marked as lost, so that no time
and no speed is taken from them. But a limb that was lifted before the hole and rests after it has
come down in between, and that is all that counting needs to go on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from evenstride.analysis.signal.holes.hole_way import durations, ways_through
from evenstride.analysis.signal.holes.like_before import like_before
from evenstride.analysis.signal.holes.other_frame import is_other_frame
from evenstride.analysis.signal.holes.poses import Pace, angle_rad, pace_at_first, turn
from evenstride.analysis.signal.holes.seen_lately import NOTHING_SEEN, Seen
from evenstride.analysis.signal.screening.grid import Ticks
from evenstride.analysis.signal.tuning import SIGNAL, TICK_S, SignalTuning
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """A limb's pose at the end of a tick.

    Attributes:
        index: Number of the tick.
        up: The vertical in the sensor's frame, a unit vector, shape (3,).
        bias_rad_s: The gyroscope's bias, shape (3,); NaN without a gyroscope.
        seen: What was measured of the limb until then.
    """

    index: int
    up: FloatArray
    bias_rad_s: FloatArray
    seen: Seen = NOTHING_SEEN


@dataclass(frozen=True, slots=True, eq=False)
class FilledHole:
    """A hole that was filled with ticks.

    Attributes:
        ticks: Those of the hole, marked as lost, and those that waited after it.
        known_tick: Number of the tick by which the pose after the hole was known.
        is_other_frame: Whether the sensor sits differently after it; then the hole is not filled.
    """

    ticks: tuple[Ticks, ...]
    known_tick: int
    is_other_frame: bool = False


class HoleFiller:
    """Waits after a hole until gravity shows the pose there, then makes the ticks of the hole."""

    def __init__(self, tuning: SignalTuning = SIGNAL) -> None:
        self._needed = max(round(tuning.pose_s / TICK_S), 1)
        self._still_rad_s = float(np.radians(tuning.still_deg_s))
        self._before: Pose | None = None
        self._numbers_go_on = True
        self._after: list[Ticks] = []

    @property
    def is_open(self) -> bool:
        """Whether a hole waits for the pose after it."""
        return self._before is not None

    def begin(self, before: Pose, *, numbers_go_on: bool = False) -> None:
        """Begin a hole, or continue one that is still open, as too little came in between.

        Args:
            before: The pose before the hole.
            numbers_go_on: Whether no sample is missing by the sensor's own numbers.
        """
        self._after.clear()
        if self._before is None:
            self._before, self._numbers_go_on = before, True
        self._numbers_go_on &= numbers_go_on

    def update(self, ticks: Ticks) -> FilledHole | None:
        """Take ticks after the hole; return the hole's ticks and these once the pose is known."""
        if len(ticks.index):
            self._after.append(ticks)
        known = sum(len(one.index) for one in self._after)
        return self._filled(self._needed) if known >= self._needed else None

    def finish(self) -> FilledHole | None:
        """Fill the hole with what is known, as nothing follows."""
        known = sum(len(one.index) for one in self._after)
        return self._filled(min(known, self._needed)) if known else None

    def _filled(self, count: int) -> FilledHole | None:
        before, after = self._before, tuple(self._after)
        if before is None:
            return None
        self._before = None
        self._after.clear()
        index = np.concatenate([one.index for one in after])
        known_tick = int(index[count - 1])
        acc = np.concatenate([one.acc_m_s2 for one in after])[:count]
        gyr = np.concatenate([one.gyr_rad_s for one in after])[:count]
        size = int(index[0]) - before.index - 1
        if size <= 0:
            return FilledHole(after, known_tick)
        pace = like_before(before.seen, acc, gyr - before.bias_rad_s)
        if pace is None:
            pace = pace_at_first(acc, gyr - before.bias_rad_s)
            if is_other_frame(before.seen, pace.up):
                return FilledHole(after, known_tick, is_other_frame=True)
        has_gyro = not np.isnan(gyr).any()
        between = self._between(before, pace, size, has_gyro=has_gyro)
        return FilledHole((between, *after), known_tick)

    def _between(self, before: Pose, after: Pace, size: int, *, has_gyro: bool) -> Ticks:
        """Make the ticks of a hole."""
        poses = ways_through(
            before.up, before.seen, after, size * TICK_S, may_have_left=not self._numbers_go_on
        )
        angles = np.array([angle_rad(a, b) for a, b in pairwise(poses)])
        goes_on = self._goes_on(poses[-2], after)
        # If the limb arrived in the hole, it must rest there for a while for that to be detected.
        at_end = 0 if goes_on else min(self._needed, size // 2)
        lasting = durations(angles, before.seen, (size - at_end) * TICK_S) / TICK_S
        left = size - at_end - float(lasting.sum())
        between = len(poses) - 2
        if between:
            rests = [0.0, *[left / between] * between, at_end]
        else:
            rests = [left, at_end] if goes_on else [0.0, left + at_end]
        return _ticks_through(
            before,
            poses,
            angles=angles,
            lasting=lasting,
            rests=rests,
            size=size,
            has_gyro=has_gyro,
        )

    def _goes_on(self, up_before: FloatArray, after: Pace) -> bool:
        """Whether the limb continues its way of the hole afterwards; else it has arrived."""
        way = np.cross(after.up, up_before)
        return float(after.rate_rad_s @ way) > self._still_rad_s * float(np.linalg.norm(way))


def _ticks_through(
    before: Pose,
    poses: Sequence[FloatArray],
    *,
    angles: FloatArray,
    lasting: FloatArray,
    rests: Sequence[float],
    size: int,
    has_gyro: bool,
) -> Ticks:
    """Make the ticks of a hole, with constant rate from pose to pose, and rests between.

    Args:
        before: The pose before the hole.
        poses: The verticals it went through, first and last included.
        angles: How far each is from the one before, radians.
        lasting: How many ticks each way lasts.
        rests: How many ticks it rests at each pose.
        size: How many ticks the hole has.
    """
    ends = np.arange(1, size + 1, dtype=np.float64)
    ups = np.empty((size, 3))
    ups[:] = before.up
    rates = np.zeros((size, 3))
    start = 0.0
    for pose, to, angle, ticks, rest in zip(poses, poses[1:], angles, lasting, rests, strict=False):
        start += rest
        axis = np.cross(to, pose)
        sine = float(np.linalg.norm(axis))
        axis = axis / sine if sine > 1e-9 else axis
        part = np.clip((ends - start) / max(float(ticks), 1e-9), 0.0, 1.0)
        going = part > 0.0
        # The vertical is fixed in the world, so in the sensor's frame it turns the other way.
        ups[going] = [turn(-axis * angle * one) @ pose for one in part[going]]
        rates += np.diff(part, prepend=0.0)[:, None] * (angle / TICK_S) * axis
        start += float(ticks)
    gyr = rates + before.bias_rad_s if has_gyro else np.full((size, 3), np.nan)
    yes, no = np.ones(size, np.bool_), np.zeros(size, np.bool_)
    index = np.arange(before.index + 1, before.index + 1 + size)
    return Ticks(index, ups * GRAVITY_M_S2, gyr, bridged=yes, lost=yes, saturated=no)
