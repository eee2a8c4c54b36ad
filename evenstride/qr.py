"""An address as a QR code, drawn with characters."""

from collections.abc import Sequence
from typing import Final

from evenstride.extras import missing

# The character for two modules, one above the other, by whether each is light.
_BLOCKS: Final = {
    (True, True): "█",
    (True, False): "▀",
    (False, True): "▄",
    (False, False): " ",
}
QUIET: Final = 2
"""Width of the light margin, in modules. The standard asks for four; cameras manage with two."""


def qr_lines(text: str) -> list[str]:
    """Return the rows of the QR code, for light characters on a dark ground.

    Raises:
        JobError: segno is not installed.
    """
    try:
        import segno
    except ImportError as error:
        raise missing("lan", "A QR code takes segno") from error
    dark = [list(map(bool, row)) for row in segno.make(text, micro=False, error="l").matrix]
    side = len(dark) + 2 * QUIET
    empty = [False] * side
    rows = [empty] * QUIET + [[False] * QUIET + row + [False] * QUIET for row in dark]
    rows += [empty] * QUIET
    if len(rows) % 2:
        rows.append(empty)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(_BLOCKS[not a, not b] for a, b in zip(*pair, strict=True)) for pair in pairs]


def beside(left: Sequence[str], right: Sequence[str], gap: int = 4) -> list[str]:
    """Return two pictures side by side."""
    wide = max(map(len, left), default=0)
    tall = max(len(left), len(right))
    rows = ((one[n] if n < len(one) else "") for n in range(tall) for one in (left, right))
    return [f"{a:{wide}}{'':{gap}}{b}".rstrip() for a, b in zip(rows, rows, strict=True)]
