"""A plain set of glyphs for consoles and encodings that lack blocks, braille and arrows.

Each is one cell wide, as what it stands for, so that nothing on a screen moves.
"""

import os
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

ASCII: Final = "EVENSTRIDE_ASCII"
"""In the environment: nothing but ASCII is wanted."""

_PLAIN_TERMINALS: Final = frozenset(
    {"linux", "dumb", "unknown", "ansi", "cons25", "vt52", "vt100", "vt102", "vt220"}
)
"""Values of TERM of consoles whose fonts have neither braille nor half blocks for certain."""

_BRAILLE: Final = 0x2800
_BRAILLE_END: Final = 0x28FF
_LATIN_1_END: Final = 0xFF

_SIGNS: Final[Mapping[str, str]] = {
    **dict.fromkeys("█▇▉▊▋■◼", "#"),
    **dict.fromkeys("▀▔", '"'),
    **dict.fromkeys("▁▂▃▄", "_"),
    **dict.fromkeys("▅▆", "="),
    **dict.fromkeys("▌▍▎▏▐▕│┃║╏╎▊▎", "|"),
    **dict.fromkeys("─━┄┈═–—−╌", "-"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╯╰┏┓┗┛╋", "+"),
    **dict.fromkeys("▲↑⇧", "^"),
    **dict.fromkeys("▼↓✓✔", "v"),
    **dict.fromkeys("▶▸→", ">"),
    **dict.fromkeys("◀◂←", "<"),
    **dict.fromkeys("●◆", "*"),
    **dict.fromkeys("○◌◇", "o"),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("\u2018\u2019\u2032", "'"),
    "░": ".",
    "▒": ":",
    "▓": "%",
    "…": ".",
    "Ⅱ": '"',
    "✗": "x",
}

_PAIRS: Final = (0x09, 0x12, 0x24, 0xC0)
"""The dots of each row of a cell of braille."""

_ASCII_SIGNS: Final[Mapping[str, str]] = {
    "°": "'",
    "×": "x",
    "·": "-",
    "»": ">",
    "«": "<",
    "±": "+",
    "²": "2",
    "³": "3",
    "\u00b5": "u",
    "\u00a0": " ",
}


def is_ascii_wanted(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether nothing but ASCII is to be printed and drawn, as somebody said."""
    return environ.get(ASCII, "") not in ("", "0")


def is_plain_terminal(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal is one that lacks the signs that the dashboard is drawn with."""
    return environ.get("TERM", "").lower() in _PLAIN_TERMINALS


def plain(text: str, *, only_ascii: bool = False) -> str:
    """A text without blocks, braille, arrows and the like, as wide as before.

    Args:
        text: Any.
        only_ascii: Whether signs of Latin-1, such as the degree, go as well.
    """
    if text.isascii():
        return text
    return "".join(sign if sign.isascii() else _plain(sign, only_ascii) for sign in text)


def on_encode_error(error: UnicodeError) -> tuple[str | bytes, int]:
    """For an encoding that lacks a character: its plain sign, or a question mark.

    Raises:
        UnicodeError: It is another error than that of encoding.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return plain(missing, only_ascii=True), error.end


@lru_cache(maxsize=1024)
def _plain(sign: str, only_ascii: bool) -> str:
    code = ord(sign)
    if _BRAILLE <= code <= _BRAILLE_END:
        return _of_dots(code - _BRAILLE)
    if sign in _SIGNS:
        return _SIGNS[sign]
    if code <= _LATIN_1_END and not only_ascii:
        return sign
    if sign in _ASCII_SIGNS:
        return _ASCII_SIGNS[sign]
    base = unicodedata.normalize("NFKD", sign)[:1]
    is_wide = unicodedata.east_asian_width(sign) in "WF"
    return base if base.isascii() and base.isprintable() and not is_wide else "?" * (1 + is_wide)


def _of_dots(dots: int) -> str:
    """A sign for a cell of braille: where in it a line passes."""
    rows = [bool(dots & pair) for pair in _PAIRS]
    if not any(rows):
        return " "
    top, bottom = rows.index(True), 3 - rows[::-1].index(True)
    if dots.bit_count() <= 2 and not any(dots & pair == pair for pair in _PAIRS):
        return "." if dots.bit_count() == 1 else ":"  # a guide, and no line
    if bottom - top >= 2:  # of four rows
        return "|"
    return {0: '"', 1: '"', 2: "-", 3: "-", 4: "-", 5: "_", 6: "_"}[top + bottom]
