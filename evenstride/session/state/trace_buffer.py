"""A ring buffer of one leg's angle over time: what the trace is drawn from."""

import numpy as np

from evenstride.analysis.model.events import Trace
from evenstride.sensors.samples import FloatArray

# What a strip shows: long enough for two slow reps with their holds, short enough to see a rep's
# shape.
WINDOW_S = 20.0

# Half a minute at 200 samples a second, the fastest supported rate: more than any strip shows.
CAPACITY = 6000


class TraceBuffer:
    """Keeps the last samples of a trace and forgets the older ones."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._t_s = np.zeros(capacity)
        self._angle_deg = np.zeros(capacity)
        self._written = 0

    def extend(self, trace: Trace) -> None:
        """Add samples that are newer than all before."""
        capacity = len(self._t_s)
        t_s, angle_deg = trace.t_s[-capacity:], trace.angle_deg[-capacity:]
        places = (self._written + np.arange(len(t_s))) % capacity
        self._t_s[places] = t_s
        self._angle_deg[places] = angle_deg
        self._written += len(t_s)

    def since(self, from_s: float) -> tuple[FloatArray, FloatArray]:
        """Times and angles from ``from_s`` on, oldest first, seconds and degrees, shape (n,)."""
        capacity = len(self._t_s)
        if self._written <= capacity:
            t_s, angle_deg = self._t_s[: self._written], self._angle_deg[: self._written]
        else:
            shift = -(self._written % capacity)
            t_s, angle_deg = np.roll(self._t_s, shift), np.roll(self._angle_deg, shift)
        first = int(np.searchsorted(t_s, from_s))
        return t_s[first:], angle_deg[first:]
