"""Plain substitutes for consoles and encodings that lack blocks, braille and arrows.

Each is as wide as the glyph that it replaces, so that nothing on a screen moves.
"""

import os
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

ASCII: Final = "EVENSTRIDE_ASCII"
"""The environment variable that asks for nothing but ASCII."""

_PLAIN_TERMINALS: Final = frozenset(
    {"linux", "dumb", "unknown", "ansi", "cons25", "vt52", "vt100", "vt102", "vt220"}
)
"""Values of TERM for consoles whose fonts may lack braille or half blocks."""

_BRAILLE: Final = 0x2800
_BRAILLE_END: Final = 0x28FF
_LATIN_1_END: Final = 0xFF

_SIGNS: Final[Mapping[str, str]] = {
    **dict.fromkeys("█▇▉▋■◼", "#"),
    **dict.fromkeys("▀▔", '"'),
    **dict.fromkeys("▁▂▃▄", "_"),
    **dict.fromkeys("▅▆", "="),
    **dict.fromkeys("▌▍▎▏▐▕│┃║╏╎▊", "|"),
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
"""The bits of the dots in each row of a braille cell."""

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
    """Whether the environment asks for nothing but ASCII."""
    return environ.get(ASCII, "") not in ("", "0")


def is_plain_terminal(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal lacks the glyphs that the dashboard is drawn with."""
    return environ.get("TERM", "").lower() in _PLAIN_TERMINALS


def plain(text: str, *, only_ascii: bool = False) -> str:
    """Return a text of the same width without blocks, braille, arrows and the like.

    Args:
        text: Any text.
        only_ascii: Whether to replace Latin-1 signs as well, such as the degree sign.
    """
    if text.isascii():
        return text
    return "".join(sign if sign.isascii() else _plain(sign, only_ascii) for sign in text)


def on_encode_error(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return the substitutes for characters that an encoding lacks; "?" if there is none.

    Raises:
        UnicodeError: It is not an encoding error.
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
    """Return a sign for a braille cell: it shows in which rows the line passes."""
    rows = [bool(dots & pair) for pair in _PAIRS]
    if not any(rows):
        return " "
    top, bottom = rows.index(True), 3 - rows[::-1].index(True)
    if dots.bit_count() <= 2 and not any(dots & pair == pair for pair in _PAIRS):
        return "." if dots.bit_count() == 1 else ":"  # a guide line, not a curve
    if bottom - top >= 2:  # of four rows
        return "|"
    return {0: '"', 1: '"', 2: "-", 3: "-", 4: "-", 5: "_", 6: "_"}[top + bottom]
