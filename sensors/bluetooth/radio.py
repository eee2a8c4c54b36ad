"""The radio shared by the legs: one adapter, which connects to one sensor at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Radio:
    """The adapter, used in turns.

    Args:
        has_connected: Whether the session has sensors elsewhere, so that it goes on in any case.

    Attributes:
        has_connected: Whether any sensor has been connected in this session.
        has_told_busy: Whether the user was told that the computer is too busy.
    """

    def __init__(self, *, has_connected: bool = False) -> None:
        self.has_connected = has_connected
        self.has_told_busy = False
        self._lock = asyncio.Lock()
        self._waiting = 0
        self._limit = asyncio.timeout(None)
        self._until_s = 0.0

    @asynccontextmanager
    async def turn(self, patience_s: float) -> AsyncIterator[None]:
        """Use the radio exclusively, for as long as needed if nobody else wants it.

        Args:
            patience_s: How long it may take while another leg waits.

        Raises:
            TimeoutError: It took longer.
        """
        self._waiting += 1
        self._hurry()
        try:
            await self._lock.acquire()
        finally:
            self._waiting -= 1
        try:
            async with asyncio.timeout(None) as self._limit:
                self._until_s = asyncio.get_running_loop().time() + patience_s
                self._hurry()
                yield
        finally:
            self._lock.release()

    def _hurry(self) -> None:
        """Limit the current turn, if somebody waits for its end."""
        is_under_way = self._lock.locked() and self._limit.when() is None
        if self._waiting and is_under_way:
            self._limit.reschedule(self._until_s)
