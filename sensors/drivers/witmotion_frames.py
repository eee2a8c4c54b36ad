"""The frames in WitMotion's byte stream: 55, a type, then nine 16-bit words, no checksum.

Frames may be split over notifications or share one. The SDCL models add eight bytes of chip time
after a frame; these never look like a header, and are skipped like any noise.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

MOTION = 0x61
"""A frame with acceleration, angular rate and angles."""

_HEADER = 0x55
_REGISTERS = 0x71
_HEADERS = re.compile(rb"\x55[\x61\x71]")
FRAME_BYTES = 20
"""The length of a frame."""
_TIME_BYTES = 8


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame.

    Attributes:
        data: Its bytes.
        came_us: When the first of them arrived: the others may wait for those of the next frame.
    """

    data: bytes
    came_us: int


class FrameStream:
    """Joins the notifications of one connection."""

    def __init__(self) -> None:
        self._rest = b""
        self._came_us: list[int] = []  # the arrival of each byte of the rest
        self._has_time = False

    def forget(self) -> None:
        """Forget a partial frame."""
        self._rest, self._came_us = b"", []

    def take(self, data: bytes, host_us: int) -> tuple[list[Frame], int]:
        """Take a notification.

        Returns:
            The frames that are complete now, and how many motion frames were cut short by a loss,
            or combined from two.
        """
        begun, stream = len(self._rest), self._rest + bytes(data)
        came_us = self._came_us + [host_us] * len(data)
        heads, at, cut = split_frames(stream, begun if self._has_time else 0)
        self._has_time |= any(_has_time(stream, head + FRAME_BYTES) for head in heads)
        self._rest, self._came_us = stream[at:], came_us[at:]
        return [Frame(stream[head : head + FRAME_BYTES], came_us[head]) for head in heads], cut


def split_frames(data: bytes, begun: int = 0) -> tuple[list[int], int, int]:
    """Split a byte stream into frames.

    Args:
        data: The stream.
        begun: Where the last notification begins, if chip times follow frames. A frame that is
            split over notifications is accepted only if the next begins where it should: if a
            notification was lost it would be two halves.

    Returns:
        Where the complete frames begin, where the rest begins that precedes the next bytes, and how
        many motion frames were cut short by the start of another or are two halves.
    """
    frames: list[int] = []
    cut = 0
    heads = [found.start() for found in _HEADERS.finditer(data)]
    at = 0
    for n, head in enumerate(heads):
        if head < at:
            continue  # inside a frame: a value that looks like a header
        end = head + FRAME_BYTES
        is_split = head < begun
        if end + is_split * (_TIME_BYTES + 2) > len(data):
            at = head
            break
        is_cut = is_split and not _has_time(data, end)
        if is_cut or (
            not _ends_well(data, end)
            and any(
                other < end and _ends_well(data, other + FRAME_BYTES) for other in heads[n + 1 :]
            )
        ):
            cut += data[head + 1] == MOTION
            at = head + 2
            continue
        frames.append(head)
        at = end
    else:
        at = len(data) - 1 if data[at:].endswith(bytes([_HEADER])) else len(data)
    return frames, at, cut


def _ends_well(data: bytes, end: int) -> bool:
    """Return whether a frame is followed by the end of the data or by another frame."""
    rest = data[end : end + 2]
    if len(rest) < 2:
        return rest in (b"", bytes([_HEADER]))
    is_last = len(data) == end + _TIME_BYTES
    return _HEADERS.match(data, end) is not None or is_last or _has_time(data, end)


def _has_time(data: bytes, end: int) -> bool:
    """Return whether a frame is followed by eight bytes of chip time and another frame."""
    return _HEADERS.match(data, end) is None and (
        _HEADERS.match(data, end + _TIME_BYTES) is not None
    )


def register_reply(register: int) -> Callable[[bytes], int | None]:
    """Return a function that finds a register's value, even if notifications split the reply."""
    rest = b""

    def look(data: bytes) -> int | None:
        nonlocal rest
        joined = rest + data
        rest = joined[-(FRAME_BYTES - 1) :]
        return register_in(joined, register)

    return look


def register_in(data: bytes, register: int) -> int | None:
    """Return the value of a register, if a notification holds its reply."""
    for head in split_frames(bytes(data))[0]:
        kind, found = data[head + 1], int.from_bytes(data[head + 2 : head + 4], "little")
        if kind == _REGISTERS and found == register:
            return int.from_bytes(data[head + 4 : head + 6], "little")
    return None
