"""What it costs to explain arrivals by a period, losses and lateness, and which is cheapest."""

from dataclasses import dataclass, replace

import numpy as np

from evenstride.sensors.samples import FloatArray

# Periods that are tried: up to this part of the samples may be lost, and a radio stalls for so
# long at either end of the window.
MOST_LOST = 0.4
_STALL_US = 400_000
# Two of them that are next to each other are apart, over all arrivals, by this part of the time of
# what is lost together. First all are tried on the latest arrivals, then those around so many of
# the best on all arrivals.
_APART = 0.1
_STEP = 0.0005
_LATEST_US = 4_000_000
_LATEST_INSTANTS = 12
_PROMISING = 6
# Of the best, those that are further apart than this part; and how late the window's ends may be.
_UNLIKE = 0.004
_LATE_ENDS_US = 50_000
# What is known is sought within so many such times of what was believed.
_NEAR_STEPS = 1.5

# Prices, in natural units of likelihood.
# Lateness is as likely at any moment between two events of a connection; beyond that, it is rarer
# the more it is, though stalls are not so rare as to outweigh everything else.
_LATER_US = 8_000
_LATER_PRICE = 3.0
# What is usual is what four in five arrivals keep to; an explanation with a smaller one is likelier
# by this part of its logarithm for each arrival. Where arrivals keep to the connection's interval,
# one says as much as the next; where they keep to nothing, they are late in waves, and hundreds say
# no more than a few.
_USUAL_PART = 0.8
_IN_RHYTHM, _IN_WAVES = 1.0, 0.4
# No explanation is the better for less lateness than this part of the time of what is lost
# together: losses at the right places could always bring that about.
_USUAL_STEP = 0.8
_LEAST_USUAL_US, _MOST_LEAST_US, _MOST_USUAL_US = 8_000, 40_000, 70_000
# Of explanations that are about as likely, the one is best that leaves least to lateness.
_TIGHT, _TIGHT_US = 0.05, 1_000.0
# That anything is lost at all.
_LOSING_PRICE = 3.0
# A period is strange that is neither the nominal one nor the one believed before.
NOMINAL = 0.03
_STRANGE_PRICE = 4.0
_CHANGE_PRICE = 100.0
_TOO_MUCH_PRICE = 100.0
# Once the period was measured for long enough, another explanation must be cheaper by so much to be
# believed instead.
_CONVINCING = 15.0
NEAR = 0.006

# Of a step of the staircase so much may be missing, since the promptest arrival before it was late
# as well: half of what there is between usual lateness and a step. Where several come together, the
# last is late by anything up to the time of one, for a while when the sensor beats with the
# connection: then hardly anything may be missing.
_MOST_SLACK, LEAST_SLACK = 0.35, 0.08
_LATE_PART = 0.9
# What came before the first loss may all have been late, by these parts of a step.
_LOWS = (0.0, 1 / 3, 2 / 3)

# Connections have intervals of a multiple of this (Bluetooth Core, Vol 6, Part B, 4.5.1); it is
# found among so many arrivals if they keep to it this well, from 0 to 1; any divisor will do.
_INTERVAL_UNIT_US = 1_250.0
_SHORTEST_INTERVAL, _LONGEST_INTERVAL = 6, 64
_RHYTHM_INSTANTS = 40
_RHYTHM = 0.35

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
        slack: Of the time of what is lost together, so much may be missing in lateness.
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
    slack: float = _MOST_SLACK


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """What is believed of the arrivals.

    Attributes:
        period_us: The period.
        lost: How many samples were lost until each of the settled arrivals, shape (k,).
        slack: For the next explanation, by how late arrivals are in this one.
    """

    period_us: float
    lost: FloatArray
    slack: float


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
    step_us = seen.quantum * seen.believed_us
    span_us = max(float(seen.host_us[-1] - seen.host_us[0]), 1.0)
    fine = min(_APART * step_us / span_us, NEAR / 2)
    far = min(max(_NEAR_STEPS * step_us / span_us, fine), NEAR)
    near = seen.believed_us * (1 + np.arange(-far, 1.01 * far, fine))
    periods = near
    if is_search:
        periods = np.concatenate([near, *_promising(seen, fine)])
    lows = np.repeat(_LOWS, len(periods))
    periods = np.tile(periods, len(_LOWS))
    prices, levels = _explained(seen, periods, lows)
    best = _first_uneven(seen, prices, levels)
    return Explanation(
        float(periods[best]),
        seen.quantum * levels[best],
        _slack(seen, float(periods[best]), levels[best]),
    )


