"""Several sources as one: one leg's sensor on Bluetooth, the other's on the local network."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Self

from evenstride.sensors.item_queue import ItemQueue
from evenstride.sensors.samples import Item, Leg, SensorInfo
from evenstride.sensors.source import GoesOnBesideOthers, Source

_log = logging.getLogger(__name__)


class MergedSource:
    """The items of several sources in order of arrival.

    It ends when all of them have ended or failed; the error of one that failed is raised once.

    Args:
        sources: The sources, each with its own legs.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._stack = AsyncExitStack()
        self._queue = ItemQueue()
        self._tasks: list[asyncio.Task[None]] = []
        self._left = len(sources)  # how many have not ended

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        """The sensor on each leg."""
        return {leg: info for source in self._sources for leg, info in source.sensors.items()}

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            for source in self._sources:
                if len(self._sources) > 1 and isinstance(source, GoesOnBesideOthers):
                    source.go_on_beside_others()
                await stack.enter_async_context(source)
            if not self._sources:
                self._queue.end()
            self._tasks = [asyncio.create_task(self._pump(source)) for source in self._sources]
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._stack.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Item:
        return await self._queue.next()

    async def _pump(self, source: Source) -> None:
        try:
            async for item in source:
                self._queue.put(item)
        except Exception as error:
            # Raised where this source is read, as if the failed one were the only one.
            _log.debug("a source ends: %s", error)
            self._queue.put(error)
        self._left -= 1
        if not self._left:
            self._queue.end()
