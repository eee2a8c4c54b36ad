"""Whether the force stands still in the room when the gyroscope carries it there.

A limb that is thrown about shows gravity's direction at no moment, so that its turning can not be
compared (``gravity_turning``). But turned back by a sound gyroscope, the force of a second scatters
by what speeds the limb up alone; by a wrong one it scatters as much as without any, or more
(strapdown inertial navigation, see Titterton & Weston 2004, section 3.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstride.analysis.signal.axis_orders import HYPOTHESES
from evenstride.analysis.signal.moving_pieces import PART_TICKS, PARTS, PIECE_TICKS, scatter
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

_LOOKS: Final = (4, 8, 16, 24)
"""Pieces are looked at when there are so many; later ones tell the same."""

_SCALES: Final = (1.0, float(np.pi / 180.0), float(180.0 / np.pi))
"""As it is; of degrees that are read as radians; of radians that were made of degrees twice. Other
scales can not be told: what speeds up a limb that swings like a pendulum hides a part of its tilt,
and of one that stands on its hinge shows more."""

_SPINS_RAD_S: Final = 10.0
"""570 °/s: no limb turns so in the mean square of seconds, and of what spins the force is even."""

_EXPLAINS: Final = 0.78
"""Sound gyroscopes explained 0.8 to 0.99 of exercises; where it was less, of people who walk, run,
cut or drive, no other order of axes explained more than 0.41."""

_BETTER: Final = 0.5
"""By so much more another one explains than the gyroscope as it is."""

_LEVER_M: Final = 0.6
"""A sensor is hardly farther from its hinge, a shank's of a straight leg but a little: what is left
of that then is no proof."""

_ALPHA_TICKS: Final = 2  # from before a tick to after it, of which the acceleration is told


@dataclass(frozen=True, slots=True)
class Carried:
    """What speaks against a gyroscope as it is.

    Attributes:
        scale: What its rates are multiplied by to explain the force; 1.0 where that is not it.
        is_turned: Whether other axes, or other signs, explain it.
    """

    scale: float = 1.0
    is_turned: bool = False


class CarriedGravity:
    """Looks at pieces of movement as they become more."""

    def __init__(self) -> None:
        self._looked_at = 0
        self._found = Carried()

    def look(self, pieces: Sequence[FloatArray]) -> Carried:
        """What speaks against the gyroscope.

        Args:
            pieces: Force and angular rate of each, shape (65, 6); those of before come first.
        """
        enough = max((look for look in _LOOKS if look <= len(pieces)), default=0)
        if enough > self._looked_at:
            self._looked_at = enough
            self._found = _found(np.stack(pieces[:enough]))
        return self._found


def _found(pieces: FloatArray) -> Carried:
    as_it_is = float(scatter(pieces[:, :, :3]).sum())
    scales = np.array(_SCALES)
    left = _carried(pieces, scales[:, None, None] * np.eye(3)) / as_it_is
    spin_rad_s = float(np.sqrt((pieces[:, :, 3:] ** 2).sum(axis=2).mean()))
    left[scales * spin_rad_s > _SPINS_RAD_S] = 2.0
    best, sound = int(np.argmin(left)), float(left[0])
    if _is_clear(float(left[best]), sound):
        return Carried(_SCALES[best])
    if sound < _BETTER:
        return Carried()
    orders = np.stack([one.matrix.reshape(3, 3) for one in HYPOTHESES])
    least = float(_carried(pieces, orders).min() / as_it_is)
    is_clear = _is_clear(least, sound) and _is_clear(least, _with_lever(pieces) / as_it_is)
    return Carried(is_turned=is_clear)


def _is_clear(left: float, sound: float) -> bool:
    """Whether one gyroscope leaves so little of the scatter, and the one as it is so much more."""
    return left <= 1.0 - _EXPLAINS and left <= sound - _BETTER


def _with_lever(pieces: FloatArray) -> float:
    """What is left of the scatter when the sensor may be far from its hinge.

    The force is then ``g + dω/dt × r + ω × (ω × r)``, with the lever ``r`` of least squares. A limb
    that swings about one axis alone looks like one that turns the other way round.
    """
    rates = pieces[:, :, 3:]
    alpha = np.zeros_like(rates)
    near = slice(_ALPHA_TICKS, -_ALPHA_TICKS)
    late, early = rates[:, 2 * _ALPHA_TICKS :], rates[:, : -2 * _ALPHA_TICKS]
    alpha[:, near] = (late - early) / (2 * _ALPHA_TICKS * TICK_S)
    adds = _crosses(alpha) + _crosses(rates) @ _crosses(rates)
    columns = np.stack([_means(_carry(add, rates)) for add in adds.transpose(3, 0, 1, 2)], axis=-1)
    force = _means(_carry(pieces[:, :, :3], rates))
    of_lever, of_force = columns.reshape(-1, 3), force.reshape(-1)
    lever = np.linalg.lstsq(of_lever, of_force, rcond=None)[0]
    lever *= min(_LEVER_M / max(float(np.linalg.norm(lever)), 1e-9), 1.0)
    return float(((of_force - of_lever @ lever) ** 2).sum() / PARTS)


def _carried(pieces: FloatArray, matrices: FloatArray) -> FloatArray:
    """The scatter of forces that are carried to the begin of their piece, shape (m,).

    Args:
        pieces: Force and angular rate, shape (n, 65, 6).
        matrices: What the angular rate is multiplied by, shape (m, 3, 3).
    """
    rates = np.einsum("mij,ntj->mnti", matrices, pieces[:, :, 3:])
    force = np.broadcast_to(pieces[:, :, :3], rates.shape)
    carried = _carry(force.reshape(-1, PIECE_TICKS, 3), rates.reshape(-1, PIECE_TICKS, 3))
    return np.asarray((_means(carried) ** 2).reshape(len(matrices), -1).sum(axis=1) / PARTS)


def _carry(vectors: FloatArray, rates: FloatArray) -> FloatArray:
    """Vectors of each tick, turned back to the begin of their piece, shape (n, 65, 3)."""
    so_far = np.tile(np.eye(3), (len(vectors), 1, 1))
    carried = np.empty_like(vectors)
    for tick in range(PIECE_TICKS):
        carried[:, tick] = (so_far @ vectors[:, tick, :, None])[:, :, 0]
        so_far = so_far @ _rotations(rates[:, tick] * TICK_S)
    return carried


def _means(vectors: FloatArray) -> FloatArray:
    """Means over quarters of a second of pieces, less their own mean, shape (n, 5, 3)."""
    means = vectors.reshape(-1, PARTS, PART_TICKS, 3).mean(axis=2)
    return np.asarray(means - means.mean(axis=1, keepdims=True))


def _crosses(vectors: FloatArray) -> FloatArray:
    """What takes the cross product with vectors, shape (..., 3, 3)."""
    x, y, z = np.moveaxis(vectors, -1, 0)
    cross = np.zeros((*vectors.shape, 3))
    cross[..., 0, 1], cross[..., 0, 2], cross[..., 1, 2] = -z, y, -x
    cross[..., 1, 0], cross[..., 2, 0], cross[..., 2, 1] = z, -y, x
    return cross


def _rotations(vectors_rad: FloatArray) -> FloatArray:
    """The rotations about vectors by their lengths (Rodrigues), shape (n, 3, 3)."""
    angle = np.sqrt((vectors_rad**2).sum(axis=1))[:, None, None]
    cross = _crosses(vectors_rad)
    half = np.sinc(angle / (2.0 * np.pi)) ** 2 / 2.0
    return np.asarray(np.eye(3) + np.sinc(angle / np.pi) * cross + half * (cross @ cross))
