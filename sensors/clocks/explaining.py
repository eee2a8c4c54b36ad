"""What it costs to explain arrivals by a period, losses and lateness, and which is cheapest."""

from dataclasses import dataclass

import numpy as np

from evenstride.sensors.samples import FloatArray

# Periods that are tried: up to this part of the samples may be lost, and a radio stalls for so
# long at either end of the window.
MOST_LOST = 0.4
STEP = 0.0015
_STALL_US = 400_000

# Prices, in natural units of likelihood.
# Lateness up to the usual says nothing; beyond it, it is rarer the more it is, though stalls are
# not so rare as to outweigh everything else.
_LATER_US = 8_000
_LATER_PRICE = 3.0
# What is usual is what four in five arrivals keep to; an explanation with a smaller one is likelier
# by this part of its logarithm for each arrival. Where arrivals keep to the connection's interval,
# one says nearly as much as the next; where many come together, each batch is a measurement of its
# own; where they keep to nothing, they are late in waves, and hundreds say no more than a few.
_USUAL_PART = 0.8
_IN_RHYTHM, _IN_BATCHES, _IN_WAVES = 0.7, 2.5, 0.05
# No explanation is the better for less lateness than this part of the time of what is lost
# together: losses at the right places could always bring that about.
_USUAL_STEP = 0.75
_LEAST_USUAL_US, _MOST_LEAST_US, _MOST_USUAL_US = 8_000, 40_000, 70_000
# Losses are as frequent as they turn out to be, and each is a surprise to who has seen so many
# notifications without any.
_SOUND = 40
# A period is strange that is neither the nominal one nor the one believed before.
NOMINAL = 0.03
_STRANGE_PRICE = 4.0
_CHANGE_PRICE = 100.0
_TOO_MUCH_PRICE = 10.0
# Once the period was measured for long enough, another explanation must be cheaper by so much to be
# believed instead.
_CONVINCING = 6.0
NEAR = 0.006

# Of a step of the staircase so much may be missing, since the promptest arrival was late as well;
# where several come together, what looks like most of a step may be lateness alone.
_STEP_SLACK = 0.35
_BATCH_SLACK = 0.05
# So many notifications in each instant, on average, are batches.
_BATCH = 1.5

# Connections have intervals of a multiple of this (Bluetooth Core, Vol 6, Part B, 4.5.1); it is
# found among so many arrivals if they keep to it this well, from 0 to 1; any divisor will do.
_INTERVAL_UNIT_US = 1_250.0
_SHORTEST_INTERVAL, _LONGEST_INTERVAL = 6, 64
_RHYTHM_INSTANTS = 40
_RHYTHM = 0.5

# No radio loses at so even a distance: that is the beat of a slower sensor with the connection's
# events, or a sensor that leaves out every n-th, which is a slower one as well.
_EVEN_LOSSES = 6
_EVEN_PART = 0.8
_EVEN = 0.4
_ANOTHER_PART = 1 / 3


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The arrivals of a window, and what is known beside them.

    Attributes:
        came: How many samples had come until each arrival, shape (m,).
        host_us: When it came, microseconds, shape (m,).
        in_rhythm: Whether the arrivals keep to the rhythm of a connection.
        quantum: How many samples are lost together.
        settled: How many of the arrivals are to be explained; those after them only show what
            was late.
        lost_at: How many samples had come where something was lost, before the window.
        nominal_us: The nominal period.
        believed_us: The period believed so far.
        is_known: Whether that was measured for long enough.
    """

    came: FloatArray
    host_us: FloatArray
    in_rhythm: bool
    quantum: int
    settled: int
    lost_at: FloatArray
    nominal_us: float
    believed_us: float
    is_known: bool


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """A period, and how many samples were lost until each of the settled arrivals, shape (k,)."""

    period_us: float
    lost: FloatArray


def keep_rhythm(host_us: FloatArray) -> bool:
    """Whether arrivals keep to a connection's interval; True where they are too few to tell."""
    if len(host_us) < _RHYTHM_INSTANTS:
        return True
    intervals = _INTERVAL_UNIT_US * np.arange(_SHORTEST_INTERVAL, _LONGEST_INTERVAL + 1)
    turns = np.cos(2 * np.pi * np.diff(host_us) / intervals[:, None]).mean(axis=1)
    return bool(turns.max() >= _RHYTHM)


def is_even(at: FloatArray) -> bool:
    """Whether losses are as evenly spaced as no radio loses, by the places where they are."""
    spacing = np.diff(at[-10:])
    if len(spacing) < _EVEN_LOSSES:
        return False
    times = spacing / max(float(np.median(spacing)), 1.0)
    even = np.minimum(np.abs(times - 1), 2 * np.abs(times - 2)) < _EVEN
    return bool(even.mean() >= _EVEN_PART)


