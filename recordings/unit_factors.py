"""What a recording's times must be multiplied by to be microseconds, as three witnesses tell."""

from dataclasses import dataclass
from math import isfinite, log10
from typing import Final

import numpy as np

from evenstride.sensors.samples import FASTEST_BLUETOOTH_HZ

_SOUND: Final = 1.4
"""Witnesses that differ by no more agree: sensors are off their rate by 5 %, and in the first
second arrivals come in bursts."""

_POWER_SLACK: Final = 0.05
"""Decades by which a factor may differ from a power of ten, and is taken for one: 12 %."""

_LEAST_DECADES: Final = 2
"""Arrivals that differ from the two others by less are the truth, where they tell of a rate that
sensors have: one that was told to send 100 samples a second may send 10 and count them as if they
were 100."""

_RATES_HZ: Final = (8.0, FASTEST_BLUETOOTH_HZ)
"""What sensors on Bluetooth send. Where both clocks say another rate, and the header one that is
ten times off or more, it is the clocks that are wrong."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """What the first samples of a sensor show, microseconds as the file has them.

    Attributes:
        period: From one sample to the next on the sensor's clock; NaN where that stands still.
        host_pace: How far arrivals go on in one unit of the sensor's clock; NaN where one stands.
        host_period: From one sample to the next by arrivals; NaN where they stand still.
    """

    period: float
    host_pace: float
    host_period: float


def factor_of_t(seen: Clocks, told: float) -> float:
    """What the sensor's clock must be multiplied by."""
    by_header, by_arrivals = told / seen.period, seen.host_pace
    if not isfinite(by_header):
        is_wrong = isfinite(by_arrivals) and not is_sound(by_arrivals)
        would_fit = not _is_rate(seen.period) and _is_rate(seen.period * by_arrivals)
        return _rounded(by_arrivals) if is_wrong and would_fit else 1.0
    if is_sound(by_header):
        return 1.0
    if not isfinite(by_arrivals) or is_sound(by_arrivals):
        # Both clocks against the header, which may be wrong as well.
        return _plausible(seen.period, by_header)
    # If each clock is wrong in its own way, they are in other units.
    is_power = is_power_of_ten(by_header) and is_power_of_ten(by_header / by_arrivals)
    return _rounded(by_header) if is_power or is_sound(by_header / by_arrivals) else 1.0


def factor_of_host(pace: float, host_period: float) -> float:
    """What arrivals must be multiplied by that go on so far in a microsecond of the sensor."""
    if not is_power_of_ten(1.0 / pace):
        return 1.0
    decades = abs(round(log10(pace)))
    is_unit = decades >= _LEAST_DECADES or (decades > 0 and not _is_rate(host_period))
    return _rounded(1.0 / pace) if is_unit else 1.0


def _plausible(period: float, factor: float) -> float:
    """A factor, where without it no sensor is so fast or so slow."""
    return _rounded(factor) if is_power_of_ten(factor) and not _is_rate(period) else 1.0


def _is_rate(period_us: float) -> bool:
    return _RATES_HZ[0] <= 1e6 / period_us <= _RATES_HZ[1]


def is_sound(factor: float) -> bool:
    """Whether two witnesses agree that differ by this factor."""
    return 1.0 / _SOUND < factor < _SOUND


def is_power_of_ten(factor: float) -> bool:
    """Whether it is one, to 12 %: units differ by one."""
    decades = log10(factor) if factor > 0 else np.nan
    return bool(abs(decades - round(decades)) < _POWER_SLACK) if isfinite(decades) else False


def _rounded(factor: float) -> float:
    """A power of ten, where it is near one: a unit is one."""
    return float(10.0 ** round(log10(factor))) if is_power_of_ten(factor) else factor
