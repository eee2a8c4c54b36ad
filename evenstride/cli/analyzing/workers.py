"""Files analyzed by several processes; one that dies takes one file with it.

Processes are spawned, as on every platform nothing else is safe beside threads. (The standard
library's pool breaks as a whole when one of its processes is killed, so it does not serve.)
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Final

from evenstride.cli.analyzing.outcome import Job, Outcome, failed, outcome_of

_SPAWN: Final = multiprocessing.get_context("spawn")

FILES_TO_A_PROCESS: Final = 4
"""A process that begins takes as long as the analysis of a few short recordings."""


def usual_jobs(files: int) -> int:
    """How many processes are worth it for so many files on this machine."""
    return max(1, min(cores(), files // FILES_TO_A_PROCESS))


def cores() -> int:
    """How many processors this program may use."""
    with suppress(AttributeError):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def analyze_by_processes(
    files: Iterable[tuple[int, str]], job: Job, jobs: int
) -> Iterator[tuple[int, Outcome]]:
    """Analyze files; their outcomes come as they are done, each with its file's number.

    Args:
        files: Numbers and names.
        job: How to analyze each.
        jobs: How many processes.
    """
    waiting, lost = deque(files), list[tuple[int, str]]()
    workers: list[_Worker] = []
    try:
        while waiting or workers:
            while waiting and len(workers) < jobs:
                workers.append(_Worker.begin(job, waiting.popleft()))
            for worker in _ready(workers):
                number, file = worker.task
                outcome = worker.outcome()
                if outcome is None:
                    lost.append((number, file))
                else:
                    yield number, outcome
                if outcome is not None and waiting:
                    worker.give(waiting.popleft())
                else:
                    worker.end()
                    workers.remove(worker)
        for number, file in lost:
            worker = _Worker.begin(job, (number, file))
            workers.append(worker)
            outcome = worker.outcome()
            yield number, outcome or failed(file, f"{file} {_ended(worker)}")
            worker.end()
            workers.remove(worker)
    finally:
        for worker in workers:
            worker.process.kill()
            worker.end()


@dataclass(slots=True, eq=False)
class _Worker:
    """A process, and the file that it is on."""

    process: SpawnProcess
    connection: Connection
    task: tuple[int, str]

    @classmethod
    def begin(cls, job: Job, task: tuple[int, str]) -> "_Worker":
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_work, args=(theirs, job), daemon=True)
        with _interrupts_are_ours():
            process.start()
        theirs.close()  # so that the process's end is seen as the end of what it sends
        worker = cls(process, ours, task)
        worker.give(task)
        return worker

    def give(self, task: tuple[int, str]) -> None:
        self.task = task
        with suppress(OSError):  # it is gone, which its silence will tell
            self.connection.send(task[1])

    def outcome(self) -> Outcome | None:
        """What it found, waited for; None where it died over it."""
        try:
            outcome: Outcome = self.connection.recv()
        except (EOFError, OSError):
            return None
        return outcome

    def end(self) -> None:
        self.connection.close()
        self.process.join()


def _ready(workers: list[_Worker]) -> list[_Worker]:
    ready = wait([worker.connection for worker in workers])
    return [worker for worker in workers if worker.connection in ready]


def _work(connection: Connection, job: Job) -> None:
    """What a process does: file after file, until nobody asks any more."""
    with suppress(EOFError, OSError):
        while True:
            connection.send(outcome_of(connection.recv(), job))


@contextmanager
def _interrupts_are_ours() -> Iterator[None]:
    """Ctrl-C goes to every process of a terminal; those that begin here leave it to this one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _ended(worker: _Worker) -> str:
    worker.process.join()
    code = worker.process.exitcode or 0
    how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
    return (
        f"could not be analyzed: its process {how}, and once more when it was tried alone. The"
        " computer may be short of memory; analyze this file by itself to see more."
    )
