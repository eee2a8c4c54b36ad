"""Tells whether a file is a recording in this program's folder, and so may be deleted."""

import os
import stat
from pathlib import Path

from evenstride.recordings.format import MAGIC


def is_own_recording(path: Path, folder: Path) -> bool:
    """Whether a path is a regular file directly in a folder, whose first line is a recording's.

    Paths to elsewhere, links, pipes and other programs' files are not, whatever the history says:
    its row may have been made by somebody else.
    """
    if path.parent != folder.absolute() or path.name in ("", ".", ".."):
        return False
    try:
        # This neither follows a link nor waits for a pipe without a writer.
        no_wait = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        with os.fdopen(os.open(path, os.O_RDONLY | no_wait), "rb") as file:
            is_regular = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            return is_regular and file.read(len(MAGIC)) == MAGIC.encode()
    except (OSError, ValueError):
        return False
