"""Parses plain lines of samples, exactly as a recorder writes them, many at a time.

A recording of an hour has a million numbers in 60 MB. Eight bytes at a time are treated as one word
of 64 bits, and three multiplications turn its eight digits into a number ("SIMD within a
register"). A value is then a whole number under 2^53 divided by a power of ten under 10^9. Because
IEEE 754 rounds one division correctly, it equals what ``float`` reads, to the last bit.

Any other lines (other columns, an exponent, damage) are left to ``recordings.rows``.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from evenstride.recordings.stretch import SITES, Stretch
from evenstride.sensors.samples import IntArray

_WORD: Final = np.dtype("<u8")
_Words = npt.NDArray[np.uint64]

_COUNTS: Final = 3

_MOST_WHOLE: Final = 5
"""Most digits before the point; a number with more is beyond ``MAX_VALUE`` or written oddly."""

_MOST_DECIMALS: Final = 8
"""Most digits after the point; more would not fit into a word. Recorders write four or five."""

_MOST_COUNT: Final = 16
"""Most digits of a whole number, two words of them; more are beyond any clock."""

_MINUS, _ZERO = np.frombuffer(b"-0", np.uint8)

_MARKS, _MARKS_WITHOUT_RATES = (
    np.frombuffer(marks, np.uint8) for marks in (b",,,,.,.,.,.,.,.\n", b",,,,.,.,.,,,\n")
)
"""The characters between the digits of a line, with all six values or with the first three."""

_PAD: Final = b"0" * _MOST_COUNT
"""Put before the text, so that two words can be read before any place."""

_KEEP_LAST: Final = np.array(
    [((1 << 64) - 1) ^ ((1 << (64 - 8 * size)) - 1) for size in range(9)], dtype=_WORD
)
"""Masks of the last bytes of a word (in memory; the highest, as a number), by how many."""

_JOINED: Final = tuple(
    (np.uint64(10**digits), np.uint64(8 * digits), np.uint64(kept))
    for digits, kept in ((1, 0x00FF00FF00FF00FF), (2, 0x0000FFFF0000FFFF), (4, 0xFFFFFFFF))
)
"""Neighbouring digits are joined into pairs, then fours, then all eight: factor, bits, mask."""

_POWERS: Final = 10 ** np.arange(_MOST_DECIMALS + 1)


def parse(text: bytes) -> Stretch | None:
    """Read whole lines of samples.

    Args:
        text: Lines ``leg,seq,t_us,host_us,`` and six numbers with a point, of which the last three
            may be empty in all lines; each ends with a line feed.

    Returns:
        The samples; None if any line has another form.
    """
    padded = _PAD + text
    raw = np.frombuffer(padded + b"\0" * (-len(padded) % 8), np.uint8)
    # The word at a place consists of the eight bytes from there on.
    words = np.lib.stride_tricks.as_strided(raw.view(_WORD), (len(raw) - 7,), (1,))
    chars = raw[: len(padded)]
    marks = _marks_of_lines(chars)
    if marks is None:
        return None
    starts = np.empty(len(marks), np.int64)
    starts[0], starts[1:] = len(_PAD), marks[:-1, -1] + 1
    letters = marks[:, 0] - starts
    sites = _sites(words, starts, marks[:, 0], letters)
    if sites is None:
        return None
    before, stops = marks[:, :_COUNTS], marks[:, 1 : _COUNTS + 1]
    is_below = raw[before + 1] == _MINUS
    length = stops - before - 1 - is_below
    # A value lies between two marks, and its point between them.
    end = _COUNTS + 2 * (6 if marks.shape[1] == len(_MARKS) else 3)
    before, points, behind = (marks[:, _COUNTS + at : end + at : 2] for at in range(3))
    is_minus = raw[before + 1] == _MINUS
    whole, decimals = points - before - 1 - is_minus, behind - points - 1
    digit_count = int(np.count_nonzero(chars - _ZERO < 10))  # characters below "0" wrap around
    known = digit_count + int(letters.sum()) + marks.size
    known += int(np.count_nonzero(is_below)) + int(np.count_nonzero(is_minus))
    if (
        known != len(padded)  # there are other characters
        or min(whole.min(), decimals.min(), length.min()) < 1
        or whole.max() > _MOST_WHOLE
        or decimals.max() > _MOST_DECIMALS
        or length.max() > _MOST_COUNT
    ):
        return None
    if (decimals == decimals[0]).all():
        decimals = decimals[:1]  # the usual case; then one line stands for all
    digits, powers = _digits(words, points, behind, whole, decimals), _POWERS[decimals]
    values = digits / np.where(is_minus, -powers, powers)
    counts = _counts(words, stops, length)
    np.negative(counts, out=counts, where=is_below)
    if values.shape[1] < 6:
        values = np.hstack((values, np.full((len(values), 3), np.nan)))
    return Stretch(sites, counts, values)


def _marks_of_lines(chars: npt.NDArray[np.uint8]) -> IntArray | None:
    """Return the places of each line's marks, shape (lines, marks); None if lines are not plain."""
    found = np.flatnonzero((chars < _ZERO) & (chars != _MINUS))
    seen = chars[found]
    for marks in (_MARKS, _MARKS_WITHOUT_RATES):
        lines, rest = divmod(len(found), len(marks))
        if lines and not rest and (seen.reshape(lines, -1) == marks).all():
            return found.reshape(lines, -1)
    return None


def _sites(
    words: _Words, starts: IntArray, stops: IntArray, letters: IntArray
) -> npt.NDArray[np.uint8] | None:
    """Return the number of each line's site; None if one is unknown."""
    sites = np.full(len(starts), len(SITES), np.uint8)
    # A name of up to 16 letters is recognised by its first eight and its last eight bytes.
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
    """Return the numbers of up to eight digits that end before each place."""
    return _number(words[stops - 8], size)


def _number(x: _Words, size: IntArray) -> IntArray:
    """Return the numbers whose digits are the last ones of each word, up to eight of them."""
    x = x & np.uint64(0x0F0F0F0F0F0F0F0F)
    x &= _KEEP_LAST[size]
    # In place, because allocating memory would take longer than each step.
    for times, bits, kept in _JOINED:
        low = x >> bits
        x *= times
        x += low
        x &= kept
    return x.view(np.int64)


def _digits(
    words: _Words, points: IntArray, stops: IntArray, whole: IntArray, decimals: IntArray
) -> IntArray:
    """Return the digits of numbers with a point, as whole numbers."""
    size = whole + decimals
    if size.max() < 8:
        # Each number fits into one word, so the digits before the point are shifted over it.
        word, behind = words[stops - 8], _KEEP_LAST[decimals]
        return _number((word & behind) | (word << np.uint64(8) & ~behind), size)
    digits = _eight(words, points, whole) * _POWERS[decimals]
    digits += _eight(words, stops, decimals)
    return digits


def _counts(words: _Words, stops: IntArray, length: IntArray) -> IntArray:
    """Return the absolute values of whole numbers."""
    counts = _eight(words, stops, np.minimum(length, 8))
    for column in np.flatnonzero(length.max(axis=0) > 8).tolist():
        rest = np.maximum(length[:, column] - 8, 0)
        counts[:, column] += _eight(words, stops[:, column] - 8, rest) * 10**8
    return counts
