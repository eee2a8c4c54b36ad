"""Applying a function to many tasks in as many processes as pay off; each of them may die.

Processes are spawned, because on no platform is anything else safe with threads. (The standard
library's pool breaks as a whole when one of its processes is killed, so it is not used.)
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Final, TypeVar

from evenstride.session.housekeeping import keep_freed_memory, seldom_look_for_garbage

Task = TypeVar("Task")
Done = TypeVar("Done")

_SPAWN: Final = multiprocessing.get_context("spawn")

TASKS_TO_A_PROCESS: Final = 4
"""Starting a process takes as long as analyzing a few short recordings."""


class ProcessDiedError(Exception):
    """A process died with a task, and another one with that task alone; the message says how."""


def usual_jobs(tasks: int) -> int:
    """Return how many processes pay off for a number of files on this machine."""
    return max(1, min(cores(), tasks // TASKS_TO_A_PROCESS))


def cores() -> int:
    """Return how many processors this program may use."""
    with suppress(AttributeError):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(
    function: Callable[[Task], Done], tasks: Sequence[Task], jobs: int
) -> Iterator[tuple[int, Done | Exception]]:
    """Apply a function to every task; yield each result or error when it is done.

    Args:
        function: A module's top-level function, so that another process finds it.
        tasks: Its arguments.
        jobs: The number of processes; with 1 all is done in this one.

    Yields:
        The index of a task, and its result or error; ``ProcessDiedError`` for a task that killed
        two processes, of which the second one had nothing else to do.
    """
    if jobs <= 1:
        for number, task in enumerate(tasks):
            yield number, _applied(function, task)
        return
    waiting = deque(enumerate(tasks))
    lost: list[tuple[int, Task]] = []
    workers: list[_Worker] = []
    try:
        while waiting or workers:
            while waiting and len(workers) < jobs:
                workers.append(_Worker.begin(function, waiting.popleft()))
            for worker in _ready(workers):
                number, task = worker.task
                is_alive, done = worker.result()
                if is_alive:
                    yield number, done
                else:
                    lost.append((number, task))
                if is_alive and waiting:
                    worker.give(waiting.popleft())
                else:
                    worker.end()
                    workers.remove(worker)
        for number, task in lost:
            worker = _Worker.begin(function, (number, task))
            workers.append(worker)
            is_alive, done = worker.result()
            yield number, done if is_alive else ProcessDiedError(_ended(worker))
            worker.end()
            workers.remove(worker)
    finally:
        for worker in workers:
            worker.process.kill()
            worker.end()


@dataclass(slots=True, eq=False)
class _Worker:
    """A process and its current task."""

    process: SpawnProcess
    connection: Connection
    task: tuple[int, Any]

    @classmethod
    def begin(cls, function: Callable[[Any], Any], task: tuple[int, Any]) -> "_Worker":
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_work, args=(theirs, function), daemon=True)
        with _interrupts_are_ours():
            process.start()
        theirs.close()  # so that the end of the process closes the connection
        worker = cls(process, ours, task)
        worker.give(task)
        return worker

    def give(self, task: tuple[int, Any]) -> None:
        self.task = task
        with suppress(OSError):  # it died, which its result will show
            self.connection.send(task[1])

    def result(self) -> tuple[bool, Any]:
        """Wait for the result; return whether the process lives, and the result."""
        try:
            return True, self.connection.recv()
        except (EOFError, OSError):
            return False, None

    def end(self) -> None:
        self.connection.close()
        self.process.join()


def _ready(workers: list[_Worker]) -> list[_Worker]:
    ready = wait([worker.connection for worker in workers])
    return [worker for worker in workers if worker.connection in ready]


def _work(connection: Connection, function: Callable[[Any], Any]) -> None:
    """Run in a process: do task after task, until nobody sends any more."""
    seldom_look_for_garbage()
    keep_freed_memory()
    with suppress(EOFError, OSError):
        while True:
            connection.send(_applied(function, connection.recv()))


def _applied(function: Callable[[Task], Done], task: Task) -> Done | Exception:
    try:
        return function(task)
    except BrokenPipeError:
        raise  # nobody reads the output any more
    except Exception as error:  # for the caller to judge
        return error


@contextmanager
def _interrupts_are_ours() -> Iterator[None]:
    """Keep Ctrl-C, which goes to every process of a terminal, from those that start here.

    Children inherit the blocked signal. An interrupt that comes meanwhile is not lost.
    """
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # when it starts, it unblocks interrupts
    with _interrupts_later():
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Deliver an interrupt that comes meanwhile only at the end.

    An interrupt that is blocked in this thread may go to another one, and Python would raise it
    here at any line, even the one that unblocks interrupts.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    has_come = False

    def remember(*_: object) -> None:
        nonlocal has_come
        has_come = True

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if has_come:
            signal.raise_signal(signal.SIGINT)


def _ended(worker: _Worker) -> str:
    worker.process.join()
    code = worker.process.exitcode or 0
    how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
    return (
        f"could not be analyzed: its process {how}, and once more when it was tried alone. The"
        " computer may be short of memory; analyze this file by itself to see more."
    )
