"""How to correct the times of a recording's sensor, once it is known what is wrong."""

from dataclasses import dataclass

import numpy as np

from evenstride.recordings.unit_factors import is_power_of_ten
from evenstride.sensors.samples import IntArray


@dataclass(frozen=True, slots=True)
class ClockMending:
    """How to correct the times of one sensor.

    Attributes:
        t_factor: The factor by which to multiply ``t_us``.
        host_factor: The factor by which to multiply ``host_us``.
        period_us: If ``t_us`` stands still: the time from one sample to the next, from which the
            sample numbers give the time; else None.
        is_host_still: Whether ``host_us`` stands still, and is replaced by the sensor's clock.
        first: ``seq``, ``t_us`` and ``host_us`` of the first sample, as in the file.
        said: Sentences about what is wrong.
        host_shift_us: The time to add to ``host_us``, if it counts from another time than the
            other sensors' does.
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
        """Whether there is anything to correct."""
        is_scaled = self.t_factor != 1.0 or self.host_factor != 1.0
        is_still = self.period_us is not None or self.is_host_still
        return is_scaled or is_still or self.host_shift_us != 0

    def mended(self, counts: IntArray) -> IntArray:
        """Return times in microseconds.

        Args:
            counts: ``seq``, ``t_us`` and ``host_us``, shape (n, 3).
        """
        seq, t_us, host_us = counts.T
        if self.period_us is not None:
            t_us = np.rint((seq - self.first[0]) * self.period_us).astype(np.int64)
        else:
            t_us = _times(t_us, self.t_factor)
        if self.is_host_still:
            # Its own clock from the first arrival on: drift and delays are unknown.
            start_us = 0 if self.period_us is not None else _time(self.first[1], self.t_factor)
            host_us = t_us - start_us + self.first[2] + self.host_shift_us
        else:
            host_us = self.arrived(host_us)
        return np.column_stack((seq, t_us, host_us))

    def arrived(self, host_us: IntArray) -> IntArray:
        """Return times on the computer's clock in microseconds."""
        return _times(host_us, self.host_factor) + self.host_shift_us


def _times(counts: IntArray, factor: float) -> IntArray:
    if factor == 1.0:
        return counts
    whole = round(factor) if factor > 1.0 else round(1.0 / factor)
    if not is_power_of_ten(factor):
        return np.asarray(np.rint(counts * factor), np.int64)
    # Integer arithmetic keeps every digit.
    times: IntArray = counts * whole if factor > 1.0 else counts // whole
    return times


def _time(count: int, factor: float) -> int:
    return int(_times(np.array([count]), factor)[0])
