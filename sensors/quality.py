"""What a sensor really delivers: its true rate, how much is lost on the way, and how late."""

from collections import deque
from dataclasses import dataclass
from statistics import median
from typing import Final

from evenstride.sensors.samples import Block

# Short enough to show that a radio became bad, long enough that a burst makes no difference.
_WINDOW_S = 10.0
_LEAST_S = 3.0
# How often lateness is evaluated.
_LATE_EVERY_S = 0.5

TOO_LATE_S: Final = 0.3
"""Feedback on a movement later than this would mislead; a rep is announced within this time."""

LOW_BATTERY_PCT: Final = 15
"""A sensor with this charge or less, percent, runs out within an hour or two."""


@dataclass(frozen=True, slots=True)
class Quality:
    """The last ten seconds of a sensor.

    Attributes:
        rate_hz: Samples measured per second, arrived or not.
        lost_fraction: The fraction of them that did not arrive.
        late_s: The usual time from the first sample of a batch to its arrival, seconds; the delay
            that all samples share cannot be seen.
    """

    rate_hz: float
    lost_fraction: float
    late_s: float = 0.0


class QualityMeter:
    """Measures one sensor."""

    def __init__(self) -> None:
        # The last time and number of each block, and how many samples had come by then.
        self._ends: deque[tuple[float, int, int]] = deque()
        # How long after its last sample each block came, and its duration, seconds.
        self._ways: deque[tuple[float, float, float]] = deque()
        self._late_s = 0.0
        self._looked_s = 0.0

    def update(self, block: Block, at_s: float) -> Quality | None:
        """Take a block whose last sample is at ``at_s`` on the session's timeline, seconds.

        Returns:
            The quality; None until three seconds are measured.
        """
        if not len(block):
            return None
        self._see_lateness(block, at_s)
        ends, last = self._ends, int(block.seq[-1])
        if ends and last <= ends[-1][1]:
            ends.clear()  # another sensor, or one that restarted its numbers
        came = ends[-1][2] + len(block) if ends else 0
        ends.append((at_s, last, came))
        while len(ends) > 2 and ends[1][0] <= at_s - _WINDOW_S:
            ends.popleft()
        first_s, first, came_before = ends[0]
        if at_s - first_s < _LEAST_S:
            return None
        taken = last - first
        lost = max(0.0, 1 - (came - came_before) / taken)
        return Quality(taken / (at_s - first_s), lost, self._late_s)

    def _see_lateness(self, block: Block, at_s: float) -> None:
        ways = self._ways
        # A replay may give many arrivals at a time: only the last of them is used.
        came = int((block.host_us == block.host_us[-1]).argmax())
        length_s = float(block.t_us[-1] - block.t_us[came]) / 1e6
        ways.append((at_s, float(block.host_us[-1]) / 1e6 - at_s, length_s))
        while ways[0][0] <= at_s - _WINDOW_S:
            ways.popleft()
        if abs(at_s - self._looked_s) >= _LATE_EVERY_S:
            self._looked_s = at_s
            promptest_s = min(way_s for _, way_s, _ in ways)
            self._late_s = median(way_s - promptest_s + long_s for _, way_s, long_s in ways)
