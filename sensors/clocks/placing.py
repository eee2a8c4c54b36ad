"""Where losses were among samples that came together, or after a stall.

The arrivals tell how many are missing, but not which. What was measured since the last event at
which nothing waited may have been lost anywhere among them. So each way of placing the losses is
weighted: by the number of connection events that must have failed for arrivals later than the next
event, and by the runs in which losses come. The mean over all ways is the least wrong: if two
places are equally likely, it is off by half of their distance. One thing more is known: a sensor
whose queue is full loses the newest samples, so that many are missing after those in the queue.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from evenstride.sensors.samples import FloatArray

# Radios fail now and then and losses come in runs; but the longer the first has waited, and the
# more is lost, the likelier it is that a queue has overflowed instead. Both add to the evidence:
# for each failed event, for each further loss, and the sum that is needed (natural units of
# likelihood).
_EVENT_FAILED, _ONE_MORE, _RUN_OVER = 2.0, 0.4, 6.0
# The shortest queue, in buffers of the radio.
_LEAST_QUEUE = 2
# The most by which a loss is less likely at the start of a run than within one.
_DEAREST_ROW = 4.0
# More losses than this are not weighted: they are one run.
_MANY = 60
# What is less likely than this, at either end, is left out of the mean.
_UNLIKELY = 0.25
# Without connection events, losses above this fraction of the arrivals are one run.
_FEW = 0.5
# Nothing arrives before it was measured, except by this fraction of a quantum.
_EARLY = 0.15


@dataclass(frozen=True, slots=True)
class Arrived:
    """A notification that waits to be placed.

    Attributes:
        late_us: How late it is if all losses were before it.
        since_us: How long before it the last instant was at which something came; infinite if
            unknown.
        is_first: Whether it is the first that came at its instant.
        event_us: The time of that instant's event.
    """

    late_us: float
    since_us: float
    is_first: bool
    event_us: float


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Where losses were; empty arrays if nothing else is possible.

    Attributes:
        lost: How many were lost before each notification, rising.
        off: By how much these may be wrong, shape (m, k).
        likely: How likely each is to be wrong by that, shape (m, k).
    """

    lost: list[float]
    off: FloatArray = field(default_factory=lambda: np.empty((0, 0)))
    likely: FloatArray = field(default_factory=lambda: np.empty((0, 0)))


def price_of_a_row(sent: float, lost: float, rows: int) -> float:
    """Return how much less likely a loss is at the start of a run than within one.

    Zero if each loss is single; the longer the runs are, the higher (a chain of two states:
    Gilbert, Capacity of a burst-noise channel, 1960).

    Args:
        sent: How many quanta (samples that are lost together) were sent.
        lost: How many of them were lost.
        rows: In how many runs.
    """
    begins = (rows + 0.5) / (max(sent - lost, 0.0) + 1.0)
    goes_on = (max(lost - rows, 0.0) + 0.5) / (lost + 1.0)
    odds = goes_on / (1 - goes_on) * max(1 - begins, 0.0) / begins
    return float(np.clip(np.log(max(odds, 1.0)), 0.0, _DEAREST_ROW))


def place(
    arrived: Sequence[Arrived], lost: int, step_us: float, interval_us: float, row_price: float
) -> Placed:
    """Return how many were lost before each notification, since the one before all of them.

    Args:
        arrived: The notifications, at least one.
        lost: How many quanta were lost.
        step_us: The duration of one quantum.
        interval_us: The time between the connection's events; 0.0 if there are none.
        row_price: How much less likely a loss is at the start of a run than within one.
    """
    usual_us = max(step_us, interval_us)
    count = len(arrived)
    first = next((k for k in range(1, count) if arrived[k].is_first), count)
    failed = max(arrived[0].late_us - step_us, 0.0) / usual_us
    has_waited = arrived[0].late_us > usual_us
    if has_waited and first < count and _EVENT_FAILED * failed + _ONE_MORE * lost > _RUN_OVER:
        kept = _kept(arrived, first, _EARLY * step_us)
        if kept >= _LEAST_QUEUE:
            return Placed([0.0] * kept + [float(lost)] * (count - kept))
    if not interval_us:
        waited = next((k for k, one in enumerate(arrived) if one.late_us <= usual_us), count)
        return Placed(_spread(lost, max(waited, first), count))
    if lost > _MANY:
        return Placed([float(lost)] * count)
    return _mean(_weights(arrived, lost, step_us, interval_us), row_price)


def _kept(arrived: Sequence[Arrived], first: int, early_us: float) -> int:
    """Return how many an overflowed queue had kept: those measured before it could send again.

    Until then it was full, and afterwards it had room. So the first after the losses is the first
    that, with all losses before it, was measured after the first event, or earlier by so much.
    """
    measured_us = [one.event_us - one.late_us for one in arrived]
    behind = (
        k for k in range(first, len(arrived)) if measured_us[k] >= arrived[0].event_us - early_us
    )
    return next(behind, first)


def _spread(lost: int, among: int, count: int) -> list[float]:
    """Spread a few losses evenly, if no event tells more; if they are many, put all in front."""
    if lost > _FEW * among:
        return [float(lost)] * count
    shift = (1 - 1 / among) / 2
    return [float(min(int(lost * (k + 1) / among + shift), lost)) for k in range(count)]


def _weights(
    arrived: Sequence[Arrived], lost: int, step_us: float, interval_us: float
) -> FloatArray:
    """Return how likely each arrival is for each number lost before it, shape (m, lost + 1).

    What leaves at the next event after it was measured tells nothing. For each other one that came
    first at an event, the earlier events at which it could have left must have failed.
    """
    before = np.arange(lost + 1.0)
    late_us = np.array([one.late_us for one in arrived])[:, None] + (lost - before) * step_us
    since_us = np.array([one.since_us for one in arrived])[:, None]
    first = np.array([one.is_first for one in arrived])[:, None]
    usual_us = interval_us
    tolerance_us = _EARLY * usual_us
    waited_us = np.minimum(late_us, since_us) - usual_us - tolerance_us
    failed = np.maximum(np.ceil(waited_us / usual_us), 0.0)
    failed += late_us > since_us + tolerance_us
    price = _EVENT_FAILED * failed * first
    is_early = late_us < -_EARLY * step_us
    is_early[:, -1] = False
    return np.where(is_early, 0.0, np.exp(-np.minimum(price, 500.0)))


def _mean(weights: FloatArray, row_price: float) -> Placed:
    """Return the mean of all ways to place losses, with these weights, shape (m, lost + 1)."""
    count, states = weights.shape
    passing = np.triu(np.full((states, states), np.exp(-row_price)), 1) + np.eye(states)
    forth = np.empty_like(weights)
    now = np.zeros(states)
    now[0] = 1.0
    for k in range(count):
        now = (now @ passing) * weights[k]
        now /= now.sum()
        forth[k] = now
    # What is not lost before the last is lost after it.
    back = passing[:, -1].copy()
    means, likely = np.empty(count), np.empty_like(weights)
    for k in range(count - 1, -1, -1):
        both = forth[k] * back
        likely[k] = both / both.sum()
        middle = np.clip(np.cumsum(likely[k]), _UNLIKELY, 1 - _UNLIKELY)
        means[k] = np.diff(middle, prepend=_UNLIKELY) @ np.arange(states) / (1 - 2 * _UNLIKELY)
        back = passing @ (weights[k] * back)
        back /= back.sum()
    rising = np.maximum.accumulate(means)
    return Placed(rising.tolist(), np.arange(states, dtype=np.float64) - rising[:, None], likely)
