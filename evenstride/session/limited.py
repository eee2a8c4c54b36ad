"""A source that ends some time after its first sample."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Self

from evenstride.sensors.samples import Block, Item, Leg, SensorInfo
from evenstride.sensors.source import Source


class Limited:
    """Another source, limited in time.

    Args:
        duration_s: How long to go on after the first sample, on the event loop's clock.
    """

    def __init__(self, source: Source, duration_s: float) -> None:
        self._source = source
        self._duration_s = duration_s

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        """The sensor on each leg."""
        return self._source.sensors

    async def __aenter__(self) -> Self:
        await self._source.__aenter__()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._source.__aexit__(*exc_info)

    async def __aiter__(self) -> AsyncIterator[Item]:
        """Yield the items until the time is over."""
        now = asyncio.get_running_loop().time
        items = aiter(self._source)
        end_s: float | None = None
        while end_s is None or now() < end_s:
            try:
                # Lost sensors send nothing, so the time is not only checked with each item.
                async with asyncio.timeout_at(end_s):
                    item = await anext(items)
            except (TimeoutError, StopAsyncIteration):
                return
            if end_s is None and isinstance(item, Block):
                end_s = now() + self._duration_s
            yield item
