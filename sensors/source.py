"""What every source of samples looks like, so that nobody can tell a replay from a sensor."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Protocol

from evenstride.sensors.samples import Item, Leg, SensorInfo


def loop_us() -> int:
    """The clock of ``host_us``: the event loop's, which is monotonic, microseconds."""
    return round(asyncio.get_running_loop().time() * 1e6)


class Source(Protocol):
    """An asynchronous iterator of items, in order of arrival.

    Use it as an asynchronous context manager; leaving it frees whatever it holds (a connection,
    a file). Iteration ends when the source has nothing more to give; a source that can lose its
    sensor goes on and reports that as a ``Link`` item.
    """

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        """The sensor on each leg; known once the context is entered."""
        ...

    async def __aenter__(self) -> "Source": ...

    async def __aexit__(self, *exc_info: object) -> None: ...

    def __aiter__(self) -> AsyncIterator[Item]: ...
