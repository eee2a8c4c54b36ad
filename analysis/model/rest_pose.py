"""The pose of a limb at rest, from which its angle is measured with a sign."""

import math
from dataclasses import dataclass

import numpy as np

from evenstride.analysis.model.vectors import Vector, dot, norm, scale, subtract, unit
from evenstride.sensors.samples import FloatArray


@dataclass(frozen=True, slots=True)
class RestPose:
    """How a limb rests, and which way it leaves that.

    Attributes:
        up: The vertical in the sensor's frame while the limb rests, a unit vector.
        out: The direction in which the vertical leaves ``up`` on the way out, a unit vector at
            right angles to it; None before the first rep has shown it.
    """

    up: Vector
    out: Vector | None = None

    def angle_deg(self, up: FloatArray) -> FloatArray:
        """How far the limb is from this rest, along its way out: below zero on the other side.

        The angle between the two verticals times the cosine of the direction in which they lie
        apart (the azimuthal equidistant projection). It has no step but where a limb hangs upside
        down, also where the limb passes the rest sideways, where an angle about an axis has one.

        Args:
            up: The vertical in the sensor's frame, unit vectors, shape (n, 3).

        Returns:
            Degrees, shape (n,). Never negative while nobody knows which way is out.
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
        """This pose moved a part of the way to another one."""
        out = self.out or other.out
        return pose(
            _between(self.up, other.up, part),
            _between(out, other.out, part) if out and other.out else out,
        )

    def at(self, up: Vector) -> "RestPose":
        """The rest elsewhere, with the same way out as far as it is one from there."""
        return pose(up, self.out)


def pose(up: Vector, towards: Vector | None) -> RestPose:
    """The rest at a vertical, with the way out in a direction of which only the part aside counts.

    Args:
        up: The vertical at rest in the sensor's frame, a unit vector.
        towards: Any vector that leaves it; None if nobody knows one.
    """
    if towards is None:
        return RestPose(up)
    aside = subtract(towards, scale(up, dot(towards, up)))
    return RestPose(up, unit(aside) if norm(aside) > 1e-6 else None)


def rest_of_movement(poses: FloatArray) -> RestPose:
    """The rest of a movement out and back: between its start and its end.

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
