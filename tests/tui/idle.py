"""Waits until an app has done what there is to do, without waiting for the clock where it has."""

import asyncio
import threading
from typing import Any, Protocol, cast

from textual import constants
from textual._wait import wait_for_idle

_LONGEST_S = 1.0  # as Textual waits at most
_FRAMES_S = 2.5 / constants.MAX_FPS  # a change is drawn within two frames, and then acted upon
_NO_WORK = ("asyncio_", "textual-output")  # threads that wait for work, and one that only prints


class _Loop(Protocol):
    """What a loop of asyncio has and does not show: what is ready, and what is for later."""

    _ready: list[asyncio.Handle]
    _scheduled: list[asyncio.TimerHandle]


class Jobs:
    """What loops gave to other threads."""

    def __init__(self) -> None:
        self._given: set[asyncio.Future[Any]] = set()
        self._give = asyncio.BaseEventLoop.run_in_executor

    def run_in_executor(self, loop: asyncio.BaseEventLoop, *args: Any) -> asyncio.Future[Any]:
        """In the place of the loop's own."""
        job = self._give(loop, *args)
        self._given.add(job)
        job.add_done_callback(self._given.discard)
        return job

    async def until_idle(self, *_: float) -> None:
        """In the place of Textual's ``wait_for_idle``, which sleeps 20 ms at least, each time.

        Here it is waited for all that is ready, for what that makes ready, and for the timers of
        the next frames. Only where other threads are at work, nobody knows when they are done, and
        it is waited as Textual does.
        """
        loop = asyncio.get_running_loop()
        hidden, begun_s = cast(_Loop, loop), loop.time()
        while loop.time() < begun_s + _LONGEST_S:
            await asyncio.sleep(0)
            if hidden._ready:
                continue
            if self._given or _threads_at_work():
                await wait_for_idle(0)
                return
            ends_s = [one.when() for one in hidden._scheduled if not one.cancelled()]
            next_s = min(ends_s, default=float("inf"))
            if next_s > loop.time() + _FRAMES_S:
                return
            await asyncio.sleep(next_s - loop.time())


def _threads_at_work() -> bool:
    return any(
        not one.name.startswith(_NO_WORK)
        for one in threading.enumerate()
        if one is not threading.current_thread()
    )
