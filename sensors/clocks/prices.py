"""What lateness and losses cost in an explanation of arrivals, in natural units of likelihood."""

import numpy as np

from evenstride.sensors.samples import FloatArray

# A radio stalls for so long.
STALL_US = 400_000
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
# In a connection's rhythm: what is late by no more than the time to the next event and a little,
# which is the unit of all times of a connection (Bluetooth Core, Vol 6, Part B, 4.5.1).
NEARLY, NEARLY_US = 1.05, 1_250.0
# Sensor and connection are in step if fewer than the second part are late by about half of that,
# by the first part more or less.
_BETWEEN, _IN_STEP = 0.25, 0.15
# No explanation is the better for less lateness than this part of the time of what is lost
# together: losses at the right places could always bring that about.
_USUAL_STEP = 0.8
_LEAST_USUAL_US, _MOST_LEAST_US, _MOST_USUAL_US = 8_000, 40_000, 70_000
# Of explanations that are about as likely, the one is best that leaves least to lateness.
_TIGHT, _TIGHT_US = 0.05, 1_000.0
# That anything is lost at all.
_LOSING_PRICE = 3.0


def price_of_lateness(late: FloatArray, step_us: float, *, in_waves: bool) -> FloatArray:
    """How unlikely the arrivals are so late where they keep to no rhythm that is known.

    Args:
        late: How late each is by each explanation, shape (k, settled).
        step_us: The mean time of what is lost together.
        in_waves: Whether they are known to keep to none.
    """
    settled = late.shape[1]
    least_us = max(min(_USUAL_STEP * step_us, _MOST_LEAST_US), _LEAST_USUAL_US)
    rank = min(int(_USUAL_PART * settled), settled - 1)
    usual = np.clip(np.partition(late, rank, axis=1)[:, rank], least_us, _MOST_USUAL_US)
    later = np.clip(late - usual[:, None] / _USUAL_PART, 0.0, STALL_US) / _LATER_US
    weight = _IN_WAVES if in_waves else _IN_RHYTHM
    price = weight * settled * np.log(usual)
    price += _TIGHT * settled * np.log(late.mean(axis=1) + _TIGHT_US)
    return np.asarray(price + _LATER_PRICE * np.log1p(later).sum(axis=1))


def price_of_waiting(
    late: FloatArray, usual_us: FloatArray, interval_us: float, nearly: float
) -> FloatArray:
    """How unlikely it is that the last of each event of a connection is so late.

    It was measured since the event before, and since the sample before it; when, the period says,
    so that it costs nothing. What has to wait for a later event is late by more; how often that
    happens is learnt from the arrivals.

    Args:
        late: How late each is by each explanation, shape (k, settled).
        usual_us: How late the last of an event may be if it leaves at once, shape (k,).
        interval_us: From one event to the next.
        nearly: What is late by no more than so much of the usual leaves at once.
    """
    settled = late.shape[1]
    # Where sensor and connection are in step, so that none is late by half of what is usual, nobody
    # knows where between two events it measures: what is late by one event has waited.
    usual = usual_us[:, None]
    is_between = np.abs(late - usual / 2) < _BETWEEN * usual
    in_step = is_between.mean(axis=1) < _IN_STEP
    late = late + np.where(in_step, usual_us / 2, 0.0)[:, None]
    beyond = late - (nearly * usual_us + NEARLY_US)[:, None]
    waited = beyond > 0
    count = waited.sum(axis=1)
    price = _code(float(settled), count)
    return np.asarray(price + 2 * np.log1p(np.maximum(beyond, 0.0) / interval_us).sum(axis=1))


def price_of_losses(sent: FloatArray, level: FloatArray) -> FloatArray:
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
    rest = np.maximum(of - which, 1.0)
    inside = of * np.log(of) - which * np.log(which) - rest * np.log(rest)
    return np.asarray(inside + 0.5 * np.log(of / (2 * np.pi * which * rest)))
