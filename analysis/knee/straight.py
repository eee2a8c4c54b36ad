"""Finds the angle of the straight knee from rests with a straight leg, without a special pose."""

from collections import deque

import numpy as np

from evenstride.analysis.knee.angle import pose_deg, within_half_turn
from evenstride.analysis.knee.hinge import Hinge
from evenstride.analysis.knee.paired import Paired
from evenstride.analysis.knee.tuning import KNEE, KneeTuning
from evenstride.sensors.samples import FloatArray


class StraightLeg:
    """Remembers the direction of gravity in both sensors while the leg rested."""

    def __init__(self, tuning: KneeTuning = KNEE) -> None:
        self._tuning = tuning
        self._straight: deque[tuple[FloatArray, FloatArray]] = deque(maxlen=tuning.recent_rests)
        self._tops: deque[tuple[FloatArray, FloatArray]] = deque(maxlen=tuning.recent_rests)
        self._rests: deque[tuple[FloatArray, FloatArray]] = deque(maxlen=tuning.most_poses)

    def forget(self) -> None:
        """Forget all poses, because a strap has slipped."""
        self._straight.clear()
        self._tops.clear()
        self._rests.clear()

    def rests_straight(self, ticks: Paired) -> None:
        """Take a rest between reps in which the leg lies or stands straight, by the exercise."""
        self._straight.append(_pose(ticks))

    def reaches(self, ticks: Paired) -> None:
        """Take the top of a rep that straightens the knee."""
        self._tops.append(_pose(ticks))

    def look(self, ticks: Paired) -> None:
        """Remember the pose if the leg rests in these ticks, straight or bent."""
        fastest = max(
            float(np.linalg.norm(one.rate_deg_s, axis=1).max())
            for one in (ticks.thigh, ticks.shank)
        )
        if fastest >= self._tuning.still_deg_s:
            return
        pose = _pose(ticks)
        if not any(self._is_same(pose, known) for known in self._rests):
            self._rests.append(pose)

    def at_deg(self, hinge: Hinge, flexion: float) -> float | None:
        """Return the angle of the straight leg, degrees; None if still unknown.

        Args:
            flexion: 1 if the angle grows as the knee bends, -1 if it falls.
        """
        rests_deg = _median_deg([pose_deg(*pose, hinge) for pose in self._straight])
        return self._straightest_deg(hinge, flexion) if rests_deg is None else rests_deg

    def is_own(self, hinge: Hinge, flexion: float) -> bool:
        """Return whether "straight" is only the straightest top of reps that straighten the knee.

        Then no rest showed the leg straighter, and a rep's lag is relative to the other reps.

        Args:
            flexion: 1 if the angle grows as the knee bends, -1 if it falls.
        """
        if self._straight or not self._tops:
            return False
        return self._beyond_tops(hinge, flexion)[1] == 0.0

    def _straightest_deg(self, hinge: Hinge, flexion: float) -> float | None:
        """Return the straightest angle so far, for exercises whose rest is not straight.

        It is the straightest of the last tops, or that of a rest which is straighter, because the
        leg lay or stood straight before it was bent. None before the first top.

        Args:
            flexion: 1 if the angle grows as the knee bends, -1 if it falls.
        """
        if not self._tops:
            return None
        top_deg, by_deg = self._beyond_tops(hinge, flexion)
        return top_deg - flexion * by_deg

    def _beyond_tops(self, hinge: Hinge, flexion: float) -> tuple[float, float]:
        """Return the straightest of the last tops, and by how much a rest is straighter, or 0."""
        first_deg = pose_deg(*self._tops[-1], hinge)

        def straighter(pose: tuple[FloatArray, FloatArray], than_deg: float) -> float:
            return flexion * within_half_turn(than_deg - pose_deg(*pose, hinge))

        top_deg = first_deg - flexion * max(straighter(pose, first_deg) for pose in self._tops)
        more = [
            by_deg
            for pose in self._rests
            if 0.0 < (by_deg := straighter(pose, top_deg)) < self._tuning.straight_within_deg
            and self._fits(pose, hinge)
        ]
        return top_deg, max(more, default=0.0)

    def _fits(self, pose: tuple[FloatArray, FloatArray], hinge: Hinge) -> bool:
        """Return whether the axis is equally level in both sensors, as on a leg that wears both."""
        apart = float(pose[0] @ hinge.thigh_axis - pose[1] @ hinge.shank_axis)
        return abs(apart) < self._tuning.level_apart

    def _is_same(
        self, one: tuple[FloatArray, FloatArray], other: tuple[FloatArray, FloatArray]
    ) -> bool:
        limit = 2 * np.sin(np.radians(self._tuning.new_pose_deg) / 2)
        return all(float(np.linalg.norm(a - b)) < limit for a, b in zip(one, other, strict=True))


def _pose(ticks: Paired) -> tuple[FloatArray, FloatArray]:
    thigh, shank = ticks.thigh.up.mean(axis=0), ticks.shank.up.mean(axis=0)
    return thigh / np.linalg.norm(thigh), shank / np.linalg.norm(shank)


def _median_deg(angles_deg: list[float]) -> float | None:
    if not angles_deg:
        return None
    first = angles_deg[0]
    return first + float(np.median([within_half_turn(one - first) for one in angles_deg]))
