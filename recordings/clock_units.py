"""Checking that a recording's times are in microseconds, by two clocks, rate and sample numbers.

Three sources tell the time between two samples: the sensor's clock ``t_us``, the arrivals
``host_us``, and the sensor's rate in the header. If one of them contradicts the other two, it is
wrong, and the times are corrected as they are read. A clock that is merely fast or slow is left to
the timeline.
"""

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite, log10
from statistics import median
from typing import Final

import numpy as np

from evenstride.recordings.clock_mending import ClockMending
from evenstride.recordings.unit_factors import (
    Clocks,
    factor_of_host,
    factor_of_t,
    is_power_of_ten,
    is_sound,
)
from evenstride.sensors.samples import FloatArray, IntArray, Leg, Site

LOOKED_AT: Final = 400
"""How many samples of each sensor are examined: four seconds of a fast one, in which arrivals are
at most 0.3 s late."""

_LEAST: Final = 20
"""The least number of samples for a judgement."""

_STANDING: Final = 0.6
"""If more of its steps than this are zero, a clock has too coarse a unit, or stands still."""

_MOST_BACK: Final = 0.1
"""In a running clock at most this fraction of samples is earlier than the last, as it wraps."""

_YEAR_US: Final = 365.25 * 86400e6

_APART_US: Final = 10 * _YEAR_US
"""Sensors of one session whose arrivals are further apart than this have two clocks: one that
counts from 1970, and one from when the computer was switched on."""

_WITHOUT_POINT: Final = 1000.0
_UNITS: Final = {
    6: "its values are in seconds",
    3: "its values are in milliseconds",
    -3: "its values are in nanoseconds",
    -6: "its values are in thousandths of nanoseconds",
}


def mendings(
    first: Mapping[Site, IntArray],
    rates_hz: Mapping[Site, float],
    scales: tuple[int, int] = (1, 1),
) -> Mapping[Site, ClockMending]:
    """Return how to correct the times of a recording; empty if they are correct.

    Args:
        first: The first samples of each sensor, ``seq``, ``t_us`` and ``host_us``, shape (n, 3).
        rates_hz: The rate of each sensor in the header; 0 if it is missing.
        scales: The factors by which ``t_us`` and ``host_us`` were multiplied while reading,
            because they are fractions in the file.
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
    """Whether rows are not in order of time, so that the clocks tell nothing."""
    back = np.count_nonzero(np.diff(counts[:, 1]) < 0)
    return bool(back > _MOST_BACK * len(counts))


def _seen(counts: IntArray) -> Clocks:
    seq, t_us, host_us = counts.T.astype(np.float64)
    numbers, steps = np.diff(seq), np.diff(t_us)
    follows = numbers == 1 if np.count_nonzero(numbers == 1) >= _LEAST else steps > 0
    follows &= steps > 0
    is_standing = np.count_nonzero(steps == 0) > _STANDING * len(steps)
    period = np.nan if is_standing else _median(steps[follows])
    # Four parts of the time, of which holes and restarted clocks spoil one or two.
    at = np.linspace(0, len(counts) - 1, 5).astype(np.int64)
    t_parts, host_parts = np.diff(t_us[at]), np.diff(host_us[at])
    numbered = np.maximum(np.diff(seq[at]), 1)
    is_host_still = np.count_nonzero(host_parts == 0) > 2
    host_period = np.nan if is_host_still else _median(host_parts / numbered)
    ok = t_parts > 0
    pace = _median(host_parts[ok] / t_parts[ok]) if ok.any() else np.nan
    return Clocks(period, np.nan if is_standing or is_host_still else pace, host_period)


def _median(values: FloatArray) -> float:
    """Return the median, NaN if empty; numpy's loads masked arrays, which takes long."""
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
        t_factor = factor_of_t(seen, told)
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
        # If both clocks contradict the header, arrivals are in the same unit as the sensor's clock.
        is_alike = t_factor != 1.0 and is_sound(host_pace * t_factor)
        host_factor = t_factor if is_alike else factor_of_host(host_pace, seen.host_period)
        if host_factor * scales[1] != 1.0:
            period = seen.host_period * host_factor
            said.append(_wrong(site.leg, "host_us", period, host_factor * scales[1]))
    return ClockMending(t_factor, host_factor, period_us, is_host_still, first, tuple(said))


def _wrong(leg: Leg, column: str, period_us: float, factor: float) -> str:
    unit = _UNITS.get(round(log10(factor))) if is_power_of_ten(factor) else None
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
