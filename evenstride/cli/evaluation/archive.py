"""An archive of recordings with truth, as ``history contribute`` makes it, unpacked to a folder."""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from evenstride.recordings.errors import RecordingError, RecordingReason

_NAME: Final = re.compile(r"[\w-][\w.-]*\.csv")
"""File names that are safe to unpack on any system."""

_MOST_BYTES: Final = 4 * 2**30
"""Hundreds of sessions of 25 minutes; an archive that unpacks to more is something else."""


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Yield a temporary folder with an archive's tables; any other path is yielded unchanged.

    Raises:
        RecordingError: It is a zip file that cannot be read, or is not such an archive.
    """
    if not path.is_file() or not _is_archive(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="evenstride-") as name:
        folder = Path(name)
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, path, folder)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            message = f"{path} is a zip that can not be read ({error}); get it once more."
            raise RecordingError(message, RecordingReason.UNREADABLE) from error
        try:
            yield folder
        except RecordingError as error:  # the user does not know the folder
            raise RecordingError(str(error).replace(name, str(path)), error.reason) from error


def _is_archive(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        return file.read(2) == b"PK"
    return False


def _unpack(archive: zipfile.ZipFile, path: Path, folder: Path) -> None:
    tables = [one for one in archive.infolist() if _NAME.fullmatch(one.filename)]
    if sum(one.file_size for one in tables) > _MOST_BYTES:
        message = f"{path} unpacks to more than any archive of sessions; unpack it yourself."
        raise RecordingError(message, RecordingReason.UNREADABLE)
    for one in tables:
        with archive.open(one) as packed, (folder / one.filename).open("wb") as file:
            shutil.copyfileobj(packed, file)
