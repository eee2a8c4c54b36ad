"""How many samples of a stream belong together: in one notification, or sent at the same time."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from evenstride.sensors.samples import FloatArray

KEPT: Final = 40
"""So many of the last ones tell."""
# Samples are lost by as many as this part of the notifications holds.
_USUAL: Final = 0.8
# They are sent at once by as many as this part of the instants brings, if there are more events
# than those by this factor; of a stop no more of them count than this.
_AT_ONCE, _SPARSE, _LONGEST = 0.5, 1.25, 3.0


def lost_together(sizes: Sequence[int]) -> int:
    """By how many samples something is lost: as many as come together, if those are always as many.

    Args:
        sizes: How many each of the last notifications held.
    """
    if not sizes:
        return 1
    usual = max(set(sizes), key=sizes.count)
    return usual if sizes.count(usual) >= _USUAL * len(sizes) else 1


def sent_together(came: FloatArray, event_us: FloatArray, interval_us: float, quantum: int) -> int:
    """How many samples are sent at once, in one notification or in several.

    Then some events of the connection bring none, and the others more than one notification beyond
    what is measured from one event to the next.

    Args:
        came: How many had come with each instant, shape (n,).
        event_us: When that was, shape (n,).
        interval_us: From one event to the next; 0.0 if none is known.
        quantum: How many come in one notification.
    """
    sizes = np.diff(came[-KEPT:]).astype(int).tolist()
    if not sizes or not interval_us:
        return quantum
    usual = max(set(sizes), key=sizes.count)
    events = np.minimum(np.diff(event_us[-KEPT:]) / interval_us, _LONGEST).sum()
    is_sparse = events > _SPARSE * len(sizes)
    most = quantum * math.ceil(sum(sizes) / max(events, 1.0) / quantum)
    is_usual = sizes.count(usual) >= _AT_ONCE * len(sizes)
    return usual if is_usual and is_sparse and usual > most else quantum
