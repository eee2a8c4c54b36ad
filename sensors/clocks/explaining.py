"""The cheapest of all explanations of arrivals by a period, losses and lateness."""

from dataclasses import dataclass, replace

import numpy as np

from evenstride.sensors.clocks.even_losses import is_even
from evenstride.sensors.clocks.other_rate import RATE_ERROR
from evenstride.sensors.clocks.prices import (
    NEARLY,
    STALL_US,
    price_of_lateness,
    price_of_losses,
    price_of_waiting,
)
from evenstride.sensors.samples import BoolArray, FloatArray

# Which periods are tried: up to this fraction of the samples may be lost, and a radio may stall at
# either end of the window.
MOST_LOST = 0.4
# Neighbouring periods differ, over all arrivals, by this fraction of a quantum (the samples that
# are lost together). First all are tried on the latest arrivals, then those around the most
# promising ones on all arrivals.
_APART = 0.1
_STEP = 0.0005
_LATEST_US = 4_000_000
_LATEST_INSTANTS = 12
_PROMISING = 6
# The tried period nearest to the right one is not quite right, so it counts arrivals as leaving at
# once if they are late by up to this multiple of what is usual.
_ROUGHLY = 1.25
# The best periods have to differ by this fraction; and how late the window's ends may be.
_UNLIKE = 0.004
_LATE_ENDS_US = 50_000
# A known period is sought this near to the believed one, in quanta over all arrivals.
_NEAR_STEPS = 1.5

# Prices, in natural units of likelihood.
# A period is strange if it is neither the nominal one nor the one believed before. Losses besides
# are stranger if no rhythm is known, or if the sensor is faster than it was asked to be.
_STRANGE_PRICE, _LOSING_BESIDES, _LOSING_FASTER = 4.0, 4.0, 2.5
_CHANGE_PRICE = 100.0
_TOO_MUCH_PRICE = 100.0
# Once the period was measured for long enough, another explanation must be cheaper by this to be
# believed instead.
# Periods within about this fraction are the same: sensor and computer may each be off by half of it
# (the active clock's accuracy, Bluetooth Core, Vol 6, Part B, 4.2.1).
_CONVINCING = 15.0
SAME = 0.0001
NEAR = 0.006

# A step of the staircase may be short by this fraction, because the promptest arrival before it was
# late as well: half of the difference between the usual lateness and a step. If several come
# together, the last is late by anything up to the time of one, for a while if the sensor beats with
# the connection: then hardly anything may be missing.
_MOST_SLACK, LEAST_SLACK = 0.35, 0.08
_LATE_PART = 0.9
_RHYTHM_SLACK = 0.05
# Hardly any sensor begins to send faster and loses just as much more at the same moment. So a
# faster rate costs this much more unless more samples come than the known rate (or else the nominal
# one) explains. A computer's stops looked like that by up to 60, and a rate that was first taken
# for a slower one by 98 and more. If arrivals have no rhythm, or the computer is known to be busy,
# they prove nothing of the kind.
_MORE, _NEEDLESS_PRICE, _NEEDLESS_IN_WAVES = 0.05, 75.0, 1000.0
# While no rate was known before, a busy computer proves only the nominal one, or one that is slower
# by this factor: both catching up and falling behind look like another rate.
_QUITE_ANOTHER = 1.6
# What came before the first loss may all have been late, by these fractions of a step.
_LOWS = (0.0, 1 / 3, 2 / 3)

