"""Settings of a process's memory and threads that make an analysis faster."""

import gc
import os
from typing import Final

_GARBAGE: Final = (100_000, 20, 50)
"""Thresholds of Python's garbage collector. Loading modules makes thousands of objects, nearly all
of them permanent: to go through them again and again would be a twentieth of a short analysis."""

_KEPT_BYTES: Final = 31 << 20
"""Just under the largest block (32 MB) that changes glibc's thresholds, see its mallopt(3)."""


def seldom_look_for_garbage() -> None:
    """Set up Python's garbage collector, once before a process begins its work."""
    gc.set_threshold(*_GARBAGE)


def one_thread_for_algebra() -> None:
    """Keep numpy from starting threads; call this before numpy is loaded, which starts them.

    The matrices here have few columns, so more threads would only slow the work down, and starting
    them is a fifth of numpy's loading time. A number set in the environment is respected.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def keep_freed_memory() -> None:
    """Let a process that analyzes whole recordings keep memory that it has just freed.

    For each step of arithmetic a block of a recording takes some hundred kilobytes. glibc returns
    such memory to the system at once, only to ask for it again a moment later, cleared page by
    page: a twentieth of an analysis. It keeps blocks that are smaller than the largest one returned
    so far; this one is allocated and returned untouched, which takes no memory. With another
    library's allocator nothing happens.
    """
    bytes(_KEPT_BYTES)
