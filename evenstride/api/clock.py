"""Checking that times are in seconds, by the steps between samples."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from evenstride.sensors.samples import FASTEST_BLUETOOTH_HZ, FloatArray, Samples

SLOWEST_HZ: Final = 2.0
"""No motion sensor sends fewer samples per second."""

FASTEST_HZ: Final = 5000.0
"""No sensor sends more; laboratories record muscles at 2000."""

_UNITS: Final = {
    1e-3: "milliseconds",
    1e-6: "microseconds",
    1e-9: "nanoseconds",
    1e3: "thousands of seconds",
    1e6: "millions of seconds",
}

_TOLD_BY: Final = 25
"""How many samples of a stream decide its unit: half a second of most sensors."""

_LEAST: Final = 10
"""The least number of steps for a median."""


@dataclass(frozen=True, slots=True)
class TimeUnit:
    """A unit of time other than seconds.

    Attributes:
        seconds: How many seconds it is.
        warning: The warning about it.
    """

    seconds: float
    warning: str


def time_unit(times: Sequence[FloatArray]) -> TimeUnit | None:
    """Return the unit in which all legs' times make sense; None for seconds, or if none fits.

    Args:
        times: Each leg's times, on one clock.
    """
    steps = np.concatenate([np.diff(of_leg) for of_leg in times])
    steps = steps[steps > 0]
    if len(steps) < _LEAST:
        return None
    step = float(np.median(steps))
    if _is_usual(step):
        return None
    seconds = next((seconds for seconds in _UNITS if _is_usual(step * seconds)), None)
    if seconds is None:
        return None
    return TimeUnit(
        seconds,
        f"The clock goes on by {step:.3g} from one sample to the next, and seconds are expected,"
        f" which go on by {1 / FASTEST_HZ:g} to {1 / SLOWEST_HZ:g}: its values are in"
        f" {_UNITS[seconds]}. They were converted; give times in seconds.",
    )


class StreamClock:
    """Finds the unit of a stream's times from the first samples of a leg, which wait until then.

    Attributes:
        unit: The unit, unless it is seconds or not known yet.
    """

    def __init__(self) -> None:
        self.unit: TimeUnit | None = None
        self._waiting: list[Samples] | None = []

    @property
    def seconds(self) -> float:
        """The length of the unit in seconds."""
        return self.unit.seconds if self.unit else 1.0

    def take(self, samples: Samples) -> Iterator[Samples]:
        """Take a leg's next samples; yield those whose unit is known, converted to seconds."""
        if self._waiting is None:
            yield self._in_seconds(samples)
            return
        self._waiting.append(samples)
        times = [one.t_s for one in self._waiting if one.site is samples.site]
        first = np.concatenate(times)[:_TOLD_BY]
        if len(first) == _TOLD_BY:
            self.unit = time_unit([first])
            yield from self.take_all()

    def take_all(self) -> Iterator[Samples]:
        """Yield the waiting samples: nothing more will come."""
        waiting, self._waiting = self._waiting or [], None
        for samples in waiting:
            yield self._in_seconds(samples)

    def _in_seconds(self, samples: Samples) -> Samples:
        return replace(samples, t_s=samples.t_s * self.unit.seconds) if self.unit else samples


def clock_warning(rate_hz: float, reps: int) -> tuple[str, ...]:
    """Return warnings about a leg's clock, after all its samples have arrived unconverted.

    Args:
        rate_hz: Samples per second of that clock; 0 if unknown.
        reps: How many reps were counted.
    """
    if 0.0 < rate_hz < SLOWEST_HZ:
        return (
            f"The clock has {rate_hz:.2g} samples a second, and 25 or more are expected, so that"
            " nothing can be counted; give times in seconds.",
        )
    if rate_hz > FASTEST_BLUETOOTH_HZ and not reps:
        return (
            f"The clock has {rate_hz:.0f} samples a second, and nothing was counted. If the sensor"
            " sends fewer, the times are not in seconds.",
        )
    return ()


def _is_usual(step_s: float) -> bool:
    return 1 / FASTEST_HZ <= step_s <= 1 / SLOWEST_HZ
