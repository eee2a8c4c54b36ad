"""How many samples of a stream belong together: in one notification, or sent at the same time."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from evenstride.sensors.samples import FloatArray

TOGETHER_US: Final = 2_000
"""Samples that arrive closer than this came together."""
KEPT: Final = 40
"""How many of the latest sizes are considered."""
# Samples are lost in the usual number of a notification if this fraction of them hold that number.
_USUAL: Final = 0.8
# They are sent at once in the usual number of an instant if this fraction of instants bring it and
# there are more events than instants by this factor; a stop counts as three events at most.
_AT_ONCE, _SPARSE, _LONGEST = 0.5, 1.25, 3.0


def lost_together(sizes: Sequence[int]) -> int:
    """Return how many samples are lost at a time: a notification's, if those are all as large.

    Args:
        sizes: How many samples each of the last notifications held.
    """
    if not sizes:
        return 1
    usual = _most_common(sizes)
    return usual if sizes.count(usual) >= _USUAL * len(sizes) else 1


def sent_together(came: FloatArray, event_us: FloatArray, interval_us: float, quantum: int) -> int:
    """Return how many samples are sent at once, in one notification or in several.

    If in several, some events of the connection bring none, and the others more notifications than
    are measured between two events.

    Args:
        came: How many samples had come with each instant, shape (n,).
        event_us: When that was, shape (n,).
        interval_us: The time between events; 0.0 if unknown.
        quantum: How many samples come in one notification.
    """
    sizes = np.diff(came[-KEPT:]).astype(int).tolist()
    if not sizes or not interval_us:
        return quantum
    usual = _most_common(sizes)
    events = np.minimum(np.diff(event_us[-KEPT:]) / interval_us, _LONGEST).sum()
    is_sparse = events > _SPARSE * len(sizes)
    most = quantum * math.ceil(sum(sizes) / max(events, 1.0) / quantum)
    is_usual = sizes.count(usual) >= _AT_ONCE * len(sizes)
    return usual if is_usual and is_sparse and usual > most else quantum


def _most_common(sizes: Sequence[int]) -> int:
    return max(set(sizes), key=sizes.count)
