"""Reading a small file of the program's own, which may contain anything by now."""

import errno
import os
import stat
from pathlib import Path
from typing import Final

_MOST_BYTES: Final = 1_000_000
"""A thousand times the usual content of such a file."""


def read_small_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        OSError: It cannot be read, is not a regular file, or is far too large. A pipe is never
            opened, because without a writer that would wait for ever.
        UnicodeDecodeError: It is not UTF-8 text.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "no regular file", os.fspath(path))
    if status.st_size > _MOST_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), os.fspath(path))
    return path.read_text(encoding="utf-8")
