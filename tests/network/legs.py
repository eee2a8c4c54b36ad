"""A thigh that turns evenly and so tells its own time, and what each kind of sensor says of it."""

import math
from dataclasses import dataclass

import numpy as np

from evenstride.sensors.samples import FloatArray

TURN_S = 60.0
G = 9.80665

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Felt:
    """What an ideal sensor feels at a moment, in its own frame.

    Attributes:
        force: What holds it, m/s².
        rate: Angular rate, rad/s.
        quaternion: From its frame to one with z upwards; w, x, y, z.
        linear: Acceleration without gravity, m/s².
    """

    force: Vector
    rate: Vector
    quaternion: tuple[float, float, float, float]
    linear: Vector


def turning(at_s: float) -> Felt:
    """It turns about its x axis, once a minute."""
    angle = 2 * math.pi * at_s / TURN_S
    return Felt(
        (0.0, G * math.sin(angle), G * math.cos(angle)),
        (2 * math.pi / TURN_S, 0.0, 0.0),
        (math.cos(angle / 2), math.sin(angle / 2), 0.0, 0.0),
        (0.0, 0.0, 0.0),
    )


def told_s(force: FloatArray) -> FloatArray:
    """The time that forces tell, seconds; the inverse of ``turning``."""
    angle: FloatArray = np.unwrap(np.arctan2(force[:, 1], force[:, 2]))
    return angle / (2 * math.pi) * TURN_S