# If the losses of one explanation are a beat, another one must have at most this fraction of them.
_ANOTHER_PART = 1 / 3


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The arrivals of a window, and what else is known.

    Attributes:
        came: How many samples had come by each arrival, shape (m,).
        host_us: When each arrived, microseconds, shape (m,).
        interval_us: The time between the connection's events, which the arrivals follow; 0.0 if
            they follow none, None if that is not known yet.
        quantum: How many samples are lost together.
        together: How many are sent at once.
        settled: How many of the arrivals to explain; those after them only show which of these were
            late.
        lost_at: How many samples had come at each loss before the window.
        nominal_us: The nominal period.
        believed_us: The period believed so far.
        is_known: Whether that was measured for long enough.
        pace_us: The mean time between samples by arrivals, over half a minute if that is available.
        is_busy: Whether the computer is known to have stood still meanwhile.
        slack: The fraction of a quantum by which the lateness after a loss may be short.
    """

    came: FloatArray
    host_us: FloatArray
    interval_us: float | None
    quantum: int
    together: int
    settled: int
    lost_at: FloatArray
    nominal_us: float
    believed_us: float
    is_known: bool
    pace_us: float
    is_busy: bool = False
    slack: float = _MOST_SLACK


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """What is believed of the arrivals.

    Attributes:
        period_us: The period.
        lost: How many samples were lost by each of the settled arrivals, shape (k,).
        slack: The slack for the next explanation, from the lateness in this one.
    """

    period_us: float
    lost: FloatArray
    slack: float


def cheapest(seen: Seen, *, is_search: bool) -> Explanation:
    """Return the cheapest explanation.

    Args:
        seen: The arrivals to explain, at least two.
        is_search: Whether to try all periods, not only those near the believed one.
    """
    step_us = seen.quantum * seen.believed_us
    span_us = max(float(seen.host_us[-1] - seen.host_us[0]), 1.0)
    fine = min(_APART * step_us / span_us, NEAR / 2)
    far = min(max(_NEAR_STEPS * step_us / span_us, fine), NEAR) if seen.is_known else NEAR
    if seen.is_known and seen.is_busy:
        fine = far = SAME
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
    """Return periods around those, of all possible ones, that best explain the latest arrivals."""
    latest = _latest(seen)
    x, h = latest.came - latest.came[0], latest.host_us - latest.host_us[0]
    count = max(x[-1], 1.0)
    longest = (h[-1] + STALL_US) / count
    shortest = (1 - MOST_LOST) * max(h[-1] - STALL_US, 0.3 * h[-1]) / count
    coarse = float(np.clip(_APART * seen.quantum * longest / max(h[-1], 1.0), _STEP, NEAR))
    periods = longest * np.exp(-coarse * np.arange(int(np.log(longest / shortest) / coarse) + 1))
    prices, _ = _explained(latest, periods, np.full(len(periods), _MOST_SLACK), _ROUGHLY)
    prices[np.abs(periods / seen.nominal_us - 1) < RATE_ERROR] = np.inf  # these are tried anyway
    found: list[FloatArray] = [seen.nominal_us * (1 + np.arange(-RATE_ERROR, RATE_ERROR, 2 * fine))]
    around, apart = np.arange(-coarse, 1.01 * coarse, fine), int(_UNLIKE / coarse) + 1
    # The periods without any loss, as far as lateness at either end leaves them open.
    mean_us = float(np.ptp(seen.host_us) / max(np.ptp(seen.came), 1.0))
    open_part = min(_LATE_ENDS_US / max(float(np.ptp(seen.host_us)), 1.0), RATE_ERROR)
    found.append(mean_us * (1 + np.arange(-open_part, 1.01 * open_part, fine)))
    for _ in range(min(_PROMISING, len(periods))):
        best = int(prices.argmin())
        found.append(periods[best] * (1 + around))
        prices[max(best - apart, 0) : best + apart + 1] = np.inf
    return found


def _latest(seen: Seen) -> Seen:
    """Return the latest arrivals: enough to tell all periods apart, at little cost."""
    begin = int(np.searchsorted(seen.host_us, seen.host_us[-1] - _LATEST_US))
    begin = max(min(begin, len(seen.host_us) - _LATEST_INSTANTS), 0)
    begin = min(begin, seen.settled - 2)
    return replace(
        seen,
        came=seen.came[begin:],
        host_us=seen.host_us[begin:],
        settled=seen.settled - begin,
    )


def _explained(
    seen: Seen, periods: FloatArray, lows: FloatArray, nearly: float = NEARLY
) -> tuple[FloatArray, FloatArray]:
    """Return what it costs to explain the arrivals by each of several periods.

    Args:
        seen: The arrivals.
        periods: The periods, shape (k,).
        lows: How late the promptest arrival was by each, in quanta, shape (k,).
        nearly: Arrivals are taken to leave at once if late by no more than this multiple of the
            usual.

    Returns:
        The prices, shape (k,), and how many quanta were lost by each of the settled arrivals, shape
        (k, settled).
    """
    x, h, settled = seen.came - seen.came[0], seen.host_us - seen.host_us[0], seen.settled
    late = h - periods[:, None] * x
    # What comes later cannot have lost less: lateness passes, losses stay.
    stays = np.minimum.accumulate(late[:, ::-1], axis=1)[:, ::-1]
    late, stays = late[:, :settled], stays[:, :settled]
    step = periods[:, None] * seen.quantum
    low = stays[:, :1] - lows[:, None] * step
    slack: FloatArray | float = seen.slack
    usual_us = step
    if seen.interval_us:
        usual_us = np.minimum(periods[:, None] * seen.together, seen.interval_us)
        slack = np.clip((1 - usual_us / step) / 2, _RHYTHM_SLACK, _MOST_SLACK)
    level = np.floor((stays - low) / step + slack)
    late = late - low - level * step
    late -= late.min(axis=1, keepdims=True)  # nothing arrives before it was measured
    level -= level[:, :1]
    if seen.interval_us:
        prices = price_of_waiting(late, usual_us[:, 0], seen.interval_us, nearly)
    else:
        mean_us = seen.quantum * float(np.ptp(seen.host_us) / max(np.ptp(seen.came), 1.0))
        prices = price_of_lateness(late, mean_us, in_waves=seen.interval_us is not None)
    prices += price_of_losses(x[:settled] / seen.quantum, level)
    change = np.abs(np.log(periods / seen.believed_us))
    is_strange = np.abs(periods / seen.nominal_us - 1) > RATE_ERROR
    is_faster = periods < seen.nominal_us
    besides = np.where(is_faster, _LOSING_FASTER, 1.0) if seen.interval_us else _LOSING_BESIDES
    prices += _STRANGE_PRICE * is_strange * np.where(level[:, -1] > 0, besides, 1.0)
    prices += np.minimum(_CHANGE_PRICE * change, _STRANGE_PRICE)
    needless = _NEEDLESS_PRICE if seen.interval_us and not seen.is_busy else _NEEDLESS_IN_WAVES
    prices += np.where(_is_needlessly_fast(seen, periods), needless, 0.0)
    if seen.is_busy and not seen.is_known:
        is_near = periods < seen.nominal_us * _QUITE_ANOTHER
        prices += np.where(is_strange & is_near, _NEEDLESS_IN_WAVES, 0.0)
    whole = x[settled - 1] / seen.quantum + level[:, -1]
    prices += np.where(level[:, -1] > MOST_LOST * whole, _TOO_MUCH_PRICE, 0.0)
    if seen.is_known:
        prices += _CONVINCING * -np.expm1(-change / SAME)
    return prices, level


def _is_needlessly_fast(seen: Seen, periods: FloatArray) -> BoolArray:
    """Return which periods are needlessly fast, because no more samples come than before.

    A computer that stands still for a moment now and again looks like that: what waited comes fast,
    and the stops look like losses. The nominal rate may always be the right one.
    """
    usual_us = seen.believed_us if seen.is_known else seen.nominal_us
    is_more = seen.pace_us < (1 - _MORE) * usual_us
    is_nominal = np.abs(periods / seen.nominal_us - 1) <= RATE_ERROR
    return (periods < (1 - _MORE) * usual_us) & ~is_nominal & (not is_more)


def _first_uneven(seen: Seen, prices: FloatArray, levels: FloatArray) -> int:
    """Return the cheapest explanation whose losses are no beat; if all are, the cheapest."""
    most = np.inf
    at_once = float(np.ptp(seen.came)) / max(len(seen.came) - 1, 1)
    best = int(prices.argmin())
    # Stable: the quick sort has crashed Python on an emulated processor; ties must not be random.
    for one in prices.argsort(kind="stable").tolist():
        if levels[one, -1] > most:
            continue
        at = seen.came[1 : seen.settled][np.diff(levels[one]) > 0]
        if not len(at) or not is_even(np.concatenate([seen.lost_at, at]), at_once):
            return int(one)
        # Shifting the same losses, give or take one or two, would be no other explanation.
        most = levels[one, -1] * _ANOTHER_PART
    return best
