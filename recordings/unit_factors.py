"""The factors that turn a recording's times into microseconds, as three sources tell them."""

from dataclasses import dataclass
from math import isfinite, log10
from typing import Final

import numpy as np

from evenstride.sensors.samples import FASTEST_BLUETOOTH_HZ

_SOUND: Final = 1.4
"""Sources that differ by no more than this agree: sensors are off their rate by 5 %, and in the
first second arrivals come in bursts."""

_POWER_SLACK: Final = 0.05
"""How far a factor may be from a power of ten to count as one, in decades: 12 %."""

_LEAST_DECADES: Final = 2
"""If arrivals differ from the two others by less than this, they are right, provided that they give
a rate that sensors have: one that was told to send 100 samples per second may send 10 and count
them as if they were 100."""

_RATES_HZ: Final = (8.0, FASTEST_BLUETOOTH_HZ)
"""The rates of Bluetooth sensors. If both clocks give another rate, and the header one that differs
by a factor of ten or more, the clocks are wrong."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """What the first samples of a sensor show, in the file's unit instead of microseconds.

    Attributes:
        period: From one sample to the next on the sensor's clock; NaN if that stands still.
        host_pace: How far arrivals advance in one unit of the sensor's clock; NaN if one stands.
        host_period: From one sample to the next by arrivals; NaN if they stand still.
    """

    period: float
    host_pace: float
    host_period: float


def factor_of_t(seen: Clocks, told: float) -> float:
    """Return the factor for the sensor's clock."""
    by_header, by_arrivals = told / seen.period, seen.host_pace
    if not isfinite(by_header):
        is_wrong = isfinite(by_arrivals) and not is_sound(by_arrivals)
        would_fit = not _is_rate(seen.period) and _is_rate(seen.period * by_arrivals)
        return _rounded(by_arrivals) if is_wrong and would_fit else 1.0
    if is_sound(by_header):
        return 1.0
    if not isfinite(by_arrivals) or is_sound(by_arrivals):
        # Both clocks contradict the header, which may be wrong as well.
        return _plausible(seen.period, by_header)
    # If each clock is wrong in its own way, they are in different units.
    is_power = is_power_of_ten(by_header) and is_power_of_ten(by_header / by_arrivals)
    return _rounded(by_header) if is_power or is_sound(by_header / by_arrivals) else 1.0


def factor_of_host(pace: float, host_period: float) -> float:
    """Return the factor for arrivals that advance by ``pace`` in a microsecond of the sensor."""
    if not is_power_of_ten(1.0 / pace):
        return 1.0
    decades = abs(round(log10(pace)))
    is_unit = decades >= _LEAST_DECADES or (decades > 0 and not _is_rate(host_period))
    return _rounded(1.0 / pace) if is_unit else 1.0


def _plausible(period: float, factor: float) -> float:
    """Return a factor if no sensor is as fast or slow as the times without it; else 1."""
    return _rounded(factor) if is_power_of_ten(factor) and not _is_rate(period) else 1.0


def _is_rate(period_us: float) -> bool:
    return _RATES_HZ[0] <= 1e6 / period_us <= _RATES_HZ[1]


def is_sound(factor: float) -> bool:
    """Whether two sources that differ by this factor agree."""
    return 1.0 / _SOUND < factor < _SOUND


def is_power_of_ten(factor: float) -> bool:
    """Whether it is a power of ten, to 12 %, as the ratio of two units is."""
    decades = log10(factor) if factor > 0 else np.nan
    return bool(abs(decades - round(decades)) < _POWER_SLACK) if isfinite(decades) else False


def _rounded(factor: float) -> float:
    """Round a factor to a power of ten if it is near one, because it is a unit then."""
    return float(10.0 ** round(log10(factor))) if is_power_of_ten(factor) else factor
