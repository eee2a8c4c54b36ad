"""Orientations of a sensor, reading by reading, as unit quaternions.

The few operations that imports need; scipy has them too, and is four times as large as all of the
rest that evenstride installs. Formulas: Diebel, "Representing Attitude" (2006).
"""

from dataclasses import dataclass

import numpy as np

from evenstride.sensors.samples import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Rotations:
    """From the sensor's frame to the world's: w, x, y, z of unit quaternions, shape (n, 4)."""

    wxyz: FloatArray

    def to_sensor(self, vectors: FloatArray) -> FloatArray:
        """Vectors of the world's frame in the sensor's, shape (n, 3)."""
        w, axis = self.wxyz[:, :1], -self.wxyz[:, 1:]
        twice = 2.0 * np.cross(axis, vectors)
        turned: FloatArray = vectors + w * twice + np.cross(axis, twice)
        return turned

    def turn(self, before: IntArray, after: IntArray) -> FloatArray:
        """The turn between two readings in the sensor's frame: axis times radians, shape (n, 3).

        Args:
            before: Places of the readings that it begins with.
            after: Places of those that it ends with.
        """
        first, last = self.wxyz[before], self.wxyz[after]
        inverse = first * np.array([1.0, -1.0, -1.0, -1.0])
        turn = _product(inverse, last)
        turn *= np.where(turn[:, :1] < 0.0, -1.0, 1.0)  # the shorter way round
        sine = np.linalg.norm(turn[:, 1:], axis=1)
        angle = 2.0 * np.arctan2(sine, turn[:, 0])
        # Of a turn that is nearly none the sine is the half of it.
        scale = np.where(sine > 1e-12, angle / np.maximum(sine, 1e-12), 2.0)
        vector: FloatArray = scale[:, None] * turn[:, 1:]
        return vector


def from_quaternions(wxyz: FloatArray) -> Rotations:
    """Orientations from quaternions of any length but zero, shape (n, 4).

    Raises:
        ValueError: One is zero.
    """
    length = np.linalg.norm(wxyz, axis=1, keepdims=True)
    if (length == 0.0).any():
        raise ValueError("a quaternion is zero")
    return Rotations(wxyz / length)


def from_matrices(matrix: FloatArray) -> Rotations:
    """Orientations from matrices of rotation, shape (n, 3, 3)."""
    trace = np.trace(matrix, axis1=1, axis2=2)
    diagonal = np.diagonal(matrix, axis1=1, axis2=2)
    # Four times the square of each part; the largest one is divided by, as it is never near zero.
    squares = 1.0 - trace[:, None] + 2.0 * np.column_stack((trace, diagonal))
    skew = np.stack(
        [
            matrix[:, 2, 1] - matrix[:, 1, 2],
            matrix[:, 0, 2] - matrix[:, 2, 0],
            matrix[:, 1, 0] - matrix[:, 0, 1],
        ],
        axis=1,
    )
    even = matrix + matrix.transpose(0, 2, 1)
    products = np.empty((len(matrix), 4, 4))
    products[:, 0, 0] = squares[:, 0]
    products[:, 0, 1:] = products[:, 1:, 0] = skew
    products[:, 1:, 1:] = even
    for part in range(1, 4):
        products[:, part, part] = squares[:, part]
    largest = np.argmax(squares, axis=1)
    return from_quaternions(products[np.arange(len(matrix)), largest])


def from_roll_pitch_yaw(degrees: FloatArray) -> Rotations:
    """Orientations from turns about the world's x, y and z axes, one after the other, (n, 3)."""
    half = np.radians(degrees) / 2.0
    cosine, sine = np.cos(half), np.sin(half)
    parts = []
    for axis in range(3):
        part = np.zeros((len(degrees), 4))
        part[:, 0], part[:, 1 + axis] = cosine[:, axis], sine[:, axis]
        parts.append(part)
    roll, pitch, yaw = parts
    return Rotations(_product(yaw, _product(pitch, roll)))


def _product(one: FloatArray, other: FloatArray) -> FloatArray:
    """Products of quaternions, w first, shape (n, 4)."""
    w, v = one[:, :1], one[:, 1:]
    other_w, other_v = other[:, :1], other[:, 1:]
    scalar = w * other_w - np.sum(v * other_v, axis=1, keepdims=True)
    return np.hstack((scalar, w * other_v + other_w * v + np.cross(v, other_v)))
