"""Where the knee is straight: from the straight leg at rest, of which nobody has to make a pose."""

from collections import deque

import numpy as np

from evenstride.analysis.knee.angle import pose_deg, within_half_turn
from evenstride.analysis.knee.hinge import Hinge
from evenstride.analysis.knee.paired import Paired
from evenstride.analysis.knee.tuning import KNEE, KneeTuning
from evenstride.sensors.samples import FloatArray


class StraightLeg:
    """Remembers how gravity lay in both sensors while the leg rested.

    Args:
        tuning: The constants to go by.
    """

    def __init__(self, tuning: KneeTuning = KNEE) -> None:
        self._tuning = tuning
        self._straight: deque[tuple[FloatArray, FloatArray]] = deque(maxlen=tuning.recent_rests)
        self._tops: deque[tuple[FloatArray, FloatArray]] = deque(maxlen=tuning.recent_rests)
        self._rests: deque[tuple[FloatArray, FloatArray]] = deque(maxlen=tuning.most_poses)

    def forget(self) -> None:
        """A strap has slipped: the poses before it say nothing."""
        self._straight.clear()
        self._tops.clear()
        self._rests.clear()

    def rests_straight(self, ticks: Paired) -> None:
        """The leg lies or stands straight in these ticks, as the exercise has it between reps."""
        self._straight.append(_pose(ticks))

    def reaches(self, ticks: Paired) -> None:
        """The knee is as straight as it gets in this rep, at the top of a straightening."""
        self._tops.append(_pose(ticks))

    def look(self, ticks: Paired) -> None:
        """Remember the pose if the leg rests in these ticks, however it is bent."""
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
        """The angle of the straight leg; None if nothing told of it yet.

        Args:
            hinge: The hinge.
            flexion: 1 where the angle grows as the knee bends, -1 where it falls.
        """
        rests_deg = _median_deg([pose_deg(*pose, hinge) for pose in self._straight])
        return self._straightest_deg(hinge, flexion) if rests_deg is None else rests_deg

    def is_own(self, hinge: Hinge, flexion: float) -> bool:
        """Whether straight is only the straightest of a straightening's own tops.

        No rest showed the leg straighter, so that what such a rep lacks is told against the others.

        Args:
            hinge: The hinge.
            flexion: 1 where the angle grows as the knee bends, -1 where it falls.
        """
        if self._straight or not self._tops:
            return False
        return self._beyond_tops(hinge, flexion)[1] == 0.0

    def _straightest_deg(self, hinge: Hinge, flexion: float) -> float | None:
        """The straightest that the leg was, where no exercise said that it rests straight.

        That is the straightest of the last tops of a straightening, or a rest that is straighter:
        the leg lay long, or stood, before it was bent. None before the first top.

        Args:
            hinge: The hinge.
            flexion: 1 where the angle grows as the knee bends, -1 where it falls.
        """
        if not self._tops:
            return None
        top_deg, by_deg = self._beyond_tops(hinge, flexion)
        return top_deg - flexion * by_deg

    def _beyond_tops(self, hinge: Hinge, flexion: float) -> tuple[float, float]:
        """The straightest of the last tops, and by how much a rest is straighter, or 0."""
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
        """Whether the axis is as level in both sensors, as it is where both are worn."""
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
