"""Making a folder of the user's completely or not at all."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from evenstride.errors import JobError, JobReason
from evenstride.user.files.whole_file import check_parent


def check_folder(path: Path, may_go: Callable[[Path], bool]) -> None:
    """Check that a folder may be made, before any long work begins.

    Args:
        path: Where to make it.
        may_go: Whether an existing folder of this name may be replaced.

    Raises:
        JobError: Something of that name exists and must stay, or the parent folder is missing.
    """
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise JobError(
            f"{path} is no folder, and stays as it is; name another one.", JobReason.NOT_A_FILE
        )
    check_parent(path)
    if path.is_dir() and any(path.iterdir()) and not may_go(path):
        raise JobError(
            f"{path} exists already and is not empty; name another folder. --force replaces one"
            " that evenstride has made.",
            JobReason.EXISTS,
        )


@contextmanager
def whole_folder(path: Path, may_go: Callable[[Path], bool]) -> Iterator[Path]:
    """Make a folder to be filled; it gets its name once it is complete.

    Args:
        path: Where to make it.
        may_go: Whether an existing folder of this name may be replaced.

    Yields:
        An empty folder next to it, which only its owner can read.

    Raises:
        JobError: It cannot be made; then everything is as before.
    """
    check_folder(path, may_go)
    beside = None
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name[:50]}-", dir=path.absolute().parent))
        new, old = beside / "new", beside / "old"
        new.mkdir(mode=0o700)
        yield new
        check_folder(path, may_go)
        if path.is_dir():
            path.rename(old)
        new.rename(path)
    except OSError as error:
        why = error.strerror or str(error)
        raise JobError(
            f"{path} can not be written ({why}); name a folder in another place.",
            JobReason.CANNOT_WRITE,
        ) from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
