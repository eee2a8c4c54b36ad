"""Text from outside (names, notes, errors) made safe to print, and cut to a number of columns."""

import unicodedata
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@")
"""The characters that begin a formula in a spreadsheet."""

SENTENCES: Final = 1000
"""The most characters of sentences of this program, in which names from outside may occur."""


def safe(text: str, limit: int = 60) -> str:
    """Return text from outside (a device's name, a note) without control characters.

    Args:
        text: Any text.
        limit: Most characters to keep.

    Returns:
        One line of printable characters.
    """
    printable = "".join(character if character.isprintable() else " " for character in text)
    words = " ".join(printable.split())
    return words if len(words) <= limit else words[: limit - 1] + "…"


def visible(text: str) -> str:
    """Return a name from outside with its unprintable characters escaped as in Python.

    Nothing is lost, and neither a terminal nor a table obeys any of it; nor does it change the
    direction in which it is read.
    """
    if text.isprintable():
        return text
    return "".join(
        one.encode("unicode_escape").decode("ascii") if _is_obeyed(one) else one for one in text
    )


def cell_text(text: str) -> str:
    """Return text from outside as a table cell that a spreadsheet, too, takes for text.

    It contains nothing that a terminal obeys if somebody prints the table's file.
    """
    shown = visible(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def _is_obeyed(character: str) -> bool:
    """Whether it is a control, format or unassigned character; spaces of other widths are not."""
    return not character.isprintable() and unicodedata.category(character) != "Zs"


_LONGEST_NAME: Final = 100


def plain_name(name: str) -> str:
    """Return a file's name of letters, digits, points and hyphens, for archives sent to others."""
    plain = "".join(one if one.isalnum() or one in "._-" else "_" for one in name)
    half = _LONGEST_NAME // 2
    return plain if len(plain) <= _LONGEST_NAME else plain[:half] + plain[-half:]


def cells(text: str) -> int:
    """Return a text's width in terminal columns: East Asian letters take two, accents none."""
    return sum(
        0 if unicodedata.combining(one) else 1 + (unicodedata.east_asian_width(one) in "WF")
        for one in text
    )


def cut(text: str, width: int) -> str:
    """Return a text cut to a number of terminal columns, with "…" if it is cut."""
    if cells(text) <= width:
        return text
    kept = ""
    for one in text:
        if cells(kept + one) > width - 1:
            break
        kept += one
    return f"{kept}…"
