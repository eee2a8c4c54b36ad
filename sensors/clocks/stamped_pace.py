"""The true pace of a sensor that stamps its samples, by its own clock."""

from collections import deque

import numpy as np

from evenstride.sensors.clocks.other_rate import other_rate

# A sensor that ignores the rate it is asked for shows that in this many steps between stamps: at
# least this fraction of them agree with their median to 15 %, and their mean is another period.
_STEPS = 24
_AGREE, _AGREE_PART = 0.15, 0.5
_ANOTHER = 0.05
# If half of the samples are lost at random, the steps still show the true period; if every second
# one is lost, nobody can tell, and clocks are not exact.
_MOST_LOST = 0.55
# A rate is worth telling once it was measured for this long.
_SURE_US = 6_000_000


class StampedPace:
    """Measures the period of the samples.

    Args:
        rate_hz: The nominal rate.

    Attributes:
        period_us: The time between samples, as far as it is known.
    """

    def __init__(self, rate_hz: float) -> None:
        self._nominal_hz = rate_hz
        self.period_us = 1e6 / rate_hz
        self._steps: deque[float] = deque(maxlen=_STEPS)
        self._has_said = False
        self._measured_us = self._measured = 0.0
        self._begin()

    def measure(self, length_us: int, samples: int) -> None:
        """Take how long this many samples lasted, of which none was lost."""
        self._measured_us += length_us
        self._measured += samples
        self.period_us = self._measured_us / self._measured

    def see(self, step_us: float) -> None:
        """Adopt the period shown by the steps between stamps, if it is quite another one.

        Args:
            step_us: One such step, divided by the number of samples in it.
        """
        self._steps.append(step_us)
        if len(self._steps) < _STEPS:
            return
        steps = np.array(self._steps)
        self._steps.clear()
        agree = steps[np.abs(steps / np.median(steps) - 1) < _AGREE]
        if len(agree) < _AGREE_PART * _STEPS:
            return
        period_us = float(agree.mean())
        if abs(period_us / self.period_us - 1) > _ANOTHER:
            self.period_us = period_us
            self._begin()

    def doubt(self) -> str:
        """Return a sentence that the rate is not the nominal one, once it is sure; else empty."""
        if self._has_said or self._measured_us < _SURE_US:
            return ""
        told = other_rate(
            self._nominal_hz,
            1e6 / self.period_us,
            told_by="by its own clock",
            most_lost=_MOST_LOST,
        )
        self._has_said = bool(told)
        return told

    def _begin(self) -> None:
        """Start with a quarter of a second at the believed rate, because ticks are coarse."""
        self._measured_us = 0.25e6
        self._measured = 0.25e6 / self.period_us
