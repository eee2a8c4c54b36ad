"""The pose of a limb at rest, from which its signed angle is measured."""

import math
from dataclasses import dataclass

import numpy as np

from evenstride.analysis.model.vectors import Vector, dot, norm, scale, subtract, unit
from evenstride.sensors.samples import FloatArray


@dataclass(frozen=True, slots=True)
class RestPose:
    """How a limb rests, and in which direction it leaves that pose.

    Attributes:
        up: The vertical in the sensor's frame while the limb rests, a unit vector.
        out: The direction in which the vertical leaves ``up`` on the way out, a unit vector
            perpendicular to it; None before the first rep has shown it.
    """

    up: Vector
    out: Vector | None = None

    def angle_deg(self, up: FloatArray) -> FloatArray:
        """Return how far the limb is from this rest along its way out; negative on the other side.

        It is the angle between the two verticals times the cosine of the direction of their
        difference (azimuthal equidistant projection). It has no step, except where a limb hangs
        upside down. An angle about an axis would also have one where the limb passes the rest
        sideways.

        Args:
            up: The vertical in the sensor's frame, unit vectors, shape (n, 3).

        Returns:
            Degrees, shape (n,). Never negative while the way out is not known.
        """
        along = up @ np.array(self.up)
        aside = up - along[:, None] * np.array(self.up)
        aside_length = np.linalg.norm(aside, axis=1)
        away_deg: FloatArray = np.degrees(np.arctan2(aside_length, along))
        if self.out is None:
            return away_deg
        towards = aside @ np.array(self.out)
        angle_deg: FloatArray = away_deg * towards / np.maximum(aside_length, 1e-12)
        return angle_deg

    def moved_to(self, other: "RestPose", part: float) -> "RestPose":
        """Return this pose moved a part of the way to another one."""
        out = self.out or other.out
        return pose(
            _between(self.up, other.up, part),
            _between(out, other.out, part) if out and other.out else out,
        )

    def at(self, up: Vector) -> "RestPose":
        """Return the rest at another vertical, with the same way out as far as possible there."""
        return pose(up, self.out)


def pose(up: Vector, towards: Vector | None) -> RestPose:
    """Return the rest at a vertical, with the way out along the perpendicular part of a vector.

    Args:
        up: The vertical at rest in the sensor's frame, a unit vector.
        towards: Any vector that leaves it; None if none is known.
    """
    if towards is None:
        return RestPose(up)
    aside = subtract(towards, scale(up, dot(towards, up)))
    return RestPose(up, unit(aside) if norm(aside) > 1e-6 else None)


def rest_of_movement(poses: FloatArray) -> RestPose:
    """Return the rest of a movement out and back: midway between its start and its end.

    Args:
        poses: The vertical in the sensor's frame at moments from start to end, shape (n, 3).
    """
    first, last = poses[0], poses[-1]
    middle = first + last
    if not middle.dot(middle) > 0.0:
        middle = first
    rest = middle / math.sqrt(middle.dot(middle))
    farthest = poses[int(np.argmin(poses @ rest))]
    return pose(_vector(rest), _vector(farthest))


def _between(one: Vector, other: Vector, part: float) -> Vector:
    middle = tuple((1.0 - part) * a + part * b for a, b in zip(one, other, strict=True))
    x, y, z = middle
    return unit((x, y, z)) if norm((x, y, z)) > 1e-6 else other


def _vector(values: FloatArray) -> Vector:
    x, y, z = values.tolist()
    return x, y, z
