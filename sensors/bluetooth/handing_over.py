"""Whether samples that a sensor stamps are handed over too rarely to tell when they were measured.

A radio brings what is ready at its next event, so that nearly all of it is prompt. Where the
connection or the computer hands over only now and then, what comes has waited for half of that time
in the mean. Then the promptest may have waited as well, where sensor and computer keep step, and
nobody can see for how long.
"""

from itertools import pairwise
from statistics import median, quantiles
from typing import Final

from evenstride.sensors.clocks.doubts import RARELY_US, handed_over_rarely

# What comes closer to each other was handed over together.
_TOGETHER_US: Final = 2_000
# It is told by what came in so long a time, if that was at so many times; and then looked at anew.
_LONG_US, _TIMES = 10_000_000, 12
# What comes is usually late by this part of the time between two of them: by half of it where it
# waits for the next, and by a tenth where the sensor itself collects for so long. One in five is
# no nearer to the next than that: a sensor that collects for longer leaves some of them out.
_WAITED, _SHORT = 0.4, 5


class HandingOver:
    """Watches when the samples of one sensor come."""

    def __init__(self) -> None:
        self._times_us: list[int] = []
        self._late_us: list[int] = []

    def doubt(self, due_us: int, came_us: int) -> str:
        """That they come too rarely, in a sentence; empty where that is not so.

        Args:
            due_us: When a sample was measured, by the sensor's clock.
            came_us: When it arrived.
        """
        times_us, late_us = self._times_us, self._late_us
        late_us.append(came_us - due_us)
        if not times_us or abs(came_us - times_us[-1]) > _TOGETHER_US:
            times_us.append(came_us)
        if abs(came_us - times_us[0]) < _LONG_US:
            return ""
        self._times_us, self._late_us = [came_us], []
        if len(times_us) < _TIMES:
            return ""
        apart_us = quantiles((after - before for before, after in pairwise(times_us)), n=_SHORT)[0]
        waits_us = median(late_us) - min(late_us)
        is_rare = apart_us > RARELY_US and waits_us > _WAITED * apart_us
        return handed_over_rarely(apart_us) if is_rare else ""
