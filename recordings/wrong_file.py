"""Words for a name given in place of a recording's: nothing is there, or another kind of file."""

import re
from pathlib import Path
from typing import Final

# A path keeps only one of an address's two slashes.
_ADDRESS: Final = re.compile(r"^(https?|ftp|file):[/\\]+", re.IGNORECASE)

_UTF_16: Final = "is text in UTF-16 (save it as CSV in UTF-8)"

_OTHER_FILES: Final = (
    (b"\xff\xd8\xff", "is a photo"),
    (b"\x89PNG", "is a picture"),
    (b"GIF8", "is a picture"),
    (b"RIFF", "is a picture, a sound or a film"),
    (b"%PDF", "is a PDF document"),
    (b"PK\x03\x04", "is an archive or an office document (unpack an archive first)"),
    (b"\x1f\x8b", "is compressed (unpack it first)"),
    (b"\xff\xfe", _UTF_16),
    (b"\xfe\xff", _UTF_16),
)


def not_there(path: Path, otherwise: str = "check the name and the folder") -> str:
    """Return the sentence about a path without a file.

    Args:
        path: The path as named.
        otherwise: What to do if it is just a file name.
    """
    name = str(path)
    if name == "-":
        return "- is no file, and nothing is read from other programs; save it to a file first."
    if _ADDRESS.match(name):
        address = _ADDRESS.sub(r"\1://", name)
        return f"{address} is an address; save what is there to a file first, and name that."
    return f"{name} does not exist; {otherwise}."


def other_kind(start: bytes) -> str | None:
    """Return what a file is if it is not a table ("is a photo"); None if unknown."""
    if start[4:8] == b"ftyp":
        return "is a photo or a film"
    return next((words for magic, words in _OTHER_FILES if start.startswith(magic)), None)
