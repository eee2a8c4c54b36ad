"""Tells whether a recording is being written, by whichever program."""

import os
import sys
import time
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

_GROWING_S: Final = 120.0
"""If the writer is unknown, a file that changed this recently may still be growing: a sensor is
rarely out of range for longer, and a session that crashed can wait this long."""


def lock(descriptor: int) -> None:
    """Mark a file as being written, until it is closed or the program ends in any way."""
    if sys.platform != "win32":
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return  # a file system without locks; the time of the last change must do


def is_being_written(path: Path) -> bool:
    """Whether another program is recording to a file, as far as can be found out.

    Raises:
        OSError: It cannot be read.
    """
    if sys.platform != "win32":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            pass  # as above
        else:
            return False
        finally:
            os.close(descriptor)
    return time.time() - path.stat().st_mtime < _GROWING_S
