"""A ring buffer of the direction of one leg's vertical, from which its trace is drawn.

It keeps directions instead of angles. When the rest pose from which a leg's angle is measured
changes, the whole curve is measured from the new one, so it moves as a whole without an artificial
step.
"""

import numpy as np

from evenstride.analysis.model.events import Directions
from evenstride.analysis.model.rest_pose import RestPose
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

# The length of a strip: long enough for two slow reps with their holds, short enough to see a rep's
# shape.
WINDOW_S = 20.0

# Half a minute of ticks: more than any strip shows.
CAPACITY = round(30.0 / TICK_S)


class TraceBuffer:
    """Keeps the last samples of a trace and forgets the older ones."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._t_s = np.zeros(capacity)
        self._up = np.zeros((capacity, 3))
        self._written = 0

    def extend(self, drawn: Directions) -> None:
        """Add samples; if they are not newer than all the earlier ones, they replace them."""
        capacity = len(self._t_s)
        t_s, up = drawn.t_s[-capacity:], drawn.up[-capacity:]
        if not len(t_s):
            return
        if self._written and t_s[0] <= self._t_s[(self._written - 1) % capacity]:
            self._written = 0
        places = (self._written + np.arange(len(t_s))) % capacity
        self._t_s[places] = t_s
        self._up[places] = up
        self._written += len(t_s)

    def since(self, from_s: float, rest: RestPose | None) -> tuple[FloatArray, FloatArray]:
        """Return times (s) and angles (degrees) from ``from_s`` on, oldest first, shape (n,).

        Args:
            from_s: The first time.
            rest: The rest pose from which the leg's angle is measured; None gives nothing.
        """
        capacity = len(self._t_s)
        if rest is None:
            return np.empty(0), np.empty(0)
        if self._written <= capacity:
            t_s, up = self._t_s[: self._written], self._up[: self._written]
        else:
            shift = -(self._written % capacity)
            t_s, up = np.roll(self._t_s, shift), np.roll(self._up, shift, axis=0)
        first = int(np.searchsorted(t_s, from_s))
        return t_s[first:], rest.angle_deg(up[first:])
