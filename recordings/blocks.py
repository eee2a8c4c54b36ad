"""Lines of samples that are just as a recorder writes them, read many at a time.

A recording of an hour has a million numbers in 60 MB. Eight bytes at a time are seen as one word of
64 bits, and three multiplications turn its eight digits into a number ("SIMD within a register").
A value is then a whole number under 2^53 over a power of ten under 10^9, and as IEEE 754 rounds one
division correctly, it is what ``float`` reads, to the last bit.

What is not plain (other columns, an exponent, a damaged line) is left to ``recordings.rows``.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from evenstride.recordings.format import COLUMNS
from evenstride.recordings.stretch import SITES, Stretch
from evenstride.sensors.samples import IntArray

_WORD: Final = np.dtype("<u8")
_Words = npt.NDArray[np.uint64]

_COUNTS: Final = 3
_FIELDS: Final = len(COLUMNS)
_NUMBERS: Final = _FIELDS - 1

_MOST_WHOLE: Final = 5
"""Digits before the point: what has more is beyond ``MAX_VALUE``, or oddly written."""

_MOST_DECIMALS: Final = 8
"""More would not fit a word; recorders write four or five."""

_MOST_COUNT: Final = 16
"""Digits of a whole number, two words of them; more are beyond any clock."""

_COMMA, _POINT, _MINUS, _LINE_END, _ZERO, _NINE = b",.-\n09"

_PAD: Final = b"0" * _MOST_COUNT
"""Stands before the text, so that two words before any place are there."""

_KEEP_LAST: Final = np.array(
    [((1 << 64) - 1) ^ ((1 << (64 - 8 * size)) - 1) for size in range(9)], dtype=_WORD
)
"""Masks of the last bytes of a word (in memory; the highest, as a number), by how many."""

_JOINED: Final = tuple(
    (np.uint64(10**digits), np.uint64(8 * digits), np.uint64(kept))
    for digits, kept in ((1, 0x00FF00FF00FF00FF), (2, 0x0000FFFF0000FFFF), (4, 0xFFFFFFFF))
)
"""Neighbours are joined to pairs of digits, then to fours, then to all eight: times, bits, mask."""

_POWERS: Final = 10 ** np.arange(_MOST_DECIMALS + 1)

_SIGNED_POWERS: Final = np.stack((_POWERS, -_POWERS)).astype(np.float64)
"""What a value's digits are divided by: first of one without, then of one with a minus."""


