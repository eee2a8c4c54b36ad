"""Text from outside (names, notes, errors) made safe to print, and cut to the columns there are."""

import unicodedata
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@")
"""What a formula begins with in a spreadsheet."""


def safe(text: str, limit: int = 60) -> str:
    """Text from outside (a device's name, a note) without anything that a terminal obeys.

    Args:
        text: Anything.
        limit: Most characters to keep.

    Returns:
        One line of printable characters.
    """
    printable = "".join(character if character.isprintable() else " " for character in text)
    words = " ".join(printable.split())
    return words if len(words) <= limit else words[: limit - 1] + "…"


def visible(text: str) -> str:
    """A name from outside with whatever is no printable character escaped as in Python.

    Nothing of it is lost, and nothing of it is obeyed: by a terminal, a table, or a reader of
    letters that run the other way.
    """
    if text.isprintable():
        return text
    return "".join(
        one.encode("unicode_escape").decode("ascii") if _is_obeyed(one) else one for one in text
    )


def cell_text(text: str) -> str:
    """A text from outside as a cell of a table that a spreadsheet, too, takes for a text.

    Whoever prints the table's file sees nothing that a terminal obeys.
    """
    shown = visible(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def _is_obeyed(character: str) -> bool:
    """Whether it is a control, a format or no character at all; spaces of other widths are not."""
    return not character.isprintable() and unicodedata.category(character) != "Zs"


def plain_name(name: str, limit: int = 100) -> str:
    """A file's name of letters, digits, points and hyphens, for archives that others unpack."""
    plain = "".join(one if one.isalnum() or one in "._-" else "_" for one in name)
    return plain if len(plain) <= limit else plain[: limit // 2] + plain[-(limit // 2) :]


def cells(text: str) -> int:
    """How many columns of a terminal a text takes: letters of East Asia take two, accents none."""
    return sum(
        0 if unicodedata.combining(one) else 1 + (unicodedata.east_asian_width(one) in "WF")
        for one in text
    )


def cut(text: str, width: int) -> str:
    """A text in a number of terminal columns, with a sign where it is cut."""
    if cells(text) <= width:
        return text
    kept = ""
    for one in text:
        if cells(kept + one) > width - 1:
            break
        kept += one
    return f"{kept}…"
