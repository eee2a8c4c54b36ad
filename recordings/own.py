"""Whether a file is a recording where this program keeps them: such a one may be deleted."""

import os
import stat
from pathlib import Path

from evenstride.recordings.format import MAGIC


def is_own_recording(path: Path, folder: Path) -> bool:
    """Whether a path leads to a regular file right in a folder, whose first line is a recording's.

    A name that leads elsewhere, a link, a pipe or another program's file is none, whatever the
    history says of it: its row may have been made by somebody else.
    """
    if path.parent != folder.absolute() or path.name in ("", ".", ".."):
        return False
    try:
        # Neither follows a link nor waits for a pipe that nobody writes to.
        no_wait = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        with os.fdopen(os.open(path, os.O_RDONLY | no_wait), "rb") as file:
            is_regular = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            return is_regular and file.read(len(MAGIC)) == MAGIC.encode()
    except (OSError, ValueError):
        return False
