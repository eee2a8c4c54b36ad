"""A limb's tilt along twelve fixed directions, each with its own noise and turning points.

A limb that hardly turns moves no faster than it sways, so its speed tells nothing. A rep shows in
the tilt, which steps from one level to another along one direction, stays, and steps back. A thigh
of a leg that rests on its heel rolls about three times as much as it nods, so each direction has
its own noise.
"""

import math
from collections import deque
from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np

from evenstride.analysis.counting.tuning.tilt_fan import TILT_FAN, TiltFanTuning
from evenstride.analysis.model.vectors import Vector
from evenstride.analysis.signal.normal import deviations_around
from evenstride.analysis.signal.short_rows import length, mean_row, median, quantile_row, with_ends
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

DIRECTIONS: Final = 12
"""They are 15° apart, so a movement is at most 7.5° off, which loses 1 % of its range."""

Ups: TypeAlias = Callable[[int, int], FloatArray]
"""Gives the vertical in the sensor's frame from one tick to another, both included, (n, 3)."""

Turn: TypeAlias = tuple[int, int, float]
"""A turning point: the way that led to it (1 up, -1 down), its tick, and its tilt, degrees."""


class TiltFan:
    """Twelve curves of tilt relative to a reference pose, tick by tick.

    Args:
        ups: The limb's pose; it must reach back as far as turning points are asked for.

    Attributes:
        now: The last tick whose tilt is known; -1 before the first.
        begin: The first tick whose tilt is measured from the current reference pose.
    """

    def __init__(self, ups: Ups, tuning: TiltFanTuning = TILT_FAN) -> None:
        self._ups = ups
        self._tuning = tuning
        angle = np.pi * np.arange(DIRECTIONS) / DIRECTIONS
        self._fan = np.stack((np.cos(angle), np.sin(angle)))
        self._centre = self._home = np.zeros(3)
        self._axes = np.zeros((3, 2))
        self.now = self.begin = -1
        self._ways = round(tuning.way_s / (tuning.look_ticks * TICK_S))
        self._rows = round(tuning.noise_window_s / (2 * tuning.look_ticks * TICK_S))

    def take(self, tick: int) -> bool:
        """Take the tilt at a tick; True if it is measured from a new reference pose from now on."""
        up = self._mean(tick)
        if self._is_elsewhere(up, tick):
            self._begin_at(up, tick)
            return True
        self._add(up, tick)
        return False

    def _mean(self, tick: int) -> FloatArray:
        up = mean_row(self._ups(tick - self._tuning.smooth_ticks, tick))
        return np.asarray(up / max(length(up), 1e-9))

    def _is_elsewhere(self, up: FloatArray, tick: int) -> bool:
        """Whether the limb has come to rest in another pose, or has gone too far from this one."""
        tuning = self._tuning
        near = float(up @ self._centre)
        if near < np.cos(np.radians(tuning.replane_deg)):
            return True
        is_home = float(up @ self._home) > np.cos(np.radians(tuning.near_pose_deg))
        if is_home or near > np.cos(np.radians(tuning.other_pose_deg)):
            return False
        before = self._mean(tick - tuning.rest_ticks)
        return length(up - before) < math.radians(tuning.rest_deg)

    def stay(self, tick: int) -> None:
        """A rep began at a tick: a pose near the one there is not taken for another pose."""
        self._home = self._mean(tick)

    def end_stay(self) -> None:
        """The set is over: only the reference pose counts as the same pose again."""
        self._home = self._centre

    def _begin_at(self, up: FloatArray, tick: int) -> None:
        """Measure from this pose, beginning when the limb came near it."""
        tuning = self._tuning
        first = max(self.begin, tick - tuning.replayed_ticks, 0)
        if self.now < 0:
            first = tick
        ups = self._ups(first, tick)
        away = np.flatnonzero(ups @ up < np.cos(np.radians(tuning.near_pose_deg)))
        if len(away):
            first = tick - len(ups) + 1 + int(away[-1]) + 1
        first = min(tick - (tick - first) // tuning.look_ticks * tuning.look_ticks, tick)
        self._lay_out(up, first)
        for at in range(first, tick + 1, tuning.look_ticks):
            self._add(self._mean(at), at)

    def _add(self, up: FloatArray, tick: int) -> None:
        self.now = tick
        tilt = np.degrees(np.arcsin(np.clip(up @ self._axes, -1.0, 1.0))) @ self._fan
        if tick == self.begin:
            self._far = tilt.copy()
            self._pivots[:] = [[(tick, float(value))] for value in tilt]
        self._zigzag(tick, tilt)
        self._past.append(tilt)
        self._late.append(tilt[:: DIRECTIONS // 4])
        if len(self._past) <= self._ways:
            return
        change = np.abs(tilt - self._past.pop(0))
        self._looked += 1
        if self._looked % 2:
            return
        row = self._changes[self._seen % self._rows]
        row[:-1], row[-1] = change, tick
        self._seen += 1
        if self._seen >= 5:
            known = self._changes[: self._seen, :-1]
            part = self._tuning.noise_quantile
            noise = quantile_row(known, part) / deviations_around(part)
            self.noise_deg = np.maximum(noise, self._tuning.noise_least_deg)

    def is_idle(self) -> bool:
        """Whether the limb has hardly tilted for some seconds."""
        late = np.array(self._late)
        return bool((late.max(axis=0) - late.min(axis=0)).max() < self._tuning.idle_deg)

    def tilt(self, first: int, last: int) -> FloatArray:
        """Return tilt between two ticks in two perpendicular directions, degrees, (n, 2)."""
        return np.degrees(np.arcsin(np.clip(self._ups(first, last) @ self._axes, -1.0, 1.0)))

    def along(self, direction: int, first: int, last: int) -> FloatArray:
        """Return smoothed tilt between two ticks along a direction, degrees, (n,)."""
        return self.smoothed(self.tilt(first, last), direction)

    def smoothed(self, tilt: FloatArray, direction: int) -> FloatArray:
        """Project tilt, shape (n, 2), degrees, onto a direction and smooth it; shape (n,)."""
        half = self._tuning.smooth_ticks
        curve = tilt @ self._fan[:, direction]
        total = np.cumsum(with_ends(curve, half + 1, half))
        return np.asarray((total[2 * half + 1 :] - total[: -2 * half - 1]) / (2 * half + 1))

    def part(self, way: FloatArray, direction: int) -> float:
        """Return how far a way in the fan's plane, shape (2,), goes along a direction, degrees."""
        return float(way @ self._fan[:, direction])

    def axis(self, way: FloatArray) -> FloatArray:
        """Return the axis, a unit vector in the sensor's frame, of a way in the fan's plane."""
        moved = self._axes @ way
        axis = np.cross(moved, self._centre)
        return np.asarray(axis / max(float(np.linalg.norm(axis)), 1e-9))

    def noise_about(self, axis: Vector) -> float:
        """Return the noise along the direction of a rotation about an axis, degrees.

        Args:
            axis: A unit vector in the sensor's frame.
        """
        if self.now < 0:
            return 0.0
        along = np.cross(np.array(axis), self._centre) @ self._axes @ self._fan
        return float(self.noise_deg[int(np.argmax(np.abs(along)))])

    def turns(self, direction: int, sign: int, least_deg: float, not_before: int) -> list[Turn]:
        """Return the turning points along a direction that are at least some degrees apart.

        Args:
            direction: Which of the twelve.
            sign: 1, or -1 to see it upside down.
            least_deg: How far apart they are at least, degrees.
            not_before: Earlier ones are left out.

        Returns:
            The turning points in order; the last is where the limb is now.
        """
        points = [point for point in self._pivots[direction] if point[0] >= not_before]
        points.append((int(self._far_at[direction]), float(self._far[direction])))
        points.append((self.now, float(self._past[-1][direction])))
        turns = []
        way = -1  # a limb is at rest first: only a fall may precede the first way out
        best_at, best = points[0][0], sign * points[0][1]
        for tick, tilt in points[1:]:
            value = sign * tilt
            further = way * (value - best)
            if further >= 0.0:
                best_at, best = tick, value
            elif -further >= least_deg:
                turns.append((way, best_at, best))
                way, best_at, best = -way, tick, value
        turns.append((way, best_at, best))
        return turns

    def noise_without(self, direction: int, ways: list[tuple[float, float]]) -> float:
        """Return the noise along a direction, degrees, outside of some ways from tick to tick."""
        rows, tuning = self._changes[: self._seen], self._tuning
        if len(rows) < 5:
            return float(self.noise_deg[direction])
        to, change = rows[:, -1], rows[:, direction]
        first, last = np.array(ways).reshape(-1, 2, 1).transpose(1, 0, 2)
        clean = ~((to >= first) & (to - tuning.way_s / TICK_S <= last)).any(axis=0)
        if clean.sum() < 6:
            own_deg = tuning.noise_part * float(self.noise_deg[direction])
            return max(own_deg, tuning.noise_least_deg)
        # A median, as getting into position may lie within these seconds as well.
        noise_deg = median(change[clean]) / deviations_around(0.5)
        return max(noise_deg, tuning.noise_least_deg)

    def forget(self, tick: int) -> None:
        """Forget turning points before a tick."""
        for pivots in self._pivots:
            while len(pivots) > 2 and pivots[1][0] < tick:
                del pivots[0]

    def _lay_out(self, up: FloatArray, tick: int) -> None:
        self._centre = self._home = up
        first = np.cross(up, np.eye(3)[int(np.argmin(np.abs(up)))])
        first /= np.linalg.norm(first)
        self._axes = np.stack((first, np.cross(up, first)), axis=1)
        self.begin = tick
        self._past: list[FloatArray] = []
        self._late: deque[FloatArray] = deque(maxlen=self._tuning.idle_looks)
        self._looked = self._seen = 0
        self._changes = np.zeros((self._rows, DIRECTIONS + 1))
        self.noise_deg = np.full(DIRECTIONS, 0.35)
        self._pivots: list[list[tuple[int, float]]] = []
        self._far = np.zeros(DIRECTIONS)
        self._far_at = np.full(DIRECTIONS, tick)
        self._rises = np.ones(DIRECTIONS, dtype=np.bool_)

    def _zigzag(self, tick: int, tilt: FloatArray) -> None:
        further = np.where(self._rises, tilt >= self._far, tilt <= self._far)
        self._far = np.where(further, tilt, self._far)
        self._far_at[further] = tick
        for at in np.flatnonzero(np.abs(tilt - self._far) > self._tuning.zigzag_deg):
            self._pivots[at].append((int(self._far_at[at]), float(self._far[at])))
            self._rises[at] = not self._rises[at]
            self._far[at], self._far_at[at] = tilt[at], tick
