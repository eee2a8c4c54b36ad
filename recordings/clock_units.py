"""Whether a recording's times are in microseconds: by its two clocks, its rate and its numbers.

Three witnesses tell how long the time between two samples is: the sensor's clock ``t_us``, the
arrivals ``host_us``, and the sensor's rate in the header. Where one of them contradicts the other
two it is wrong, and the times are mended as they are read. What is merely a clock that runs fast or
slow is left to the timeline.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite, log10
from statistics import median
from typing import Final

import numpy as np

from evenstride.sensors.samples import (
    FASTEST_BLUETOOTH_HZ,
    FloatArray,
    IntArray,
    Leg,
    Site,
)

LOOKED_AT: Final = 400
"""Samples of each sensor that are looked at: four seconds of a fast one, in which arrivals are late
by 0.3 s at most."""

_LEAST: Final = 20
"""Samples that tell anything."""

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

_STANDING: Final = 0.6
"""A clock of which more steps than this are zero has another unit than it can show, or stands."""

_MOST_BACK: Final = 0.1
"""Of so many samples a clock that goes on may be below the one before, where it wraps round."""

_YEAR_US: Final = 365.25 * 86400e6

_APART_US: Final = 10 * _YEAR_US
"""Sensors of one session whose arrivals are further apart are timed by two clocks: one since 1970,
and one since the computer was switched on."""

_WITHOUT_POINT: Final = 1000.0
_UNITS: Final = {
    6: "its values are in seconds",
    3: "its values are in milliseconds",
    -3: "its values are in nanoseconds",
    -6: "its values are in thousandths of nanoseconds",
}


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


def mendings(
    first: Mapping[Site, IntArray],
    rates_hz: Mapping[Site, float],
    scales: tuple[int, int] = (1, 1),
) -> Mapping[Site, ClockMending]:
    """How the times of a recording are to be mended; empty where they are sound.

    Args:
        first: The first samples of each sensor, ``seq``, ``t_us`` and ``host_us``, shape (n, 3).
        rates_hz: The rate that the header tells of each sensor; 0 where it does not.
        scales: What ``t_us`` and ``host_us`` were multiplied by as they were read, since they are
            fractions in the file.
    """
    found = {
        site: _mending(site, counts, rates_hz.get(site, 0.0), scales)
        for site, counts in first.items()
    }
    begins_us = {
        site: int(found[site].arrived(counts[:1, 2])[0])
        for site, counts in first.items()
        if len(counts)
    }
    for site, at_us in begins_us.items():
        earliest_us = min(begins_us.values())
        if at_us - earliest_us > _APART_US:
            found[site] = _begun_with(found[site], site, earliest_us - at_us)
    return {site: one for site, one in found.items() if one.is_needed or one.said}


def _begun_with(mending: ClockMending, site: Site, shift_us: int) -> ClockMending:
    said = (
        f"The arrivals of the {site.leg} leg in the column host_us begin"
        f" {-shift_us / _YEAR_US:.0f} years after the other's, and one clock is expected for both."
        " They were taken to begin together; correct what wrote them."
    )
    return replace(mending, host_shift_us=shift_us, said=(*mending.said, said))


def _is_out_of_order(counts: IntArray) -> bool:
    """Whether rows are not in order of time, of which no clock tells anything."""
    back = np.count_nonzero(np.diff(counts[:, 1]) < 0)
    return bool(back > _MOST_BACK * len(counts))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the first samples of a sensor show, microseconds as the file has them.

    Attributes:
        period: From one sample to the next on the sensor's clock; NaN where that stands still.
        host_pace: How far arrivals go on in one unit of the sensor's clock; NaN where one stands.
        host_period: From one sample to the next by arrivals; NaN where they stand still.
    """

    period: float
    host_pace: float
    host_period: float


def _seen(counts: IntArray) -> _Seen:
    seq, t_us, host_us = counts.T.astype(np.float64)
    numbers, steps = np.diff(seq), np.diff(t_us)
    follows = numbers == 1 if np.count_nonzero(numbers == 1) >= _LEAST else steps > 0
    follows &= steps > 0
    is_standing = np.count_nonzero(steps == 0) > _STANDING * len(steps)
    period = np.nan if is_standing else _median(steps[follows])
    # Four parts of the time, of which holes and clocks that begin anew spoil one or two.
    at = np.linspace(0, len(counts) - 1, 5).astype(np.int64)
    t_parts, host_parts = np.diff(t_us[at]), np.diff(host_us[at])
    numbered = np.maximum(np.diff(seq[at]), 1)
    is_host_still = np.count_nonzero(host_parts == 0) > 2
    host_period = np.nan if is_host_still else _median(host_parts / numbered)
    ok = t_parts > 0
    pace = _median(host_parts[ok] / t_parts[ok]) if ok.any() else np.nan
    return _Seen(period, np.nan if is_standing or is_host_still else pace, host_period)


def _median(values: FloatArray) -> float:
    """The median, NaN of none; numpy's loads masked arrays, and that takes long."""
    return median(values.tolist()) if len(values) else np.nan


