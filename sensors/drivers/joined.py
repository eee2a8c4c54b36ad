"""Join acceleration and angular rate that arrive in separate notifications, on one time base."""

from collections import deque
from typing import Final, TypeAlias

import numpy as np

from evenstride.sensors.drivers.driver import NO_MOTION, Motion
from evenstride.sensors.samples import FloatArray, IntArray

_Vector: TypeAlias = list[float]

LONGEST_S: Final = 0.1
"""Between angular rates further apart than this there is a hole: a leg may reverse within that
time, so that any line across it would be a guess. Sensors that are too slow still have shorter
periods."""
PATIENCE_S: Final = 1.0
"""How long an acceleration waits, unless a sensor collects for longer."""
# Samples this close in time belong together even if the sensor's samples are far apart.
_ONE_MOMENT_US = 5_000


class Join:
    """Gives each acceleration the angular rate of the same moment, interpolated linearly.

    An acceleration waits until the angular rates have reached its time. One that falls into a hole
    between them, or before the first of them, is left out together with its number, and so counts
    as lost. Complete samples keep the acceleration's time of arrival, because how long it waited
    says nothing about the sensor's clock.

    Args:
        longest_s: The longest time between two angular rates across which to interpolate.
        patience_s: How long an acceleration waits, in the time of the samples.
    """

    def __init__(self, longest_s: float = LONGEST_S, patience_s: float = PATIENCE_S) -> None:
        self._longest_us = longest_s * 1e6
        self._patience_us = patience_s * 1e6
        self._acc: deque[tuple[int, int, _Vector, int]] = deque()
        self._gyr: deque[tuple[int, _Vector]] = deque()

    def acceleration(
        self, seq: IntArray, t_us: IntArray, acc_m_s2: FloatArray, host_us: IntArray | int
    ) -> Motion:
        """Take accelerations with rising numbers and times that arrived at ``host_us``.

        Returns:
            The samples that are complete now.
        """
        acc = self._acc
        came_us = np.broadcast_to(np.asarray(host_us, np.int64), seq.shape)
        columns = seq.tolist(), t_us.tolist(), acc_m_s2.tolist(), came_us.tolist()
        acc.extend(zip(*columns, strict=True))
        complete = self._complete()
        while acc and acc[-1][1] - acc[0][1] > self._patience_us:
            acc.popleft()
        return complete

    def rotation(self, t_us: IntArray, gyr_rad_s: FloatArray) -> Motion:
        """Take angular rates with rising times; return the samples that are complete now."""
        gyr = self._gyr
        gyr.extend(zip(t_us.tolist(), gyr_rad_s.tolist(), strict=True))
        complete = self._complete()
        while gyr and gyr[-1][0] - gyr[0][0] > self._patience_us:
            gyr.popleft()
        return complete

    def clear(self) -> None:
        """Forget everything that waits."""
        self._acc.clear()
        self._gyr.clear()

    def _complete(self) -> Motion:
        acc, gyr = self._acc, self._gyr
        done: list[tuple[int, int, _Vector, _Vector, int]] = []
        while acc and gyr:
            number, t, felt, came_us = acc[0]
            while len(gyr) > 1 and gyr[1][0] <= t:
                gyr.popleft()
            before, turned = gyr[0]
            if before == t:
                done.append((number, t, felt, turned, came_us))
            elif before < t:
                if len(gyr) == 1:
                    break  # the next angular rate is yet to come
                after, then = gyr[1]
                if after - before <= self._longest_us:
                    part = (t - before) / (after - before)
                    between = [a + part * (b - a) for a, b in zip(turned, then, strict=True)]
                    done.append((number, t, felt, between, came_us))
                elif min(t - before, after - t) <= _ONE_MOMENT_US:
                    nearer = turned if t - before < after - t else then
                    done.append((number, t, felt, nearer, came_us))
            acc.popleft()
        if not done:
            return NO_MOTION
        numbers, times, felt_all, turned_all, came_us_all = zip(*done, strict=True)
        return Motion(
            np.array(numbers, np.int64),
            np.array(times, np.int64),
            np.array(felt_all, np.float64),
            np.array(turned_all, np.float64),
            np.array(came_us_all, np.int64),
        )
