"""What is announced as the data end, in the order of time, whenever each leg's own data ended."""

from collections.abc import Sequence
from dataclasses import replace

from evenstride.analysis.model.events import Event, SetEnded, SetStarted


def at_the_end(events: Sequence[Event], last_s: float) -> list[Event]:
    """Events that became known as the data ended, in the order of their times.

    What waited for later samples becomes known when there are none; and so does the end of a set,
    also on a leg whose own data ended long before the other one's.

    Args:
        events: The events, as each leg told them.
        last_s: The time of the last sample of all.
    """
    starts = {one.leg: at for at, one in enumerate(events) if isinstance(one, SetStarted)}
    told: list[Event] = []
    for at, one in enumerate(events):
        is_last_set = isinstance(one, SetEnded) and at > starts.get(one.leg, -1)
        told.append(replace(one, at_s=last_s) if one.at_s > last_s or is_last_set else one)
    return sorted(told, key=lambda one: one.at_s)
