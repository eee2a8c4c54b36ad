"""The knee's angle over the last seconds, if a leg wears two sensors."""

import numpy as np

from evenstride.analysis.model.events import Trace
from evenstride.sensors.samples import FloatArray


class KneeTrace:
    """Keeps the angles that can be shown, and forgets older ones.

    Args:
        length_s: How long to keep them, seconds.
    """

    def __init__(self, length_s: float) -> None:
        self._length_s = length_s
        self._t_s: FloatArray = np.empty(0)
        self._angle_deg: FloatArray = np.empty(0)

    def extend(self, drawn: Trace) -> None:
        """Add angles; if they are not newer than all the earlier ones, they replace them."""
        if not len(drawn.t_s):
            return
        if len(self._t_s) and drawn.t_s[0] <= self._t_s[-1]:
            self._t_s = self._angle_deg = np.empty(0)
        t_s = np.concatenate((self._t_s, drawn.t_s))
        angle_deg = np.concatenate((self._angle_deg, drawn.angle_deg))
        kept = t_s >= t_s[-1] - self._length_s
        self._t_s, self._angle_deg = t_s[kept], angle_deg[kept]

    @property
    def top_deg(self) -> float:
        """The largest of the angles; 0 without any."""
        return float(self._angle_deg.max(initial=0.0))

    def since(self, from_s: float) -> tuple[FloatArray, FloatArray] | None:
        """Return times and angles from a time on, seconds and degrees; None if there are none."""
        first = int(np.searchsorted(self._t_s, from_s))
        if first == len(self._t_s):
            return None
        return self._t_s[first:], self._angle_deg[first:]
