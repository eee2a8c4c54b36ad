"""Waits until an app has nothing left to do, as far as possible without the clock."""

import asyncio
from typing import Any, Protocol, cast

from textual import constants
from textual._context import active_app

_FRAMES_S = 2.5 / constants.MAX_FPS  # a change is drawn within two frames, and then acted upon
_MOST_FRAMES = 4  # a screen that lies below ticks on, and so does a replay
_MOST_TURNS = 1000  # a replay that is behind, or flat out, never waits
_HANGS_S = 300.0  # a busy computer takes its time

RUN_IN_EXECUTOR = asyncio.BaseEventLoop.run_in_executor
"""As it is without ``Jobs``."""


class _Loop(Protocol):
    """The private parts of an asyncio loop: callbacks that are ready, and scheduled ones."""

    _ready: list[asyncio.Handle]
    _scheduled: list[asyncio.TimerHandle]


class Jobs:
    """The jobs that loops gave to other threads."""

    def __init__(self) -> None:
        self._given: set[asyncio.Future[Any]] = set()

    def run_in_executor(self, loop: asyncio.BaseEventLoop, *args: Any) -> asyncio.Future[Any]:
        """In the place of the loop's own."""
        job = RUN_IN_EXECUTOR(loop, *args)
        self._given.add(job)
        job.add_done_callback(self._given.discard)
        return job

    async def until_idle(self, *_: float) -> None:
        """In the place of Textual's ``wait_for_idle``, which goes by the processor's time.

        That takes a process for idle that only waits for the processor. Here it is waited for all
        that is ready, for what that makes ready, for what other threads were given to do, and for
        the timers of some frames: in turns of the loop, of which a slow computer takes as many as
        a fast one. A thread that nobody here waits for, as a recorder's, is none of the app's work.
        """
        loop = asyncio.get_running_loop()
        hidden, frames = cast(_Loop, loop), 0
        for _turn in range(_MOST_TURNS):
            await asyncio.sleep(0)
            if not active_app.get().is_running:
                return  # its screens tick on until somebody clears them away
            if hidden._ready:
                continue
            if self._given:
                done, _pending = await asyncio.wait(
                    self._given, timeout=_HANGS_S, return_when=asyncio.FIRST_COMPLETED
                )
                assert done, "a job is held up: such a test takes the fixture held_jobs"
                frames = 0
                continue
            ends_s = [one.when() for one in hidden._scheduled if not one.cancelled()]
            next_s = min(ends_s, default=float("inf"))
            if frames == _MOST_FRAMES or next_s > loop.time() + _FRAMES_S:
                return
            frames += 1
            await asyncio.sleep(next_s - loop.time())
