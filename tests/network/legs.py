"""A thigh that turns evenly, so that its angle gives the time, and what each sensor sends."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from vqf import VQF

from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block, FloatArray, Leg
from evenstride.sensors.timeline import Timeline

TURN_S = 60.0
G = 9.80665

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Felt:
    """The readings of an ideal sensor at a moment, in its own frame.

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
    """Return the readings of a sensor that turns about its x axis, once a minute."""
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


def exercising(
    leg: Leg, lead_s: float, exercise: str = "straight-leg-raise"
) -> Callable[[float], Felt]:
    """Return a leg's motion in an exercise's sample session, which begins after some seconds."""
    timeline = Timeline()
    parts = [timeline.update(i) for i in read(samples.path(exercise)) if isinstance(i, Block)]
    own = [part for part in parts if part.leg is leg]
    t_s = np.concatenate([part.t_s for part in own])
    even_s = np.arange(t_s[0], t_s[-1], 0.005)
    columns = [
        np.concatenate([part.acc_m_s2 for part in own]),
        np.concatenate([part.gyr_rad_s for part in own]),
    ]
    force, rate = (
        np.column_stack([np.interp(even_s, t_s, column) for column in values.T])
        for values in columns
    )
    turned = VQF(0.005).updateBatch(np.ascontiguousarray(rate), np.ascontiguousarray(force))
    quaternions = turned["quat6D"]
    w, x, y, z = quaternions.T
    up = np.column_stack([2 * (x * z - w * y), 2 * (w * x + y * z), w * w - x * x - y * y + z * z])
    linear = force - G * up

    def felt(at_s: float) -> Felt:
        at = min(max(int((at_s - lead_s) / 0.005), 0), len(even_s) - 1)
        is_still = at_s < lead_s
        return Felt(
            tuple(force[at]),
            (0.0, 0.0, 0.0) if is_still else tuple(rate[at]),
            tuple(quaternions[at]),
            tuple(linear[at]),
        )

    return felt
