"""The costs of lateness and losses in an explanation, in natural units of likelihood."""

import numpy as np

from evenstride.sensors.samples import FloatArray

# How long a radio stalls.
STALL_US = 400_000
# Between two events of a connection, every lateness is equally likely; beyond that, more is rarer,
# though stalls are not so rare as to outweigh everything else.
_LATER_US = 8_000
_LATER_PRICE = 3.0
# The usual lateness is what four in five arrivals stay within; an explanation with a smaller one is
# likelier by this multiple of its logarithm for each arrival. While nobody knows whether arrivals
# follow a connection's interval, each counts fully; if they follow nothing, they are late in waves,
# and hundreds say no more than a few.
_USUAL_PART = 0.8
_RHYTHM_UNKNOWN, _IN_WAVES = 1.0, 0.4
# In a connection's rhythm, something leaves at once if it is late by no more than the time to the
# next event and a little, which is the unit of all times of a connection (Bluetooth Core, Vol 6,
# Part B, 4.5.1).
NEARLY, NEARLY_US = 1.05, 1_250.0
# Sensor and connection are in step if fewer than the second fraction are late by half the usual,
# plus or minus the first fraction.
_BETWEEN, _IN_STEP = 0.25, 0.15
# No explanation is better for a lateness below this fraction of a quantum: losses at the right
# places could always bring that about.
_USUAL_STEP = 0.8
_LEAST_USUAL_US, _MOST_LEAST_US, _MOST_USUAL_US = 8_000, 40_000, 70_000
# Of explanations that are about equally likely, the best leaves the least to lateness.
_TIGHT, _TIGHT_US = 0.05, 1_000.0
# The cost of any loss at all.
_LOSING_PRICE = 3.0


def price_of_lateness(late: FloatArray, step_us: float, *, in_waves: bool) -> FloatArray:
    """Return how unlikely the lateness of the arrivals is if they have no known rhythm.

    Args:
        late: The lateness of each by each explanation, shape (k, settled).
        step_us: The mean duration of one quantum (the samples that are lost together).
        in_waves: Whether they are known to have no rhythm.
    """
    settled = late.shape[1]
    least_us = max(min(_USUAL_STEP * step_us, _MOST_LEAST_US), _LEAST_USUAL_US)
    rank = min(int(_USUAL_PART * settled), settled - 1)
    usual = np.clip(np.partition(late, rank, axis=1)[:, rank], least_us, _MOST_USUAL_US)
    later = np.clip(late - usual[:, None] / _USUAL_PART, 0.0, STALL_US) / _LATER_US
    weight = _IN_WAVES if in_waves else _RHYTHM_UNKNOWN
    price = weight * settled * np.log(usual)
    price += _TIGHT * settled * np.log(late.mean(axis=1) + _TIGHT_US)
    return np.asarray(price + _LATER_PRICE * np.log1p(later).sum(axis=1))


def price_of_waiting(
    late: FloatArray, usual_us: FloatArray, interval_us: float, nearly: float
) -> FloatArray:
    """Return how unlikely the lateness of the last arrival of each connection event is.

    It was measured since the event before, and since the sample before it; the period tells when,
    so that this costs nothing. What has to wait for a later event is later; how often that happens
    is learnt from the arrivals.

    Args:
        late: The lateness of each by each explanation, shape (k, settled).
        usual_us: How late the last of an event may be if it leaves at once, shape (k,).
        interval_us: The time between events.
        nearly: Arrivals are taken to leave at once if late by no more than this multiple of the
            usual.
    """
    settled = late.shape[1]
    # If sensor and connection are in step, so that none is late by half the usual, nobody knows
    # where between two events it measures: what is late by one event has waited.
    usual = usual_us[:, None]
    is_between = np.abs(late - usual / 2) < _BETWEEN * usual
    in_step = is_between.mean(axis=1) < _IN_STEP
    late = late + np.where(in_step, usual_us / 2, 0.0)[:, None]
    beyond = late - (nearly * usual_us + NEARLY_US)[:, None]
    waited = beyond > 0
    count = waited.sum(axis=1)
    # No connection makes most of them wait, so that is never the cheaper code.
    price = _code(float(settled), np.minimum(count, settled / 2))
    return np.asarray(price + 2 * np.log1p(np.maximum(beyond, 0.0) / interval_us).sum(axis=1))


def price_of_losses(sent: FloatArray, level: FloatArray) -> FloatArray:
    """Return how unlikely losses at these places are: the length of the shortest code for them.

    Either each loss is independent, or losses come in runs (a chain of two states: Gilbert,
    Capacity of a burst-noise channel, 1960); how often is learnt from the losses themselves.

    Args:
        sent: How many quanta had come by each arrival, shape (settled,).
        level: How many quanta were lost by then, shape (k, settled).
    """
    came, gaps = np.diff(sent), np.diff(level, axis=1)
    lost, rows, sound = level[:, -1], (gaps > 0).sum(axis=1), float(sent[-1] - sent[0])
    chained = _code(sound, rows) + _code(lost, rows)
    # The code need not name which of those that came together was lost.
    row, column = np.nonzero(gaps)
    gap = gaps[row, column]
    choices = _log_choices(np.maximum(came[column], 1.0) + gap, gap)
    places = np.bincount(row, np.maximum(choices, 0.0), len(level))
    single = _code(sound + lost, lost) - places
    return np.where(lost > 0, np.minimum(chained, single) + _LOSING_PRICE, 0.0)


def _code(of: FloatArray | float, which: FloatArray) -> FloatArray:
    """Return the length of a code that names ``which`` of ``of``, in natural units."""
    part = np.clip(which / np.maximum(of, 1.0), 1e-9, 1 - 1e-9)
    return np.asarray(-which * np.log(part) - (of - which) * np.log1p(-part))


def _log_choices(of: FloatArray, which: FloatArray) -> FloatArray:
    """Return the logarithm of the number of ways to choose some, by Stirling's formula.

    Args:
        of: How many to choose from, shape (n,).
        which: How many to choose, at least one and not all, shape (n,).
    """
    rest = np.maximum(of - which, 1.0)
    inside = of * np.log(of) - which * np.log(which) - rest * np.log(rest)
    return np.asarray(inside + 0.5 * np.log(of / (2 * np.pi * which * rest)))
