"""Analyzing files in several processes of this computer; one that dies takes one file with it."""

from collections.abc import Iterable, Iterator
from functools import partial

from evenstride.cli.analyzing.outcome import Job, Outcome, failed, outcome_of
from evenstride.session.processes import ProcessDiedError, each


def analyze_by_processes(
    files: Iterable[tuple[int, str]], job: Job, jobs: int
) -> Iterator[tuple[int, Outcome]]:
    """Analyze files; yield each outcome when it is done, with its file's number.

    Args:
        files: Their numbers and names.
        job: How to analyze each.
        jobs: The number of processes.
    """
    given = list(files)
    for at, done in each(partial(_outcome, job), [file for _, file in given], jobs):
        number, file = given[at]
        if isinstance(done, ProcessDiedError):
            yield number, failed(file, f"{file} {done}")
        elif isinstance(done, Exception):
            raise done
        else:
            yield number, done


def _outcome(job: Job, file: str) -> Outcome:
    return outcome_of(file, job)
