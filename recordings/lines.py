"""The lines of a file that may be damaged in any way, in constant memory."""

from collections.abc import Iterator
from typing import BinaryIO, Final

from evenstride.recordings.report import Skip

MAX_LINE_BYTES: Final = 256 * 1024
"""No line of a recording is nearly as long; a longer one is damage and is not held in memory."""


def read_lines(file: BinaryIO) -> Iterator[tuple[int, str | Skip]]:
    """Yield each line's number, from 1, and its text without line end, or why it is skipped.

    The last line is skipped when it has no line end: its end may be missing. Bytes that are not
    UTF-8 become U+FFFD; a byte order mark is dropped.
    """
    number = 0
    while raw := file.readline(MAX_LINE_BYTES):
        number += 1
        if raw.endswith(b"\n"):
            if number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            yield number, raw.decode("utf-8", "replace").rstrip("\r\n")
        elif len(raw) < MAX_LINE_BYTES:
            yield number, Skip.TORN
        else:
            while raw and not raw.endswith(b"\n"):
                raw = file.readline(MAX_LINE_BYTES)
            yield number, Skip.TOO_LONG if raw else Skip.TORN
