"""Sums up a knee's movement for finding its hinge, so that no samples have to be stored.

In the earth's frame the hinge's axis is the same line, seen from the thigh and from the shank, up
to the difference δ of the two headings, which gyroscopes and accelerometers do not show (Laidig,
Lehmann, Bégin and Seel 2019, Magnetometer-free realtime inertial motion tracking by exploitation of
kinematic constraints in 2-DoF joints; Laidig, Schauer and Seel 2017, for hinges). With E the
rotation from a sensor to its earth's frame, j the axis in the sensor and Z a rotation about the
vertical, the axes agree if j_t · E_tᵀ Z(δ) E_s j_s is near 1. Its sum over a window in which δ is
constant is j_t · (cos δ A + sin δ B + C) j_s with three matrices of sums.
"""

from dataclasses import dataclass

import numpy as np

from evenstride.analysis.knee.paired import Paired, Segment
from evenstride.analysis.knee.tuning import KNEE, KneeTuning
from evenstride.analysis.signal.motion.fusion import Fusion
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

_LEVEL = np.diag([1.0, 1.0, 0.0])
_QUARTER = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
_VERTICAL = np.diag([0.0, 0.0, 1.0])


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Weighted sums over a stretch of movement.

    Attributes:
        weight: The sum of the ticks' weights.
        agreement: The matrices A, B and C, shape (3, 3, 3).
        thigh_turning: Sum of the outer products of the thigh's rates with themselves, shape (3, 3).
        shank_turning: The same for the shank.
        start: The number of its first tick.
        ticks: The number of its ticks.
    """

    weight: float
    agreement: FloatArray
    thigh_turning: FloatArray
    shank_turning: FloatArray
    start: int
    ticks: int

    def plus(self, later: "Window") -> "Window":
        """Return this window joined with the one that follows it."""
        return Window(
            self.weight + later.weight,
            self.agreement + later.agreement,
            self.thigh_turning + later.thigh_turning,
            self.shank_turning + later.shank_turning,
            self.start,
            self.ticks + later.ticks,
        )


class Headings:
    """The orientation of both segments, each with a heading of its own, tick by tick.

    It uses VQF (Laidig and Seel 2023) again, on rates without bias.
    """

    def __init__(self) -> None:
        self._thigh, self._shank = _filter(), _filter()

    def window(
        self, ticks: Paired, *, in_own_plane: bool = True, tuning: KneeTuning = KNEE
    ) -> Window:
        """Return the sums over the next ticks.

        Args:
            ticks: The ticks; they must follow the last ones.
            in_own_plane: Whether the leg moves in the plane in which the knee bends. Then the axes
                about which the segments turn are evidence for the knee's axis.
        """
        thigh = _orientation(self._thigh, ticks.thigh)
        shank = _orientation(self._shank, ticks.shank)
        speed = np.linalg.norm(ticks.thigh.rate_deg_s, axis=1)
        speed += np.linalg.norm(ticks.shank.rate_deg_s, axis=1)
        weight = np.clip((speed - tuning.slow_deg_s) / tuning.full_deg_s, 0.0, 1.0)
        agreement = np.stack(
            [
                np.einsum("n,nji,jk,nkl->il", weight, thigh, turn, shank)
                for turn in (_LEVEL, _QUARTER, _VERTICAL)
            ]
        )
        habit = float(in_own_plane)
        return Window(
            float(weight.sum()),
            agreement,
            habit * _turning(ticks.thigh, weight),
            habit * _turning(ticks.shank, weight),
            int(ticks.index[0]),
            len(ticks),
        )


def _filter() -> Fusion:
    return Fusion(TICK_S, motionBiasEstEnabled=False, restBiasEstEnabled=False)


def _turning(segment: Segment, weight: FloatArray) -> FloatArray:
    rate = segment.rate_deg_s
    return np.asarray((rate.T * weight) @ rate)


def _orientation(fused: Fusion, segment: Segment) -> FloatArray:
    """Return the rotations from the sensor's frame to the earth's, as matrices, (n, 3, 3)."""
    rate = np.ascontiguousarray(np.radians(segment.rate_deg_s))
    quat = fused.updateBatch(rate, np.ascontiguousarray(segment.force_m_s2))["quat6D"]
    w, x, y, z = quat.T
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ]
    return np.moveaxis(np.array(rows), 2, 0)
