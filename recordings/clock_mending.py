"""How the times of one sensor of a recording are mended, once it is known what is wrong."""

from dataclasses import dataclass

import numpy as np

from evenstride.recordings.unit_factors import is_power_of_ten
from evenstride.sensors.samples import IntArray


@dataclass(frozen=True, slots=True)
class ClockMending:
    """How the times of one sensor are mended.

    Attributes:
        t_factor: What ``t_us`` is multiplied by.
        host_factor: What ``host_us`` is multiplied by.
        period_us: Where ``t_us`` stands still: the time from one sample to the next, by which
            their numbers tell it; else None.
        is_host_still: Whether ``host_us`` stands still, and the sensor's clock stands for it.
        first: ``seq``, ``t_us`` and ``host_us`` of the first sample, as the file has them.
        said: What is wrong, in sentences.
        host_shift_us: What is added to ``host_us``, where it is counted from another time than
            those of the other sensors.
    """

    t_factor: float = 1.0
    host_factor: float = 1.0
    period_us: float | None = None
    is_host_still: bool = False
    first: tuple[int, int, int] = (0, 0, 0)
    said: tuple[str, ...] = ()
    host_shift_us: int = 0

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to mend."""
        is_scaled = self.t_factor != 1.0 or self.host_factor != 1.0
        is_still = self.period_us is not None or self.is_host_still
        return is_scaled or is_still or self.host_shift_us != 0

    def mended(self, counts: IntArray) -> IntArray:
        """Times in microseconds.

        Args:
            counts: ``seq``, ``t_us`` and ``host_us``, shape (n, 3).
        """
        seq, t_us, host_us = counts.T
        if self.period_us is not None:
            t_us = np.rint((seq - self.first[0]) * self.period_us).astype(np.int64)
        else:
            t_us = _times(t_us, self.t_factor)
        if self.is_host_still:
            # Its own clock from the first arrival on: drift and lateness are not known.
            start_us = 0 if self.period_us is not None else _time(self.first[1], self.t_factor)
            host_us = t_us - start_us + self.first[2] + self.host_shift_us
        else:
            host_us = self.arrived(host_us)
        return np.column_stack((seq, t_us, host_us))

    def arrived(self, host_us: IntArray) -> IntArray:
        """Times on the computer's clock in microseconds."""
        return _times(host_us, self.host_factor) + self.host_shift_us


def _times(counts: IntArray, factor: float) -> IntArray:
    if factor == 1.0:
        return counts
    whole = round(factor) if factor > 1.0 else round(1.0 / factor)
    if not is_power_of_ten(factor):
        return np.asarray(np.rint(counts * factor), np.int64)
    # Whole numbers keep every digit.
    times: IntArray = counts * whole if factor > 1.0 else counts // whole
    return times


def _time(count: int, factor: float) -> int:
    return int(_times(np.array([count]), factor)[0])