def parse(text: bytes) -> Stretch | None:
    """Read whole lines of samples.

    Args:
        text: Lines ``leg,seq,t_us,host_us,`` and six numbers with a point, of which the last three
            may be left out in all lines; each ends with a line feed.

    Returns:
        The samples; None where any line is not of this form.
    """
    padded = _PAD + text
    raw = np.frombuffer(padded + b"\0" * (-len(padded) % 8), np.uint8)
    # The word at a place is made of the eight bytes from there on.
    words = np.lib.stride_tricks.as_strided(raw.view(_WORD), (len(raw) - 7,), (1,))
    is_end = raw == _LINE_END
    lines = int(np.count_nonzero(is_end))
    found = np.flatnonzero((raw == _COMMA) | is_end)
    if not lines or len(found) != _FIELDS * lines:
        return None
    stops = found.reshape(lines, _FIELDS)
    if not is_end[stops[:, -1]].all():
        return None
    starts = np.empty_like(stops)
    starts[0, 0], starts[1:, 0] = len(_PAD), stops[:-1, -1] + 1
    starts[:, 1:] = stops[:, :-1] + 1
    letters = stops[:, 0] - starts[:, 0]
    sites = _sites(words, starts[:, 0], stops[:, 0], letters)
    if sites is None:
        return None
    starts, stops = starts[:, 1:], stops[:, 1:]
    width = _NUMBERS
    if (starts[:, _COUNTS + 3 :] == stops[:, _COUNTS + 3 :]).all():  # there is no gyroscope
        width = _NUMBERS - 3
    used_starts, used_stops = starts[:, :width], stops[:, :width]
    is_minus = raw[used_starts] == _MINUS
    found = np.flatnonzero(raw == _POINT)
    if len(found) != (width - _COUNTS) * lines:
        return None
    points = found.reshape(lines, width - _COUNTS)
    first = used_starts + is_minus
    whole, decimals = points - first[:, _COUNTS:], used_stops[:, _COUNTS:] - points - 1
    length = used_stops[:, :_COUNTS] - first[:, :_COUNTS]
    digit_count = int(np.count_nonzero(raw >= _ZERO) - np.count_nonzero(raw > _NINE)) - len(_PAD)
    known = digit_count + int(letters.sum()) + _FIELDS * lines
    known += points.size + int(np.count_nonzero(is_minus))
    if (
        known != len(text)  # there is something else than digits
        or min(whole.min(), decimals.min(), length.min()) < 1
        or whole.max() > _MOST_WHOLE
        or decimals.max() > _MOST_DECIMALS
        or length.max() > _MOST_COUNT
    ):
        return None
    digits = _digits(words, points, used_stops[:, _COUNTS:], whole, decimals)
    values = np.asarray(digits / _SIGNED_POWERS[is_minus[:, _COUNTS:].view(np.uint8), decimals])
    counts = _counts(words, used_stops[:, :_COUNTS], length)
    np.negative(counts, out=counts, where=is_minus[:, :_COUNTS])
    if width < _NUMBERS:
        values = np.hstack((values, np.full((lines, 3), np.nan)))
    return Stretch(sites, counts, values)


def _sites(
    words: _Words, starts: IntArray, stops: IntArray, letters: IntArray
) -> npt.NDArray[np.uint8] | None:
    """The number of each line's site; None where one is unknown."""
    sites = np.full(len(starts), len(SITES), np.uint8)
    # A name of up to 16 letters is known by its first eight bytes and its last eight.
    from_start, to_stop = words[starts], words[stops - 8]
    for number, site in enumerate(SITES):
        name = site.encode()
        size = min(len(name), 8)
        head = int.from_bytes(name[:size], "little")
        tail = int.from_bytes(name[-size:], "little")
        below = np.uint64((1 << 8 * size) - 1)
        is_it = (letters == len(name)) & ((from_start & below) == head)
        is_it &= (to_stop >> np.uint64(64 - 8 * size)) == tail
        sites[is_it] = number
    return None if (sites == len(SITES)).any() else sites


def _eight(words: _Words, stops: IntArray, size: IntArray) -> IntArray:
    """The numbers of up to eight digits that end before a place."""
    return _number(words[stops - 8], size)


def _number(x: _Words, size: IntArray) -> IntArray:
    """The numbers whose digits are the last of each word, up to eight of them."""
    x = x & np.uint64(0x0F0F0F0F0F0F0F0F)
    x &= _KEEP_LAST[size]
    # In place: memory for each step would take longer than the step.
    for times, bits, kept in _JOINED:
        low = x >> bits
        x *= times
        x += low
        x &= kept
    return x.view(np.int64)


def _digits(
    words: _Words, points: IntArray, stops: IntArray, whole: IntArray, decimals: IntArray
) -> IntArray:
    """The digits of numbers with a point, as whole numbers."""
    size = whole + decimals
    if size.max() < 8:
        # All of each number is in one word: what stands before the point moves on to its place.
        word, behind = words[stops - 8], _KEEP_LAST[decimals]
        return _number((word & behind) | (word << np.uint64(8) & ~behind), size)
    digits = _eight(words, points, whole) * _POWERS[decimals]
    digits += _eight(words, stops, decimals)
    return digits


def _counts(words: _Words, stops: IntArray, length: IntArray) -> IntArray:
    """The sizes of whole numbers."""
    counts = _eight(words, stops, np.minimum(length, 8))
    is_long = length > 8
    counts[is_long] += _eight(words, stops[is_long] - 8, length[is_long] - 8) * 10**8
    return counts
