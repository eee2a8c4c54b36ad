"""Ending a session from outside: Ctrl-C and signals of the system."""

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from evenstride.errors import JobError, JobReason

T = TypeVar("T")

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


@contextmanager
def stop_on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` on the loop for each signal, in place of the signal's default action."""
    loop = asyncio.get_running_loop()
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    if before.get(getattr(signal, "SIGHUP", None)) is signal.SIG_IGN:
        del before[signal.SIGHUP]  # nohup: the terminal may go away

    def from_anywhere(*_: object) -> None:
        loop.call_soon_threadsafe(stop)

    for number in before:
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows
            signal.signal(number, from_anywhere)
    try:
        yield
    finally:
        for number, handler in before.items():
            with suppress(NotImplementedError):
                loop.remove_signal_handler(number)
            signal.signal(number, handler)


async def until_stopped(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that signals may end, as cleanly as if it had been cancelled.

    Raises:
        JobError: A signal ended it.
    """
    task = asyncio.create_task(work)
    is_stopped = False

    def stop() -> None:
        nonlocal is_stopped
        if not is_stopped:  # closing the sensors takes a moment, which must not be interrupted
            is_stopped = True
            task.cancel()

    with stop_on_signals(stop):
        try:
            return await task
        except asyncio.CancelledError:
            if not is_stopped:
                raise
            raise JobError("Stopped.", JobReason.STOPPED) from None