def cheapest(seen: Seen, *, is_search: bool) -> Explanation:
    """The cheapest explanation.

    Args:
        seen: What is to be explained; at least two arrivals.
        is_search: Try all periods, not only those near the believed one.
    """
    x, h = seen.came - seen.came[0], seen.host_us - seen.host_us[0]
    periods = seen.believed_us * (1 + np.arange(-NEAR, 1.01 * NEAR, STEP))
    if is_search:
        near_nominal = seen.nominal_us * (1 + np.arange(-NOMINAL, NOMINAL, 2 * STEP))
        periods = np.concatenate([periods, _all_periods(x, h), near_nominal])
    prices, levels = _explained(seen, x, h, periods)
    strange = np.abs(periods / seen.nominal_us - 1) > NOMINAL
    change = np.abs(np.log(periods / seen.believed_us))
    prices += _STRANGE_PRICE * strange + np.minimum(_CHANGE_PRICE * change, _STRANGE_PRICE)
    whole = x[seen.settled - 1] / seen.quantum + levels[:, -1]
    prices += np.where(levels[:, -1] > MOST_LOST * whole, _TOO_MUCH_PRICE, 0.0)
    if seen.is_known:
        prices += np.where(change <= 1.01 * NEAR, 0.0, _CONVINCING)
    best = _first_uneven(seen, prices, levels)
    return Explanation(float(periods[best]), seen.quantum * levels[best])


def _all_periods(x: FloatArray, h: FloatArray) -> FloatArray:
    """All periods that the arrivals allow, from that without any loss downwards."""
    count = max(x[-1], 1.0)
    longest = (h[-1] + _STALL_US) / count
    shortest = (1 - MOST_LOST) * max(h[-1] - _STALL_US, 0.3 * h[-1]) / count
    steps = int(np.log(longest / shortest) / STEP) + 1
    return np.asarray(longest * np.exp(-STEP * np.arange(steps)))


def _explained(
    seen: Seen, x: FloatArray, h: FloatArray, periods: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """What it costs to explain the arrivals by each of several periods.

    Returns:
        The prices, shape (k,), and how many quanta were lost until each of the settled arrivals,
        shape (k, settled).
    """
    settled = seen.settled
    late = h - periods[:, None] * x
    # What comes later can not have lost less: lateness passes, losses stay.
    stays = np.minimum.accumulate(late[:, ::-1], axis=1)[:, ::-1]
    late, stays = late[:, :settled], stays[:, :settled]
    step = periods[:, None] * seen.quantum
    in_batches = x[-1] > _BATCH * seen.quantum * len(x)
    # Of several that come together, the last is late by anything up to the time of one.
    slack = _BATCH_SLACK if in_batches else _STEP_SLACK
    level = np.floor((stays - stays[:, :1]) / step + slack)
    late = np.maximum(late - stays[:, :1] - level * step, 0.0)
    step_us = seen.quantum * seen.believed_us
    least_us = (1.0 if in_batches else _USUAL_STEP) * step_us
    weight = _IN_BATCHES if in_batches else _IN_WAVES
    if seen.in_rhythm:
        weight = _IN_RHYTHM
    least_us = max(min(least_us, _MOST_LEAST_US), _LEAST_USUAL_US)
    rank = min(int(_USUAL_PART * settled), settled - 1)
    usual = np.clip(np.partition(late, rank, axis=1)[:, rank], least_us, _MOST_USUAL_US)
    later = np.clip(late - usual[:, None], 0.0, _STALL_US) / _LATER_US
    price = weight * settled * np.log(usual) + _LATER_PRICE * np.log1p(later).sum(axis=1)
    gaps = np.diff(level, axis=1)
    count = (gaps > 0).sum(axis=1)
    price += count * np.log((x[settled - 1] / seen.quantum + _SOUND) / (count + 1))
    price += np.log1p(gaps).sum(axis=1)
    return price, level


def _first_uneven(seen: Seen, prices: FloatArray, levels: FloatArray) -> int:
    """The cheapest explanation whose losses are no beat; simply the cheapest if all are."""
    most = np.inf
    best = int(prices.argmin())
    # Stable: the quick one has crashed Python on an emulated processor, and ties shall be no dice.
    for one in prices.argsort(kind="stable").tolist():
        if levels[one, -1] > most:
            continue
        at = seen.came[1 : seen.settled][np.diff(levels[one]) > 0]
        if not len(at) or not is_even(np.concatenate([seen.lost_at, at])):
            return int(one)
        # The same but for a loss or two, shifted, would be no other explanation.
        most = levels[one, -1] * _ANOTHER_PART
    return best
