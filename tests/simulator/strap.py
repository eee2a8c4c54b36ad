"""Simulates what happens to a strap: it slips, and hands adjust it."""

import numpy as np

from evenstride.sensors.samples import FloatArray
from tests.simulator.noise import noise
from tests.simulator.truth import Step, add_steps, minimum_jerk

_SLIP_S = 0.3
_HANDLING_HZ = (0.3, 2.5)
_HANDLING_DEG = 20.0
_GRASP_S = 0.4


class Strap:
    """The strap of one leg; it sits as ``SensorModel.strap_deg`` says until something happens."""

    def __init__(self) -> None:
        self._slips: list[Step] = []
        self._handled: list[tuple[float, float]] = []

    def slip(self, start_s: float, turn_deg: tuple[float, float, float]) -> None:
        """Slip round on the limb, for good; the turn is about the limb's x, y and z."""
        self._slips.append(Step(start_s, _SLIP_S, turn_deg))

    def adjust(self, start_s: float, end_s: float) -> None:
        """Two hands turn the sensor about and leave it as it was, while the limb lies still."""
        self._handled.append((start_s, end_s))

    def turn_deg(self, time_s: FloatArray, rng: np.random.Generator) -> FloatArray:
        """The sensor's turn on the limb as a rotation vector, degrees, shape (n, 3)."""
        total = add_steps(time_s, self._slips)
        for start_s, end_s in self._handled:
            taken = minimum_jerk((time_s - start_s) / _GRASP_S)
            taken *= minimum_jerk((end_s - time_s) / _GRASP_S)
            shake = [noise(time_s, rng, *_HANDLING_HZ) for _ in range(3)]
            total += _HANDLING_DEG * taken[:, None] * np.stack(shake, axis=1)
        return total
