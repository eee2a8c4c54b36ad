"""How a process keeps its memory and its threads, so that an analysis does not wait for them."""

import gc
import os
from typing import Final

_GARBAGE: Final = (100_000, 20, 50)
"""When Python looks for garbage. Thousands of things are made while modules are loaded, nearly all
of them to stay: to look through them again and again would be a twentieth of a short analysis."""

_KEPT_BYTES: Final = 31 << 20
"""Just under the largest block (32 MB) that teaches glibc anything, see its mallopt(3)."""


def seldom_look_for_garbage() -> None:
    """Set Python's collector up; once, before a process begins its work."""
    gc.set_threshold(*_GARBAGE)


def one_thread_for_algebra() -> None:
    """Let numpy begin no threads of its own; before it is loaded, as it begins them then.

    Matrices here have a few columns, which other threads would only slow down, and to begin them is
    a fifth of numpy's loading. Who says in the environment how many to begin gets as many.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def keep_freed_memory() -> None:
    """Let a process that analyzes whole recordings keep the memory that it has just freed.

    A block of a recording takes some hundred kilobytes for each step of arithmetic. glibc gives
    such memory back to the system at once, to be asked for again and cleared page by page a moment
    later: a twentieth of an analysis. It keeps what is smaller than the largest block that was
    given back so far; this one is asked for and given back without being touched, which takes no
    memory. Where memory is another library's, nothing happens.
    """
    bytes(_KEPT_BYTES)
