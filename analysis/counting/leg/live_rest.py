"""Follows the rest from which a limb's live angle is measured: the set's, or its current one."""

from typing import Final

from evenstride.analysis.model.rest_pose import RestPose
from evenstride.analysis.model.vectors import Vector

_PART: Final = 0.5
"""The reference moves by this fraction towards the rest of each further rep, so that it follows a
limb whose rest changes within a set, without jumping at every rep."""


class LiveRest:
    """Follows the rest of one limb.

    In a set it is the rest of the set's reps, and does not change between reps. Before and after a
    set it is wherever the limb rests. A drawing measures everything from the newest rest, so that
    the whole curve moves with it and never drifts by itself.
    """

    def __init__(self) -> None:
        self._known: RestPose | None = None
        # Where the limb has rested since then, if it has; how it got there does not matter.
        self._up: Vector | None = None
        self._is_in_set = False

    @property
    def pose(self) -> RestPose | None:
        """The rest; None before the first tick."""
        if self._known is None or self._up is None:
            return self._known
        return self._known.at(self._up)

    def forget(self, *, direction: bool) -> None:
        """Forget where the limb rests; for another exercise, also which way is out."""
        self._is_in_set = False
        pose = self.pose
        if pose is not None and direction:
            self._known, self._up = RestPose(pose.up), None

    def step(self, up: Vector, *, rests: bool, in_set: bool) -> None:
        """Take one tick, which may be the last of several.

        Args:
            up: The vertical in the sensor's frame, a unit vector.
            rests: Whether the limb rests, and not only holds.
            in_set: Whether a set is in progress.
        """
        self._is_in_set = self._is_in_set and in_set
        if self._known is None:
            self._known = RestPose(up)
        elif rests and not self._is_in_set:
            self._up = up

    def counted(self, rest: RestPose) -> None:
        """Take the rest in which a counted rep began and ended."""
        known = self.pose if self._is_in_set else None
        self._known, self._up = known.moved_to(rest, _PART) if known else rest, None
        self._is_in_set = True
