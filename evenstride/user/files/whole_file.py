"""Writing a file of the user's completely or not at all, readable by its owner only."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from evenstride.errors import JobError, JobReason
from evenstride.recordings.format import MAGIC
from evenstride.recordings.private import make_private_folder

_NO_LINKS: Final = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""The errors of file systems without hard links, such as those of many USB sticks."""


def check_place(path: Path, *, replace: bool) -> None:
    """Check that a file may be written, before any long work begins.

    Args:
        path: Where to write.
        replace: Whether a file of this name may be replaced.

    Raises:
        JobError: The path is a folder, a device, a pipe or a link, or its folder is missing, or a
            file exists that must stay. A recording always stays: nobody can make it again.
    """
    if path.is_dir():
        raise JobError(f"{path} is a folder; name a file in it.", JobReason.NOT_A_FILE)
    check_parent(path)
    if replace and (path.is_symlink() or (path.exists() and not path.is_file())):
        what = "a link to another file" if path.is_symlink() else "a device or a pipe"
        raise JobError(f"{path} is {what}, and stays as it is; name a file.", JobReason.NOT_A_FILE)
    if replace and _is_recording(path):
        raise JobError(
            f"{path} is a recording, and stays as it is; name another file.", JobReason.EXISTS
        )
    if not replace and (path.exists() or path.is_symlink()):
        raise JobError(
            f"{path} exists already; name another file, or replace it with --force.",
            JobReason.EXISTS,
        )


def check_parent(path: Path) -> None:
    """Check that the folder exists in which a file or folder will be made.

    A missing one is more likely a mistyped name than a folder to be made.

    Raises:
        JobError: It does not exist.
    """
    if not path.absolute().parent.is_dir():
        raise JobError(
            f"The folder {path.parent} does not exist; make it, or name another one.",
            JobReason.NOT_FOUND,
        )


@contextmanager
def whole_file(path: Path, *, replace: bool) -> Iterator[BinaryIO]:
    """Open a file to be written, readable by its owner only; it gets its name once it is complete.

    Args:
        path: Where to write.
        replace: Whether a file of this name may be replaced.

    Yields:
        The open file.

    Raises:
        JobError: It cannot be written, or exists already; then everything is as before.
    """
    check_place(path, replace=replace)
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:50]}-", dir=path.parent)
    except OSError as error:
        raise _failure(path, error) from error
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 # a number
            yield file
            file.flush()
            os.fsync(file.fileno())
        if replace:
            Path(name).replace(path)
        else:
            _give_name(Path(name), path)
    except OSError as error:
        raise _failure(path, error) from error
    finally:
        with suppress(OSError):
            Path(name).unlink(missing_ok=True)


def write_whole(path: Path, text: str, *, replace: bool) -> None:
    """Write a text as UTF-8, as ``whole_file`` does.

    Raises:
        JobError: It cannot be written, or exists already; then everything is as before.
    """
    with whole_file(path, replace=replace) as file:
        file.write(text.encode("utf-8"))


def write_own(path: Path, text: str, *, replace: bool) -> None:
    """Do the same in a folder of this program's, which is made if it is missing.

    Raises:
        JobError: It cannot be written, or exists already; then everything is as before.
    """
    try:
        make_private_folder(path.parent)
        write_whole(path, text, replace=replace)
    except OSError as error:
        raise _failure(path, error) from error


def _is_recording(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        # Another program may have put quotes or a byte order mark before it.
        return MAGIC.encode() in file.read(len(MAGIC) + 8)
    return False


def _give_name(written: Path, path: Path) -> None:
    """Name the written file unless that name is taken, even if it was only taken meanwhile."""
    try:
        path.hardlink_to(written)
    except FileExistsError:
        check_place(path, replace=False)
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        check_place(path, replace=False)
        written.replace(path)


def _failure(path: Path, error: OSError) -> JobError:
    why = error.strerror or str(error)
    return JobError(
        f"{path} can not be written ({why}); make its folder writable, or name another.",
        JobReason.CANNOT_WRITE,
    )
