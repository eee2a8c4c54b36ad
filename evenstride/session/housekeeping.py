"""Settings of a process's memory and threads that speed up the analysis."""

import gc
import os
from typing import Final

_GARBAGE: Final = (100_000, 20, 50)
"""When Python looks for garbage. Thousands of objects are made while modules are loaded, and nearly
all of them stay: looking through them again and again would take a twentieth of a short
analysis."""

_KEPT_BYTES: Final = 31 << 20
"""Just under the largest block (32 MB) that teaches glibc anything, see its mallopt(3)."""


def seldom_look_for_garbage() -> None:
    """Make Python's garbage collector run rarely; once, before a process begins its work."""
    gc.set_threshold(*_GARBAGE)


def one_thread_for_algebra() -> None:
    """Keep numpy from starting threads; to be called before it is loaded.

    Matrices here have only a few columns, for which threads would be a loss, and starting them
    takes a fifth of numpy's loading. A number that is set in the environment is kept.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def keep_freed_memory() -> None:
    """Let a process that analyzes whole recordings keep the memory that it has just freed.

    A block of a recording takes some hundred kilobytes for each step of arithmetic. glibc gives
    such memory back to the system at once, to be asked for again and cleared page by page a moment
    later: a twentieth of an analysis. It keeps what is smaller than the largest block that was
        given back so far; this one is asked for and given back without being touched, which takes
        no memory. With another C library nothing happens.
    """
    bytes(_KEPT_BYTES)
