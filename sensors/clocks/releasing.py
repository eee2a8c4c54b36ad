"""How many samples were lost before each notification that is stamped now."""

import numpy as np

from evenstride.sensors.clocks.fitting import Fit
from evenstride.sensors.clocks.instants import Instant, Instants
from evenstride.sensors.clocks.placing import Arrived, place


def lost_before_each(
    waiting: list[int],
    released: list[Instant],
    instants: Instants,
    fit: Fit,
    *,
    said_lost: int,
    lost: int,
) -> list[float]:
    """Place the losses since the last notifications among those that waited.

    Args:
        waiting: How many samples had come with each of them.
        released: The instants at which they came; at least one.
        instants: All instants that are known.
        fit: The believed line.
        said_lost: How many are lost according to the numbers handed out.
        lost: How many are lost by the last of them.

    Returns:
        How many are lost by each of them, on average if nobody knows for sure.
    """
    quantum = instants.quantum
    more = (lost - said_lost) // quantum
    if more <= 0:
        return [lost] * len(waiting)
    arrived = [
        Arrived(event_us - fit.line.at_us(came + lost), since_us, is_first, event_us)
        for came, event_us, since_us, is_first in instants.of(waiting, released)
    ]
    step_us = quantum * fit.line.period_us
    first = lost - more * quantum
    placed = place(arrived, more, step_us, instants.interval_us, fit.row_price)
    if placed.off.size:
        # Each stands for its own time and half of the holes beside it.
        holes = np.diff(placed.lost, prepend=0.0, append=more)
        stands_for = quantum * (1 + (holes[1:] + holes[:-1]) / 2)
        fit.errors.add(
            step_us * placed.off, stands_for[:, None] * placed.likely, waiting[-1] + lost
        )
    return [first + quantum * one for one in placed.lost]
