"""How a limb leaves the plane in which it began to move: to the side, and about its own length.

It is not known how the sensor is strapped on, and so not where the front of the limb is. But the
limb's orientation at rest is known: a standing thigh hangs along the vertical; a lying one is level
and perpendicular to the axis that it is lifted about. From there the gyroscope tracks the limb's
direction. The beginning of the way out defines the plane. How far the limb is beside that plane is
measured at a fixed depth, the same on both legs, since a tilt grows with depth.

Gravity alone would not do. In the frame of a sensor on a standing person's thigh, a knee that goes
inwards and a thigh that rolls inwards move gravity in opposite directions, and they come together.

There are limits. A limb that moves in a slanting plane from the beginning looks just like a sensor
that is strapped on a little further round, and shows no tilt. Of a lean that grows evenly with
depth three quarters show, as a part of it is taken for the plane; one that comes late shows in
full. A person who turns on the foot during the movement seems to lean. If the rest pose is 10° off
the vertical, a sixth of a roll looks like a lean. So the result serves to compare legs or days, in
degrees rather than tenths, and is not the angle of a knee.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.analysis.counting.tuning.measuring import MEASURING, MeasuringTuning
from evenstride.analysis.signal.short_rows import cross_matrices, crossed, length, lengths
from evenstride.sensors.samples import FloatArray, IntArray

_AT_A_TIME: Final = 16
"""How many ticks of a way are followed at a time: a third of a second."""


@dataclass(frozen=True, slots=True)
class Aside:
    """How a limb left its plane at a fixed depth; signs are right-handed about its axis.

    A mirror image has the opposite signs.

    Attributes:
        lean_deg: How far the limb's direction is beside the plane, degrees.
        roll_deg: How far the limb has turned about its own length since the start, degrees, seen
            along it from the body.
    """

    lean_deg: float
    roll_deg: float


def aside(
    rate_deg_s: FloatArray,
    limb: FloatArray,
    step_s: float,
    *,
    tuning: MeasuringTuning = MEASURING,
) -> Aside | None:
    """Follow a limb from rest to the depth at which its tilt is measured.

    Args:
        rate_deg_s: The whole angular rate on the way out, evenly sampled, sensor frame, (n, 3).
        limb: The limb's direction away from the body at rest, a unit vector, shape (3,).
        step_s: Time between two samples, seconds.

    Returns:
        Lean and roll; None if the way does not go that deep.
    """
    steps = _small_turns(np.radians(rate_deg_s) * step_s)
    turns = np.empty(steps.shape)
    now, known = np.eye(3), 0
    deep: IntArray = np.empty(0, np.int64)
    # Most ways go far deeper than this, so do not follow them to the end.
    while not len(deep) and known < len(steps):
        for step in steps[known : known + _AT_A_TIME]:
            # The same as numpy.matmul, whose call takes three times as long.
            now = now.dot(step, out=turns[known])
            known += 1
        # Where the limb points, in the sensor's frame as it was at rest.
        directions = turns[:known] @ limb
        chords = lengths(directions - limb)
        depth_deg = np.degrees(2.0 * np.arcsin(np.clip(chords / 2.0, 0.0, 1.0)))
        deep = np.flatnonzero(depth_deg >= tuning.tilt_depth_deg)
    if not len(deep) or deep[0] == 0:
        return None
    at = int(deep[0])
    begun = int(np.flatnonzero(depth_deg >= tuning.tilt_plane_deg)[0]) + 1
    # Near the start directions say little about the plane, so they are weighted by distance.
    normal = crossed(limb, chords[:begun] @ (directions[:begun] - limb))
    size = length(normal)
    if size < 1e-9:
        return None
    part = (tuning.tilt_depth_deg - depth_deg[at - 1]) / (depth_deg[at] - depth_deg[at - 1])
    side = directions[at - 1 : at + 1] @ (normal / size)
    lean_deg = np.degrees(np.arcsin(np.clip(side, -1.0, 1.0)))
    roll_deg = _roll_deg(turns[at - 1 : at + 1], limb)
    return Aside(
        lean_deg=float(lean_deg[0] + part * (lean_deg[1] - lean_deg[0])),
        roll_deg=float(roll_deg[0] + part * (roll_deg[1] - roll_deg[0])),
    )


def _small_turns(turns_rad: FloatArray) -> FloatArray:
    """Return small turns as matrices (Rodrigues), from the frame after each to that before it.

    Args:
        turns_rad: The turns, axis × angle, shape (n, 3).

    Returns:
        The matrices, shape (n, 3, 3).
    """
    # For no turn the quotients are those of a tiny one, 1 and a half.
    angle = np.maximum(lengths(turns_rad), 1e-9)[:, None, None]
    cross = cross_matrices(turns_rad)
    turned = np.sin(angle) / angle * cross
    turned += 2.0 * (np.sin(0.5 * angle) / angle) ** 2 * (cross @ cross)
    return np.ascontiguousarray(np.eye(3) + turned)


def _roll_deg(turns: FloatArray, limb: FloatArray) -> FloatArray:
    """Return the twist of turns about the limb's own length (swing-twist), degrees, shape (n,)."""
    about = np.stack(
        (
            turns[:, 2, 1] - turns[:, 1, 2],
            turns[:, 0, 2] - turns[:, 2, 0],
            turns[:, 1, 0] - turns[:, 0, 1],
        ),
        axis=1,
    )
    trace = np.trace(turns, axis1=1, axis2=2)
    return np.asarray(np.degrees(2.0 * np.arctan2(about @ limb, 1.0 + trace)), dtype=np.float64)
