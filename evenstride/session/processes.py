"""The same pure function on many things, in processes of their own."""

import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")


def default_jobs(tasks: int) -> int:
    """As many processes as there are processors to use, and none where few things are to do."""
    # Starting a process costs half a second, as much as a recording of some minutes.
    return 1 if tasks < 4 else min(tasks, _processors())


def each(
    function: Callable[[Task], Done], tasks: Sequence[Task], jobs: int
) -> Iterator[tuple[int, Done | Exception]]:
    """Apply a function to each task, and give what it returned or raised as it comes.

    A process that dies (a crash, no memory) takes others' tasks along; all that were not done are
    tried once more, each in a process of its own, so that only the one that kills it is lost.

    Args:
        function: Defined at the top of a module; it must not share anything.
        tasks: What can be sent to another process.
        jobs: How many processes; with 1 all is done in this one.

    Yields:
        The number of a task, and its result or error.
    """
    if jobs <= 1:
        for number, task in enumerate(tasks):
            yield number, _outcome(function, task)
        return
    left = set(range(len(tasks)))
    for number, done in _in_pool(function, tasks, sorted(left), jobs):
        if not isinstance(done, BrokenProcessPool):
            left.discard(number)
            yield number, done
    for number in sorted(left):
        yield from _in_pool(function, tasks, [number], 1)


def _in_pool(
    function: Callable[[Task], Done], tasks: Sequence[Task], numbers: Sequence[int], jobs: int
) -> Iterator[tuple[int, Done | Exception]]:
    # Spawned, not forked: a fork of a process with threads may hang.
    with ProcessPoolExecutor(min(jobs, len(numbers)), mp_context=get_context("spawn")) as pool:
        futures: dict[Future[Done | Exception], int] = {}
        for number in numbers:
            try:
                futures[pool.submit(_told_outcome, function, tasks[number])] = number
            except BrokenProcessPool as broken:
                yield number, broken
        try:
            for future in as_completed(futures):
                error = future.exception()
                if isinstance(error, Exception):
                    yield futures[future], error
                else:
                    yield futures[future], future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _outcome(function: Callable[[Task], Done], task: Task) -> Done | Exception:
    try:
        return function(task)
    except Exception as error:
        # Whatever it is, it is for who asked to judge, and does not stop the others.
        return error


def _told_outcome(function: Callable[[Task], Done], task: Task) -> Done | Exception:
    """The same, with the traceback as a note, for an error has none in another process."""
    done = _outcome(function, task)
    if isinstance(done, Exception):
        done.add_note("".join(traceback.format_exception(done)))
    return done


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