def _slack(seen: Seen, period_us: float, level: FloatArray) -> float:
    step_us = seen.quantum * period_us
    until = slice(0, seen.settled)
    late_us = seen.host_us[until] - period_us * seen.came[until] - level * step_us
    usual_us = float(np.quantile(late_us - late_us.min(), _LATE_PART))
    return min(max((1 - usual_us / step_us) / 2, LEAST_SLACK), _MOST_SLACK)


def _promising(seen: Seen, fine: float) -> list[FloatArray]:
    """Periods around those that explain the latest arrivals best, of all that there may be."""
    latest = _latest(seen)
    x, h = latest.came - latest.came[0], latest.host_us - latest.host_us[0]
    count = max(x[-1], 1.0)
    longest = (h[-1] + _STALL_US) / count
    shortest = (1 - MOST_LOST) * max(h[-1] - _STALL_US, 0.3 * h[-1]) / count
    coarse = float(np.clip(_APART * seen.quantum * longest / max(h[-1], 1.0), _STEP, NEAR))
    periods = longest * np.exp(-coarse * np.arange(int(np.log(longest / shortest) / coarse) + 1))
    prices, _ = _explained(latest, periods, np.full(len(periods), _MOST_SLACK))
    found: list[FloatArray] = [seen.nominal_us * (1 + np.arange(-NOMINAL, NOMINAL, 2 * fine))]
    around, apart = np.arange(-coarse, 1.01 * coarse, fine), int(_UNLIKE / coarse) + 1
    # Without any loss, what lateness at either end leaves open.
    mean_us = float(np.ptp(seen.host_us) / max(np.ptp(seen.came), 1.0))
    open_part = min(_LATE_ENDS_US / max(float(np.ptp(seen.host_us)), 1.0), NOMINAL)
    found.append(mean_us * (1 + np.arange(-open_part, 1.01 * open_part, fine)))
    for _ in range(min(_PROMISING, len(periods))):
        best = int(prices.argmin())
        found.append(periods[best] * (1 + around))
        prices[max(best - apart, 0) : best + apart + 1] = np.inf
    return found


def _latest(seen: Seen) -> Seen:
    """What came last, as far as it tells all periods apart at little cost."""
    begin = int(np.searchsorted(seen.host_us, seen.host_us[-1] - _LATEST_US))
    begin = max(min(begin, len(seen.host_us) - _LATEST_INSTANTS), 0)
    begin = min(begin, seen.settled - 2)
    return replace(
        seen,
        came=seen.came[begin:],
        host_us=seen.host_us[begin:],
        settled=seen.settled - begin,
    )


