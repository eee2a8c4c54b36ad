"""Finding a time in a recording by bisecting the file, without reading all before it."""

import os
from dataclasses import replace
from itertools import islice
from typing import BinaryIO, Final

from evenstride.recordings.head import Head
from evenstride.recordings.lines import MAX_LINE_BYTES, TextPlace
from evenstride.recordings.reading import Reading
from evenstride.recordings.report import Report
from evenstride.recordings.stretch import Stretch
from evenstride.recordings.walk import Place, Walk

_NEAR_BYTES: Final = 1 << 15
"""Close enough: a second or two of two legs."""

_PROBED_BYTES: Final = 1 << 13
"""Nearly every part of this size has samples; otherwise more is read."""

_MOST_EVENTS: Final = 1000
"""The most consecutive events to read in search of a sample."""


def walk_near(file: BinaryIO, head: Head, at_s: float) -> Walk:
    """Return a walk that begins a moment before a time, at a whole line.

    Samples are in a file in order of arrival, except for moments. If a program set the computer's
    clock in between, or joined two sessions, another place may be found: callers must not count
    reps from it.

    Args:
        file: The recording's open file.
        head: The recording's head.
        at_s: Seconds since its first sample.
    """
    # If reading begins in the middle, the line with the column names cannot be told by its number.
    reading = Reading(replace(head, columns_line=None), Report([]))
    first_us = _arrival_us(file, reading, 0)
    near = 0
    if first_us is not None:
        near = _offset_before(file, reading, first_us + round(at_s * 1e6))
    text = TextPlace(_line_from(file, near))
    return Walk(file, reading, Place(0.0, text, reading, 0, first_us))


def _offset_before(file: BinaryIO, reading: Reading, at_us: int) -> int:
    """Return a place in the file, bytes, a little before the arrivals of a time."""
    low, high = 0, file.seek(0, os.SEEK_END)
    while high - low > _NEAR_BYTES:
        middle = (low + high) // 2
        arrival_us = _arrival_us(file, reading, middle)
        if arrival_us is not None and arrival_us < at_us:
            low = middle
        else:
            high = middle
    return low


def _arrival_us(file: BinaryIO, reading: Reading, offset: int) -> int | None:
    """Return when the next sample after a place arrived, microseconds; None if none is near."""
    text = TextPlace(_line_from(file, offset), _PROBED_BYTES, _PROBED_BYTES)
    walk = Walk(file, reading, Place(0.0, text, reading, 0, None), knows_place=False)
    for item in islice(iter(walk.take, None), _MOST_EVENTS):
        if isinstance(item, Stretch):
            return int(item.host_us[0])
    return None


def _line_from(file: BinaryIO, offset: int) -> int:
    """Return where the first whole line from a place on begins."""
    if not offset:
        return 0
    file.seek(offset)
    return offset + len(file.readline(MAX_LINE_BYTES))
