"""The interface of all sources of samples, which makes a replay look just like a sensor."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Protocol, runtime_checkable

from evenstride.sensors.samples import Item, Leg, SensorInfo


def loop_us() -> int:
    """Return the time on the clock of ``host_us``: the event loop's, monotonic, microseconds."""
    return round(asyncio.get_running_loop().time() * 1e6)


class Source(Protocol):
    """An asynchronous iterator of items, in order of arrival.

    Use it as an asynchronous context manager; leaving it releases whatever it holds (a connection,
    a file). Iteration ends when the source has nothing more to give; a source that can lose its
    sensor continues and reports the loss as a ``Link`` item.
    """

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        """The sensor on each leg; known once the context is entered."""
        ...

    async def __aenter__(self) -> "Source": ...

    async def __aexit__(self, *exc_info: object) -> None: ...

    def __aiter__(self) -> AsyncIterator[Item]: ...


@runtime_checkable
class GoesOnBesideOthers(Protocol):
    """A source whose sensors can be awaited for as long as those of others stream."""

    def go_on_beside_others(self) -> None:
        """Note, before entering, that a sensor that does not come must not end the session."""
        ...
