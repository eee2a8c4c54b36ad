"""A ring buffer of where one leg's vertical pointed, from which its trace is drawn.

It keeps directions rather than angles. When the rest moves from which the angle is measured, the
whole curve is measured from the new rest: it moves as a whole, without a step that the leg did not
make.
"""

import numpy as np

from evenstride.analysis.model.events import Directions
from evenstride.analysis.model.rest_pose import RestPose
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

# What a strip shows: long enough for two slow reps with their holds, short enough to see a rep's
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
        """Add samples; what is not newer than all before replaces it."""
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
        """Times and angles from ``from_s`` on, oldest first, seconds and degrees, shape (n,).

        Args:
            from_s: The first time that is wanted.
            rest: The rest from which the leg's angle is measured; None gives nothing.
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
