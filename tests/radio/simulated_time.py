"""An event loop whose clock jumps to the next timer: minutes of radio in a second."""

import asyncio
import functools
import selectors
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar, TypeVarTuple, Unpack
from unittest.mock import patch

P = ParamSpec("P")
T = TypeVar("T")
Ts = TypeVarTuple("Ts")

# Real seconds without any event after which a test hangs for good.
_HANG_S = 600.0


class _JumpingSelector(selectors.DefaultSelector):
    """Instead of waiting for a timer, moves the clock on to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 1000.0
        self.threads = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        events = super().select(0)
        if events or (timeout is not None and timeout <= 0):
            return events
        if len(self.get_map()) > 1:  # besides the loop's own socket
            # What was sent through the loopback is there as a rule; the system may take a moment.
            time.sleep(0)
            events = super().select(0)
            if events:
                return events
        if timeout is None or self.threads:
            events = super().select(_HANG_S)
            if not events:
                raise RuntimeError("nothing is left that could wake this loop")
            return events
        self.now_s += timeout
        return []


class SimulatedTimeLoop(asyncio.SelectorEventLoop):
    """Time passes only when every task waits; threads are waited for in real time."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now_s

    def sleep_through(self, duration_s: float) -> None:
        """The computer sleeps: its clock goes on, and nothing of what was due meanwhile ran."""
        self._jumping.now_s += duration_s

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[Ts]], T], *args: *Ts
    ) -> asyncio.Future[T]:
        future = super().run_in_executor(executor, func, *args)
        self._jumping.threads += 1
        future.add_done_callback(self._thread_ended)
        return future

    async def shutdown_default_executor(
        self,
        timeout: float | None = None,  # noqa: ASYNC109 - as asyncio declares it
    ) -> None:
        self._jumping.threads += 1  # it is a thread that ends the threads
        try:
            await super().shutdown_default_executor()
        finally:
            self._jumping.threads -= 1

    def _thread_ended(self, _: object) -> None:
        self._jumping.threads -= 1


def run_in_simulated_time(coroutine: Coroutine[Any, Any, T], limit_s: float = 7200.0) -> T:
    """Run a coroutine to its end; simulated time is limited, so that nothing waits for ever."""
    with asyncio.Runner(loop_factory=SimulatedTimeLoop) as runner:
        return runner.run(asyncio.wait_for(coroutine, limit_s))


def in_simulated_time(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Decorate an asynchronous test to run in simulated time."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        run_in_simulated_time(test(*args, **kwargs))

    return run


@contextmanager
def programs_in_simulated_time(prepare: Callable[[], Awaitable[object]]) -> Iterator[None]:
    """Whoever calls ``asyncio.run`` inside gets simulated time, and what ``prepare`` set up."""

    async def prepared() -> None:
        await prepare()

    def new_loop() -> asyncio.AbstractEventLoop:
        loop = SimulatedTimeLoop()
        loop.run_until_complete(prepared())
        return loop

    with patch("asyncio.events.new_event_loop", new_loop):
        yield