def _mending(site: Site, counts: IntArray, rate_hz: float, scales: tuple[int, int]) -> ClockMending:
    if len(counts) < _LEAST or _is_out_of_order(counts):
        return ClockMending()
    seen = _seen(counts)
    first = (int(counts[0, 0]), int(counts[0, 1]), int(counts[0, 2]))
    told = 1e6 / rate_hz if rate_hz > 0 else np.nan
    period_us: float | None = None
    said: list[str] = []
    if not isfinite(seen.period):
        period_us = told if isfinite(told) else seen.host_period
        if not isfinite(period_us):
            return ClockMending()
        said.append(
            f"The clock of the {site.leg} leg stands still in the column t_us, where it is"
            f" expected to go on by {period_us:.0f} from one sample to the next. Times were taken"
            " from the numbers of the samples, and from their arrival; check what wrote them."
        )
        t_factor, host_pace = 1.0, seen.host_period / period_us
    else:
        t_factor = _t_factor(seen, told)
        host_pace = seen.host_pace / t_factor
        if t_factor * scales[0] != 1.0:
            said.append(_wrong(site.leg, "t_us", seen.period * t_factor, t_factor * scales[0]))
    is_host_still = not isfinite(seen.host_period)
    host_factor = 1.0
    if is_host_still:
        said.append(
            f"The clock of arrivals of the {site.leg} leg stands still in the column host_us, where"
            " it is expected to go on as t_us does. The sensor's clock was taken for it, and"
            " nothing tells whether that keeps time; check what wrote the times."
        )
    elif isfinite(host_pace):
        # Where both clocks contradict the header, arrivals are in the unit of the other clock.
        is_alike = t_factor != 1.0 and _is_sound(host_pace * t_factor)
        host_factor = t_factor if is_alike else _host_factor(host_pace, seen.host_period)
        if host_factor * scales[1] != 1.0:
            period = seen.host_period * host_factor
            said.append(_wrong(site.leg, "host_us", period, host_factor * scales[1]))
    return ClockMending(t_factor, host_factor, period_us, is_host_still, first, tuple(said))


def _t_factor(seen: _Seen, told: float) -> float:
    """What the sensor's clock must be multiplied by."""
    by_header, by_arrivals = told / seen.period, seen.host_pace
    if not isfinite(by_header):
        is_wrong = isfinite(by_arrivals) and not _is_sound(by_arrivals)
        would_fit = not _is_rate(seen.period) and _is_rate(seen.period * by_arrivals)
        return _rounded(by_arrivals) if is_wrong and would_fit else 1.0
    if _is_sound(by_header):
        return 1.0
    if not isfinite(by_arrivals) or _is_sound(by_arrivals):
        # Both clocks against the header, which may be wrong as well.
        return _plausible(seen.period, by_header)
    # If each clock is wrong in its own way, they are in other units.
    is_power = _is_power(by_header) and _is_power(by_header / by_arrivals)
    return _rounded(by_header) if is_power or _is_sound(by_header / by_arrivals) else 1.0


def _host_factor(pace: float, host_period: float) -> float:
    """What arrivals must be multiplied by that go on so far in a microsecond of the sensor."""
    if not _is_power(1.0 / pace):
        return 1.0
    decades = abs(round(log10(pace)))
    is_unit = decades >= _LEAST_DECADES or (decades > 0 and not _is_rate(host_period))
    return _rounded(1.0 / pace) if is_unit else 1.0


def _plausible(period: float, factor: float) -> float:
    """A factor, where without it no sensor is so fast or so slow."""
    return _rounded(factor) if _is_power(factor) and not _is_rate(period) else 1.0


def _is_rate(period_us: float) -> bool:
    return _RATES_HZ[0] <= 1e6 / period_us <= _RATES_HZ[1]


def _is_sound(factor: float) -> bool:
    return 1.0 / _SOUND < factor < _SOUND


def _is_power(factor: float) -> bool:
    decades = log10(factor) if factor > 0 else np.nan
    return bool(abs(decades - round(decades)) < _POWER_SLACK) if isfinite(decades) else False


def _rounded(factor: float) -> float:
    """A power of ten, where it is near one: a unit is one."""
    return float(10.0 ** round(log10(factor))) if _is_power(factor) else factor


def _wrong(leg: Leg, column: str, period_us: float, factor: float) -> str:
    unit = _UNITS.get(round(log10(factor))) if _is_power(factor) else None
    slow_or_fast = "too slow" if factor > 1.0 else "too fast"
    what = unit or "its clock runs wrong"
    seen, times = _figure(period_us / factor), _figure(max(factor, 1.0 / factor))
    return (
        f"The clock of the {leg} leg goes on by {seen} in the column {column} where"
        f" {_figure(period_us)} is expected: {what}, {slow_or_fast} by a factor of"
        f" {times}. Its times were multiplied by {_figure(factor)}; correct what wrote them."
    )


def _figure(number: float) -> str:
    return f"{number:.0f}" if number >= _WITHOUT_POINT else f"{number:.4g}"


def _times(counts: IntArray, factor: float) -> IntArray:
    if factor == 1.0:
        return counts
    whole = round(factor) if factor > 1.0 else round(1.0 / factor)
    if not _is_power(factor):
        return np.asarray(np.rint(counts * factor), np.int64)
    # Whole numbers keep every digit.
    times: IntArray = counts * whole if factor > 1.0 else counts // whole
    return times


def _time(count: int, factor: float) -> int:
    return int(_times(np.array([count]), factor)[0])
