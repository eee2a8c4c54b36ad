"""Recognizing other files, named in place of a recording, by their first bytes."""

from typing import Final

_UTF_16: Final = "was saved as text in UTF-16 (save it as CSV in UTF-8)"

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


def other_kind(start: bytes) -> str | None:
    """Return what a file is if it is not a table ("is a photo"); None if unknown."""
    if start[4:8] == b"ftyp":
        return "is a photo or a film"
    return next((words for magic, words in _OTHER_FILES if start.startswith(magic)), None)
