"""A file for the user that is there whole or not at all, and that nobody else can read."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from evenstride.errors import JobError, JobReason
from evenstride.recordings.format import MAGIC

_NO_LINKS: Final = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""What file systems answer that know no second name of a file, those of many USB sticks."""


def check_place(path: Path, *, replace: bool) -> None:
    """See to it that a file may be written, before anything takes long.

    Args:
        path: Where.
        replace: Whether a file of this name may go.

    Raises:
        JobError: It is a folder, a device, a pipe or a link, or its folder is not there, or there
            is such a file that stays. A recording always stays: nobody can make it again.
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
    """See to it that the folder is there that a file or a folder is to be in.

    One that is not is rather a mistyped name than one to be made.

    Raises:
        JobError: It is not.
    """
    if not path.absolute().parent.is_dir():
        raise JobError(
            f"The folder {path.parent} does not exist; make it, or name another one.",
            JobReason.NOT_FOUND,
        )


@contextmanager
def whole_file(path: Path, *, replace: bool) -> Iterator[BinaryIO]:
    """A file to be written, readable by its owner only; it has its name when all is written.

    Args:
        path: Where.
        replace: Whether a file of this name may go.

    Yields:
        Where to write it.

    Raises:
        JobError: It cannot be written, or is there already; then all is as it was.
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
        JobError: It cannot be written, or is there already; then all is as it was.
    """
    with whole_file(path, replace=replace) as file:
        file.write(text.encode("utf-8"))


def _is_recording(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        # Some other program may have put quotes or a byte order mark before it.
        return MAGIC.encode() in file.read(len(MAGIC) + 8)
    return False


def _give_name(written: Path, path: Path) -> None:
    """Name a file, unless there is one of that name: also one that came up in the meantime."""
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
        f"{path} can not be written ({why}); name a file in another folder.",
        JobReason.CANNOT_WRITE,
    )
