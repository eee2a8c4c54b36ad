"""A queue of what a source's links deliver, in order of arrival, until its reader takes it."""

import asyncio
from typing import TypeAlias

from evenstride.sensors.samples import Item

# None is the end; an exception is raised where the source is read.
_Queued: TypeAlias = Item | BaseException | None


class ItemQueue:
    """Items on their way from the links of a source to its ``__anext__``."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[_Queued] = asyncio.Queue()

    def put(self, item: Item | BaseException) -> None:
        """Append an item, or an error, which is raised where the source is read."""
        self._queue.put_nowait(item)

    def end(self) -> None:
        """End the queue after the items that came before."""
        self._queue.put_nowait(None)

    async def next(self) -> Item:
        """Return the next item.

        Raises:
            StopAsyncIteration: There are no more, however often this is called.
            BaseException: An error that was put.
        """
        item = await self._queue.get()
        if item is None:
            self._queue.put_nowait(None)
            raise StopAsyncIteration
        if isinstance(item, BaseException):
            raise item
        return item
