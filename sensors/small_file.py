"""Reading a small file of the program's own, which may by now be anything."""

import errno
import os
import stat
from pathlib import Path
from typing import Final

_MOST_BYTES: Final = 1_000_000
"""A thousand times what is ever kept in one."""


def read_small_text(path: Path) -> str:
    """The text of a file.

    Raises:
        OSError: It can not be read, is no regular file, or is far too large. A pipe that nobody
            writes to is not opened: that would wait for ever.
        UnicodeDecodeError: It is no text in UTF-8.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "no regular file", os.fspath(path))
    if status.st_size > _MOST_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), os.fspath(path))
    return path.read_text(encoding="utf-8")
