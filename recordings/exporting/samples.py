"""A recording's samples on one timeline, as the analysis takes them."""

from collections.abc import Iterable, Iterator

from evenstride.sensors.samples import Block, Item, Samples
from evenstride.sensors.timeline import Timeline


def samples_of(items: Iterable[Item]) -> Iterator[Samples]:
    """Yield the samples of both legs, in seconds since the first one of either.

    Args:
        items: The recording's items, in order.
    """
    timeline = Timeline()
    for item in items:
        if isinstance(item, Block):
            samples = timeline.update(item)
            if len(samples):
                yield samples
