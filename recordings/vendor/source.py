"""Files, folders and archives as named pieces of bytes."""

import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path, PurePath
from typing import Final

from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.vendor.table import Table, decoded, table_of
from evenstride.recordings.vendor.workbook import OLD_MAGIC, old_workbook, sheets
from evenstride.recordings.wrong_file import not_there

MOST_BYTES: Final = 2**30
"""The largest file, folder or unpacked archive to read; no export of a session is larger."""

MOST_OF_A_WORKBOOK: Final = 2**28
"""The most XML of a workbook, which takes ten seconds to read; no workbook has more."""

_PIECE_BYTES: Final = 2**20


@dataclass(frozen=True, eq=False)
class Source:
    """One file, or one member of an archive.

    Attributes:
        name: Its name, for messages.
        group: Its folder or archive: files of the same one belong together.
        raw: Its bytes.
    """

    name: str
    group: str
    raw: bytes

    @cached_property
    def text(self) -> str:
        """Its text; "" if it is not text."""
        return "" if b"\0" in self.raw[:4096] and not self._is_utf_16 else decoded(self.raw)

    @cached_property
    def table(self) -> Table | None:
        """The table in it; None if there is none."""
        return table_of(self.name, self.text) if self.text else None

    @property
    def stem(self) -> str:
        """Its name without folder and ending."""
        return PurePath(self.name).stem

    @property
    def _is_utf_16(self) -> bool:
        return self.raw.startswith((b"\xff\xfe", b"\xfe\xff"))


def opened(path: Path) -> list[Source]:
    """Return the files at a path: itself, those of a folder, or the members of an archive.

    Raises:
        RecordingError: There is nothing, or it cannot be read.
    """
    try:
        if path.is_dir():
            # A product's folder has at most one level of subfolders (phyphox: meta).
            found = (*path.iterdir(), *path.glob("*/*"))
            files = sorted(one for one in found if one.is_file())
            if sum(one.stat().st_size for one in files) > MOST_BYTES:
                message = f"{path} holds more than any export; name the files of the export."
                raise RecordingError(message, RecordingReason.NOT_A_RECORDING)
            return [Source(str(one), str(path), one.read_bytes()) for one in files]
        raw = _whole(path)
        if raw.startswith(OLD_MAGIC):
            raise old_workbook(path)
        if raw.startswith(b"PK\x03\x04"):
            return list(_members(path))
        return [Source(str(path), str(path.parent), raw)]
    except FileNotFoundError as error:
        raise RecordingError(not_there(path), RecordingReason.NOT_FOUND) from error
    except (OSError, zipfile.BadZipFile) as error:
        message = f"{path} cannot be read ({error}); export it once more."
        raise RecordingError(message, RecordingReason.UNREADABLE) from error


def _whole(path: Path) -> bytes:
    status = path.stat()
    # Checked before opening, because opening a pipe without a writer blocks for ever.
    if not stat.S_ISREG(status.st_mode):
        message = f"{path} is a device or a pipe; save the export to a file first."
        raise RecordingError(message, RecordingReason.UNREADABLE)
    if status.st_size > MOST_BYTES:
        message = f"{path} is larger than any export; cut the measurement out of it first."
        raise RecordingError(message, RecordingReason.NOT_A_RECORDING)
    return path.read_bytes()


def _members(path: Path) -> Iterator[Source]:
    with zipfile.ZipFile(path) as archive:
        infos = [one for one in archive.infolist() if not one.is_dir()]
        if sum(one.file_size for one in infos) > MOST_BYTES:
            message = f"{path} unpacks to more than any export; name what is in it instead."
            raise RecordingError(message, RecordingReason.NOT_A_RECORDING)
        if any(one.filename.startswith("xl/") for one in infos):
            if sum(one.file_size for one in infos) > MOST_OF_A_WORKBOOK:
                message = f"{path} is too large a workbook; export CSV instead."
                raise RecordingError(message, RecordingReason.NOT_A_RECORDING)
            for title, text in sheets(path):
                yield Source(f"{path}/{title}", str(path), text)
            return
        for one in infos:
            with archive.open(one) as member:
                # In pieces: a member that unpacks to more than it says must not fill the memory.
                raw = b"".join(iter(partial(member.read, _PIECE_BYTES), b""))
            yield Source(f"{path}/{one.filename}", str(path), raw)
