"""Where among samples that came together, or out of a stall, those were that are lost.

Their arrivals tell how many are missing but not which. What was measured since the last event at
which nothing waited may have been lost anywhere among them. So each way of placing the losses is
weighed: by the events of the connection that must have failed for what came later than at the next
one, and by the rows in which losses come. The mean of them all is least wrong: where two places are
as likely, it is off by half of what is between them. One thing is known beside that: a sensor whose
queue is full loses the newest, so that many are missing behind what the queue had kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.sensors.samples import FloatArray

# Radios fail now and then and losses come in rows; the longer the first has waited, and the more is
# lost, the likelier it is that a queue has run over instead. Both add up as evidence: of one more
# failed event, of one more in a row, and how much it takes (natural units of likelihood).
_EVENT_FAILED, _ONE_MORE, _RUN_OVER = 2.0, 0.4, 6.0
# A loss that begins a row is less likely than one more in it, by this price at the most.
_DEAREST_ROW = 4.0
# More than so much is not weighed: it is a row.
_MANY = 60
# What is so unlikely, at either end, is left out of the mean.
_UNLIKELY = 0.25
# Where there are no events, more than this part of those that came is lost in a row.
_FEW = 0.5
OFF_US = 20_000
"""A time that is wrong by more is worth a word where it happens often."""
# Nothing arrives before it was measured, but for this part of the time of what is lost together.
_EARLY = 0.15


@dataclass(frozen=True, slots=True)
class Arrived:
    """A notification that waits to be placed.

    Attributes:
        late_us: How late it is if all were lost before it.
        since_us: How long before it the last instant was at which something came; infinite where
            that is not known.
        is_first: Whether it is the first that came at its instant.
        event_us: When that was.
    """

    late_us: float
    since_us: float
    is_first: bool
    event_us: float


def price_of_a_row(sent: float, lost: float, rows: int) -> float:
    """By how much a loss that begins a row is less likely than one more in it.

    None for losses each for itself, more the longer their rows are (a chain of two states: Gilbert,
    Capacity of a burst-noise channel, 1960).

    Args:
        sent: How many were sent of what is lost together.
        lost: How many of them were lost.
        rows: In how many rows.
    """
    begins = (rows + 0.5) / (max(sent - lost, 0.0) + 1.0)
    goes_on = (max(lost - rows, 0.0) + 0.5) / (lost + 1.0)
    odds = goes_on / (1 - goes_on) * max(1 - begins, 0.0) / begins
    return float(np.clip(np.log(max(odds, 1.0)), 0.0, _DEAREST_ROW))


def place(
    arrived: Sequence[Arrived], lost: int, step_us: float, interval_us: float, row_price: float
) -> tuple[list[float], float]:
    """How many were lost before each of some notifications since the one before them all.

    Args:
        arrived: The notifications, at least one.
        lost: How many were lost, of what is lost together.
        step_us: The time of what is lost together.
        interval_us: From one event of the connection to the next; 0.0 if there is none.
        row_price: By how much a loss that begins a row is less likely than one more in it.

    Returns:
        For each how many were lost before it, rising to ``lost`` at most; and of how many of them
        the time is wrong by more than ``OFF_US`` in the mean of all ways.
    """
    usual_us = max(step_us, interval_us)
    count = len(arrived)
    first = next((k for k in range(1, count) if arrived[k].is_first), count)
    failed = max(arrived[0].late_us - step_us, 0.0) / usual_us
    has_waited = arrived[0].late_us > usual_us
    if has_waited and first < count and _EVENT_FAILED * failed + _ONE_MORE * lost > _RUN_OVER:
        kept = _kept(arrived, first)
        return [0.0] * kept + [float(lost)] * (count - kept), 0.0
    if not interval_us:
        waited = next((k for k, one in enumerate(arrived) if one.late_us <= usual_us), count)
        return _spread(lost, max(waited, first), count), 0.0
    if lost > _MANY:
        return [float(lost)] * count, 0.0
    return _mean(_weights(arrived, lost, step_us, interval_us), row_price, OFF_US / step_us)


def _kept(arrived: Sequence[Arrived], first: int) -> int:
    """How many a queue had kept that ran over: those measured before it could send again.

    Until then it was full, and from then on it had room. So what came next behind what was lost is
    the first that, with all lost before it, was measured after the first event.
    """
    measured_us = [one.event_us - one.late_us for one in arrived]
    behind = (k for k in range(first, len(arrived)) if measured_us[k] >= arrived[0].event_us)
    return next(behind, first)


def _spread(lost: int, among: int, count: int) -> list[float]:
    """A few evenly among so many, where no event tells more; all before them if they are many."""
    if lost > _FEW * among:
        return [float(lost)] * count
    shift = (1 - 1 / among) / 2
    return [float(min(int(lost * (k + 1) / among + shift), lost)) for k in range(count)]


def _weights(
    arrived: Sequence[Arrived], lost: int, step_us: float, interval_us: float
) -> FloatArray:
    """How likely each is to arrive when it did if so many were lost before it, shape (m, lost + 1).

    What leaves at the next event after it was measured says nothing. For the others that came
    first at an event, those before it must have failed that it could have left at.
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


def _mean(weights: FloatArray, row_price: float, off: float) -> tuple[list[float], float]:
    """The mean of all ways of placing losses, each by its weight, shape (m, lost + 1).

    Returns:
        How many were lost before each, and how many of them are off by more than ``off``.
    """
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
    means, wrong = np.empty(count), 0.0
    for k in range(count - 1, -1, -1):
        both = forth[k] * back
        likely = np.clip(np.cumsum(both) / both.sum(), _UNLIKELY, 1 - _UNLIKELY)
        means[k] = np.diff(likely, prepend=_UNLIKELY) @ np.arange(states) / (1 - 2 * _UNLIKELY)
        is_off = np.abs(np.arange(states) - means[k]) > off
        wrong += float(both[is_off].sum() / both.sum())
        back = passing @ (weights[k] * back)
        back /= back.sum()
    rising: list[float] = np.maximum.accumulate(means).tolist()
    return rising, wrong
