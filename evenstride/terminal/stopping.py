"""Ending a session from outside: Ctrl-C and signals of the system."""

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar

from evenstride.errors import JobError, JobReason

_log = logging.getLogger(__name__)

T = TypeVar("T")

_LEAVE_S: Final = 1.0
"""How long tasks may take to end; what had to be closed was closed before, within limits."""

_left: list[asyncio.Runner] = []  # kept, because a loop that is thrown away complains of its tasks

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


def run_to_end(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine like ``asyncio.run``, which would wait for ever for a task that stays.

    A call to the Bluetooth stack may ignore that it is cancelled.
    """
    runner = asyncio.Runner()
    try:
        return runner.run(main)
    finally:
        stuck = runner.run(_cancel_all())
        if stuck:
            _log.warning("left behind: %s", ", ".join(task.get_name() for task in stuck))
            _left.append(runner)
        else:
            runner.close()


async def _cancel_all() -> set[asyncio.Task[Any]]:
    """Cancel all other tasks, and return those that do not end."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    return (await asyncio.wait(tasks, timeout=_LEAVE_S))[1] if tasks else set()


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
