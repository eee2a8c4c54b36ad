"""Tells whether stamped samples are delivered too rarely to tell when they were measured.

A radio delivers what is ready at its next event, so nearly all of it is prompt. If the connection
or the computer delivers only now and then, samples have waited for half of that time on average.
Then even the promptest may have waited, if sensor and computer are in step, and nobody can see for
how long.
"""

from itertools import pairwise
from statistics import median, quantiles

from evenstride.sensors.clocks.doubts import RARELY_US, handed_over_rarely
from evenstride.sensors.clocks.sizes import TOGETHER_US

# Judged from the arrivals of this time, if they came at enough instants; and then again.
_LONG_US, _TIMES = 10_000_000, 12
# Samples are too rare if usually late by this fraction of the time between deliveries: it is half
# if they wait for the next delivery, and a tenth if the sensor itself collects for so long. That
# time is the first quintile of all, because a sensor that collects longer skips some deliveries.
_WAITED, _SHORT = 0.4, 5


class HandingOver:
    """Watches when the samples of one sensor arrive."""

    def __init__(self) -> None:
        self._times_us: list[int] = []
        self._late_us: list[int] = []

    def doubt(self, due_us: int, came_us: int) -> str:
        """Return a sentence that they come too rarely; empty if that is not so.

        Args:
            due_us: When a sample was measured, by the sensor's clock.
            came_us: When it arrived.
        """
        times_us, late_us = self._times_us, self._late_us
        late_us.append(came_us - due_us)
        if not times_us or abs(came_us - times_us[-1]) > TOGETHER_US:
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
