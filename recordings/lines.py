"""The lines of a file that may be damaged in any way, in constant memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from evenstride.recordings.report import Skip

MAX_LINE_BYTES: Final = 256 * 1024
"""No line of a recording is nearly as long; a longer one is damage and is not kept in memory."""

TEXT_BYTES: Final = 1 << 21
"""How much of a file is read at a time. Twice as much does not fit a processor's cache; half of it
costs a thirtieth more, as each part of an analysis is asked more often for fewer samples."""

_FIRST_TEXT_BYTES: Final = 1 << 16
"""The first part is smaller, for callers who only want to know what a file is about."""

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


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
                raw = raw.removeprefix(_BYTE_ORDER_MARK)
            yield number, _line(raw)
        elif len(raw) < MAX_LINE_BYTES:
            yield number, Skip.TORN
        else:
            while raw and not raw.endswith(b"\n"):
                raw = file.readline(MAX_LINE_BYTES)
            yield number, Skip.TOO_LONG if raw else Skip.TORN


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where a text begins in its file, for reading on from there.

    Attributes:
        offset: Where its first line begins, bytes.
        size: How many bytes are read from there, so that the text is the same.
        next_size: How many bytes are read after that.
    """

    offset: int = 0
    size: int = _FIRST_TEXT_BYTES
    next_size: int = 2 * _FIRST_TEXT_BYTES


class Texts:
    """The lines of a file, many at a time: whole ones with their ends, or why one is skipped.

    Args:
        place: The text to begin with.

    Attributes:
        place: The place of the last text.
    """

    def __init__(self, file: BinaryIO, place: TextPlace | None = None) -> None:
        self.place = place or TextPlace()
        self._file = file

    def __iter__(self) -> Iterator[bytes | Skip]:
        """Yield text after text."""
        file, place = self._file, self.place
        offset, size, next_size = place.offset, place.size, min(place.next_size, TEXT_BYTES)
        file.seek(offset)
        rest, is_too_long = b"", False
        while more := file.read(size):
            size, next_size = next_size, min(2 * next_size, TEXT_BYTES)
            if is_too_long:
                end = more.find(b"\n") + 1
                if not end:
                    offset += len(more)
                    continue
                yield Skip.TOO_LONG
                offset += end
                more, is_too_long = more[end:], False
            text = rest + more
            read = len(text)
            end = text.rfind(b"\n") + 1
            text, rest = text[:end], text[end:]
            if text:
                self.place = TextPlace(offset, read, size)
                yield text if offset else text.removeprefix(_BYTE_ORDER_MARK)
            offset += end
            if len(rest) >= MAX_LINE_BYTES:
                offset += len(rest)
                rest, is_too_long = b"", True
        if rest or is_too_long:
            yield Skip.TORN


def lines_of(text: bytes) -> Iterator[str | Skip]:
    """Yield the single lines of a text from ``Texts``."""
    all_raw = text[:-1].split(b"\n")
    if max(map(len, all_raw)) < MAX_LINE_BYTES:
        # Invalid UTF-8 ends at a line's end at the latest, so decoding all lines together is the
        # same.
        lines = text[:-1].decode("utf-8", "replace").split("\n")
        yield from lines if b"\r" not in text else (line.rstrip("\r") for line in lines)
        return
    for raw in all_raw:
        yield Skip.TOO_LONG if len(raw) >= MAX_LINE_BYTES else _line(raw)


def _line(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").rstrip("\r\n")
