"""The number of processes that pays off on this computer."""

import os
from contextlib import suppress
from typing import Final

TASKS_TO_A_PROCESS: Final = 4
"""Starting a process takes as long as analyzing a few short recordings."""


def usual_jobs(tasks: int) -> int:
    """Return how many processes pay off for a number of files on this machine."""
    return max(1, min(cores(), tasks // TASKS_TO_A_PROCESS))


def cores() -> int:
    """Return how many processors this program may use."""
    with suppress(AttributeError):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
