"""When one of a leg's two sensors was silent for so long that it may seem to be gone."""

from bisect import bisect_right
from typing import Final

import numpy as np

from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import Samples

_SILENCE_S: Final = 1.0
"""A sensor that was silent for longer than this may seem to be gone: blocks of a second are waited
for, and after two seconds the other sensor's ticks go on."""


class Silences:
    """When a sensor was silent for so long that it may seem to be gone."""

    def __init__(self) -> None:
        self._last_s = 0.0
        self._ends: list[int] = []
        self._ticks = [0]  # of all that ended so far, with each

    def take(self, samples: Samples, *, was_absent: bool) -> None:
        """Take the sensor's next samples.

        Args:
            samples: What follows on the last ones.
            was_absent: Whether nobody waited for the sensor when they came.
        """
        if not len(samples):
            return
        times_s = np.nan_to_num(samples.t_s)
        steps_s = np.diff(times_s, prepend=self._last_s)
        self._last_s = float(times_s[-1])
        is_end = steps_s > _SILENCE_S
        is_end[0] |= was_absent
        for at in np.flatnonzero(is_end).tolist():
            self._ends.append(round(times_s[at] / TICK_S))
            self._ticks.append(self._ticks[-1] + max(round(steps_s[at] / TICK_S), 0))

    def ended_within(self, ticks: int, index: int) -> bool:
        """Whether a silence ended within some ticks before a tick."""
        before = bisect_right(self._ends, index)
        return before > 0 and index - self._ends[before - 1] < ticks

    def ticks_since(self, index: int) -> int:
        """How many ticks the silences that ended after a tick lasted in all."""
        return self._ticks[-1] - self._ticks[bisect_right(self._ends, index)]