def _explained(seen: Seen, periods: FloatArray, lows: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What it costs to explain the arrivals by each of several periods.

    Args:
        seen: The arrivals.
        periods: The periods, shape (k,).
        lows: How late the promptest arrival was by each, in what is lost together, shape (k,).

    Returns:
        The prices, shape (k,), and how many quanta were lost until each of the settled arrivals,
        shape (k, settled).
    """
    x, h, settled = seen.came - seen.came[0], seen.host_us - seen.host_us[0], seen.settled
    late = h - periods[:, None] * x
    # What comes later can not have lost less: lateness passes, losses stay.
    stays = np.minimum.accumulate(late[:, ::-1], axis=1)[:, ::-1]
    late, stays = late[:, :settled], stays[:, :settled]
    step = periods[:, None] * seen.quantum
    low = stays[:, :1] - lows[:, None] * step
    level = np.floor((stays - low) / step + seen.slack)
    late = late - low - level * step
    late -= late.min(axis=1, keepdims=True)  # nothing arrives before it was measured
    level -= level[:, :1]
    prices = _price_of_lateness(seen, late) + _price_of_losses(x[:settled] / seen.quantum, level)
    change = np.abs(np.log(periods / seen.believed_us))
    prices += _STRANGE_PRICE * (np.abs(periods / seen.nominal_us - 1) > NOMINAL)
    prices += np.minimum(_CHANGE_PRICE * change, _STRANGE_PRICE)
    whole = x[settled - 1] / seen.quantum + level[:, -1]
    prices += np.where(level[:, -1] > MOST_LOST * whole, _TOO_MUCH_PRICE, 0.0)
    if seen.is_known:
        prices += np.where(change <= 1.01 * NEAR, 0.0, _CONVINCING)
    return prices, level


def _price_of_lateness(seen: Seen, late: FloatArray) -> FloatArray:
    """How unlikely the arrivals are so late, shape (k, settled) to (k,)."""
    settled = seen.settled
    step_us = seen.quantum * float(np.ptp(seen.host_us) / max(np.ptp(seen.came), 1.0))
    least_us = max(min(_USUAL_STEP * step_us, _MOST_LEAST_US), _LEAST_USUAL_US)
    rank = min(int(_USUAL_PART * settled), settled - 1)
    usual = np.clip(np.partition(late, rank, axis=1)[:, rank], least_us, _MOST_USUAL_US)
    later = np.clip(late - usual[:, None] / _USUAL_PART, 0.0, _STALL_US) / _LATER_US
    weight = _IN_RHYTHM if seen.in_rhythm else _IN_WAVES
    price = weight * settled * np.log(usual)
    price += _TIGHT * settled * np.log(late.mean(axis=1) + _TIGHT_US)
    return np.asarray(price + _LATER_PRICE * np.log1p(later).sum(axis=1))


def _price_of_losses(sent: FloatArray, level: FloatArray) -> FloatArray:
    """How unlikely losses are at these places: the length of the shortest code that names them.

    Either each is lost for itself, or losses come in rows (a chain of two states: Gilbert, Capacity
    of a burst-noise channel, 1960); how often is learnt from the losses themselves.

    Args:
        sent: What had come until each arrival, in what is lost together, shape (settled,).
        level: What was lost until then, shape (k, settled).
    """
    came, gaps = np.diff(sent), np.diff(level, axis=1)
    lost, rows, sound = level[:, -1], (gaps > 0).sum(axis=1), float(sent[-1] - sent[0])
    chained = _code(sound, rows) + _code(lost, rows)
    # Of what comes together, nobody has to say which it was that is lost.
    row, column = np.nonzero(gaps)
    gap = gaps[row, column]
    choices = _log_choices(np.maximum(came[column], 1.0) + gap, gap)
    places = np.bincount(row, np.maximum(choices, 0.0), len(level))
    single = _code(sound + lost, lost) - places
    return np.where(lost > 0, np.minimum(chained, single) + _LOSING_PRICE, 0.0)


def _code(of: FloatArray | float, which: FloatArray) -> FloatArray:
    """How long a code is that names some of so many, in natural units."""
    part = np.clip(which / np.maximum(of, 1.0), 1e-9, 1 - 1e-9)
    return np.asarray(-which * np.log(part) - (of - which) * np.log1p(-part))


def _log_choices(of: FloatArray, which: FloatArray) -> FloatArray:
    """The logarithm of in how many ways some can be chosen of so many, by Stirling's formula.

    Args:
        of: Of how many, shape (n,).
        which: How many, at least one and not all of them, shape (n,).
    """
    rest = of - which
    inside = of * np.log(of) - which * np.log(which) - rest * np.log(rest)
    return np.asarray(inside + 0.5 * np.log(of / (2 * np.pi * which * rest)))


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
