"""What a sensor really delivers: its true rate, and how much of it is lost on the way."""

from collections import deque
from dataclasses import dataclass

from evenstride.sensors.samples import Block

# Recent enough to see that a radio became bad, long enough that a burst makes no difference.
_WINDOW_S = 10.0
_LEAST_S = 3.0


@dataclass(frozen=True, slots=True)
class Quality:
    """The last ten seconds of a sensor.

    Attributes:
        rate_hz: Samples per second that it took, arrived or not.
        lost_fraction: The part of them that did not arrive.
    """

    rate_hz: float
    lost_fraction: float


class QualityMeter:
    """Measures one sensor."""

    def __init__(self) -> None:
        # The last time and number of each block, and how many samples came until then.
        self._ends: deque[tuple[float, int, int]] = deque()

    def update(self, block: Block, at_s: float) -> Quality | None:
        """Take a block whose last sample is at ``at_s`` on the session's timeline, seconds.

        Returns:
            None until three seconds are measured.
        """
        if not len(block):
            return None
        ends, last = self._ends, int(block.seq[-1])
        if ends and last <= ends[-1][1]:
            ends.clear()  # another sensor, or one that began to count anew
        came = ends[-1][2] + len(block) if ends else 0
        ends.append((at_s, last, came))
        while len(ends) > 2 and ends[1][0] <= at_s - _WINDOW_S:
            ends.popleft()
        first_s, first, came_before = ends[0]
        if at_s - first_s < _LEAST_S:
            return None
        taken = last - first
        return Quality(taken / (at_s - first_s), max(0.0, 1 - (came - came_before) / taken))
