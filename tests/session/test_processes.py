"""Tests that work in processes is completed, even if one of them fails."""

import os
import signal
import threading
from multiprocessing.context import SpawnProcess

import pytest

from evenstride.session.processes import ProcessDiedError, each, usual_jobs


def _double(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def test_one_process_gives_results_and_errors_in_order() -> None:
    done = list(each(_double, [1, 3, 2], jobs=1))
    assert [number for number, _ in done] == [0, 1, 2]
    assert (done[0][1], done[2][1]) == (2, 4)
    assert isinstance(done[1][1], ValueError)


def test_a_process_that_dies_takes_one_task_with_it() -> None:
    tasks = [1, 2, 3, 4, 5, 6, 7, 8]
    done = dict(each(_double, tasks, jobs=2))
    assert sorted(done) == list(range(8))
    right = {at for at, result in done.items() if result == 2 * tasks[at]}
    assert right == {0, 1, 3, 4, 5, 7}
    assert isinstance(done[2], ValueError)
    assert isinstance(done[6], ProcessDiedError)
    assert "killed by signal 9" in str(done[6])


def _interrupted(number: int) -> int:
    os.kill(os.getpid(), signal.SIGINT)
    return number


def test_an_interrupt_is_for_the_program_and_not_for_its_processes() -> None:
    assert dict(each(_interrupted, [1, 2], jobs=2)) == {0: 1, 1: 2}


def test_an_interrupt_while_a_process_begins_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    start = SpawnProcess.start

    def interrupted_start(process: SpawnProcess) -> None:
        # To this thread: another one that a test left would take it for the whole process.
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)
        start(process)

    monkeypatch.setattr(SpawnProcess, "start", interrupted_start)
    with pytest.raises(KeyboardInterrupt):
        list(each(_double, [1, 2], jobs=2))
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_few_things_need_no_process() -> None:
    assert usual_jobs(3) == 1
    assert usual_jobs(100) >= 1
