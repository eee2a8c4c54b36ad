"""Fills a hole in the data by what gravity tells of it: from the pose before to the pose after.

How the limb moved in the hole is not known, and nothing here claims to know it: the ticks are
marked as lost, so that no time and no speed is taken from them. But a limb that was lifted before
the hole and rests after it has come down in between, and that is all that counting needs to go on.
"""

from dataclasses import dataclass

import numpy as np

from evenstride.analysis.signal.grid import Ticks
from evenstride.analysis.signal.tuning import SIGNAL, TICK_S, SignalTuning
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """How a limb was at the end of a tick.

    Attributes:
        index: Number of the tick.
        up: The vertical in the sensor's frame, a unit vector, shape (3,).
        bias_rad_s: What the gyroscope reads too much, shape (3,); NaN without a gyroscope.
    """

    index: int
    up: FloatArray
    bias_rad_s: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class FilledHole:
    """A hole over which the ticks go on.

    Attributes:
        ticks: Those of the hole, marked as lost, and those that waited after it.
        known_tick: Number of the tick by which the pose after the hole was known.
    """

    ticks: tuple[Ticks, ...]
    known_tick: int


class HoleFiller:
    """Waits after a hole until gravity tells the pose there, then makes the ticks between.

    Args:
        tuning: The constants to go by.
    """

    def __init__(self, tuning: SignalTuning = SIGNAL) -> None:
        self._needed = max(round(tuning.pose_s / TICK_S), 1)
        self._still_rad_s = float(np.radians(tuning.still_deg_s))
        self._before: Pose | None = None
        self._after: list[Ticks] = []

    @property
    def is_open(self) -> bool:
        """Whether a hole waits for the pose after it."""
        return self._before is not None

    def begin(self, before: Pose) -> None:
        """Begin a hole; where one is open still, it goes on: what was between them is too short.

        Args:
            before: The pose before the hole.
        """
        self._after.clear()
        if self._before is None:
            self._before = before

    def update(self, ticks: Ticks) -> FilledHole | None:
        """Take ticks after the hole; give those of the hole and them, once the pose is known."""
        if len(ticks.index):
            self._after.append(ticks)
        known = sum(len(one.index) for one in self._after)
        return self._filled(self._needed) if known >= self._needed else None

    def finish(self) -> FilledHole | None:
        """Nothing follows: go by the ticks that there are."""
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
        rate = gyr - before.bias_rad_s
        up = _up_at_first(acc, rate)
        size = int(index[0]) - before.index - 1
        if size <= 0:
            return FilledHole(after, known_tick)
        still_from = self._still_from(before.up, up, rate, size)
        between = _between(before, up, size, still_from, has_gyro=not np.isnan(gyr).any())
        return FilledHole((between, *after), known_tick)

    def _still_from(
        self, up_before: FloatArray, up: FloatArray, rate: FloatArray, size: int
    ) -> int:
        """From which tick of the hole on the limb is taken to rest.

        A limb that does not go on in the same direction after the hole has arrived in it; that it
        arrived is seen only if it rests for a while before the hole ends.
        """
        turn = np.cross(up, up_before)
        goes_on = not np.isnan(rate).any() and float(
            rate[: self._needed // 2 + 1].mean(axis=0) @ turn
        ) > self._still_rad_s * float(np.linalg.norm(turn))
        return size if goes_on else max(size - self._needed, (size + 1) // 2)


def _up_at_first(acc_m_s2: FloatArray, rate_rad_s: FloatArray) -> FloatArray:
    """The vertical in the sensor's frame at the first of some ticks, a unit vector.

    The forces are turned back to the first tick by the angular rate, and their mean is taken: what
    a moving limb adds to gravity is the less in it the longer it is.
    """
    total = acc_m_s2[0].copy()
    back = np.eye(3)
    for force, rate in zip(acc_m_s2[1:], np.nan_to_num(rate_rad_s[1:], nan=0.0), strict=True):
        back = back @ _turn(rate * TICK_S)
        total += back @ force
    length = float(np.linalg.norm(total))
    return total / length if length > 1e-9 else np.array([0.0, 0.0, 1.0])


def _between(before: Pose, up: FloatArray, size: int, still_from: int, *, has_gyro: bool) -> Ticks:
    """The ticks of a hole: evenly from one pose to the other, on the shortest way, then at rest."""
    axis = np.cross(up, before.up)
    sine = float(np.linalg.norm(axis))
    angle = float(np.arctan2(sine, before.up @ up))
    if sine > 1e-9:
        axis = axis / sine
    part = np.clip(np.arange(1, size + 1) / still_from, 0.0, 1.0)
    # The vertical stands still in the world: in the sensor's frame it turns the other way round.
    ups = np.stack([_turn(-axis * angle * one) @ before.up for one in part])
    gyr = np.full((size, 3), np.nan)
    if has_gyro:
        speed = np.diff(part, prepend=0.0) * angle / TICK_S
        gyr = speed[:, None] * axis + before.bias_rad_s
    yes, no = np.ones(size, np.bool_), np.zeros(size, np.bool_)
    index = np.arange(before.index + 1, before.index + 1 + size)
    return Ticks(index, ups * GRAVITY_M_S2, gyr, bridged=yes, lost=yes, saturated=no)


def _turn(vector_rad: FloatArray) -> FloatArray:
    """The rotation about a vector by its length (Rodrigues), shape (3, 3)."""
    angle = float(np.linalg.norm(vector_rad))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = vector_rad / angle
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    turned: FloatArray = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    return turned
